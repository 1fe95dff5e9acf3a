"""Session and person are found with one question, and whatever ends a session ends it at the next request."""

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from lms.people.known import known_person, person_in_session
from lms.people.models import Person, Session
from lms.people.sessions import SessionStore

pytestmark = pytest.mark.django_db
ME = "me"


def is_here(client, cast) -> bool:
    answer = client.get(reverse(ME))
    return answer.status_code == 200 and answer.context["request"].user == cast.tuva


def test_who_is_asking_is_one_question(cast, sign_in):
    client = sign_in(cast.tuva)
    with CaptureQueriesContext(connection) as asked:
        client.get("/nb/no-such-page-at-all/")
    about = [one["sql"] for one in asked if "lms_session" in one["sql"] or "lms_person" in one["sql"]]
    assert len(about) == 1


def test_a_session_knows_whose_it_is(cast, sign_in):
    client = sign_in(cast.tuva)
    assert Session.objects.get(session_key=client.cookies[settings.SESSION_COOKIE_NAME].value).person == cast.tuva


ENDINGS = {
    "deleted": lambda tuva: tuva.sessions.all().delete(),
    "run out": lambda tuva: tuva.sessions.update(expire_date=timezone.now()),
    "account closed": lambda tuva: Person.objects.filter(pk=tuva.pk).update(is_active=False),
    "password changed": lambda tuva: Person.objects.filter(pk=tuva.pk).update(password="!another"),
}


@pytest.mark.parametrize("how", ENDINGS)
def test_what_ends_a_session_ends_it_at_once(cast, sign_in, how):
    client = sign_in(cast.tuva)
    assert is_here(client, cast)
    ENDINGS[how](cast.tuva)
    assert not is_here(client, cast)


def test_a_row_that_names_somebody_else_opens_nothing(cast, sign_in):
    """What counts is what was signed in with; the column beside it only saves a question."""
    client = sign_in(cast.tuva)
    cast.tuva.sessions.update(person=cast.carl)
    assert is_here(client, cast)


def test_a_role_taken_away_is_gone_at_the_next_request(cast, sign_in):
    client = sign_in(cast.tuva)
    assert client.get(reverse(ME)).context["request"].user.role_pairs
    cast.tuva.roles.all().delete()
    assert client.get(reverse(ME)).context["request"].user.role_pairs == frozenset()


def test_somebody_who_is_not_signed_in_yet_keeps_their_session(client):
    session = client.session
    session["kept"] = "so"
    session.save()
    assert Session.objects.get(pk=session.session_key).person is None
    assert client.session["kept"] == "so"
    assert SESSION_KEY not in client.session


def test_signing_out_leaves_no_row_behind(cast, sign_in):
    client = sign_in(cast.tuva)
    client.logout()
    assert not cast.tuva.sessions.exists()


def a_session(person: Person, **more: object) -> str:
    store = SessionStore()
    store.update({"_auth_user_id": str(person.pk), **more})
    store.save()
    return str(store.session_key)


def test_the_person_is_who_django_would_read_with_every_field_of_the_same_kind(cast):
    found, read = person_in_session(a_session(cast.siv)), Person.objects.get(pk=cast.siv.pk)
    assert found == read
    for field in Person._meta.concrete_fields:
        assert getattr(found, field.attname) == getattr(read, field.attname)
        assert type(getattr(found, field.attname)) is type(getattr(read, field.attname))
    assert found.role_pairs == read.role_pairs
    assert not found._state.adding
    assert known_person(0) is None


def test_what_one_request_puts_into_its_session_is_not_in_the_next_ones(cast):
    key = a_session(cast.tuva, basket=["a"])
    first = SessionStore(key)
    first["basket"].append("b")
    first["more"] = True
    assert dict(SessionStore(key).items())["basket"] == ["a"]
    assert "more" not in SessionStore(key)


def test_a_session_whose_text_was_changed_says_nothing_however_often_it_was_read(cast):
    key = a_session(cast.tuva)
    assert SessionStore(key)["_auth_user_id"] == str(cast.tuva.pk)
    row = Session.objects.get(session_key=key)
    Session.objects.filter(pk=row.pk).update(session_data=row.session_data[:-1] + ("A" if row.session_data[-1] != "A" else "B"))
    assert "_auth_user_id" not in SessionStore(key)
