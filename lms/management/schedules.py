"""What happens by itself, and how often: one table, written into the queue's own rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django_q.models import Schedule


@dataclass(frozen=True)
class Habit:
    """A task by its path, either every so many minutes or once a night at an hour of the house's own clock."""

    name: str
    task: str
    minutes: int = 0
    at: time | None = None

    def first_run(self, now: datetime) -> datetime:
        """Now for what runs all day; the coming night's hour for the rest."""
        if self.at is None:
            return now
        here = timezone.localtime(now)
        today = here.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today > here else today + timedelta(days=1)


HABITS = [
    Habit("heartbeat", "lms.kernel.tasks.beat", minutes=1),
    Habit("late notices", "lms.notify.tasks.send_late_notices", minutes=5),
    Habit("late letters", "lms.people.tasks.send_late_letters", minutes=5),
    Habit("practice clocks", "certification.practice.tasks.end_overdue_chats", minutes=1),
    Habit("talks nobody took", "certification.practice.tasks.repeat_talks", minutes=30),
    Habit("practice reminders", "certification.practice.tasks.remind", minutes=5),
    Habit("calibration", "certification.assessment.tasks.remind_to_calibrate", at=time(7, 30)),
    Habit("retention", "lms.privacy.tasks.let_time_pass", at=time(3, 30)),
    Habit("ways", "certification.programmes.tasks.recompute_all", at=time(3, 50)),
    Habit("missing certificates", "certification.credentials.tasks.issue_missing_certificates", at=time(4, 0)),
    Habit("what nobody holds", "certification.decisions.tasks.free_what_nobody_holds", at=time(4, 10)),
    Habit("listeners", "certification.webhooks.tasks.tell_listeners", minutes=1),
    Habit("certificates that end", "certification.credentials.tasks.remind_of_the_end", at=time(8, 0)),
    Habit("skills that rest", "certification.credentials.tasks.tell_of_rest", at=time(8, 10)),
    Habit("conditions that come back", "certification.credentials.tasks.tell_of_conditions", at=time(8, 20)),
    Habit("quizzes out of time", "courses.quizzes.tasks.close_overdue_attempts", minutes=1),
    Habit("questions that come back", "courses.quizzes.tasks.remind_of_turns", at=time(16, 0)),
    Habit("stamps", "lms.kernel.tasks.tidy_stamps", minutes=30),
    Habit("sessions", "lms.kernel.tasks.forget_old_sessions", at=time(3, 10)),
]


def wanted(habit: Habit) -> dict[str, object]:
    """The fields of the queue's row for one habit."""
    return {
        "func": "lms.kernel.jobs.run",
        "args": repr((habit.task, [], {})),
        "schedule_type": Schedule.DAILY if habit.at else Schedule.MINUTES,
        "minutes": habit.minutes or None,
        "repeats": -1,
    }


def set_schedules() -> Iterator[tuple[str, str]]:
    """Make the queue's rows equal the table; yields (name, "set" | "kept" | "gone"). Harmless when run again.

    A row that is right already keeps its next run, so a restart never doubles or skips one.
    """
    for habit in HABITS:
        fields = wanted(habit)
        row = Schedule.objects.filter(name=habit.name).order_by("pk").first()
        if row and all(getattr(row, field) == value for field, value in fields.items()):
            yield habit.name, "kept"
            continue
        Schedule.objects.update_or_create(name=habit.name, defaults={**fields, "next_run": habit.first_run(timezone.now())})
        yield habit.name, "set"
    for row in Schedule.objects.filter(func="lms.kernel.jobs.run").exclude(name__in=[habit.name for habit in HABITS]):
        row.delete()
        yield str(row.name), "gone"
