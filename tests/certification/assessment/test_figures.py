"""Pictures and tables about raters, waiting and one's own path: who sees which, and that the numbers are the right ones."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.assessment import actions, pictures
from certification.assessment.figures import figures_for
from certification.assessment.models import Assessment, SelfRating
from certification.assessment.paths import paths_of
from certification.practice.models import Mode, PracticeChat
from certification.programmes.models import Enrolment
from certification.reports.cohort import turn_rows
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import (
    a_programme_version,
    a_rubric_version,
    a_submitted_rating,
    an_ended_chat,
    an_enrolment,
    released_feedback,
    views_given,
)


@pytest.fixture
def andrea(cast):
    somebody = Person.objects.create_user("andrea@example.org", alias="Andrea", language="nb")
    RoleAssignment.objects.create(person=somebody, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    return somebody


@pytest.fixture
def enrolment(cast):
    a_rubric_version()
    params = {"count": 2, "tags": [], "double": 0, "first": 9}
    version = a_programme_version(requirements=[{"key": "assessed", "kind": "practice_assessed", "params": params}])
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)


def twice(enrolment, cast, one, other, *, mine=None, theirs=None, days=2):
    """A chat looked at by two, feedback out so many days after its end."""
    ended_at = timezone.now() - timedelta(days=days)
    chat = views_given(an_ended_chat(enrolment=enrolment, partner=cast.pia, mode=Mode.ASSESSED, ended_at=ended_at))
    a_submitted_rating(chat, rater=one, **(mine or {}))
    a_submitted_rating(PracticeChat.objects.get(pk=chat.pk), rater=other, **(theirs or {}))
    actions.release_feedback(PracticeChat.objects.get(pk=chat.pk), by=one)
    return chat


def test_two_raters_are_compared_criterion_by_criterion(enrolment, cast, andrea):
    for _number in range(4):
        twice(enrolment, cast, cast.siv, andrea, theirs={"ticks": ("opening-a1",)})
    found = figures_for(cast.carl)
    assert (found.chats, found.pairs) == (4, 12)
    assert [(one.number, one.n, one.exact, one.within_one, one.kappa) for one in found.criteria] == [
        (1, 4, 0, 1, 0), (2, 4, 1, 1, None), (3, 4, 1, 1, None),
    ]  # fmt: skip
    by_alias = {one.person.alias: one for one in found.raters}
    assert by_alias["Siv"].severity.mean == pytest.approx(-1 / 3)
    assert by_alias["Andrea"].severity.mean == pytest.approx(1 / 3)
    assert (by_alias["Carl"].severity, by_alias["Carl"].override) == (None, None)
    assert (by_alias["Siv"].ratings, by_alias["Siv"].override, by_alias["Siv"].severity.n) == (4, 0, 12)


def test_waiting_is_counted_from_the_end_to_the_feedback(enrolment, cast, andrea):
    for days in (1, 2, 6):
        twice(enrolment, cast, cast.siv, andrea, days=days)
    views_given(an_ended_chat(enrolment=enrolment, partner=cast.pia, ended_at=timezone.now() - timedelta(days=7)))
    found = figures_for(cast.siv)
    assert (found.waiting.n, round(found.waiting.middle), round(found.waiting.in_time, 2), found.overdue) == (3, 2, 0.67, 1)
    assert found.days == [0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0]


def test_a_rater_sees_themselves_a_certifier_everybody_there_and_nobody_another_place(enrolment, cast, andrea, sign_in):
    twice(enrolment, cast, cast.siv, andrea)
    seen = {name: {one.person.alias for one in figures_for(getattr(cast, name)).raters} for name in ("siv", "carl", "nora")}
    assert seen == {"siv": {"Siv"}, "carl": {"Siv", "Andrea", "Carl"}, "nora": {"Nora"}}
    assert (figures_for(cast.nora).chats, figures_for(cast.nora).waiting) == (0, None)
    page = sign_in(cast.carl).get("/en/figures/raters/").content.decode()
    assert "Andrea" in page
    assert "Andrea" not in sign_in(cast.siv).get("/en/figures/raters/").content.decode()


@pytest.mark.parametrize("name", ["tuva", "pia", "kari", "stein", "ed"])
def test_the_figures_about_raters_are_not_for_others(enrolment, cast, sign_in, name):
    assert sign_in(getattr(cast, name)).get("/en/figures/raters/").status_code == 403


def test_an_empty_house_says_so(cast, sign_in):
    page = sign_in(cast.carl).get("/en/figures/raters/").content.decode()
    assert "No chat has been read by two yet." in page
    assert "No feedback has been given yet." in page


def test_many_ratings_cost_no_more_than_one(enrolment, cast, andrea, django_assert_num_queries):
    twice(enrolment, cast, cast.siv, andrea)
    figures_for(Person.objects.get(pk=cast.carl.pk))
    carl = Person.objects.get(pk=cast.carl.pk)
    with CaptureQueriesContext(connection) as one:
        figures_for(carl)
    twice(enrolment, cast, cast.siv, andrea)
    twice(enrolment, cast, andrea, cast.siv)
    carl = Person.objects.get(pk=cast.carl.pk)
    with django_assert_num_queries(len(one)):
        figures_for(carl)


# one's own path --------------------------------------------------------------------------------


def a_chat_with_feedback(enrolment, cast, **draft):
    chat = an_ended_chat(enrolment=enrolment, partner=cast.pia, mode=Mode.ASSESSED)
    released_feedback(chat, rater=cast.siv, **draft)
    return chat


def test_the_path_goes_from_chat_to_chat_and_says_what_it_comes_to(enrolment, cast, sign_in):
    a_chat_with_feedback(enrolment, cast, without=("opening-b1",))
    a_chat_with_feedback(enrolment, cast, ticks=("opening-a1",))
    found = paths_of(enrolment, cast.tuva)
    rows = {row.title: row.levels for _heading, rows in found.groups for row in rows}
    assert rows == {"Åpning og ramme": [2, 4], "Nærvær i skrift": [3, 3], "Merke og spørre": [3, 3]}
    assert "Not clear yet." in found.said
    page = sign_in(cast.tuva).get("/en/your-levels/").content.decode()
    assert found.said in page
    assert page.count("<svg") >= 3
    assert sign_in(cast.siv).get(f"/en/enrolments/{enrolment.pk}/levels/").status_code == 200


def test_a_trainee_sees_only_chats_they_have_looked_back_at(enrolment, cast):
    chat = a_chat_with_feedback(enrolment, cast)
    SelfRating.objects.filter(chat=chat).delete()
    assert (paths_of(enrolment, cast.tuva).turns, len(paths_of(enrolment, cast.siv).turns)) == ([], 1)


def test_who_played_in_a_chat_sees_no_level_of_it(enrolment, cast):
    a_chat_with_feedback(enrolment, cast)
    RoleAssignment.objects.create(person=cast.pia, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    assert paths_of(enrolment, cast.pia).turns == []


@pytest.mark.parametrize(("name", "status"), [("stein", 404), ("nora", 404), ("pia", 404), ("tuva", 200), ("carl", 200)])
def test_who_reads_somebodys_levels(enrolment, cast, sign_in, name, status):
    assert sign_in(getattr(cast, name)).get(f"/en/enrolments/{enrolment.pk}/levels/").status_code == status


def test_a_stranger_has_no_levels(cast, sign_in):
    assert sign_in(cast.stein).get("/en/your-levels/").status_code == 404


# a cohort --------------------------------------------------------------------------------------


def test_levels_are_counted_by_which_assessed_chat_it_was_and_by_what_stands(enrolment, cast, andrea, django_assert_num_queries):
    twice(enrolment, cast, cast.siv, andrea, mine={"without": ("opening-b1",)})
    twice(enrolment, cast, cast.siv, andrea)
    with django_assert_num_queries(4):
        rows = turn_rows(Enrolment.objects.all())
    assert {row["name"]: row["months"] for row in rows}["Åpning og ramme"] == [("1.", (0, 1, 0, 0)), ("2.", (0, 0, 1, 0))]
    assert Assessment.objects.count() == 4


# drawing ---------------------------------------------------------------------------------------


def test_a_higher_level_stands_higher_and_no_opportunity_leaves_no_dot():
    drawn = pictures.path([1, None, 4])
    assert [(dot.x, dot.level) for dot in drawn.dots] == [(15, 1), (75, 4)]
    assert drawn.dots[0].y > drawn.shore > drawn.dots[1].y
    assert drawn.lines == f"15,{drawn.dots[0].y} 75,{drawn.dots[1].y}"
    assert pictures.path([3]).lines == ""


@pytest.mark.parametrize(("mean", "x", "outside"), [(0, 120, False), (-0.5, 65, True), (3, 230, True), (0.4, 164, False)])
def test_a_rater_stands_on_the_scale(mean, x, outside):
    found = pictures.on_scale(mean, None, None, 0.4)
    assert (found.x, found.outside) == (x, outside)
