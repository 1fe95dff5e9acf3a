"""A way that is kept is never older than the last change of anything it is made of, and never anybody else's."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from certification.cohorts.models import Announcement
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from certification.programmes import engine, kinds
from certification.programmes.models import Enrolment, Mark, Waiver
from certification.reports import way_kept
from certification.reports.way import way_of, ways_of
from certification.reports.way_stamp import WATCHED
from courses.outline.models import LessonPage
from courses.outline.stamp import WATCHED as PAGES
from courses.progress.actions import complete_lesson
from courses.progress.models import LessonProgress
from courses.quizzes.actions import start_attempt
from courses.quizzes.models import Quiz, QuizAttempt
from lms.people.known import known_person
from lms.people.models import Cohort, Person, Role, RoleAssignment
from tests.builders import (
    a_certificate,
    a_chat,
    a_course,
    a_programme_version,
    a_quiz,
    a_signoff,
    an_ended_chat,
    an_enrolment,
    an_opening,
    lessons_of,
    views_given,
)

HOME = "/nb/"
WITH_EVERY_REQUEST = {"lms_session", "lms_roleassignment", "lms_notice", "lms_stamp"}
FOR_THE_FRAME = {"lms_helpnumber"}  # kept for a minute, as on every page


@pytest.fixture
def course(cast):
    return a_course()


@pytest.fixture
def way(cast, course):
    """One requirement of every kind there is, in a cohort."""
    module = str(course.get_children().first().translation_key)
    params = {
        "count": 1, "hours": 1, "years": 16, "share": 75, "module": module, "modules": [module], "lessons": [module],
        "quiz": str(a_quiz().translation_key), "agreement": str(uuid.uuid4()), "per_days": 30,
    }  # fmt: skip
    asked = [{"key": kind.name, "kind": kind.name, "params": params} for kind in kinds.every().values()]
    cohort = Cohort.objects.create(organisation=cast.fjordvik, name="Våren", coordinator=cast.kari)
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=asked))
    way.version.rules["course"] = str(course.translation_key)
    way.version.save()
    way.cohort = cohort
    way.save()
    return way


def stamp(person) -> str:
    """What the way of this person is kept under."""
    return known_person(person.pk).way_stamp


def test_a_second_look_asks_one_question(cast, way, sign_in, django_assert_num_queries):
    client = sign_in(cast.tuva)
    first = client.get(HOME).text
    with django_assert_num_queries(1):
        second = client.get(HOME).text
    assert 'class="step step--' in second
    assert len(second) == len(first)


def test_every_table_the_way_is_made_of_is_watched(cast, way, sign_in):
    chat = views_given(an_ended_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv))
    a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state=ChatState.SCHEDULED)
    a_certificate(way, proposed_by=cast.siv)
    client = sign_in(cast.tuva)
    asked = set()
    for state in ("learning", "certified"):
        Enrolment.objects.update(state=state)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(HOME).status_code == 200
        asked |= {table for one in queries for table in re.findall(r'(?:FROM|JOIN) "?([a-z_]+)"?', one["sql"])}
    assert chat.pk
    assert len(asked) > 20
    assert asked - WITH_EVERY_REQUEST - FOR_THE_FRAME - set(PAGES) - WATCHED.keys() == set()


CHANGES = {
    "a mark": lambda cast, way: Mark.objects.create(enrolment=way, requirement="manual", by=cast.siv),
    "a pause by hand": lambda cast, way: connection.cursor().execute(
        "UPDATE certification_enrolment SET state = 'paused' WHERE id = %s", [way.pk]
    ),
    "a waiver": lambda cast, way: Waiver.objects.create(enrolment=way, requirement="age", reason="x", proposed_by=cast.siv),
    "a booking": lambda cast, way: a_chat(enrolment=way, partner=cast.pia, state=ChatState.REQUESTED),
    "a chat played for somebody": lambda cast, way: a_chat(
        enrolment=an_enrolment(person=cast.stein, organisation=cast.fjordvik), partner=cast.tuva, state=ChatState.ENDED
    ),
    "a chat's own words": lambda cast, way: views_given(an_ended_chat(enrolment=way, partner=cast.pia)),
    "a lesson": lambda cast, way: LessonProgress.objects.create(person=cast.tuva, lesson_key=uuid.uuid4()),
    "a proposal": lambda cast, way: a_signoff(way, proposed_by=cast.siv),
    "a certificate": lambda cast, way: a_certificate(way, proposed_by=cast.siv),
    "news of the cohort": lambda cast, way: Announcement.objects.create(cohort=way.cohort, by=cast.kari, title="Hei", text="x"),
    "somebody's alias": lambda cast, way: Person.objects.filter(pk=cast.siv.pk).update(alias="Ny"),
    "half an hour now": lambda cast, way: an_opening(partner=cast.pia, organisation=cast.fjordvik),
    "the organisation": lambda cast, way: type(cast.fjordvik).objects.filter(pk=cast.fjordvik.pk).update(name="Ny"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_draws_a_new_stamp(cast, way, change):
    before = stamp(cast.tuva)
    CHANGES[change](cast, way)
    assert stamp(cast.tuva) != before


@pytest.mark.parametrize("change", CHANGES)
def test_the_page_tells_what_the_engine_tells_though_it_skips_what_there_is_none_of(cast, way, change):
    for deed in (lambda *_nothing: None, CHANGES[change]):
        deed(cast, way)
        every = ways_of(cast.tuva)
        assert way_of(every[0], every).told == engine.explain(Enrolment.objects.get(pk=way.pk))


def test_the_first_look_after_a_change_asks_few_questions(cast, way, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.tuva)
    Mark.objects.create(enrolment=way, requirement="manual", by=cast.siv)
    a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state=ChatState.SCHEDULED, starts_at=timezone.now() + timedelta(days=1))
    client.get(HOME)
    complete_lesson(LessonPage.objects.first(), by=cast.tuva)
    start_attempt(Quiz.objects.first(), by=cast.tuva)
    with django_assert_max_num_queries(15):  # one requirement of every kind there is
        client.get(HOME)


def test_what_is_taken_back_draws_one_too(cast, way):
    mark = Mark.objects.create(enrolment=way, requirement="manual", by=cast.siv)
    before = stamp(cast.tuva)
    mark.delete()
    assert stamp(cast.tuva) != before


def test_what_one_does_leaves_the_ways_of_others_as_they_are(cast, way):
    an_enrolment(person=cast.pia, organisation=cast.fjordvik)
    before = stamp(cast.pia)
    Mark.objects.create(enrolment=way, requirement="manual", by=cast.siv)
    LessonProgress.objects.create(person=cast.tuva, lesson_key=uuid.uuid4())
    assert stamp(cast.pia) == before


def test_neither_a_line_of_a_chat_nor_an_answer_in_a_quiz_draws_one(cast, way):
    chat = a_chat(enrolment=way, partner=cast.pia)
    start_attempt(Quiz.objects.first(), by=cast.tuva)
    before = stamp(cast.tuva)
    PracticeChat.objects.filter(pk=chat.pk).update(last_seq=3)
    assert QuizAttempt.objects.update(saved_at=timezone.now()) == 1
    assert stamp(cast.tuva) == before


def test_what_happened_is_there_at_the_next_look(cast, way, course, sign_in):
    client = sign_in(cast.tuva)
    assert "Ingenting er booket." in client.get(HOME).text
    a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state=ChatState.SCHEDULED, starts_at=timezone.now() + timedelta(days=1))
    assert "«Lørdag»" in client.get(HOME).text
    first = lessons_of(course)[0]
    assert first.title in client.get(HOME).text
    complete_lesson(first, by=cast.tuva)
    assert f'<h2 id="go">{lessons_of(course)[1].title}</h2>' in client.get(HOME).text
    Enrolment.objects.filter(pk=way.pk).update(state="withdrawn")
    assert 'class="step step--' not in client.get(HOME).text


def test_what_is_owed_to_a_chat_comes_and_goes_at_once_for_both_sides(cast, way, sign_in):
    an_enrolment(person=cast.pia, organisation=cast.fjordvik, version=way.version)
    RoleAssignment.objects.create(person=cast.pia, role=Role.TRAINEE, organisation=cast.fjordvik)
    tuva, pia = sign_in(cast.tuva), sign_in(cast.pia)
    owed = 'class="afterwards"'
    assert [owed in client.get(HOME).text for client in (tuva, pia)] == [False, False]
    chat = an_ended_chat(enrolment=way, partner=cast.pia)
    assert [owed in client.get(HOME).text for client in (tuva, pia)] == [True, True]
    views_given(chat)
    assert [owed in client.get(HOME).text for client in (tuva, pia)] == [False, False]


def test_what_was_rolled_back_leaves_nothing_behind(cast, way, sign_in):
    client = sign_in(cast.tuva)
    client.get(HOME)
    with transaction.atomic():
        Cohort.objects.update(name="Aldri sant")
        assert "Aldri sant" in client.get(HOME).text
        transaction.set_rollback(True)
    assert "Aldri sant" not in client.get(HOME).text


def test_each_sees_their_own_way_alone(cast, way, sign_in):
    theirs = an_enrolment(person=cast.stein, organisation=cast.sundby, version=way.version)
    RoleAssignment.objects.create(person=cast.stein, role=Role.TRAINEE, organisation=cast.sundby)
    a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state=ChatState.SCHEDULED)
    for _again in range(2):
        tuva, stein = sign_in(cast.tuva).get(HOME).text, sign_in(cast.stein).get(HOME).text
        assert reverse("pause_way", args=[way.pk])[3:] in tuva
        assert reverse("pause_way", args=[theirs.pk])[3:] in stein
        assert "«Lørdag»" in tuva
        assert "«Lørdag»" not in stein
        assert str(cast.tuva.public_id) not in stein


def test_another_language_is_another_page(cast, way, sign_in):
    client = sign_in(cast.tuva)
    assert [word in client.get(f"/{code}/").text for code, word in (("nb", "Min vei"), ("en", "Your way"), ("da", "Min vej"))] == [True] * 3


def test_what_only_time_changes_is_seen_in_the_next_minute(cast, way, sign_in, monkeypatch):
    client = sign_in(cast.tuva)
    client.get(HOME)
    kept = set(way_kept._ways)
    later = way_kept.time.time() + 60
    monkeypatch.setattr(way_kept.time, "time", lambda: later)
    client.get(HOME)
    assert set(way_kept._ways) - kept


def test_a_word_for_the_reader_is_shown_once(cast, way, sign_in):
    client = sign_in(cast.tuva)
    client.get(HOME)
    client.post(reverse("pause_way", args=[way.pk]))
    assert "toast" in client.get(HOME).text
    assert "toast" not in client.get(HOME).text


def test_only_so_many_ways_are_kept(cast, way, sign_in, monkeypatch):
    monkeypatch.setattr(way_kept, "AT_MOST", 1)
    for code in ("nb", "da", "en"):
        sign_in(cast.tuva).get(f"/{code}/")
    assert len(way_kept._ways) == 1
