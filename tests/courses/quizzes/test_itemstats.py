"""Figures of questions: the sums against an independent computation, and what stands on the pages."""

import random
from math import sqrt
from statistics import correlation, fmean, pstdev

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.editors import grant
from courses.quizzes.actions import save_answer, start_attempt, submit_attempt
from courses.quizzes.item_queries import item_rows
from courses.quizzes.itemstats import Response, choices, discrimination, dubious, figures, median_seconds
from courses.quizzes.models import AttemptQuestion, QuizAttempt
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_question, a_quiz, answer_all

SHARES = st.floats(0, 1, allow_nan=False)


def by_the_textbook(responses):
    """(M1 - M0) / s * sqrt(p q): the point-biserial as Henrysson (1963) and every textbook write it, with the standard library's parts."""
    rests = [one.rest for one in responses]
    right, wrong = ([one.rest for one in responses if one.share == share] for share in (1, 0))
    p = len(right) / len(responses)
    return (fmean(right) - fmean(wrong)) / pstdev(rests) * sqrt(p * (1 - p))


@given(st.lists(st.tuples(st.booleans(), SHARES), min_size=10, max_size=60))
def test_discrimination_is_the_point_biserial_of_the_textbook(answers):
    responses = [Response(float(right), rest) for right, rest in answers]
    found = discrimination(responses)
    if len({right for right, _rest in answers}) == 1 or pstdev([rest for _right, rest in answers]) < 1e-6:
        assert found is None or abs(found) <= 1.0001
        return
    assert found == pytest.approx(by_the_textbook(responses), abs=1e-6)


@given(st.lists(st.tuples(SHARES, SHARES), min_size=10, max_size=60))
def test_with_parts_of_points_it_is_pearsons_r_of_the_standard_library(answers):
    xs, ys = zip(*answers, strict=True)
    if pstdev(xs) > 1e-3 and pstdev(ys) > 1e-3:
        assert discrimination([Response(x, y) for x, y in answers]) == pytest.approx(correlation(xs, ys), abs=1e-6)


def test_worked_by_hand():
    """Ten people: six right with a mean rest of 0.7, four wrong with 0.45; s = 0.21, so r = 0.25 / 0.21 * sqrt(0.24) = 0.583."""
    rests = [(1, r) for r in (0.9, 0.8, 0.8, 0.7, 0.6, 0.4)] + [(0, r) for r in (0.7, 0.5, 0.4, 0.2)]
    found = figures([Response(share, rest, seconds=20) for share, rest in rests])
    assert (found.n, found.facility, found.seconds) == (10, 0.6, 20)
    assert found.discrimination == pytest.approx(0.5839, abs=0.001)


def test_below_ten_people_nothing_is_told():
    assert figures([Response(1, 0.5, ("a",), 9)] * 9, ["a"], ["a"]) == figures([Response(1, 0.5)] * 9)
    assert figures([Response(1, 0.5)] * 9).facility is None
    assert figures([Response(1, 0.5)] * 10).facility == 1


def test_flags_as_the_domain_says():
    assert dubious(50, 0.96, None) == ("easy",)
    assert dubious(49, 0.96, None) == ()
    assert dubious(50, 0.95, 0.1) == ()
    assert dubious(10, 0.5, 0.09) == ("weak",)


def test_every_option_with_who_chose_it():
    table = choices("abc", ["a"], [Response(1, 0.8, ("a",)), Response(0, 0.4, ("b",)), Response(0, 0.2, ("b",)), Response(0, None)])
    assert [(one.option, one.count, one.share, one.right) for one in table] == [
        ("a", 1, 0.25, True),
        ("b", 2, 0.5, False),
        ("c", 0, 0, False),
    ]
    assert [one.rest and round(one.rest, 2) for one in table] == [0.8, 0.3, None]
    assert median_seconds([Response(1, 1, seconds=s) for s in (5, 9, 4000)]) == 9


# from the database


@pytest.fixture
def answered(cast):
    """Twelve people took a quiz of two questions; those who were wrong on the one were mostly wrong on the other."""
    quiz = a_quiz(questions=False, draw=[("role", False, 2)])
    for number in range(2):
        a_question(f"role-{number}")
    chance = random.Random(7)
    for number in range(12):
        person = Person.objects.create_user(f"p{number}@example.org", alias=f"P{number}")
        RoleAssignment.objects.create(person=person, role=Role.TRAINEE, organisation=cast.fjordvik)
        wrong = tuple(position for position in (1, 2) if chance.random() < (0.2 if number < 6 else 0.7))
        submit_attempt(answer_all(start_attempt(quiz, by=person), wrong=wrong), by=person)
    return quiz


def test_figures_come_from_what_was_answered(answered):
    rows = {row.version.key: row for row in item_rows()}
    assert len(rows) == 2
    for key, row in rows.items():
        given = AttemptQuestion.objects.filter(version__key=key)
        assert row.figures.facility == pytest.approx(fmean(one.points / 100 for one in given))
        pairs = [(one.points / 100, fmean(other.points / 100 for other in one.attempt.questions.exclude(pk=one.pk))) for one in given]
        assert row.figures.discrimination == pytest.approx(correlation(*zip(*pairs, strict=True)))
        assert sum(choice.count for choice in row.figures.choices) == 12


def test_only_first_answers_count_and_only_to_the_same_form(cast, answered):
    person = QuizAttempt.objects.first().person
    QuizAttempt.objects.filter(person=person).update(state="not_yet", submitted_at="2020-01-01T00:00:00Z")
    submit_attempt(answer_all(start_attempt(answered, by=person)), by=person)
    assert {row.figures.n for row in item_rows()} == {12}
    version = AttemptQuestion.objects.last().version
    other = type(version).freeze(
        version.key, version.content, kind=version.kind, area=version.area, answers={**version.answers, "right": ["x"]}
    )
    newest = AttemptQuestion.objects.filter(version=version).exclude(attempt__person=person).last()
    AttemptQuestion.objects.filter(pk=newest.pk).update(version=other)
    assert sorted(row.figures.n for row in item_rows()) == [1, 12]


def test_the_time_of_the_first_answer_is_kept_once(cast, attempt, later):
    later(seconds=30)
    question = attempt.questions.get(position=1)
    save_answer(attempt, position=1, chosen=question.version.option_ids[:1], by=cast.tuva)
    attempt.refresh_from_db()
    later(seconds=500)
    save_answer(attempt, position=1, chosen=question.version.option_ids[1:2], by=cast.tuva)
    assert 30 <= attempt.questions.get(position=1).seconds <= 32


def test_the_pages_show_the_figures_to_editors_only(cast, answered, sign_in, django_assert_max_num_queries):
    grant(cast.ed)
    client, key = sign_in(cast.ed), item_rows()[0].key
    page = client.get(reverse("question_health")).content.decode()
    assert f"{item_rows()[0].right_percent} %" in page
    assert "role-0 b nb" in client.get(reverse("question_figures", args=[key])).content.decode()
    for path in (reverse("question_health"), reverse("question_figures", args=[key])):
        assert sign_in(cast.siv).get(path).status_code == 403
    with django_assert_max_num_queries(4):
        item_rows()


def test_with_nine_people_the_pages_say_only_how_many(cast, answered, sign_in):
    for attempt in QuizAttempt.objects.order_by("pk")[:3]:
        attempt.questions.all().delete()
    grant(cast.ed)
    row = item_rows()[0]
    assert (row.figures.n, row.right_percent, row.options, row.flags) == (9, None, [], [])
    assert "What they chose" not in sign_in(cast.ed).get(reverse("question_figures", args=[row.key])).content.decode()
