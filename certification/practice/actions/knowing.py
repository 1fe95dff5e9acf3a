"""People who know each other too well: declared by themselves or by a coordinator, and kept apart from then on."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certification.practice.actions.arranging import part_ways
from certification.practice.actions.booking import TAKEN
from certification.practice.actions.course import stop_practice
from certification.practice.actions.seats import queue_up
from certification.practice.models import Opening, PracticeChat
from certification.practice.states import OPEN_ROOM, ChatState
from certification.practice.times.queries import now_for
from certification.programmes.models import Enrolment
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.people.actions import declare_relation
from lms.people.models import Organisation, Person, Relation


@transaction.atomic
def know_them(chat: PracticeChat, *, by: Person) -> None:
    """Say that one knows the other one of the chat too well, or would rather not: the trainee of the partner, the partner or the
    supervisor of the trainee. No reason is asked.

    Both are kept apart from then on; nobody is told why. A chat that is booked gets somebody else or is called off, one that has
    begun stops, one that is over stays as it is.
    """
    demand(by, "practice.join", chat)
    queue_up(chat.organisation_id)
    other = chat.partner if by.pk == chat.trainee_id else chat.trainee
    declare_relation(by, other, by=by)
    if chat.state in OPEN_ROOM:
        stop_practice(chat, by=by)
    _keep_apart(by, other, by=by)


@transaction.atomic
def know_who_offers(opening: Opening, *, enrolment: Enrolment, by: Person) -> None:
    """The same of a partner who has half an hour now, before anything is booked. Refuses an invitation that is not open to `by`."""
    demand(by, "practice.book", enrolment)
    queue_up(enrolment.organisation_id)
    if by.pk != enrolment.person_id or opening not in now_for(enrolment):
        raise IllegalTransition(TAKEN, code="taken")
    declare_relation(by, opening.partner, by=by)
    _keep_apart(by, opening.partner, by=by)


@transaction.atomic
def declare_close(organisation: Organisation, *, one: Person, other: Person, by: Person) -> Relation:
    """A coordinator writes down that two people of the house are close. Refuses one and the same, and people of other houses."""
    demand(by, "people.declare_relation", organisation)
    queue_up(organisation.pk)
    if one.pk == other.pk:
        raise Invalid(_("Choose two different people."), code="same")
    if not all(organisation.roles.filter(person=person).exists() for person in (one, other)):
        raise Invalid(_("Choose one of these."), code="elsewhere")
    standing = Relation.objects.filter(Q(person=one, other=other) | Q(person=other, other=one)).first()
    relation = standing or declare_relation(one, other, by=by)
    _keep_apart(one, other, by=by)
    return relation


def _keep_apart(one: Person, other: Person, *, by: Person) -> None:
    """What the two have booked together gets other people, or is called off."""
    pair = (one.pk, other.pk)
    together = Q(enrolment__person__in=pair, partner__in=pair) | Q(enrolment__person__in=pair, supervisor__in=pair)
    booked = PracticeChat.objects.filter(together, state__in=(ChatState.REQUESTED, ChatState.SCHEDULED))
    for chat in booked.with_people().order_by("pk"):
        part_ways(chat, next(pk for pk in pair if pk != chat.trainee_id), by=by)
