"""What editors look after in the bank: questions that somebody found unclear, that work badly, or that a quiz has too few of."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.training.families import edit_url
from cms.training.health import tells_health_of
from courses.quizzes.bank import Question, Quiz
from courses.quizzes.doubts import Doubt
from courses.quizzes.freezing import pool
from courses.quizzes.item_queries import item_rows
from courses.quizzes.rules import short_rows
from courses.quizzes.tryouts import waiting_keys
from lms.people.models import Person, Role, RoleAssignment


def doubts_waiting(editor: Person) -> QuerySet[Doubt]:
    """What nobody has answered, longest first. Whose words they are is not even loaded."""
    if not editor.organisations_as(Role.EDITOR):
        return Doubt.objects.none()
    return Doubt.objects.open().exclude(person=editor).select_related("version").order_by("said_at")


def find_doubt(editor: Person, pk: int) -> Doubt | None:
    """The door to one doubt, answered or not; for whoever is no editor there is none, whether it exists or not. One's own: 404."""
    if not editor.organisations_as(Role.EDITOR):
        return None
    found = Doubt.objects.exclude(person=editor).select_related("version", "attempt__version", "person").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def editing_places(keys: set[str]) -> dict[str, tuple[str, str]]:
    """(short name, address of its form) of questions that still exist, by key: the source language's where there is one."""
    rows = Question.objects.filter(translation_key__in=keys).order_by("-pk").values_list("translation_key", "pk", "slug")
    return {str(key): (slug, edit_url(Question, pk)) for key, pk, slug in rows}


def in_sight(editor: Person, people: Collection[int]) -> set[int]:
    """Who of these belongs to an organisation in which one edits: the others are counted, not named."""
    places = editor.organisations_as(Role.EDITOR)
    return set(RoleAssignment.objects.filter(organisation_id__in=places, person_id__in=people).values_list("person_id", flat=True))


@tells_health_of(Question)
def how_questions_work(rows: Sequence[Any]) -> dict[uuid.UUID, list[str]]:
    """Open doubts, what the figures make dubious, and whether the panel is missing. Five queries, however many questions."""
    keys = {row.translation_key for row in rows}
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, n in Counter(Doubt.objects.open().filter(version__key__in=keys).values_list("version__key", flat=True)).items():
        said = ngettext(
            "%(n)s person found it unclear and is waiting for an answer.", "%(n)s people found it unclear and are waiting for an answer.", n
        )
        found[key].append(said % {"n": n})
    for item in item_rows(keys):
        found[item.key] += [f"{flag}." for flag in item.flags]
    for key in waiting_keys(keys):
        found[key].append(_("The panel is missing: it is only shown to try. It takes five professionals and three young people."))
    return found


@tells_health_of(Quiz)
def what_quizzes_lack(rows: Sequence[Any]) -> dict[uuid.UUID, list[str]]:
    """Rows of a quiz that ask for more than is published. One query for each bank."""
    there = cache(pool)
    words = _("%(area)s: %(count)s are asked for, %(there)s are published.")
    return {
        quiz.translation_key: [
            words % {"area": row.area, "count": row.count, "there": n} for row, n in short_rows(quiz.blueprint.rows, there(quiz.bank))
        ]
        for quiz in rows
    }
