"""Calibrating one's eye: a rater rates a gold transcript in the same workspace, and then sees the reference beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.assessment import calibration, rules
from certification.assessment.calibration import Standing, Trial
from certification.assessment.models import RATERS, Assessment, GoldVersion, Quote, RaterRemoval, RubricVersion
from certification.assessment.states import AssessmentState
from certification.programmes.models import Enrolment, ProgrammeVersion
from certification.programmes.rules import requirements
from certification.programmes.states import EnrolmentState
from lms.audit.actions import record
from lms.kernel.errors import DomainError
from lms.kernel.permissions import demand
from lms.kernel.prepared import Prepared, among
from lms.notify.actions import tell
from lms.people.models import Person, RoleAssignment

LIBRARY = Prepared(lambda: GoldVersion.objects.library().values_list("pk"))
RATED = Prepared(
    lambda people: (
        Assessment.objects.filter(among("rater", people), gold__isnull=False, state=AssessmentState.SUBMITTED)
        .select_related("gold", "rubric")
        .order_by("submitted_at", "pk")
    )
)
REMOVED = Prepared(lambda people: RaterRemoval.objects.filter(among("person", people)).values("person").annotate(last=Max("at")))


def trials_of(people: Iterable[Person]) -> dict[int, list[Trial]]:
    """Everything these people rated in the calibration library, by person. Three queries, however much it is."""
    wanted = [person.pk for person in people]
    rated = RATED.ask(wanted) if wanted else []
    prefetch_related_objects(rated, "ratings")
    found: dict[int, list[Trial]] = {}
    for one in rated:
        found.setdefault(one.rater_id, []).append(trial_of(one))
    return found


def trial_of(assessment: Assessment) -> Trial:
    """One finished gold rating beside its reference. Reads what is prefetched."""
    gold, rubric = assessment.gold, rules.rubric_from(assessment.rubric.structure)
    assert gold
    assert assessment.submitted_at
    mine = {row.criterion: row.level for row in assessment.ratings.all()}
    critical = (assessment.outcome.get("critical", ()), gold.critical)
    return calibration.trial(str(gold.key), timezone.localdate(assessment.submitted_at), mine, gold.levels(rubric), critical, rubric)


def standing_of(person: Person) -> Standing:
    """Where a rater stands today."""
    library = len(LIBRARY.ask())
    trials = trials_of([person]).get(person.pk, []) if library else []
    return calibration.standing(trials, timezone.localdate(), library, removed_days([person]).get(person.pk))


def removed_days(people: Iterable[Person]) -> dict[int, date]:
    """The day on which each of them was last taken out of rating, for those who were. One query."""
    wanted = [person.pk for person in people]
    return {row["person"]: timezone.localdate(row["last"]) for row in (REMOVED.ask(wanted) if wanted else [])}


def rubric_of(gold: GoldVersion) -> RubricVersion:
    """The newest published rubric the transcript was written for."""
    version = RubricVersion.objects.filter(slug=gold.structure["rubric"]).order_by("-frozen_at", "-pk").first()
    if version is None:
        raise DomainError(gettext_lazy("There is no published rubric yet. Ask an editor to publish one."), code="no_rubric")
    return version


def newest_trial(gold: GoldVersion, person: Person) -> Assessment | None:
    """The person's own newest rating of a transcript, in any of its versions: the draft when there is one."""
    mine = Assessment.objects.filter(gold__key=gold.key, rater=person).exclude(state=AssessmentState.ANNULLED)
    return mine.select_related("gold", "rubric", "rater").order_by("-pk").first()


def again_on(mine: Assessment | None) -> date | None:
    """The day from which the same transcript can be rated again; None when it can be now."""
    if mine is None or mine.submitted_at is None:
        return None
    day = timezone.localdate(mine.submitted_at) + calibration.AGAIN_AFTER
    return day if day > timezone.localdate() else None


def remind_due() -> int:
    """Tell those who rate, or whose open way asks for it, and who have calibrated before that it is time again, and again when it has run
    out; each once, and each in words of their own. How many."""
    library, today, told = GoldVersion.objects.library().count(), timezone.localdate(), 0
    held = RoleAssignment.objects.active().filter(role__in=RATERS, person__is_active=True)
    raters = {one.person for one in held.select_related("person")}
    people = raters | asked_on_their_way()
    found, out = (trials_of(people), removed_days(people)) if library else ({}, {})
    for person in people:
        standing = calibration.standing(found.get(person.pk, []), today, library, out.get(person.pk))
        if standing.until and standing.state in (calibration.DUE, calibration.LAPSED):
            until = standing.until.isoformat()
            reason = f"calibration.{standing.state}:{until}"
            kind = "calibration_due" if person in raters else "calibration_due_on_way"
            told += tell(person, kind, reason=reason, link="/calibration/", until=until) is not None
    return told


def asked_on_their_way() -> set[Person]:
    """Those who walk a way right now that asks for calibration."""
    walking = Enrolment.objects.filter(state=EnrolmentState.LEARNING, person__is_active=True).select_related("person")
    versions = ProgrammeVersion.objects.filter(enrolments__in=walking).distinct()
    asking = [one.pk for one in versions if any(r.kind == "calibrated" for r in requirements(one.rules))]
    return {way.person for way in walking.filter(version__in=asking)}


@transaction.atomic
def begin_trial(gold: GoldVersion, *, by: Person) -> Assessment:
    """Begin to rate a gold transcript; what is begun already goes on. Refuses the same transcript within two weeks."""
    demand(by, "assessment.calibrate", gold)
    mine = newest_trial(gold, by)
    if mine and mine.state == AssessmentState.DRAFT:
        return mine
    if again_on(mine):
        raise DomainError(_("You have just seen the reference of this one. Take another, or come back in two weeks."), code="too_early")
    try:
        with transaction.atomic():
            begun = Assessment.objects.create(gold=gold, rater=by, rubric=rubric_of(gold))
    except IntegrityError:  # one's own double tap
        return Assessment.objects.get(gold=gold, rater=by, state=AssessmentState.DRAFT)
    record("assessment.calibrate", begun, by=by, fields={"gold": gold.pk})
    return begun


class NotCalibrated(DomainError):
    """The rater may draft, and does not finish assessed chats before they have calibrated."""

    code = "not_calibrated"
    message = gettext_lazy("Your draft is kept. First calibrate your eye on the practice transcripts, then submit.")


@dataclass(frozen=True)
class Tick:
    """One behaviour: whether the rater and the reference ticked it."""

    text: str
    kind: str  # un, ba, ad, cr
    mine: bool
    reference: bool


@dataclass(frozen=True)
class Beside:
    """One criterion: one's own level beside the reference's, the ticks of both, and why."""

    number: int
    title: str
    barrier: bool
    mine: int
    mine_word: str
    reference: int
    reference_word: str
    ticks: list[Tick]
    reason: str
    rests_on: list[tuple[str, str]]  # who wrote, and what: the messages the reference points to
    quotes: list[Quote]

    @property
    def said(self) -> str:
        if self.mine == self.reference:
            return _("As the reference")
        if not (self.mine and self.reference):
            return _("One saw no opportunity")
        return _("Stricter than the reference") if self.mine < self.reference else _("Milder than the reference")


def beside_reference(mine: Assessment) -> list[tuple[str, list[Beside]]]:
    """A finished gold rating beside its reference, under the headings of the rubric."""
    gold, words, rubric = mine.gold, mine.rubric.words(), rules.rubric_from(mine.rubric.structure)
    assert gold
    levels, reference = {row.criterion: row.level for row in mine.ratings.all()}, gold.levels(rubric)
    ticks, reasons = {tick.behaviour for tick in mine.ticks.all()}, gold.text().get("reasons", {})
    quotes = list(mine.quotes.all())
    groups: dict[str, list[Beside]] = {}

    def word(level: int | None) -> str:
        return words["levels"][level - 1]["name"] if level else _("No opportunity")

    for one in rubric.criteria:
        kinds = (("un", one.unhelpful), ("ba", one.basic), ("ad", one.advanced))
        row = Beside(
            number=one.number, title=words["criteria"][one.key], barrier=one.barrier, mine=levels.get(one.key) or 0,
            mine_word=word(levels.get(one.key)), reference=reference[one.key] or 0, reference_word=word(reference[one.key]),
            ticks=[Tick(words["behaviours"][key], kind, key in ticks, key in gold.ticks) for kind, keys in kinds for key in keys],
            reason=reasons.get(one.key, ""), rests_on=_rests_on(gold, one.key), quotes=[quote for quote in quotes if quote.behaviour in one.behaviours],
        )  # fmt: skip
        groups.setdefault(one.group, []).append(row)
    return [(words["groups"].get(key, ""), rows) for key, rows in groups.items()]


def _rests_on(gold: GoldVersion, criterion: str) -> list[tuple[str, str]]:
    """The messages the reference saw a criterion in; none for versions frozen before references named them."""
    text, numbers = gold.text(), gold.structure.get("lines", {}).get(criterion, ())
    names = {"young": text["young"], "host": text["host"]}
    return [(names[gold.structure["who"][number - 1]], text["lines"][number - 1]) for number in numbers]


def critical_beside(mine: Assessment) -> list[Tick]:
    """The critical behaviours that at least one of the two ticked."""
    gold, words = mine.gold, mine.rubric.words()["behaviours"]
    assert gold
    ticks = {tick.behaviour for tick in mine.ticks.all()}
    keys = rules.rubric_from(mine.rubric.structure).critical
    return [Tick(words[key], "cr", key in ticks, key in gold.critical) for key in keys if key in ticks or key in gold.critical]
