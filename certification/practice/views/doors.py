"""The access doors: how a view finds its chat or its time among what somebody may see."""

from typing import Any

from django.http import Http404

from certification.practice.models import Opening, PracticeChat
from lms.people.models import Person


def found(rows: Any, pk: int) -> Any:
    """The row with this number among what somebody may see; Http404 otherwise."""
    try:
        return rows.get(pk=pk)
    except (rows.model.DoesNotExist, OverflowError) as missing:
        raise Http404 from missing


def a_chat(person: Person, pk: int) -> PracticeChat:
    """A chat this person may know of, with its people and scenario; Http404 otherwise."""
    return found(PracticeChat.objects.visible_to(person).with_people(), pk)


def an_opening(person: Person, pk: int) -> Opening:
    """A time this person may know of; Http404 otherwise."""
    return found(Opening.objects.visible_to(person).select_related("organisation", "partner"), pk)
