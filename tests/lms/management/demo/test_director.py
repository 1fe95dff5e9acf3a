from datetime import timedelta

from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.management.demo.clock import REAL_NOW, moved_clock
from lms.management.demo.director import play
from lms.notify.models import Notice


def ago(days: float):
    return REAL_NOW() - timedelta(days=days)


def played(stories):
    counted = []
    with moved_clock() as clock:
        play(stories, clock=clock, told=counted.append)
    return counted


def test_stories_take_turns_so_that_moments_come_in_order():
    heard = []

    def story(name, *days):
        for day in days:
            yield ago(day)
            heard.append((name, round((REAL_NOW() - timezone.now()) / timedelta(days=1))))

    assert played([story("a", 9, 3, 1), story("b", 7, 5)]) == [1, 2]
    assert heard == [("a", 9), ("b", 7), ("b", 5), ("a", 3), ("a", 1)]


def test_a_moment_before_the_last_one_means_right_after_it():
    seen = []

    def story():
        yield ago(2)
        seen.append(timezone.now())
        yield ago(30)
        seen.append(timezone.now())

    played([story()])
    assert seen[1] - seen[0] == timedelta(seconds=1)


def test_the_clock_reaches_model_defaults_and_is_put_right_again(db, cast):
    then = REAL_NOW() - timedelta(days=40)
    with moved_clock() as clock:
        clock.at = then
        assert Notice(person=cast.tuva, kind="x", reason="x").created_at == then
        clock.at = REAL_NOW() + timedelta(days=9)
        assert timezone.now() <= REAL_NOW()
    assert timezone.now is REAL_NOW
    assert REAL_NOW() - Notice(person=cast.tuva, kind="x", reason="x").created_at < timedelta(minutes=1)
    assert AuditEntry.objects.count() == 0
