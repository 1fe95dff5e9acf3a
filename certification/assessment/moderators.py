"""Who decides where two ratings differ: a certifier or supervisor who rated neither. In a very small place, a certifier who did."""

from collections.abc import Collection

from django.db.models import Q

from certification.assessment.models import Assessment
from certification.assessment.seats import MODERATORS
from certification.practice.models import PracticeChat
from lms.people.models import Person, Relation, Role, RoleAssignment


def moderators_of(chats: Collection[PracticeChat]) -> dict[int, list[Person]]:
    """Everybody who may decide, for each chat. Three queries, however many chats.

    Nobody who was in the chat or is close to its trainee. Those who rated it only when nobody else is left, and then certifiers.
    """
    held = RoleAssignment.objects.active().filter(
        role__in=MODERATORS, organisation__in={chat.organisation_id for chat in chats}, person__is_active=True
    )
    there: dict[int, dict[Person, set[str]]] = {}
    for one in held.select_related("person"):
        there.setdefault(one.organisation_id, {}).setdefault(one.person, set()).add(one.role)
    rated = set(Assessment.objects.locked().filter(chat__in=chats).values_list("chat", "rater"))
    trainees = {chat.trainee_id for chat in chats}
    close = Relation.objects.filter(Q(person__in=trainees) | Q(other__in=trainees)).values_list("person", "other")
    pairs = {pair for one, other in close for pair in ((one, other), (other, one))}
    found = {}
    for chat in chats:
        able = {
            person: roles
            for person, roles in there.get(chat.organisation_id, {}).items()
            if person.pk not in (chat.trainee_id, chat.partner_id) and (person.pk, chat.trainee_id) not in pairs
        }
        fresh = [person for person in able if (chat.pk, person.pk) not in rated]
        found[chat.pk] = fresh or [person for person, roles in able.items() if Role.CERTIFIER in roles]
    return found


def may_decide_on(person: Person, chats: Collection[PracticeChat]) -> list[PracticeChat]:
    """Those of the chats this person may moderate, in their order."""
    if not chats or not person.organisations_as(*MODERATORS):
        return []
    able = moderators_of(chats)
    return [chat for chat in chats if person in able[chat.pk]]
