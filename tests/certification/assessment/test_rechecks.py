"""Tuva sees a rating differently and asks somebody else to look; somebody who did not rate her says what stands."""

import pytest
from django.core import mail

from certification.assessment import rechecks
from certification.assessment.inbox import inbox
from certification.assessment.models import Assessment, Recheck
from certification.assessment.states import RecheckState
from certification.practice.models import Mode, PracticeChat
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from tests.builders import an_ended_chat, an_enrolment, calibrated, released_feedback


@pytest.fixture
def rated(cast) -> PracticeChat:
    """An assessed chat of Tuva's with Siv's feedback out."""
    calibrated(cast.siv, cast.carl)
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    chat = an_ended_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, mode=Mode.ASSESSED)
    released_feedback(chat, rater=cast.siv)
    chat.refresh_from_db()
    mail.outbox.clear()
    return chat


def test_the_one_who_did_not_rate_is_asked_and_sees_it_in_the_inbox(cast, rated):
    rechecks.ask_recheck(rated, words="Jeg spurte jo", by=cast.tuva)
    assert [row.kind for row in inbox(cast.carl) if row.chat == rated.pk] == ["recheck"]
    assert "recheck" not in [row.kind for row in inbox(cast.siv)]
    assert [one.to for one in mail.outbox] == [[cast.carl.email]]


def test_it_stands_and_both_hear_why(cast, rated):
    recheck = rechecks.ask_recheck(rated, by=cast.tuva)
    mail.outbox.clear()
    rechecks.decide_recheck(recheck, keep=True, words="Linje 4 viser det.", by=cast.carl)
    recheck.refresh_from_db()
    assert (recheck.state, recheck.decided_by) == (RecheckState.KEPT, cast.carl)
    assert {one.to[0] for one in mail.outbox} == {cast.tuva.email, cast.siv.email}
    assert Assessment.objects.get(chat=rated).state == "final"


def test_it_is_taken_back_and_counts_no_more(cast, rated):
    recheck = rechecks.ask_recheck(rated, by=cast.tuva)
    rechecks.decide_recheck(recheck, keep=False, words="Feil linjer er sitert.", by=cast.carl)
    assert Assessment.objects.get(chat=rated).state == "annulled"


def test_one_asks_once_and_only_about_ones_own_assessed_chat(cast, rated):
    with pytest.raises(NotAllowed):
        rechecks.ask_recheck(rated, by=cast.pia)
    rechecks.ask_recheck(rated, by=cast.tuva)
    with pytest.raises(IllegalTransition):
        rechecks.ask_recheck(rated, by=cast.tuva)
    formative = an_ended_chat(enrolment=rated.enrolment, partner=cast.pia, supervisor=cast.siv)
    released_feedback(formative, rater=cast.siv)
    formative.refresh_from_db()
    with pytest.raises(DomainError) as refused:
        rechecks.ask_recheck(formative, by=cast.tuva)
    assert refused.value.code == "formative"


def test_nobody_can_look_when_the_transcript_is_gone(cast, rated):
    rated.messages.all().delete()
    with pytest.raises(DomainError) as refused:
        rechecks.ask_recheck(rated, by=cast.tuva)
    assert refused.value.code == "gone"


@pytest.mark.parametrize("who", ["siv", "tuva", "pia", "nora", "kari"])
def test_the_rater_and_others_never_decide(cast, rated, who):
    recheck = rechecks.ask_recheck(rated, by=cast.tuva)
    with pytest.raises(NotAllowed):
        rechecks.decide_recheck(recheck, keep=True, words="…", by=getattr(cast, who))
    assert Recheck.objects.get().state == RecheckState.ASKED


def test_deciding_needs_words_and_happens_once(cast, rated):
    recheck = rechecks.ask_recheck(rated, by=cast.tuva)
    with pytest.raises(Invalid):
        rechecks.decide_recheck(recheck, keep=True, words="  ", by=cast.carl)
    rechecks.decide_recheck(recheck, keep=True, words="Ja.", by=cast.carl)
    again = Recheck.objects.get()
    again.state = RecheckState.ASKED
    with pytest.raises(IllegalTransition):
        rechecks.decide_recheck(again, keep=False, words="Nei.", by=cast.carl)
    assert Assessment.objects.get(chat=rated).state == "final"


def test_the_whole_way_on_the_screens(cast, rated, sign_in):
    tuva, carl = sign_in(cast.tuva), sign_in(cast.carl)
    page = f"/en/practice/{rated.pk}/feedback/"
    assert "Ask somebody else to look at this" in tuva.get(page).content.decode()
    assert "Ask somebody else" not in carl.get(page).content.decode()
    tuva.post(f"/en/practice/{rated.pk}/recheck/", {"words": "I asked directly"})
    recheck = Recheck.objects.get()
    assert "I asked directly" in carl.get(page).content.decode()
    refused = carl.post(f"/en/rechecks/{recheck.pk}/decide/", {"keep": "yes", "answer": ""})
    assert refused.status_code == 422
    carl.post(f"/en/rechecks/{recheck.pk}/decide/", {"keep": "yes", "answer": "Line 4 shows it."})
    assert "Line 4 shows it." in tuva.get(page).content.decode()
    assert "Line 4 shows it." in sign_in(cast.siv).get(page).content.decode()
    assert sign_in(cast.pia).post(f"/en/rechecks/{recheck.pk}/decide/", {"keep": "no", "answer": "x"}).status_code == 404
    assert sign_in(cast.nora).get(page).status_code == 404
