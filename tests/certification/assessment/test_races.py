"""Many hands at once: one effect, the others told so, nothing half."""

import pytest

from certification.assessment import actions, drafts
from certification.assessment.drafts import Changes
from certification.assessment.models import Assessment, PartnerForm, SelfRating, Tick
from certification.assessment.states import AssessmentState
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from lms.notify.models import Notice
from lms.people.models import Person, Role, RoleAssignment
from tests.at_once import at_once
from tests.builders import a_rubric_version, a_whole_draft, an_ended_chat, an_enrolment, views_given
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8
ANSWERS = {"heard": 5, "judged": 1, "pace": 4, "danger": 3, "again": 5}


@pytest.fixture
def cast(transactional_db):
    return assemble()


@pytest.fixture
def chat(cast):
    a_rubric_version()
    return an_ended_chat(enrolment=an_enrolment(person=cast.tuva, organisation=cast.fjordvik), partner=cast.pia, supervisor=cast.siv)


def again(chat):
    return PracticeChat.objects.get(pk=chat.pk)


def person(one):
    return Person.objects.get(pk=one.pk)


def test_many_raters_claim_one_chat(cast, chat):
    views_given(chat)
    raters = [Person.objects.create_user(f"rater{n}@example.org", alias=f"R{n}") for n in range(AT_ONCE)]
    for rater in raters:
        RoleAssignment.objects.create(person=rater, role=Role.ASSESSOR, organisation=cast.fjordvik)
    came_to = at_once(*(lambda rater=rater: drafts.claim_rating(again(chat), by=person(rater)) for rater in raters))
    assert came_to == {"done": 1, "claimed": AT_ONCE - 1}
    assert Assessment.objects.drafts().count() == 1


def test_one_rater_claims_with_a_double_tap(cast, chat):
    views_given(chat)
    came_to = at_once(*[lambda: drafts.claim_rating(again(chat), by=person(cast.siv))] * AT_ONCE)
    assert came_to == {"done": AT_ONCE}
    assert Assessment.objects.count() == 1


def test_one_assessment_is_submitted_many_times_at_once(cast, chat):
    draft = drafts.claim_rating(views_given(chat), by=cast.siv)
    draft.chat = chat
    a_whole_draft(draft, by=cast.siv)
    came_to = at_once(*[lambda: drafts.submit_rating(Assessment.objects.get(pk=draft.pk), by=person(cast.siv))] * AT_ONCE)
    assert came_to["done"] == 1
    assert set(came_to) <= {"done", "stale", "not_now"}
    assert (Assessment.objects.get().state, again(chat).state) == (AssessmentState.SUBMITTED, ChatState.RATED)


def test_both_views_given_in_the_same_moment_move_the_chat_once(cast, chat):
    came_to = at_once(
        lambda: actions.submit_self_rating(again(chat), levels={"opening": 3}, strength="", next_step="", by=person(cast.tuva)),
        lambda: actions.submit_partner_form(again(chat), answers=ANSWERS, words="", by=person(cast.pia)),
    )
    assert came_to == {"done": 2}
    assert again(chat).state == ChatState.AWAITING_RATING
    assert Notice.objects.filter(kind="assessment_waits").count() == 1


def test_a_view_sent_many_times_is_kept_once(cast, chat):
    deed = lambda: actions.submit_self_rating(again(chat), levels={"opening": 3}, strength="", next_step="", by=person(cast.tuva))  # noqa: E731
    assert at_once(*[deed] * AT_ONCE) == {"done": 1, "given": AT_ONCE - 1}
    assert (SelfRating.objects.count(), PartnerForm.objects.count()) == (1, 0)


def test_autosaves_from_two_devices_lose_nothing_of_each_other(cast, chat):
    draft = drafts.claim_rating(views_given(chat), by=cast.siv)
    keys = ["opening-b1", "opening-b2", "presence-b1", "presence-b2", "noticing-b1", "noticing-b2", "opening-a1", "c1"]
    deeds = [
        lambda key=key: drafts.save_draft(Assessment.objects.get(pk=draft.pk), Changes({key: True}), by=person(cast.siv)) for key in keys
    ]
    assert at_once(*deeds) == {"done": len(keys)}
    assert set(Tick.objects.values_list("behaviour", flat=True)) == set(keys)


def test_feedback_is_given_once_by_many_hands(cast, chat):
    draft = drafts.claim_rating(views_given(chat), by=cast.siv)
    draft.chat = chat
    drafts.submit_rating(a_whole_draft(draft, by=cast.siv), by=cast.siv)
    came_to = at_once(*[lambda: actions.release_feedback(again(chat), by=person(cast.siv))] * AT_ONCE)
    assert came_to["done"] == 1
    assert again(chat).state == ChatState.RELEASED
    assert Notice.objects.filter(kind="feedback_ready").count() == 1
