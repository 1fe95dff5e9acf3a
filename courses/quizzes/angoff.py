"""Setting a pass mark with a panel: open, estimate twice, close, and what the mark is then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.quizzes.angoff_models import JUDGES, AngoffEstimate, AngoffItem, AngoffPanel
from courses.quizzes.angoff_rules import FEWEST, Heard, PanelMark, heard, mark
from courses.quizzes.bank import Quiz
from courses.quizzes.blueprint import Blueprint
from courses.quizzes.freezing import families, freeze_questions, is_askable, pool
from courses.quizzes.states import PANEL, PanelState
from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment

ROUND = {PanelState.FIRST: 1, PanelState.SECOND: 2}


def possible_judges(editor: Person) -> list[Person]:
    """Professionals of the organisations in which one edits; nobody who takes the course themselves, because judges see the key."""
    there = RoleAssignment.objects.active().filter(organisation_id__in=editor.organisations_as(Role.EDITOR), role__in=JUDGES)
    learners = RoleAssignment.objects.active().filter(role=Role.TRAINEE).values("person_id")
    people = Person.objects.filter(pk__in=there.values("person_id"), is_active=True).exclude(pk__in=learners)
    return list(people.order_by("alias"))


@transaction.atomic
def open_panel(quiz: Quiz, *, judges: Collection[Person], by: Person) -> AngoffPanel:
    """Freeze every question that the quiz may draw, and ask the judges. Refuses fewer than five judges, people who are no professionals
    of the editor's organisations, an empty pool, and a second panel while one is open."""
    demand(by, "quizzes.tend")
    if len(judges) < FEWEST or not {judge.pk for judge in judges} <= {one.pk for one in possible_judges(by)}:
        raise Invalid(_("A panel has five judges at least, all of them professionals here."))
    rules = quiz.blueprint
    try:
        with transaction.atomic():
            panel = AngoffPanel.objects.create(quiz_key=quiz.translation_key, rules=rules.as_json(), bank=quiz.bank, opened_by=by)
    except IntegrityError as taken:
        raise DomainError(_("A panel is already at work on this quiz."), code="open") from taken
    panel.judges.set(judges)
    _freeze(panel, rules)
    record("angoff.open", panel, by=by, fields={"quiz": quiz.translation_key, "judges": len(judges)})
    for judge in judges:
        tell(judge, "angoff_asked", reason=f"angoff:{panel.pk}:1", link=f"/angoff/{panel.pk}/", title=quiz.title, round=1)
    return panel


def _freeze(panel: AngoffPanel, rules: Blueprint) -> None:
    there = pool(panel.bank)
    rows = [(number, [one.key for one in there if row.takes(one.area, one.critical, one.module)]) for number, row in enumerate(rules.rows)]
    family_of = families({key for _row, keys in rows for key in keys})
    drawn = [(row, key) for row, keys in rows for key in keys if is_askable(family_of.get(key, {}))]
    if {row for row, _key in drawn} != set(range(len(rules.rows))):
        raise DomainError(_("Some lines of this quiz have no published question yet."), code="not_ready")
    versions = freeze_questions(family_of, [key for _row, key in drawn])
    AngoffItem.objects.bulk_create(
        AngoffItem(panel=panel, position=number, row=row, version=version)
        for number, ((row, _key), version) in enumerate(zip(drawn, versions, strict=True), start=1)
    )


def find_panel(judge: Person, panel: int) -> AngoffPanel:
    """The door for judges: panels one sits in. Else 404."""
    found = AngoffPanel.objects.visible_to(judge).filter(pk=panel).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def estimate(panel: AngoffPanel, *, percents: Mapping[int, int], by: Person) -> int:
    """Keep a judge's estimates (by item) for the round that is on; a newer one takes the place of the one before. Returns how many are kept.

    Refuses (Invalid) items of another panel and numbers outside 0 to 100, and everything once the panel is closed.
    """
    demand(by, "quizzes.judge", panel)
    number = ROUND.get(PanelState(panel.state))
    if number is None:
        raise DomainError(_("This panel is closed."), code="closed")
    items = set(panel.items.values_list("pk", flat=True))
    if not percents.keys() <= items or not all(0 <= percent <= 100 for percent in percents.values()):
        raise Invalid()
    AngoffEstimate.objects.bulk_create(
        [AngoffEstimate(item_id=pk, judge=by, round=number, percent=percent, at=timezone.now()) for pk, percent in percents.items()],
        update_conflicts=True, unique_fields=["item", "judge", "round"], update_fields=["percent", "at"],
    )  # fmt: skip
    return AngoffEstimate.objects.filter(item__panel=panel, judge=by, round=number).count()


def estimates_of(panel: AngoffPanel, number: int) -> dict[int, dict[int, int]]:
    """{judge: {item: percent}} of a round."""
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for judge, item, percent in AngoffEstimate.objects.filter(item__panel=panel, round=number).values_list(
        "judge_id", "item_id", "percent"
    ):
        found[judge][item] = percent
    return found


def finished(panel: AngoffPanel, number: int) -> dict[int, dict[int, int]]:
    """The estimates of those judges who have said something about every question in that round."""
    total = panel.items.count()
    return {judge: mine for judge, mine in estimates_of(panel, number).items() if len(mine) == total}


def heard_of(panel: AngoffPanel) -> dict[int, Heard]:
    """What the finished judges said in the first round, by item and without names; nothing while it is on: each judges alone first."""
    if panel.state == PanelState.FIRST:
        return {}
    by_item: dict[int, list[int]] = defaultdict(list)
    for mine in finished(panel, 1).values():
        for item, percent in mine.items():
            by_item[item].append(percent)
    return {item: said for item, given in by_item.items() if (said := heard(given))}


@transaction.atomic
def go_on(panel: AngoffPanel, *, by: Person) -> AngoffPanel:
    """End the round that is on: the second begins with the first one's estimates, or the panel is closed with its mark.

    Refuses while fewer than five judges have finished the round.
    """
    demand(by, "quizzes.tend")
    number = ROUND.get(PanelState(panel.state), 2)
    done = finished(panel, number)
    if len(done) < FEWEST:
        raise DomainError(_("Five judges at least must have finished this round first."), code="not_ready")
    if number == 2:
        PANEL.move(panel, PanelState.CLOSED, by=by, fields={"closed_at": timezone.now(), "share": Decimal(mark_of(panel, done).rounded)})
        return panel
    PANEL.move(panel, PanelState.SECOND, by=by)
    AngoffEstimate.objects.bulk_create(
        AngoffEstimate(item_id=item, judge_id=judge, round=2, percent=percent)
        for judge, mine in done.items()
        for item, percent in mine.items()
    )
    title = title_of(panel)
    for judge in panel.judges.filter(pk__in=done):
        tell(judge, "angoff_asked", reason=f"angoff:{panel.pk}:2", link=f"/angoff/{panel.pk}/", title=title, round=2)
    return panel


def mark_of(panel: AngoffPanel, judges: Mapping[int, Mapping[int, int]]) -> PanelMark:
    """What these judges come to."""
    rules, fits = Blueprint.of_json(panel.rules), defaultdict(list)
    for pk, row in panel.items.values_list("pk", "row"):
        fits[rules.rows[row]].append(str(pk))
    return mark(rules.rows, fits, {judge: {str(item): percent for item, percent in mine.items()} for judge, mine in judges.items()})


@transaction.atomic
def use_mark(panel: AngoffPanel, *, by: Person) -> None:
    """Make a closed panel's mark the quiz's, in every language, for tries begun from now on. Nobody's result changes."""
    demand(by, "quizzes.tend")
    if panel.state != PanelState.CLOSED or panel.share is None:
        raise DomainError(_("The panel is not closed yet."), code="not_ready")
    for quiz in Quiz.objects.filter(translation_key=panel.quiz_key):
        newest = quiz.get_latest_revision_as_object()
        newest.pass_share = panel.share
        revision = newest.save_revision(user=by)
        if quiz.live and not quiz.has_unpublished_changes:
            revision.publish(user=by)
        else:
            Quiz.objects.filter(pk=quiz.pk).update(pass_share=panel.share)
    record("angoff.use", panel, by=by, fields={"quiz": panel.quiz_key})


def title_of(panel: AngoffPanel) -> str:
    return Quiz.objects.filter(translation_key=panel.quiz_key).order_by("pk").values_list("title", flat=True).first() or ""


def is_provisional(quiz_key: UUID, pass_share: Decimal) -> bool:
    """Whether no closed panel stands behind this mark of the quiz."""
    return not AngoffPanel.objects.filter(quiz_key=quiz_key, state=PanelState.CLOSED, share=pass_share).exists()
