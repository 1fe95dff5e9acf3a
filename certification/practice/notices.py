"""What people are told about their practice chats, in their own language and by their own clock."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.formats import date_format

from certification.practice.models import PracticeChat
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment


def told(person: Person, kind: str, chat: PracticeChat, *, reason: str, by_mail: bool = True, **params: Any) -> None:
    """Tell one person about one chat, once for each reason. Never names the other side: aliases and titles only."""
    with translation.override(person.language):
        local = timezone.localtime(chat.starts_at, ZoneInfo(person.time_zone))
        when = f"{date_format(local, 'l j. F')}, {date_format(local, 'H:i')}"
    title = chat.scenario.text(person.language)["title"]
    tell(person, kind, reason=f"{reason}:{chat.pk}", link=f"/practice/{chat.pk}/", by_mail=by_mail, when=when, title=title, **params)


def supervisors_who_may_take(chat: PracticeChat) -> list[Person]:
    """Those of the organisation who hold the role today and are neither of the two."""
    held = RoleAssignment.objects.active().filter(role=Role.SUPERVISOR, organisation_id=chat.organisation_id)
    people = Person.objects.filter(pk__in=held.values("person_id"), is_active=True)
    return list(people.exclude(pk__in=[chat.trainee_id, chat.partner_id]).order_by("pk"))
