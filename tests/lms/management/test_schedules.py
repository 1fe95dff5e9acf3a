import ast
from datetime import UTC, datetime, time

import pytest
from django.core.cache import cache
from django.utils.module_loading import import_string
from django_q.models import Schedule

from lms.kernel.tasks import HEARTBEAT, beat
from lms.management.schedules import HABITS, Habit, set_schedules


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.name)
def test_every_habit_names_a_task_that_exists(habit):
    assert callable(import_string(habit.task).call)


def test_the_queue_gets_one_row_for_each_habit_and_keeps_it(db):
    assert {what for _name, what in set_schedules()} == {"set"}
    before = list(Schedule.objects.order_by("pk").values())
    assert {what for _name, what in set_schedules()} == {"kept"}
    assert list(Schedule.objects.order_by("pk").values()) == before
    assert [row["name"] for row in before] == [habit.name for habit in HABITS]


def test_a_habit_that_is_no_longer_ours_goes(db):
    Schedule.objects.create(name="old", func="lms.kernel.jobs.run", args="('x', [], {})")
    Schedule.objects.create(name="somebody else's", func="print")
    assert ("old", "gone") in set(set_schedules())
    assert Schedule.objects.filter(name="somebody else's").count() == 1


def test_what_the_row_says_can_be_run_by_the_worker(db):
    list(set_schedules())
    row = Schedule.objects.get(name="heartbeat")
    cache.delete(HEARTBEAT)
    import_string(row.func)(*ast.literal_eval(row.args))
    assert cache.get(HEARTBEAT) is not None


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2027, 1, 4, 12, 0, tzinfo=UTC), datetime(2027, 1, 5, 2, 10, tzinfo=UTC)),
        (datetime(2027, 1, 4, 1, 0, tzinfo=UTC), datetime(2027, 1, 4, 2, 10, tzinfo=UTC)),
        (datetime(2027, 6, 4, 12, 0, tzinfo=UTC), datetime(2027, 6, 5, 1, 10, tzinfo=UTC)),
    ],
)
def test_nightly_work_runs_in_the_coming_night_of_the_house(now, expected):
    assert Habit("x", "y", at=time(3, 10)).first_run(now) == expected


def test_the_heart_beats_again_and_again(db):
    for _ in range(3):
        beat.call()
    assert cache.get(HEARTBEAT)
