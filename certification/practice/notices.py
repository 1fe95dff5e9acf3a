"""What people are told about their practice chats, in their own language and by their own clock."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.formats import date_format

from certification.practice.models import PracticeChat
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment


def told(person: Person, kind: str, chat: PracticeChat | None, *, reason: str, by_mail: bool = True, link: str = "", **params: Any) -> bool:
    """Tell one person about one chat, once for each reason; True when it was now. Never names the other side: aliases and titles only.

    `starts_at` among the parameters is the time that is spoken of, when it is not the chat's own any more.
    """
    if chat is not None:
        params = {
            "when": when(person, params.pop("starts_at", chat.starts_at)),
            "title": chat.scenario.text(person.language)["title"],
            **params,
        }
        reason, link = f"{reason}:{chat.pk}", link or f"/practice/{chat.pk}/"
    return tell(person, kind, reason=reason, link=link, by_mail=by_mail, **params) is not None


def when(person: Person, moment: datetime) -> str:
    """A moment in words, in the person's language and by their clock."""
    with translation.override(person.language):
        local = timezone.localtime(moment, ZoneInfo(person.time_zone))
        return f"{date_format(local, 'WEEKDAY_FORMAT')}, {date_format(local, 'H:i')}"


def coordinators_of(organisation_id: int) -> list[Person]:
    """Those who hold the role there today."""
    held = RoleAssignment.objects.active().filter(role=Role.COORDINATOR, organisation_id=organisation_id)
    return list(Person.objects.filter(pk__in=held.values("person_id"), is_active=True).order_by("pk"))


def supervisors_who_may_take(chat: PracticeChat) -> list[Person]:
    """Those of the organisation who hold the role today and are neither of the two."""
    held = RoleAssignment.objects.active().filter(role=Role.SUPERVISOR, organisation_id=chat.organisation_id)
    people = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return list(people.exclude(pk__in=[chat.trainee_id, chat.partner_id]).order_by("pk"))
