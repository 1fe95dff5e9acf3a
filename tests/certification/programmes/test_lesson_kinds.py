import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from certification.programmes import engine, lesson_kinds
from certification.programmes.tasks import recompute_all
from courses.outline.queries import Lesson, Module
from courses.progress.models import LessonProgress
from courses.quizzes.queries import Standing
from courses.quizzes.signals import quiz_graded
from tests.builders import a_programme_version, an_enrolment

FIRST, SECOND, QUIZ = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
LESSONS = {FIRST: [uuid.uuid4() for _ in range(3)], SECOND: [uuid.uuid4() for _ in range(2)]}
ASKED = [
    {"key": "first", "kind": "lesson_set", "params": {"module": str(FIRST)}},
    {"key": "second", "kind": "lesson_set", "params": {"module": str(SECOND)}, "needs": ["first"]},
    {"key": "quiz", "kind": "quiz", "params": {"quiz": str(QUIZ)}, "needs": ["first"]},
]


@pytest.fixture
def published(monkeypatch):
    """Two modules in one course; a test may take them away or add to them."""
    modules = [
        Module(key, f"Module {n}", "", [Lesson(k, f"Lesson {k}", 5, f"/lesson/{k}/") for k in keys], f"/module/{n}/")
        for n, (key, keys) in enumerate(LESSONS.items())
    ]
    monkeypatch.setattr(lesson_kinds, "modules_at", lambda _stamp, wanted: {one.key: one for one in modules if one.key in wanted})
    return modules


@pytest.fixture
def stands(monkeypatch):
    """Where the trainee stands with the quiz, as a test says."""
    answer = {"state": "open", "attempt_id": None, "score": None, "total": None, "passed_at": None, "retry_at": None, "url": "/quiz/"}
    monkeypatch.setattr(lesson_kinds, "standing", lambda person, key, **_known: Standing(**answer))
    return answer


@pytest.fixture
def way(cast, published, stands):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=ASKED))


def read(person, *lessons, done=True):
    for lesson in lessons:
        LessonProgress.objects.create(
            person=person, lesson_key=lesson, title="x", language="nb", completed_at=timezone.now() if done else None
        )  # fmt: skip


def step(way, key):
    return next(one for one in engine.explain(way, "en").steps if one.key == key)


def test_a_module_says_how_far_one_has_come_and_leads_to_the_next_lesson(cast, way):
    assert (step(way, "first").state, step(way, "first").note, step(way, "first").action) == (
        "open",
        "3 short lessons. 15 minutes left",
        "Begin",
    )
    read(cast.tuva, LESSONS[FIRST][0])
    first = step(way, "first")
    assert (first.state, first.note, first.url) == ("in_progress", "Lesson 2 of 3. 10 minutes left", f"/lesson/{LESSONS[FIRST][1]}/")
    assert step(way, "second").note == "Opens after first"


def test_an_opened_lesson_is_a_beginning(cast, way):
    read(cast.tuva, LESSONS[FIRST][0], done=False)
    assert (step(way, "first").state, step(way, "first").action) == ("in_progress", "Continue")


def test_a_heavy_lesson_left_for_now_holds_nobody_up_and_waits_at_the_end(cast, way):
    one, heavy, three = LESSONS[FIRST]
    read(cast.tuva, one)
    read(cast.tuva, heavy, done=False)
    read(cast.tuva, three, done=False)  # the way out of the content note leads there
    assert step(way, "first").url == f"/lesson/{three}/"
    LessonProgress.objects.filter(lesson_key=three).update(completed_at=timezone.now())
    first = step(way, "first")
    assert (first.state, first.url) == ("in_progress", f"/lesson/{heavy}/")
    assert first.note == "1 lesson waits till you want to take it. 5 minutes left"


def test_the_last_lesson_meets_it_and_opens_what_comes_after(cast, way):
    read(cast.tuva, *LESSONS[FIRST])
    engine.recompute(way)
    assert dict(way.fulfilments.values_list("requirement", "state")) == {"first": "met", "second": "open", "quiz": "open"}
    assert way.fulfilments.get(requirement="first").evidence["lessons"] == 3


@pytest.mark.parametrize("change", ["add", "reorder", "unpublish"])
def test_what_was_met_stays_met_when_editors_work_on_the_module(cast, way, published, change):
    read(cast.tuva, *LESSONS[FIRST])
    engine.recompute(way)
    if change == "add":
        published[0].lessons.append(Lesson(uuid.uuid4(), "New", 5, "/new/"))
    elif change == "reorder":
        published[0].lessons.reverse()
    else:
        published.clear()
    assert engine.recompute(way) == []
    assert engine.survey(way).states["first"] == "met"


def test_a_module_that_was_never_published_meets_nobody(cast, way, published):
    published.clear()
    assert (step(way, "first").state, step(way, "first").url) == ("open", "")


def test_a_quiz_says_what_to_do_in_every_standing(cast, way, stands):
    read(cast.tuva, *LESSONS[FIRST])
    later = timezone.now() + timedelta(hours=20)
    cases = [
        ({"state": "open"}, ("open", "Begin", "")),
        ({"state": "in_progress", "attempt_id": 4}, ("in_progress", "Continue", "Your answers are saved")),
        ({"state": "not_yet", "attempt_id": 4, "may_begin": True}, ("not_yet", "Try again", "You can try again now")),
        ({"state": "talk", "attempt_id": 4, "may_begin": False}, ("waiting", "", "A talk first, then you try again")),
        ({"state": "passed", "score": 11, "total": 12, "passed_at": timezone.now()}, ("met", "", "11 of 12")),
    ]
    for standing, told in cases:
        stands.update(standing)
        quiz = step(way, "quiz")
        assert (quiz.state, quiz.action, quiz.note) == told
    stands.update({"state": "not_yet", "may_begin": False, "retry_at": later, "passed_at": None})
    quiz = step(way, "quiz")
    assert quiz.note.startswith("You can try again to")
    assert quiz.url == ""


def test_a_graded_quiz_asks_the_engine(cast, way, stands):
    read(cast.tuva, *LESSONS[FIRST])
    stands.update({"state": "passed", "attempt_id": 7, "score": 11, "total": 12, "passed_at": timezone.now()})

    class Attempt:
        person_id = cast.tuva.pk

    quiz_graded.send(sender=Attempt, attempt=Attempt())
    row = way.fulfilments.get(requirement="quiz")
    assert (row.state, row.evidence) == ("met", {"attempt": 7, "score": 11, "total": 12, "quiz": str(QUIZ)})


def test_the_night_finds_what_a_lost_signal_left(cast, way):
    read(cast.tuva, *LESSONS[FIRST])
    assert not way.fulfilments.exists()
    recompute_all.call()
    assert way.fulfilments.get(requirement="first").state == "met"


def test_modules_cost_the_same_for_one_and_for_two(cast, way, django_assert_num_queries):
    kind = lesson_kinds.LessonSet()
    asked = [r for r in engine.survey(way).asked if r.kind == "lesson_set"]
    for some in (asked[:1], asked):
        with django_assert_num_queries(3):
            kind.find_many(some, way)
