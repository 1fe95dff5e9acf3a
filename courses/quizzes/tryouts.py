"""Questions whose panel has not spoken yet: shown to try, never drawn, never counted, nothing kept of what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from cms.versions import SOURCE_LANGUAGE
from courses.outline.queries import active_language, modules_of_lessons
from courses.quizzes.bank import LEARNERS, Question
from courses.quizzes.kinds import KINDS, Graded, told
from lms.people.models import Person

BY_PANEL = [name for name, kind in KINDS.items() if kind.by_panel]


def waiting(**of: Any) -> dict[UUID, dict[str, Question]]:
    """Published questions that wait for their panel, {key: {language: question}}, by short name; `of` narrows them down. One query."""
    found: dict[UUID, dict[str, Question]] = {}
    for row in Question.objects.live().filter(kind__in=BY_PANEL, **of).select_related("locale").order_by("slug", "pk"):
        found.setdefault(row.translation_key, {})[row.language] = row
    return {key: family for key, family in found.items() if _waits(family)}


def _waits(family: dict[str, Question]) -> bool:
    source = _source_of(family)
    parts = source.parts()
    return source.how.complaint(parts) is None and source.how.is_provisional(source.how.right({"": parts}))


def _source_of(family: dict[str, Question]) -> Question:
    return family.get(SOURCE_LANGUAGE) or next(iter(family.values()))


def waiting_keys(keys: Iterable[UUID]) -> set[UUID]:
    """Which of these questions wait, published or not. One query."""
    rows = Question.objects.filter(
        Q(live=True) | Q(locale__language_code=SOURCE_LANGUAGE), kind__in=BY_PANEL, translation_key__in=list(keys)
    )
    found: dict[UUID, dict[str, Question]] = {}
    for row in rows.select_related("locale").order_by("pk"):
        found.setdefault(row.translation_key, {})[row.language] = row
    return {key for key, family in found.items() if _waits(family)}


def tryouts_of_module(module_key: UUID) -> list[UUID]:
    """The questions about a module that one may try, by short name."""
    modules = modules_of_lessons()
    about = {key for key, module in modules.items() if module == module_key}
    return [key for key, family in waiting().items() if _source_of(family).lesson_key in about]


class TryOut:
    """One such question as a person sees it: its words in the language of the page, else the source's."""

    def __init__(self, family: dict[str, Question], person: Person) -> None:
        source = _source_of(family)
        self.key, self.how = source.translation_key, source.how
        self.shown_in = family.get(active_language()) or source
        self.parts, self._source = self.shown_in.parts(), source
        if self.how.outline(self.parts) != self.how.outline(source.parts()):
            self.shown_in, self.parts = source, source.parts()
        self.right = self.how.right({"": source.parts()})
        self.asked = self.shown_in.face(source)
        self.order = self.how.arranged([one["id"] for one in self.asked["options"]], self.right, seed=person.pk, key=str(self.key))

    @property
    def module_key(self) -> UUID | None:
        lesson = self._source.lesson_key
        return modules_of_lessons().get(lesson) if lesson else None

    def face(self, chosen: list[str]) -> dict[str, Any]:
        """What the page needs to draw it."""
        shown = self.how.shown(self.asked, self.order, chosen)
        return {"parts": told(self.how, self.shown_in.said(self._source)), "form": f"courses/parts/answer_{self.how.form}.html", **shown}

    def explained(self, chosen: list[str]) -> list[Any]:
        """Why each option is seen as it is, once one has answered."""
        why = self.how.reasons(self.parts)
        return self.how.explained(Graded(self.asked, self.order, chosen, self.right, why, self.shown_in.language))


def find_tryout(person: Person, key: UUID) -> TryOut | None:
    """The door: published questions that wait for their panel, for everybody who learns here. For others there is none; else 404."""
    if not person.organisations_as(*LEARNERS):
        return None
    family = waiting(translation_key=key).get(key)
    if family is None:
        raise Http404
    return TryOut(family, person)
