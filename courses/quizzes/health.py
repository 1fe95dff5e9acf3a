"""What editors look after in the bank: questions that somebody found unclear."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.http import Http404

from cms.training.families import edit_url
from courses.quizzes.bank import Question
from courses.quizzes.doubts import Doubt
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
