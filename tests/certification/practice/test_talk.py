import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from certification.practice import actions, queries
from certification.practice.models import Message, PracticeChat
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from tests.builders import a_transcript


def send(chat, by, body, client_id=None):
    return actions.send_message(chat, by=by, body=body, client_id=client_id or uuid.uuid4())


def test_lines_are_numbered_without_gaps(chat, cast):
    assert [send(chat, cast.pia, "hei"), send(chat, cast.tuva, "Hei Mira!"), send(chat, cast.pia, "hm")] == [
        (1, True),
        (2, True),
        (3, True),
    ]
    lines = queries.transcript(chat)
    assert [(line.seq, line.who, line.alias, line.body) for line in lines] == [
        (1, "partner", "Mira", "hei"), (2, "trainee", "Tuva", "Hei Mira!"), (3, "partner", "Mira", "hm")
    ]  # fmt: skip


def test_a_lost_answer_is_harmless(chat, cast):
    once = uuid.uuid4()
    assert send(chat, cast.tuva, "hei", once) == (1, True)
    assert send(chat, cast.tuva, " hei ", once) == (1, False)
    assert Message.objects.count() == 1


def test_a_line_that_was_stored_keeps_its_number_after_the_end(chat, cast):
    once = uuid.uuid4()
    send(chat, cast.tuva, "hei", once)
    actions.stop_practice(chat, by=cast.pia)
    assert send(chat, cast.tuva, "hei", once) == (1, False)


@pytest.mark.parametrize(("by", "body"), [("tuva", "noe annet"), ("pia", "hei")])
def test_the_same_number_with_another_text_or_hand_is_refused(chat, cast, by, body):
    once = uuid.uuid4()
    send(chat, cast.tuva, "hei", once)
    with pytest.raises(DomainError) as refused:
        send(chat, getattr(cast, by), body, once)
    assert (refused.value.status, refused.value.code) == (409, "other_text")
    assert list(Message.objects.values_list("body", flat=True)) == ["hei"]


@pytest.mark.parametrize(("body", "code"), [("", "empty"), ("  \n ", "empty"), ("\x00", "empty"), ("x" * 100_000, "long")])
def test_what_cannot_be_sent_is_refused_and_not_stored(chat, cast, body, code):
    with pytest.raises(Invalid) as refused:
        send(chat, cast.tuva, body)
    assert (refused.value.status, refused.value.code) == (422, code)
    chat.refresh_from_db()
    assert (Message.objects.count(), chat.last_seq) == (0, 0)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "😀" * 1000, "a\nb", "אבג", "x" * 4000, "hei \ud83d du"])
def test_anything_a_person_can_type_is_kept(chat, cast, text):
    send(chat, cast.tuva, text)
    assert queries.transcript(chat)[0].body == text.replace("\ud83d", "\ufffd")


@pytest.mark.parametrize(
    ("state", "code"),
    [("requested", "not_begun"), ("scheduled", "not_begun"), ("lobby", "not_begun"), ("paused", "paused"), ("ended", "ended"),
     ("stopped", "ended"), ("released", "ended"), ("archived", "ended")],
)  # fmt: skip
def test_nothing_is_written_outside_a_live_chat(chat_in, cast, state, code):
    chat = chat_in(state)
    with pytest.raises(IllegalTransition) as refused:
        send(chat, cast.tuva, "hei")
    assert refused.value.code == code
    chat.refresh_from_db()
    assert (Message.objects.count(), chat.last_seq) == (0, 0)


def test_a_line_sent_when_the_time_is_up_still_arrives_and_a_later_one_ends_it(chat, cast):
    PracticeChat.objects.filter(pk=chat.pk).update(began_at=timezone.now() - timedelta(minutes=40, seconds=10))
    chat.refresh_from_db()
    assert send(chat, cast.tuva, "ha det") == (1, True)
    PracticeChat.objects.filter(pk=chat.pk).update(began_at=timezone.now() - timedelta(minutes=41))
    chat.refresh_from_db()
    with pytest.raises(IllegalTransition) as refused:
        send(chat, cast.tuva, "en til")
    assert refused.value.code == "ended"
    assert PracticeChat.objects.get(pk=chat.pk).state == "ended"


@pytest.mark.parametrize("who", ["siv", "stein", "nora", "carl"])
def test_only_the_two_write(chat, cast, who):
    with pytest.raises(NotAllowed):
        send(chat, getattr(cast, who), "hei")


def test_a_partner_whose_role_has_ended_writes_no_more(chat, cast):
    cast.pia.roles.update(ends_on=timezone.localdate() - timedelta(days=1), starts_on=timezone.localdate() - timedelta(days=9))
    with pytest.raises(NotAllowed):
        send(chat, type(cast.pia).objects.get(pk=cast.pia.pk), "hei")


def test_the_database_refuses_to_rewrite_a_line(chat, cast):
    a_transcript(chat, (cast.pia, "hei"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(body="noe annet")
    assert Message.objects.get().body == "hei"


def test_a_whisper_is_for_the_trainee_and_never_a_line(chat, cast):
    a_transcript(chat, (cast.pia, "hei"))
    once = uuid.uuid4()
    first = actions.whisper(chat, by=cast.siv, body="bli litt til", client_id=once)
    assert actions.whisper(chat, by=cast.siv, body="bli litt til", client_id=once).pk == first.pk
    assert first.after_seq == 1
    assert [len(queries.whispers_for(chat, seat)) for seat in ("trainee", "supervisor", "partner")] == [1, 1, 0]
    assert [line.body for line in queries.transcript(chat)] == ["hei"]


@pytest.mark.parametrize("who", ["tuva", "pia", "carl", "stein"])
def test_only_the_supervisor_whispers_and_marks(chat, cast, who):
    with pytest.raises(NotAllowed):
        actions.whisper(chat, by=getattr(cast, who), body="x", client_id=uuid.uuid4())
    with pytest.raises(NotAllowed):
        actions.mark_moment(chat, kind="reflection", by=getattr(cast, who))


def test_a_moment_is_marked_at_the_line_it_happened(chat, cast):
    a_transcript(chat, (cast.pia, "hei"), (cast.tuva, "Hei!"))
    moment = actions.mark_moment(chat, kind="open_question", by=cast.siv)
    assert (moment.seq, moment.kind) == (2, "open_question")
    assert [len(queries.moments_for(chat, seat)) for seat in ("trainee", "partner", "supervisor")] == [0, 0, 1]
    with pytest.raises(Invalid):
        actions.mark_moment(chat, kind="nonsense", by=cast.siv)


def test_the_ladder_keeps_where_the_partner_is(chat, cast):
    actions.tell_step(chat, step=1, by=cast.pia)
    assert PracticeChat.objects.get(pk=chat.pk).told_step == 1
    for step in (0, 3, -1, 99):
        with pytest.raises(Invalid):
            actions.tell_step(chat, step=step, by=cast.pia)
    with pytest.raises(NotAllowed):
        actions.tell_step(chat, step=1, by=cast.tuva)


def test_a_transcript_is_deleted_on_its_day_and_not_before(chat_in, cast):
    today = timezone.localdate()
    chat = chat_in("stopped", purge_on=today + timedelta(days=1))
    a_transcript(chat, (cast.pia, "hei"))
    assert actions.purge_due() == 0
    assert Message.objects.count() == 1
    assert actions.purge_due(on=today + timedelta(days=1)) == 1
    assert actions.purge_due(on=today + timedelta(days=1)) == 0
    chat.refresh_from_db()
    assert (Message.objects.count(), chat.state) == (0, "archived")
