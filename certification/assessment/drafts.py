"""What a rater does before anybody else sees it: claim, tick, mark, hand back, submit.

A draft is the rater's alone. Every write names what it sets and can be repeated, so autosave and a lost answer do no harm.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.assessment import queries, rules
from certification.assessment.models import Assessment, CriterionRating, Quote, QuoteRole, Tick
from certification.assessment.readings import line_at
from certification.assessment.second_looks import after_submission
from certification.assessment.states import ASSESSMENT, AssessmentState
from certification.assessment.trials import NotCalibrated, standing_of
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import CHAT, ChatState
from certification.programmes.engine import recompute
from certification.programmes.queries import ways_asking
from lms.audit.actions import record
from lms.kernel.errors import DomainError, IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment

WORDS_AT_MOST = 2000
QUOTES_AT_MOST = 300


class Incomplete(Invalid):
    """A draft that is not whole yet; `missing` says what is left to do."""

    code = "incomplete"
    message = _("Something is still missing. Your draft is saved.")

    def __init__(self, missing: list[rules.Missing]) -> None:
        self.missing = missing
        super().__init__()


@dataclass(frozen=True)
class Changes:
    """What to set in a draft; what is not named stays as it is.

    `ticks`: {behaviour: seen or not}. `verdicts`: {criterion: some of override, reason, no_opportunity, considered}.
    """

    ticks: Mapping[str, bool] = field(default_factory=dict)
    verdicts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    strength: str | None = None
    next_step: str | None = None
    judgement: int | None = None


@transaction.atomic
def claim_rating(chat: PracticeChat, *, by: Person) -> Assessment:
    """Take a chat to rate it. Claiming what one holds already gives the same draft; a draft handed back goes on where it was.

    Refuses when somebody else holds it, when one has rated it before, and when it does not wait for a rating.
    """
    demand(by, "assessment.rate", chat)
    mine = queries.my_assessment(chat, by)
    if mine and mine.state == AssessmentState.DRAFT:
        return mine
    if not PracticeChat.objects.filter(pk=chat.pk, state=ChatState.AWAITING_RATING).update(state=ChatState.AWAITING_RATING):
        raise IllegalTransition()
    if mine and mine.state != AssessmentState.HANDED_BACK:
        raise DomainError(_("You have assessed this chat already. Somebody else takes the second look."), code="rated")
    try:
        with transaction.atomic():
            if mine:
                ASSESSMENT.move(mine, AssessmentState.DRAFT, by=by, fields={"claimed_at": timezone.now()}, chat=chat.pk)
                return mine
            claimed = Assessment.objects.create(chat=chat, rater=by, rubric=queries.rubric_for(chat))
    except IntegrityError as taken:
        mine = queries.my_assessment(chat, by)
        if mine and mine.state == AssessmentState.DRAFT:  # one's own double tap
            return mine
        raise DomainError(_("Somebody else has just taken this one."), code="claimed") from taken
    record("assessment.claim", claimed, by=by, fields={"chat": chat.pk})
    return claimed


def hand_back(assessment: Assessment, *, by: Person) -> None:
    """Let go of a claim so that another can take it. The draft stays with its rater, unseen."""
    demand(by, "assessment.hand_back", assessment)
    ASSESSMENT.move(assessment, AssessmentState.HANDED_BACK, by=by, chat=assessment.chat_id)


@transaction.atomic
def save_draft(assessment: Assessment, changes: Changes, *, by: Person) -> None:
    """Write exactly what `changes` names. Raises Invalid for unknown behaviours, levels out of range and words that are too long."""
    demand(by, "assessment.write", assessment)
    rubric = rules.rubric_from(assessment.rubric.structure)
    _check(changes, rubric, risk=assessment.is_risk)
    texts = {"strength": changes.strength, "next_step": changes.next_step, "judgement": changes.judgement}
    _hold(assessment, **{name: value for name, value in texts.items() if value is not None})
    on = [key for key, seen in changes.ticks.items() if seen]
    off = [key for key, seen in changes.ticks.items() if not seen]
    if on:
        Tick.objects.bulk_create([Tick(assessment=assessment, behaviour=key) for key in on], ignore_conflicts=True)
    if off:
        Tick.objects.filter(assessment=assessment, behaviour__in=off).delete()
    for criterion, said in changes.verdicts.items():
        CriterionRating.objects.update_or_create(assessment=assessment, criterion=criterion, defaults=dict(said))


def _hold(assessment: Assessment, **fields: Any) -> None:
    """Claim the draft for this write; IllegalTransition when it was submitted, handed back or annulled meanwhile."""
    values = {**fields, "saved_at": timezone.now()}
    if not Assessment.objects.filter(pk=assessment.pk, state=AssessmentState.DRAFT).update(**values):
        raise IllegalTransition(_("This assessment is no longer a draft. Nothing was changed."), code="stale")
    for name, value in values.items():
        setattr(assessment, name, value)


def _check(changes: Changes, rubric: rules.Rubric, *, risk: bool) -> None:
    if not set(changes.ticks) <= rubric.keys or not set(changes.verdicts) <= set(rubric.by_key):
        raise Invalid(_("This form has changed. Open the page again; your draft is kept."))
    if changes.judgement is not None and changes.judgement not in rubric.judgements:
        raise Invalid(_("Choose one of the answers."))
    for key, said in changes.verdicts.items():
        if said.get("override") not in (None, 1, 2, 3, 4):
            raise Invalid(_("A level is a number from 1 to 4."))
        if said.get("no_opportunity") and not rules.may_skip(rubric.by_key[key], risk=risk):
            raise Invalid(_("In a chat about risk, the safety criteria always had an opportunity."))
    words = [changes.strength, changes.next_step, *(said.get("reason") for said in changes.verdicts.values())]
    if any(len(text or "") > WORDS_AT_MOST for text in words):
        raise Invalid(_("That is longer than fits here. Keep it under %(n)s characters.") % {"n": WORDS_AT_MOST})


@transaction.atomic
def mark(assessment: Assessment, *, seq: int, start: int, end: int, target: str, by: Person) -> Quote:
    """Tie words of a line to `target`: a behaviour (which is ticked with it), "strength" or "next_step". Marking twice is once.

    `start` and `end` count characters; 0 and 0 mean the whole line. The words are copied from the transcript, never from the caller.
    """
    demand(by, "assessment.write", assessment)
    is_role = target in (QuoteRole.STRENGTH, QuoteRole.NEXT_STEP)
    if not is_role and target not in rules.rubric_from(assessment.rubric.structure).keys:
        raise Invalid(_("This form has changed. Open the page again; your draft is kept."))
    line = line_at(assessment, seq)
    if line is None:
        raise Invalid(_("That line is not in this chat."))
    body, by_trainee = line
    if (start, end) == (0, 0):
        end = len(body)
    if not 0 <= start < end <= len(body):
        raise Invalid(_("Those words are not in the line. Mark them again."))
    if is_role and not by_trainee:
        raise Invalid(_("Quote the trainee's own words here."))
    _hold(assessment)
    if Quote.objects.filter(assessment=assessment).count() >= QUOTES_AT_MOST:
        raise Invalid(_("There are very many marks here already. Take some away first."))
    if not is_role:
        Tick.objects.get_or_create(assessment=assessment, behaviour=target)
    quote, _new = Quote.objects.get_or_create(
        assessment=assessment, seq=seq, start=start, end=end,
        role=target if is_role else QuoteRole.EVIDENCE, behaviour="" if is_role else target,
        defaults={"text": body[start:end], "by_trainee": by_trainee},
    )  # fmt: skip
    return quote


@transaction.atomic
def unmark(assessment: Assessment, quote_id: int, *, by: Person) -> None:
    """Take one mark away; the tick stays. Doing it twice is harmless."""
    demand(by, "assessment.write", assessment)
    _hold(assessment)
    Quote.objects.filter(assessment=assessment, pk=quote_id).delete()


@transaction.atomic
def submit_rating(assessment: Assessment, *, by: Person) -> None:
    """Lock the assessment with its levels and outcome. Raises Incomplete with everything that is missing.

    From now on the rater may see the trainee's and the partner's view, and nobody can change a tick. An assessed chat is refused
    (NotCalibrated, the draft is kept) when the rater is in training or their calibration has lapsed. A gold transcript just locks.
    """
    demand(by, "assessment.write", assessment)
    _hold(assessment)
    rubric, chat = rules.rubric_from(assessment.rubric.structure), assessment.chat
    if left := queries.missing(assessment):
        raise Incomplete(left)
    if chat and chat.mode == Mode.ASSESSED and not standing_of(by).may_finish:
        raise NotCalibrated()
    outcome = _freeze(assessment, queries.draft_of(assessment), rubric, risk=assessment.is_risk)
    kept = {"passed": outcome.passed, "critical": outcome.critical, "harm": outcome.harm, "barrier": outcome.barrier}
    fields = {"submitted_at": timezone.now(), "outcome": {name: list(v) if isinstance(v, tuple) else v for name, v in kept.items()}}
    if chat is None:
        ASSESSMENT.move(assessment, AssessmentState.SUBMITTED, by=by, fields=fields, gold=assessment.gold_id)
        for way in ways_asking(by, "calibrated"):
            recompute(way, cause="assessment.calibrate")
        return
    ASSESSMENT.move(assessment, AssessmentState.SUBMITTED, by=by, fields=fields, chat=chat.pk)
    CHAT.move(chat, ChatState.RATED, by=by, assessment=assessment.pk)
    recompute(chat.enrolment, cause="assessment.submit")
    after_submission(assessment, outcome, by=by)
    if outcome.critical and chat.mode == Mode.ASSESSED:
        _tell_certifiers(chat, by=by)


def _freeze(assessment: Assessment, draft: rules.Draft, rubric: rules.Rubric, *, risk: bool) -> rules.Outcome:
    """Write the level of every criterion down, drop marks of ticks that were taken away, and sum up."""
    levels = rules.levels(draft, rubric, risk=risk)
    for criterion in rubric.criteria:
        values = {
            "computed": rules.computed_level(draft, criterion, risk=risk),
            "level": levels[criterion.key],
            "no_opportunity": rules.is_skipped(draft, criterion, risk=risk),
        }
        CriterionRating.objects.update_or_create(assessment=assessment, criterion=criterion.key, defaults=values)
    Quote.objects.filter(assessment=assessment, role=QuoteRole.EVIDENCE).exclude(behaviour__in=draft.ticks).delete()
    return rules.chat_outcome(levels, draft.ticks, rubric)


def _tell_certifiers(chat: PracticeChat, *, by: Person) -> None:
    """A critical behaviour in an assessed chat calls for a talk the same week."""
    there = RoleAssignment.objects.active().filter(role=Role.CERTIFIER, organisation=chat.organisation_id).select_related("person")
    for person in {assignment.person for assignment in there} - {by, chat.trainee, chat.partner}:
        tell(
            person, "assessment_critical", reason=f"assessment.critical:{chat.pk}", link=f"/practice/{chat.pk}/feedback/",
            trainee=chat.trainee.alias, scenario=chat.scenario.text(person.language)["title"],
        )  # fmt: skip
