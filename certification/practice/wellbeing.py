"""How the people in a practice chat are: check-ins, debriefs, and the talk they may want. Private, and forgotten after thirty days."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice.models import PracticeChat
from certification.practice.states import OPEN_TALKS, TalkState
from lms.people.models import Organisation, Person, Role


class OwnQuerySet(models.QuerySet["models.Model"]):
    def visible_to(self, person: Person) -> OwnQuerySet:
        """One's own only: no role reads how somebody else is."""
        return self.filter(person=person)


class Face(models.IntegerChoices):
    HEAVY = 1, _("Heavy")
    BIT_HEAVY = 2, _("A bit heavy")
    ALRIGHT = 3, _("All right")
    GOOD = 4, _("Good")
    VERY_GOOD = 5, _("Very good")


class CheckIn(models.Model):
    """One face before or after a chat. For the person alone; never shown to raters, never counted."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    after = models.BooleanField()
    face = models.PositiveSmallIntegerField(choices=Face)
    at = models.DateTimeField(default=timezone.now)
    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "person", "after"], name="check_in_once_a_side"),
            models.CheckConstraint(condition=Q(face__in=Face.values), name="check_in_face"),
        ]

    def __str__(self) -> str:
        return f"check-in {self.chat_id} {self.person_id}"


class LettingGo(models.TextChoices):
    DOWN = "down", _("I have put it down")
    LINGERS = "lingers", _("It lingers a little")
    HEAVY = "heavy", _("It is still heavy")


class Debrief(models.Model):
    """A few minutes after a heavy scenario. That it was done is kept; what was said is private and goes after thirty days."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="debriefs")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    letting_go = models.CharField(max_length=8, choices=LettingGo, blank=True)
    words = models.TextField(blank=True)
    done_at = models.DateTimeField(default=timezone.now)
    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chat", "person"], name="debrief_once")]

    def __str__(self) -> str:
        return f"debrief {self.chat_id} {self.person_id}"


class TalkQuerySet(models.QuerySet["Talk"]):
    def visible_to(self, person: Person) -> TalkQuerySet:
        """One's own, and those of places where one supervises or coordinates."""
        places = person.organisations_as(Role.SUPERVISOR, Role.COORDINATOR)
        return self.filter(Q(person=person) | Q(organisation_id__in=places))

    def open(self) -> TalkQuerySet:
        return self.filter(state__in=OPEN_TALKS)


class Talk(models.Model):
    """“I would like a talk”. Waits in the inbox of the professionals until one of them has taken it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    chat = models.ForeignKey(PracticeChat, models.SET_NULL, null=True, blank=True, related_name="talks")
    how = models.CharField(_("How can we reach you?"), max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=TalkState, default=TalkState.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    repeated_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    objects = TalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], condition=Q(state__in=OPEN_TALKS), name="talk_one_open"),
            models.CheckConstraint(condition=Q(state__in=TalkState.values), name="talk_state"),
        ]

    def __str__(self) -> str:
        return f"talk {self.pk}"
