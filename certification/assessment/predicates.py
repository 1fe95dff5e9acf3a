"""Questions about a person and a practice chat, or an assessment of one."""

from typing import Any

from certification.assessment.models import REVEALED, Assessment
from certification.assessment.moderators import moderators_of
from certification.assessment.states import LOCKED, AssessmentState
from certification.practice.models import PracticeChat
from certification.programmes.queries import ways_asking
from lms.kernel.permissions import predicate
from lms.people.models import Person
from lms.people.predicates import are_related


def _chat(obj: Any) -> PracticeChat | None:
    return obj if isinstance(obj, PracticeChat) else getattr(obj, "chat", None)


@predicate
def is_trainee_of_it(person: Person, obj: Any) -> bool:
    chat = _chat(obj)
    return chat is not None and chat.trainee_id == person.pk


@predicate
def is_partner_of_it(person: Person, obj: Any) -> bool:
    chat = _chat(obj)
    return chat is not None and chat.partner_id == person.pk


@predicate
def is_close_to_its_trainee(person: Person, obj: Any) -> bool:
    chat = _chat(obj)
    return chat is not None and are_related(person, chat.trainee)


@predicate
def is_its_rater(person: Person, obj: Any) -> bool:
    return isinstance(obj, Assessment) and obj.rater_id == person.pk


@predicate
def has_submitted_a_rating_of_it(person: Person, obj: Any) -> bool:
    chat = _chat(obj)
    return chat is not None and Assessment.objects.filter(chat=chat, rater=person, state__in=LOCKED).exists()


@predicate
def has_final_rating_of_it(person: Person, obj: Any) -> bool:
    chat = _chat(obj)
    return chat is not None and Assessment.objects.filter(chat=chat, rater=person, state=AssessmentState.FINAL).exists()


@predicate
def is_asked_to_calibrate(person: Person, obj: Any) -> bool:
    """A way of theirs asks for a calibrated eye: a mentor to be, or a supervisor to be, who rates nobody yet."""
    return bool(ways_asking(person, "calibrated"))


@predicate
def is_a_trial(person: Person, obj: Any) -> bool:
    """A rating of an invented chat: nobody is judged by it."""
    return isinstance(obj, Assessment) and obj.gold_id is not None


@predicate
def is_asked_to_moderate(person: Person, obj: Any) -> bool:
    """A certifier or supervisor there who rated neither; where nobody else is left, a certifier who did."""
    chat = _chat(obj)
    return chat is not None and person in moderators_of([chat])[chat.pk]


@predicate
def has_rated_it(person: Person, obj: Any) -> bool:
    """Also when the rating was taken back since."""
    chat = _chat(obj)
    return chat is not None and Assessment.objects.filter(chat=chat, rater=person).exists()


@predicate
def is_that_rater(person: Person, obj: Any) -> bool:
    return obj is not None and obj.person.pk == person.pk


@predicate
def has_feedback_out(person: Person, obj: Any) -> bool:
    chat = _chat(obj)
    return chat is not None and chat.state in REVEALED
