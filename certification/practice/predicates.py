"""Questions about a person and a practice chat (or an opening). A role that ended answers no, at once."""

from typing import Any

from certification.practice.models import Opening, PracticeChat
from certification.practice.states import OBSERVER, OPEN_ROOM, PARTNER, TRAINEE, ChatState
from certification.programmes.states import EnrolmentState
from lms.kernel.permissions import predicate
from lms.people.models import Person, Role


@predicate
def is_its_trainee(person: Any, chat: PracticeChat) -> bool:
    if person.pk != chat.trainee_id or chat.enrolment.state == EnrolmentState.WITHDRAWN:
        return False
    return any(organisation == chat.organisation_id for _role, organisation in person.role_pairs)


@predicate
def is_its_partner(person: Any, chat: PracticeChat) -> bool:
    return person.pk == chat.partner_id and person.has_role(Role.PARTNER, chat.organisation_id)


@predicate
def is_its_supervisor(person: Any, chat: PracticeChat) -> bool:
    return person.pk == chat.supervisor_id and person.has_role(Role.SUPERVISOR, chat.organisation_id)


@predicate
def takes_part(person: Any, chat: PracticeChat) -> bool:
    """One of the two who talk, whatever role they hold today."""
    return person.pk in (chat.trainee_id, chat.partner_id)


@predicate
def watches_there(person: Any, chat: PracticeChat) -> bool:
    return chat.organisation_id in person.organisations_as(Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)


@predicate
def is_over_for_reading(person: Any, chat: PracticeChat) -> bool:
    """Nobody reads a transcript beside the room while the room is open."""
    return chat.state not in (*OPEN_ROOM, ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.CANCELLED, ChatState.NO_SHOW)


@predicate
def is_before_feedback(person: Any, chat: PracticeChat) -> bool:
    return chat.state in (ChatState.ENDED, ChatState.STOPPED, ChatState.AWAITING_RATING, ChatState.RATED)


@predicate
def offered_it(person: Any, opening: Opening) -> bool:
    return person.pk == opening.partner_id


@predicate
def has_those_hours(person: Any, hours: Any) -> bool:
    return person.pk == hours.person_id


@predicate
def is_enrolled_self(person: Any, enrolment: Any) -> bool:
    return person.pk == enrolment.person_id and enrolment.state == EnrolmentState.LEARNING


has_seat = is_its_trainee | is_its_partner | is_its_supervisor
may_read_afterwards = is_over_for_reading & (is_its_trainee | (is_its_partner & is_before_feedback) | watches_there)


def seat_of(person: Person, chat: PracticeChat) -> str:
    """Where this person sits in this chat today: trainee, partner, supervisor, or nowhere (empty)."""
    if is_its_trainee(person, chat):
        return TRAINEE
    if is_its_partner(person, chat):
        return PARTNER
    return OBSERVER if is_its_supervisor(person, chat) else ""
