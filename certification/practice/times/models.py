"""When people can practise: hours by week and by day, what they wish, and the claim a chat has on their time."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.people.models import Organisation, Person


class Duty(models.TextChoices):
    """What somebody keeps hours for. The values are those of the roles."""

    PARTNER = "partner", _("Practice partner")
    SUPERVISOR = "supervisor", _("Supervisor")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class HoursQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Person) -> HoursQuerySet:
        """One's own. Coordinators see the cover they make together, never one person's list."""
        return self.filter(person=person)


class WeeklyHours(models.Model):
    """From a time to a time on a day of every week, by the clock of the organisation."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="weekly_hours")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    duty = models.CharField(_("as"), max_length=10, choices=Duty)
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))
    objects = HoursQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="weekly_hours_end_after_they_begin"),
            models.UniqueConstraint(fields=["person", "organisation", "duty", "weekday", "begins"], name="weekly_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.weekday} {self.begins:%H:%M}"


class DayHours(models.Model):
    """One day that is not as the week says: more time, or (without times) none at all."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="day_hours")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    duty = models.CharField(_("as"), max_length=10, choices=Duty)
    on = models.DateField(_("day"))
    begins = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)
    objects = HoursQuerySet.as_manager()

    class Meta:
        ordering = ["on", "begins"]
        constraints = [
            models.CheckConstraint(
                condition=Q(begins=None, ends=None) | Q(ends__gt=F("begins")), name="day_hours_end_after_they_begin"
            ),
            models.UniqueConstraint(fields=["person", "organisation", "duty", "on", "begins"], name="day_hours_once"),
            models.UniqueConstraint(
                fields=["person", "organisation", "duty", "on"], condition=Q(begins=None), name="day_off_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"

    @property
    def away(self) -> bool:
        return self.begins is None


class Wishes(models.Model):
    """What one person wants around practice chats. Which themes somebody spares themselves is nobody else's to read."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="practice_wishes")
    languages = models.JSONField(default=list)  # codes besides the person's own language
    spared = models.JSONField(default=list)  # theme keys (rules.theme_key) and tags as "tag:risk"
    remind_minutes = models.PositiveIntegerField(default=24 * 60)

    def __str__(self) -> str:
        return f"wishes of {self.person_id}"


class Claim(models.Model):
    """A quarter of an hour of somebody's time that a chat holds. The database lets nobody be in two chats at once."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    quarter = models.PositiveIntegerField()  # quarters of an hour since 1970
    chat = models.ForeignKey("certification.PracticeChat", models.CASCADE, related_name="claims")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "quarter"], name="practice_one_at_a_time")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.quarter}"


class CalendarFeed(models.Model):
    """The secret address of one's own calendar. A new nonce makes every older address worthless."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    nonce = models.CharField(max_length=32)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"feed of {self.person_id}"
