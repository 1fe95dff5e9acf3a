"""Which sorts of things wait at all where somebody works: one question, so that most of the inbox need not be asked for.

Each answer may be too generous and never too strict. What a person may see is asked where it is read, and never here.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, Q, QuerySet

from certification.assessment.models import Question, Recheck
from certification.cohorts.models import Post
from certification.credentials.models import Certificate, StatusEvent
from certification.credentials.states import CertificateState, Event
from certification.decisions.cases import Appeal, Seat
from certification.decisions.models import SignOff
from certification.letters.models import HoursLetter
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from certification.practice.wellbeing import Talk
from certification.programmes.models import Enrolment, Waiver
from certification.programmes.states import EnrolmentState
from cms.approval.models import ApprovalState
from courses.progress.models import Reflection
from lms.kernel.prepared import Prepared, among
from lms.people.applications import Application
from lms.people.models import Person, Relation


def _sorts(person: Any, places: Any) -> dict[str, QuerySet[Any]]:
    """By sort, rows that are there when anything of it waits for this person in any of these organisations."""
    here, walked = among("organisation", places), among("enrolment__organisation", places)
    chats = {
        state: PracticeChat.objects.filter(here, state=state)
        for state in (ChatState.REQUESTED, ChatState.AWAITING_RATING, ChatState.RATED, ChatState.ENDED)
    }
    return {
        "close": Relation.objects.filter(Q(person=person) | Q(other=person)),
        "seats": Seat.objects.standing().filter(person=person),
        "appeals": Appeal.objects.filter(among("signoff__enrolment__organisation", places), state="lodged"),
        "conditions": Certificate.objects.live().filter(here, signoff__conditions_until__isnull=False),
        "applications": Application.objects.filter(here),
        "talks": Talk.objects.open().filter(here),
        **{str(state): chat for state, chat in chats.items()},
        "rechecks": Recheck.objects.open().filter(among("chat__organisation", places)),
        "questions": Question.objects.open(),
        "signoffs": SignOff.objects.open().filter(walked),
        "ready": Enrolment.objects.filter(here, state=EnrolmentState.LEARNING, ready_since__isnull=False),
        "waivers": Waiver.objects.open().filter(walked),
        "reviews": StatusEvent.objects.filter(among("certificate__organisation", places), what=Event.REVIEW_ASKED),
        "pauses": Certificate.objects.filter(here, state=CertificateState.SUSPENDED),
        "withdrawals": Certificate.objects.live().filter(here, revocation_asked_by__isnull=False),
        "reflections": Reflection.objects.unanswered().filter(among("person__roles__organisation", places)),
        "approvals": ApprovalState.objects.waiting(),
        "posts": Post.objects.reported().filter(among("cohort__organisation", places)),
        "letters": HoursLetter.objects.waiting().filter(here),
    }


def _one_row(person: Any, places: Any) -> Any:
    sorts = {name: Exists(rows) for name, rows in _sorts(person, places).items()}
    return (
        Person.objects.filter(pk=person)
        .annotate(**{f"any_{name}": there for name, there in sorts.items()})
        .values(*[f"any_{name}" for name in sorts])
    )


ASKED = Prepared(_one_row)


def what_waits(person: Person) -> Collection[str]:
    """The sorts of which there may be something for this person."""
    places = sorted({organisation for _role, organisation in person.role_pairs})
    found = ASKED.ask(person.pk, places) if places else []
    return {name.removeprefix("any_") for one in found for name, there in one.items() if there}
