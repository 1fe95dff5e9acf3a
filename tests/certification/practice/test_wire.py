import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from certification.practice import actions
from certification.practice.models import Message, PracticeChat
from lms.people.models import Person
from tests.builders import a_chat, a_transcript, an_enrolment

PAGE = {"accept": "text/html,application/xhtml+xml"}
CARD, KEY = "CANARY-CARD", "CANARY-KEY"


def url(chat, name="messages"):
    return reverse(f"practice_{name}", args=[chat.pk])


def post(client, chat, body="hei", client_id=None, **more):
    fields = {"client_id": str(client_id or uuid.uuid4()), "body": body}
    return client.post(url(chat), json.dumps(fields), content_type="application/json", **more)


def test_a_line_is_posted_and_read_by_the_other(chat, cast, sign_in):
    answer = post(sign_in(cast.pia), chat, "hei")
    assert (answer.status_code, answer.json()) == (201, {"seq": 1})
    read = sign_in(cast.tuva).get(url(chat)).json()
    line = read["messages"][0]
    assert {key: line[key] for key in ("seq", "mine", "alias", "body")} == {"seq": 1, "mine": False, "alias": "Mira", "body": "hei"}
    assert read["state"] == "live"
    assert sign_in(cast.pia).get(url(chat)).json()["messages"][0]["mine"] is True
    assert sign_in(cast.tuva).get(url(chat) + "?after=1").json()["messages"] == []


def test_forms_and_json_speak_to_the_same_door(chat, cast, sign_in):
    answer = sign_in(cast.pia).post(url(chat), {"client_id": str(uuid.uuid4()), "body": "hei"})
    assert (answer.status_code, answer.json()) == (201, {"seq": 1})


def test_a_repeated_line_gets_its_number_again(chat, cast, sign_in):
    client, once = sign_in(cast.tuva), uuid.uuid4()
    assert post(client, chat, "hei", once).status_code == 201
    again = post(client, chat, "hei", once)
    assert (again.status_code, again.json()) == (200, {"seq": 1})
    other = post(client, chat, "noe annet", once)
    assert (other.status_code, other.json()["code"]) == (409, "other_text")
    assert list(Message.objects.values_list("body", flat=True)) == ["hei"]


@pytest.mark.parametrize(("body", "code"), [("", "empty"), ("   ", "empty"), ("x" * 100_000, "long"), ("x" * 4001, "long")])
def test_bad_lines_are_answered_kindly_and_not_stored(chat, cast, sign_in, body, code):
    answer = post(sign_in(cast.tuva), chat, body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["message"]
    assert Message.objects.count() == 0


@pytest.mark.parametrize(
    "sent",
    ["", "[]", "null", "{", '"x"', '{"body": 7}', '{"client_id": "x", "body": "hei"}', '{"client_id": [], "body": {}}', "[" * 100_000],
)
def test_nonsense_is_no_line_and_no_500(chat, cast, sign_in, sent):
    answer = sign_in(cast.tuva).post(url(chat), sent, content_type="application/json")
    assert answer.status_code in (201, 422), answer.content
    assert all(m.body == "7" for m in Message.objects.all())


@pytest.mark.parametrize("after", ["-1", "9" * 40, "tekst", "1.5", "2147483648", "%00", "1;DROP", "٣"])
@pytest.mark.parametrize("name", ["messages", "stream"])
def test_a_cursor_that_is_no_number_is_refused_as_json(chat, cast, sign_in, after, name):
    answer = sign_in(cast.tuva).get(url(chat, name) + f"?after={after}")
    assert (answer.status_code, answer.json()["code"]) == (422, "cursor")


def test_a_cursor_beyond_the_end_finds_nothing(chat, cast, sign_in):
    a_transcript(chat, (cast.pia, "hei"))
    assert sign_in(cast.tuva).get(url(chat) + "?after=2147483647").json()["messages"] == []


@pytest.mark.parametrize("state", ["ended", "stopped", "released"])
def test_after_the_end_the_text_comes_back(chat_in, cast, sign_in, state):
    chat = chat_in(state)
    answer = post(sign_in(cast.tuva), chat, "for sent")
    assert (answer.status_code, answer.json()["code"]) == (409, "ended")
    page = sign_in(cast.tuva).post(url(chat), {"body": "for sent"}, headers=PAGE)
    assert page.status_code == 409
    assert "for sent" in page.content.decode()
    assert Message.objects.count() == 0


@pytest.mark.parametrize("name", ["messages", "stream", "signal", "whisper", "moment", "step", "stop", "help", "end", "ready"])
@pytest.mark.parametrize("who", ["stein", "nora"])
def test_somebody_elses_room_is_nowhere(chat, cast, sign_in, who, name):
    client = sign_in(getattr(cast, who))
    answers = [client.post(url(chat, name), {"body": "x", "client_id": str(uuid.uuid4())})]
    answers += [client.get(url(chat, name))] if name in ("messages", "stream", "step") else []
    assert {answer.status_code for answer in answers} == {404}
    assert Message.objects.count() == 0


def test_without_signing_in_there_is_nothing(chat, client):
    for name in ("messages", "stream"):
        assert client.get(url(chat, name)).status_code == 302
    assert post(client, chat).status_code == 302
    assert Message.objects.count() == 0


# without JavaScript


def test_a_plain_form_leads_back_to_the_room(chat, cast, sign_in):
    client = sign_in(cast.tuva)
    answer = client.post(url(chat), {"body": "hei", "client_id": str(uuid.uuid4())}, headers=PAGE)
    assert answer.headers["Location"] == reverse("practice_room", args=[chat.pk])
    assert "hei" in client.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize("body", ["", "x" * 100_000])
def test_a_plain_form_says_what_is_wrong_beside_the_field_and_keeps_the_text(chat, cast, sign_in, body):
    answer = sign_in(cast.tuva).post(url(chat), {"body": body}, headers=PAGE)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="body-error"' in page
    assert 'aria-invalid="true"' in page
    assert f">{body}</textarea>" in page


# what each seat hears


def test_each_seat_hears_what_is_for_it(chat, cast, sign_in):
    a_transcript(chat, (cast.pia, "hei"))
    actions.whisper(chat, by=cast.siv, body="CANARY-WHISPER", client_id=uuid.uuid4())
    actions.mark_moment(chat, kind="reflection", by=cast.siv)
    heard = {who: sign_in(getattr(cast, who)).get(url(chat)).json() for who in ("tuva", "pia", "siv")}
    assert {who: sorted(set(said) & {"whispers", "moments", "card"}) for who, said in heard.items()} == {
        "tuva": ["whispers"], "pia": ["card"], "siv": ["card", "moments", "whispers"]
    }  # fmt: skip
    assert CARD not in json.dumps(heard["tuva"]) + json.dumps(heard["siv"])
    assert KEY not in json.dumps(heard)
    assert "CANARY-WHISPER" not in json.dumps(heard["pia"])


def test_no_answer_names_anybody_or_holds_their_number(chat, cast, sign_in):
    a_transcript(chat, (cast.pia, "hei"), (cast.tuva, "Hei"))
    for mine, others in ((cast.tuva, (cast.pia, cast.siv)), (cast.pia, (cast.tuva, cast.siv)), (cast.siv, (cast.tuva, cast.pia))):
        answer = sign_in(mine).get(url(chat))
        for other in others:
            for secret in (other.email, other.legal_name, str(other.public_id)):
                assert secret not in answer.content.decode()
        for line in answer.json()["messages"]:
            assert set(line) == {"seq", "mine", "who", "alias", "body", "sent_at"} | ({"key"} if line["mine"] else set())


def test_supervisor_whispers_and_marks_by_script(chat, cast, sign_in):
    client = sign_in(cast.siv)
    answer = client.post(url(chat, "whisper"), {"body": "bli litt", "client_id": str(uuid.uuid4())})
    assert (answer.status_code, answer.json()["body"]) == (201, "bli litt")
    assert client.post(url(chat, "whisper"), {"body": ""}).status_code == 422
    assert client.post(url(chat, "moment"), {"kind": "reflection"}).status_code == 201
    assert client.post(url(chat, "moment"), {"kind": "x"}).status_code == 422


def test_a_signal_is_never_stored(chat, cast, sign_in, django_assert_num_queries):
    client = sign_in(cast.tuva)
    before = PracticeChat.objects.values().get(pk=chat.pk)
    assert client.post(url(chat, "signal"), {"typing": "1", "seen": "1"}).status_code == 204
    assert client.post(url(chat, "signal"), {"seen": "-4"}).status_code == 422
    assert PracticeChat.objects.values().get(pk=chat.pk) == before


def test_nothing_of_a_room_is_kept_by_a_cache(chat, cast, sign_in):
    client = sign_in(cast.tuva)
    assert "no-store" in client.get(url(chat)).headers["Cache-Control"]
    assert "no-store" in client.get(reverse("practice_room", args=[chat.pk])).headers["Cache-Control"]


def test_reading_ends_a_chat_whose_time_is_up(chat, cast, sign_in):
    PracticeChat.objects.filter(pk=chat.pk).update(began_at=timezone.now() - timedelta(minutes=41))
    assert sign_in(cast.tuva).get(url(chat)).json()["state"] == "ended"


def test_two_rooms_do_not_mix(chat, cast, sign_in):
    other = a_chat(
        enrolment=an_enrolment(person=cast.kari, organisation=cast.fjordvik), partner=cast.pia, starts_at=timezone.now() + timedelta(days=1)
    )
    once = uuid.uuid4()
    assert post(sign_in(cast.pia), chat, "her", once).status_code == 201
    assert post(sign_in(cast.pia), other, "der", once).status_code == 201
    assert [m["body"] for m in sign_in(cast.tuva).get(url(chat)).json()["messages"]] == ["her"]


def test_a_role_that_ended_closes_the_room(chat, cast, sign_in):
    client = sign_in(cast.pia)
    assert client.get(url(chat)).status_code == 200
    day = timezone.localdate() - timedelta(days=1)
    Person.objects.get(pk=cast.pia.pk).roles.update(starts_on=day, ends_on=day)
    assert client.get(url(chat)).status_code == 403


@pytest.mark.parametrize("size", [1, 40])
def test_reading_asks_as_many_questions_however_long_the_chat(chat, cast, sign_in, size):
    from django.test.utils import CaptureQueriesContext

    a_transcript(chat, *[(cast.pia, "hei")] * size)
    client = sign_in(cast.tuva)
    client.get(url(chat))
    with CaptureQueriesContext(connection) as asked:
        client.get(url(chat))
    assert len(asked) <= 9
