"""The figures of the bank, from first answers only: whoever meets a question again has read why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from cms.versions import digest_of
from courses.quizzes.itemstats import ItemFigures, Response, figures
from courses.quizzes.models import AttemptQuestion, QuestionVersion
from courses.quizzes.rules import FULL
from courses.quizzes.states import GRADED

TICKED = ("choice", "line")  # forms of answer whose options can be counted


@dataclass(frozen=True)
class ItemRow:
    """One question and its figures; `version` is the newest form that somebody was graded on."""

    version: QuestionVersion
    figures: ItemFigures

    @property
    def key(self) -> UUID:
        return self.version.key

    @property
    def stem(self) -> str:
        return str(self.version.text()["stem"])

    @property
    def right_percent(self) -> int | None:
        """How many of a hundred are right; None while hidden."""
        return None if self.figures.facility is None else round(100 * self.figures.facility)

    @property
    def flags(self) -> list[str]:
        """Why to look at it, in words."""
        words = {"easy": _("Nearly everybody is right"), "weak": _("Those who know the rest do no better")}
        return [words[one] for one in self.figures.dubious]

    @property
    def options(self) -> list[tuple[str, object]]:
        """The distractor table with the words of the options."""
        text_of = {one["id"]: one["text"] for one in self.version.text()["options"]}
        return [(text_of.get(choice.option, ""), choice) for choice in self.figures.choices]


def item_rows(keys: Iterable[UUID] | None = None) -> list[ItemRow]:
    """Figures of every question that was graded (or of these). Three queries, however many questions and people.

    Answers to older forms count while options and key are the same: a comma more in the text starts nothing anew.
    """
    graded = AttemptQuestion.objects.filter(points__isnull=False, attempt__state__in=GRADED)
    if keys is not None:
        graded = graded.filter(version__key__in=list(keys))
    answers: list[Any] = list(
        graded.order_by("attempt_id").values_list("version_id", "attempt_id", "attempt__person_id", "points", "chosen", "seconds")
    )
    versions = QuestionVersion.objects.in_bulk({answer[0] for answer in answers})
    newest: dict[UUID, QuestionVersion] = {}
    for version in versions.values():
        if version.key not in newest or version.number > newest[version.key].number:
            newest[version.key] = version
    form_of = {pk: form(version) for pk, version in versions.items()}
    rests = _totals(graded)
    found: dict[UUID, dict[int, Response]] = defaultdict(dict)
    for version_id, attempt_id, person_id, points, chosen, seconds in answers:
        key = versions[version_id].key
        met = found[key].get(person_id)
        if met is None:
            same = form_of[version_id] == form_of[newest[key].pk]
            found[key][person_id] = _response(points, rests[attempt_id], chosen, seconds) if same else OTHER_FORM
    rows = [_row(newest[key], [one for one in mine.values() if one is not OTHER_FORM]) for key, mine in found.items()]
    return sorted(rows, key=lambda row: (not row.figures.dubious, row.figures.hidden, -row.figures.n, str(row.key)))


OTHER_FORM = Response(0, None)  # a first answer to a form with another key: it was the first, and it does not count


def form(version: QuestionVersion) -> str:
    """What must be the same for answers to be counted together: the kind, the options, the key."""
    return digest_of([version.kind, sorted(version.option_ids), version.answers["right"]])


def _totals(graded: QuerySet[AttemptQuestion]) -> dict[int, tuple[int, int]]:
    """(points, questions) of the attempts in which these were answered."""
    rows = AttemptQuestion.objects.filter(attempt__in=graded.order_by().values("attempt")).order_by().values_list("attempt_id")
    return {pk: (points or 0, n) for pk, points, n in rows.annotate(Sum("points"), Count("pk"))}


def _response(points: int, total: tuple[int, int], chosen: list[str], seconds: int | None) -> Response:
    everything, n = total
    rest = (everything - points) / (FULL * (n - 1)) if n > 1 else None
    return Response(points / FULL, rest, tuple(chosen), seconds)


def _row(version: QuestionVersion, responses: list[Response]) -> ItemRow:
    if version.how.form not in TICKED:
        return ItemRow(version, figures(responses))
    return ItemRow(version, figures(responses, version.option_ids, version.answers["right"]))
