"""A trainee shares a few lines; somebody who knows the way writes back."""

import uuid

import pytest

from courses.progress.actions import answer_reflection, write_reflection
from courses.progress.models import ReflectionAnswer
from lms.people.models import Role, RoleAssignment
from tests.builders import a_course, lessons_of


@pytest.fixture
def shared(cast):
    lesson = lessons_of(a_course())[0]
    block = uuid.UUID(next(child.id for child in lesson.body if child.block_type == "reflection"))
    return write_reflection(lesson, block_id=block, text="CANARY-WORDS", share=True, by=cast.tuva)


@pytest.fixture
def mentor(cast):
    RoleAssignment.objects.create(person=cast.stein, role=Role.MENTOR, organisation=cast.fjordvik)
    return cast.stein


def page(shared):
    return f"/nb/reflections/{shared.pk}/"


def test_a_mentor_finds_it_in_the_inbox_and_answers(cast, shared, mentor, sign_in):
    client = sign_in(mentor)
    inbox = client.get("/nb/inbox/").content.decode()
    assert page(shared) in inbox
    assert "CANARY-WORDS" not in inbox
    assert "CANARY-WORDS" in client.get(page(shared)).content.decode()
    assert client.post(f"{page(shared)}answer/", {"text": "CANARY-ANSWER"}).url == page(shared)
    assert page(shared) not in client.get("/nb/inbox/").content.decode()

    tuva = sign_in(cast.tuva)
    assert "CANARY-ANSWER" in tuva.get(page(shared)).content.decode()
    assert "CANARY-ANSWER" in tuva.get("/nb/reflections/").content.decode()


def test_nobody_answers_themselves(cast, shared, sign_in):
    assert sign_in(cast.tuva).post(f"{page(shared)}answer/", {"text": "Hei"}).status_code == 403
    assert "answer/" not in sign_in(cast.tuva).get(page(shared)).content.decode()
    assert not ReflectionAnswer.objects.exists()


@pytest.mark.parametrize("name", ["nora", "kari", "pia", "stein"])
def test_for_everybody_else_it_is_not_there(cast, shared, sign_in, name):
    client = sign_in(getattr(cast, name))
    assert client.get(page(shared)).status_code == 404
    assert client.post(f"{page(shared)}answer/", {"text": "Hei"}).status_code == 404


def test_an_empty_answer_is_said_beside_the_field(cast, shared, sign_in):
    answer = sign_in(cast.siv).post(f"{page(shared)}answer/", {"text": " "})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_mentors_list_narrows_to_what_waits(cast, shared, sign_in):
    siv = sign_in(cast.siv)
    assert "CANARY-WORDS" in siv.get("/nb/reflections/?show=waiting").content.decode()
    answer_reflection(shared, text="Hei", by=cast.siv)
    assert "CANARY-WORDS" not in siv.get("/nb/reflections/?show=waiting").content.decode()
    assert "CANARY-WORDS" not in siv.get("/nb/reflections/?show=mine").content.decode()
    assert "CANARY-WORDS" in siv.get("/nb/reflections/?show=else").content.decode()
