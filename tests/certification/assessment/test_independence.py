"""Nobody sees what the others said before they have given their own: canaries at every stage, for everybody, on every screen."""

import pytest

from certification.assessment import actions, drafts
from certification.assessment.drafts import Changes
from certification.assessment.models import Assessment, PartnerForm, Question, SelfRating
from certification.practice.models import Mode, PracticeChat
from lms.kernel.permissions import may
from lms.people.models import Role, RoleAssignment
from tests.builders import a_submitted_rating, a_whole_draft

SCREENS = ["after/", "self-rating/", "partner-form/", "rating/", "feedback/"]
EVERYBODY = ["tuva", "pia", "siv", "carl", "kari", "vera", "ed", "stein", "nora"]
SELF, PARTNER, RATING = "CANARY-SELF", "CANARY-PARTNER", "CANARY-STRENGTH"
CARD, KEY = "CANARY-CARD", "CANARY-KEY"


def seen(sign_in, person, chat):
    """Everything this person can get hold of about a chat, in one text."""
    client = sign_in(person)
    return "".join(client.get(f"/en/practice/{chat.pk}/{path}", follow=True).content.decode() for path in SCREENS)


def expect(cast, sign_in, chat, canary, *names):
    """Exactly these people see the canary."""
    assert {name for name in EVERYBODY if canary in seen(sign_in, getattr(cast, name), chat)} == set(names), canary


def test_before_any_rating_nobody_sees_a_view_of_another(waiting, cast, sign_in):
    expect(cast, sign_in, waiting, SELF)
    expect(cast, sign_in, waiting, PARTNER)


def test_a_draft_is_seen_by_its_rater_alone_and_they_see_no_view(waiting, cast, sign_in):
    draft = drafts.claim_rating(waiting, by=cast.siv)
    draft.chat = waiting
    a_whole_draft(draft, by=cast.siv)
    expect(cast, sign_in, waiting, RATING, "siv")
    expect(cast, sign_in, waiting, SELF)
    expect(cast, sign_in, waiting, PARTNER)


def test_after_submitting_the_rater_sees_all_three_and_nobody_else(waiting, cast, sign_in):
    a_submitted_rating(waiting, rater=cast.siv)
    for canary in (SELF, PARTNER, RATING):
        expect(cast, sign_in, waiting, canary, "siv")


def test_a_second_rater_sees_nothing_of_the_first_before_submitting(waiting, cast, sign_in):
    PracticeChat.objects.filter(pk=waiting.pk).update(mode=Mode.ASSESSED)
    waiting.refresh_from_db()
    a_submitted_rating(waiting, rater=cast.siv)
    actions.ask_second_rating(waiting, by=cast.siv)
    second = drafts.claim_rating(waiting, by=cast.carl)
    second.chat = waiting
    for canary in (SELF, PARTNER, RATING):
        expect(cast, sign_in, waiting, canary, "siv")
    drafts.submit_rating(a_whole_draft(second, by=cast.carl), by=cast.carl)
    expect(cast, sign_in, waiting, SELF, "siv", "carl")
    assert Assessment.objects.visible_to(cast.carl).count() == 2  # both are locked now


def test_a_second_rater_does_not_see_what_the_first_marked_during_the_chat(waiting, cast, sign_in):
    waiting.moments.create(seq=2, kind="early_advice", by=cast.siv)
    PracticeChat.objects.filter(pk=waiting.pk).update(mode=Mode.ASSESSED)
    waiting.refresh_from_db()
    a_submitted_rating(waiting, rater=cast.siv)
    actions.ask_second_rating(waiting, by=cast.siv)
    drafts.claim_rating(waiting, by=cast.carl)
    assert "Advice too soon" not in sign_in(cast.carl).get(f"/en/practice/{waiting.pk}/rating/").content.decode()


def test_when_feedback_is_out_trainee_and_professionals_there_see_it_and_the_partner_never(waiting, cast, sign_in):
    a_submitted_rating(waiting, rater=cast.siv)
    actions.release_feedback(waiting, by=cast.siv)
    for canary in (SELF, PARTNER, RATING):
        expect(cast, sign_in, waiting, canary, "tuva", "siv", "carl")


def test_the_card_reaches_nobody_here_and_the_key_only_raters(waiting, cast, sign_in):
    drafts.claim_rating(waiting, by=cast.siv)
    expect(cast, sign_in, waiting, CARD)
    expect(cast, sign_in, waiting, KEY, "siv")


def test_who_plays_the_partner_sees_no_ratings_whatever_roles_they_hold(waiting, cast, sign_in):
    RoleAssignment.objects.create(person=cast.pia, role=Role.CERTIFIER, organisation=cast.fjordvik)
    a_submitted_rating(waiting, rater=cast.siv)
    actions.release_feedback(waiting, by=cast.siv)
    text = seen(sign_in, cast.pia, waiting)
    assert SELF not in text
    assert RATING not in text


def test_the_answer_to_the_script_holds_no_views(waiting, cast, sign_in):
    drafts.claim_rating(waiting, by=cast.siv)
    answer = sign_in(cast.siv).post(
        f"/en/practice/{waiting.pk}/rating/", '{"ticks": {"opening-b1": true}}', content_type="application/json",
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert answer.status_code == 200
    assert "CANARY" not in answer.content.decode()


@pytest.mark.parametrize("stage", ["waiting", "draft", "submitted", "released"])
def test_lists_and_single_rows_say_the_same(waiting, cast, stage):
    """visible_to is what the doors use; here it is compared with the promise spelled out once more, over the whole cast."""
    if stage == "draft":
        drafts.save_draft(drafts.claim_rating(waiting, by=cast.siv), Changes({"opening-b1": True}), by=cast.siv)
    if stage in ("submitted", "released"):
        a_submitted_rating(waiting, rater=cast.siv)
    if stage == "released":
        actions.release_feedback(waiting, by=cast.siv)
        actions.ask_about(waiting, body="hva?", by=cast.tuva)
    after = stage in ("submitted", "released")
    out = stage == "released"
    promised = {
        SelfRating: {"tuva"} | ({"siv"} if after else set()) | ({"carl"} if out else set()),
        PartnerForm: {"pia"} | ({"siv"} if after else set()) | ({"carl", "tuva"} if out else set()),
        Assessment: ({"siv"} if stage != "waiting" else set()) | ({"carl", "tuva"} if out else set()),
        Question: {"tuva", "siv"} if out else set(),
    }
    for model, names in promised.items():
        assert {name for name in EVERYBODY if model.objects.visible_to(getattr(cast, name)).exists()} == names, model


@pytest.mark.parametrize(
    ("deed", "names"),
    [
        ("assessment.see_after", {"tuva", "pia", "siv", "carl"}),
        ("assessment.self_rate", {"tuva"}),
        ("assessment.partner_form", {"pia"}),
        ("assessment.rate", {"siv", "carl"}),
        ("assessment.go_on_without", {"siv", "carl"}),
        ("assessment.release", {"siv", "carl"}),
        ("assessment.read_feedback", {"tuva", "siv", "carl"}),
        ("assessment.acknowledge", {"tuva"}),
        ("assessment.ask", {"tuva"}),
        ("assessment.answer", {"siv"}),
    ],
)
def test_who_may_do_what_to_a_chat_with_feedback(waiting, cast, deed, names):
    a_submitted_rating(waiting, rater=cast.siv)
    actions.release_feedback(waiting, by=cast.siv)
    assert {name for name in EVERYBODY if may(getattr(cast, name), deed, waiting)} == names


@pytest.mark.parametrize(
    ("deed", "names"), [("assessment.write", {"siv"}), ("assessment.hand_back", {"siv", "carl"}), ("assessment.annul", {"carl"})]
)
def test_who_may_do_what_to_an_assessment(waiting, cast, deed, names):
    assessment = drafts.claim_rating(waiting, by=cast.siv)
    assert {name for name in EVERYBODY if may(getattr(cast, name), deed, assessment)} == names
