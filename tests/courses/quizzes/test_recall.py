"""Questions that come back after certification: two at a time, marked once, seen by nobody else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from courses.quizzes.actions import submit_attempt
from courses.quizzes.recall import answer_card, begin_recall, missed_last, open_turn, recall_of, remind_of_recall
from courses.quizzes.recall_models import RecallCard, RecallTurn
from courses.quizzes.recall_rules import Turn, due_times, kept, pick
from courses.quizzes.rules import Candidate
from lms.kernel.errors import DomainError, Invalid, NotAllowed
from lms.notify.models import Notice
from tests.builders import answer_all
from tests.courses.quizzes.test_views import url

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def turns(cast, attempt):
    """Tuva has passed the quiz; her turns follow a certificate of now."""
    submit_attempt(answer_all(attempt), by=cast.tuva)
    return begin_recall(cast.tuva, series="certificate:1", since=timezone.now())


@pytest.fixture
def card(cast, turns, later):
    later(days=2, minutes=1)
    return open_turn(turns[0], by=cast.tuva).cards.first()


def right_of(card):
    return card.version.answers["right"]


# the sums


def test_turns_fall_due_after_2_7_21_and_60_days():
    assert [(at - NOON).days for at in due_times(NOON)] == [2, 7, 21, 60]


def test_what_was_missed_comes_first_then_safety_then_the_least_seen():
    pool = [Candidate("a", "role", False), Candidate("b", "safety", True), Candidate("c", "role", False), Candidate("d", "role", False)]
    assert pick(pool, {"c"}, {}, 1) == ["c", "b"]
    assert pick(pool, set(), {"a": 2, "c": 1}, 1, count=4) == ["b", "d", "c", "a"]
    assert pick(pool[:1], set(), {}, 1) == ["a"]
    assert len({tuple(pick(pool[2:] + pool[:1], set(), {}, seed)) for seed in range(30)}) > 1


def test_a_turn_that_still_waits_counts_neither_way_and_is_left_out_after_thirty_days():
    due = [Turn(at, None) for at in due_times(NOON)]
    assert kept(due, NOON).share is None
    waits = kept(due, NOON + timedelta(days=3))
    assert (waits.done, waits.due, waits.open, waits.next) == (0, 0, True, NOON + timedelta(days=7))
    assert kept([Turn(due[0].due, NOON), *due[1:]], NOON + timedelta(days=38)).share == 1 / 2
    over = kept(due, NOON + timedelta(days=32))
    assert (over.done, over.due) == (0, 1)


# what happens


def test_begun_twice_it_stays_and_a_newer_certificate_takes_over(cast, turns):
    again = begin_recall(cast.tuva, series="certificate:1", since=timezone.now() + timedelta(days=9))
    assert [turn.due_at for turn in again] == [turn.due_at for turn in turns]
    begin_recall(cast.tuva, series="certificate:2", since=timezone.now())
    assert set(RecallTurn.objects.values_list("series", flat=True)) == {"certificate:2"}


def test_nothing_can_be_opened_before_its_day_or_by_somebody_else(cast, turns, later):
    with pytest.raises(DomainError):
        open_turn(turns[0], by=cast.tuva)
    later(days=3)
    with pytest.raises(NotAllowed):
        open_turn(turns[0], by=cast.siv)
    assert not RecallCard.objects.exists()


def test_two_questions_are_drawn_and_stay(cast, turns, card):
    drawn = [one.version_id for one in turns[0].cards.all()]
    assert len(drawn) == 2
    open_turn(RecallTurn.objects.get(pk=turns[0].pk), by=cast.tuva)
    assert [one.version_id for one in turns[0].cards.all()] == drawn


def test_the_first_answer_counts_and_the_turn_is_done_with_the_last(cast, turns, card):
    wrong = [one for one in card.version.option_ids if one not in right_of(card)][:1]
    assert answer_card(card, chosen=wrong, by=cast.tuva).points == 0
    assert answer_card(card, chosen=right_of(card), by=cast.tuva).points == 0
    assert recall_of(cast.tuva).done == 0
    other = turns[0].cards.get(position=2)
    answer_card(other, chosen=right_of(other), by=cast.tuva)
    assert (recall_of(cast.tuva).done, recall_of(cast.tuva).share) == (1, 1)
    assert missed_last(cast.tuva) == {str(card.version.key)}


def test_nonsense_and_nothing_are_refused(cast, card):
    for sent in (["nonsense"], [], "x"):
        with pytest.raises(Invalid):
            answer_card(card, chosen=sent, by=cast.tuva)


def test_the_page_explains_after_the_answer_and_not_before(cast, turns, card, sign_in):
    client = sign_in(cast.tuva)
    there = url("recall_card", turn=turns[0].pk, position=1)
    for _look in range(2):
        assert "CANARY-WHY" not in client.get(there).content.decode()
    assert client.post(there, {}).status_code == 422
    client.post(there, {"chosen": right_of(card)})
    assert "CANARY-WHY" in client.get(there).content.decode()


def test_from_the_list_to_the_questions(cast, turns, later, sign_in):
    client = sign_in(cast.tuva)
    begin = url("recall_begin", turn=turns[0].pk)
    assert begin not in client.get(url("recall")).content.decode()
    later(days=2, minutes=1)
    assert begin in client.get(url("recall")).content.decode()
    assert client.post(begin).url == url("recall_card", turn=turns[0].pk, position=1)


def test_nobody_else_finds_it(cast, turns, card, sign_in):
    for person in (cast.siv, cast.kari, cast.nora):
        client = sign_in(person)
        assert client.get(url("recall_card", turn=turns[0].pk, position=1)).status_code == 404
        assert client.post(url("recall_begin", turn=turns[0].pk)).status_code == 404


def test_each_turn_is_told_once_on_its_day(cast, turns, later):
    assert remind_of_recall() == 0
    later(days=2, minutes=1)
    assert [remind_of_recall() for _day in range(2)] == [1, 0]
    assert Notice.objects.filter(person=cast.tuva, kind="recall_due").count() == 1
