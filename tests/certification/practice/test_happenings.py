"""The stop word, the alert button, steps told, and a supervisor's marks and notes."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.practice import actions, record, rules
from certification.practice.happenings import Happening, PrivateNote, ToldStep
from certification.practice.models import Message, Moment, PracticeChat
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from tests.builders import a_transcript

PAGE = {"accept": "text/html,application/xhtml+xml"}


def url(chat, name):
    return reverse(f"practice_{name}", args=[chat.pk])


# the stop word


@pytest.mark.parametrize("text", ["fyrtårn", " FYRTÅRN! ", "«Fyrtårn.»", "lighthouse", "fyrtaarn", "Fyrtårn\n"])
def test_the_stop_word_is_known_in_every_language_and_spelling(text):
    assert rules.is_stop_word(text)


@pytest.mark.parametrize("text", ["stopp", "jeg så et fyrtårn", "fyrtårn?! nei", "", None, 7, ["fyrtårn"]])
def test_nothing_else_is_the_stop_word(text):
    assert not rules.is_stop_word(text)


@pytest.mark.parametrize("who", ["tuva", "pia", "siv"])
@pytest.mark.parametrize("state", ["lobby", "live", "paused"])
def test_anybody_stops_with_the_word_in_any_state_and_it_is_not_kept(chat_in, cast, sign_in, who, state):
    chat = chat_in(state)
    name = "whisper" if who == "siv" else "messages"
    answer = sign_in(getattr(cast, who)).post(url(chat, name), {"body": "Fyrtårn", "client_id": str(uuid.uuid4())})
    assert (answer.status_code, answer.json()) == (200, {"stopped": True, "state": "stopped"})
    assert PracticeChat.objects.get(pk=chat.pk).state == "stopped"
    assert Message.objects.count() == 0


def test_a_plain_form_stops_with_the_word_too(chat, cast, sign_in):
    assert sign_in(cast.tuva).post(url(chat, "messages"), {"body": "fyrtårn"}, headers=PAGE).status_code == 302
    assert PracticeChat.objects.get(pk=chat.pk).state == "stopped"


@pytest.mark.parametrize("who", ["tuva", "pia", "siv"])
@pytest.mark.parametrize("state", ["lobby", "live", "paused"])
def test_word_and_button_are_on_every_page_of_the_open_room(chat_in, cast, sign_in, who, state):
    chat = chat_in(state)
    page = sign_in(getattr(cast, who)).get(url(chat, "room")).content.decode()
    assert "<b>lighthouse</b>" in page or ">lighthouse</b>" in page
    assert url(chat, "stop") in page


# the alert button


def test_an_alert_is_kept_with_its_second_and_the_supervisor_is_told(chat, cast):
    a_transcript(chat, (cast.pia, "orker ikke mer"))
    first = actions.raise_alert(chat, by=cast.tuva)
    assert actions.raise_alert(chat, by=cast.tuva).pk == first.pk
    assert [(one.seq, one.taken_at) for one in record.alerts(chat)] == [(1, None)]
    assert [(m.seq, m.kind) for m in Moment.objects.all()] == [(1, "alert")]  # for whoever rates
    assert 290 <= record.alerts(chat)[0].seconds <= 310
    assert list(Notice.objects.filter(kind="practice_alert").values_list("person", flat=True)) == [cast.siv.pk]
    actions.take_alert(chat, by=cast.siv)
    assert record.alerts(chat)[0].taken_at is not None
    chat.refresh_from_db()
    assert chat.state == "live"


def test_who_plays_sees_no_alert_and_the_two_others_do(chat, cast, sign_in):
    actions.raise_alert(chat, by=cast.tuva)
    heard = {who: sign_in(getattr(cast, who)).get(url(chat, "messages")).json() for who in ("tuva", "pia", "siv")}
    assert {who: len(said.get("happenings", [])) for who, said in heard.items()} == {"tuva": 1, "pia": 0, "siv": 1}
    page = sign_in(cast.siv).get(url(chat, "room")).content.decode()
    assert 'role="alert">' in page
    assert "data-happening" not in sign_in(cast.pia).get(url(chat, "room")).content.decode()


@pytest.mark.parametrize(("who", "status"), [("pia", 403), ("siv", 403), ("carl", 403), ("stein", 404), ("nora", 404)])
def test_only_the_trainee_alerts(chat, cast, sign_in, who, status):
    assert sign_in(getattr(cast, who)).post(url(chat, "alert")).status_code == status
    assert Happening.objects.count() == 0


def test_nobody_takes_an_alert_that_nobody_gave_and_nothing_happens_after_the_end(chat_in, cast):
    with pytest.raises(IllegalTransition):
        actions.take_alert(chat_in("live"), by=cast.siv)
    later = chat_in("ended", starts_at=timezone.now() + timedelta(days=1))
    for deed, by in ((actions.raise_alert, cast.tuva), (actions.take_alert, cast.siv)):
        with pytest.raises(IllegalTransition):
            deed(later, by=by)


def test_pauses_are_noted_with_who_wanted_them(chat, cast):
    actions.ask_help(chat, by=cast.tuva)
    actions.ask_help(chat, by=cast.tuva)
    actions.resume(chat, by=cast.siv)
    actions.ask_help(chat, by=cast.siv)
    assert list(Happening.objects.values_list("kind", "by")) == [
        ("help", cast.tuva.pk), ("resume", cast.siv.pk), ("pause", cast.siv.pk)
    ]  # fmt: skip


# the ladder


def test_one_tap_marks_a_step_as_told_and_leads_to_the_next(chat, cast, sign_in):
    a_transcript(chat, (cast.pia, "alle er på fest"))
    pia = sign_in(cast.pia)
    card = pia.post(url(chat, "step"), {"told": 1}).content.decode()
    assert "data-told" in card
    pia.post(url(chat, "step"), {"told": 1})
    assert list(ToldStep.objects.values_list("step", "seq")) == [(1, 1)]
    chat.refresh_from_db()
    assert chat.told_step == 2
    again = pia.get(url(chat, "room")).content.decode()
    assert "data-told" in again
    said = sign_in(cast.siv).get(url(chat, "messages")).json()["card"]
    assert said == {"step": 2, "told": [1]}
    pia.post(url(chat, "step"), {"untold": 1})
    assert ToldStep.objects.count() == 0


def test_the_supervisor_sees_on_the_page_what_has_been_told(chat, cast, sign_in):
    actions.mark_told(chat, step=1, by=cast.pia)
    page = sign_in(cast.siv).get(url(chat, "room")).content.decode()
    assert '<li data-step="1" data-told>' in page
    assert "data-told-list" not in sign_in(cast.tuva).get(url(chat, "room")).content.decode()


@pytest.mark.parametrize("given", [{}, {"told": 3}, {"told": "x"}, {"told": 1, "step": 1}, {"told": 0}, {"told": -1}])
def test_a_step_the_ladder_does_not_have_is_refused(chat, cast, sign_in, given):
    assert sign_in(cast.pia).post(url(chat, "step"), given).status_code == 422
    assert ToldStep.objects.count() == 0


@pytest.mark.parametrize("who", ["tuva", "siv", "carl"])
def test_only_the_partner_tells(chat, cast, who):
    with pytest.raises(NotAllowed):
        actions.mark_told(chat, step=1, by=getattr(cast, who))


# marks and notes


def test_a_mark_is_taken_back_by_the_one_who_made_it(chat, cast, sign_in):
    siv = sign_in(cast.siv)
    key = siv.post(url(chat, "moment"), {"kind": "reflection"}).json()["key"]
    others = Moment.objects.create(chat=chat, seq=0, kind="alert", by=cast.carl)
    for undo in (key, key, others.pk, 999):
        assert siv.post(url(chat, "moment"), {"undo": undo}).status_code == 200
    assert list(Moment.objects.all()) == [others]
    assert sign_in(cast.pia).post(url(chat, "moment"), {"undo": others.pk}).status_code == 403


@pytest.mark.parametrize("state", ["live", "paused", "ended", "stopped", "released"])
def test_a_private_note_is_read_by_its_writer_alone(chat_in, cast, sign_in, state):
    chat = chat_in("live")
    sign_in(cast.siv).post(url(chat, "note"), {"body": "CANARY-NOTE spør om pauser"})
    PracticeChat.objects.filter(pk=chat.pk).update(state=state)
    assert "CANARY-NOTE" in sign_in(cast.siv).get(url(chat, "room")).content.decode()
    for who in ("tuva", "pia", "carl"):
        for name in ("room", "transcript", "messages"):
            assert "CANARY-NOTE" not in sign_in(getattr(cast, who)).get(url(chat, name)).content.decode()
    assert [len(PrivateNote.objects.visible_to(person)) for person in (cast.siv, cast.carl, cast.nora)] == [1, 0, 0]


def test_a_note_is_written_over_and_one_too_long_is_not_lost_silently(chat, cast, sign_in):
    siv = sign_in(cast.siv)
    assert "saved" in siv.post(url(chat, "note"), {"body": "en"}).json()
    siv.post(url(chat, "note"), {"body": "to"})
    assert list(PrivateNote.objects.values_list("body", flat=True)) == ["to"]
    with pytest.raises(Invalid):
        actions.write_note(chat, body="x" * 10_001, by=cast.siv)
    assert sign_in(cast.tuva).post(url(chat, "note"), {"body": "x"}).status_code == 403


def test_all_that_was_noted_goes_with_the_transcript(chat, cast):
    today = timezone.localdate()
    actions.raise_alert(chat, by=cast.tuva)
    actions.mark_told(chat, step=1, by=cast.pia)
    actions.write_note(chat, body="et notat", by=cast.siv)
    actions.stop_practice(chat, by=cast.tuva)
    PracticeChat.objects.filter(pk=chat.pk).update(purge_on=today)
    actions.purge_due(on=today)
    assert (Happening.objects.count(), ToldStep.objects.count(), PrivateNote.objects.count()) == (0, 0, 0)
