"""Practice chats. The database row is the message; anything pushed is only a doorbell.

Whispers, moments and private notes are models of their own, never a flag on `Message`.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certification.practice.scenarios import Scenario, ScenarioVersion
from certification.practice.states import BOOKED, ChatState
from certification.programmes.models import Enrolment
from lms.people.models import Organisation, Person, Role

__all__ = ["Absent", "Message", "Mode", "Moment", "MomentKind", "Opening", "PracticeChat", "Scenario", "ScenarioVersion", "Whisper"]


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, person: Person) -> OpeningQuerySet:
        """One's own, and those of organisations where one trains, supervises, mentors or coordinates."""
        looking = person.organisations_as(Role.TRAINEE, Role.SUPERVISOR, Role.MENTOR, Role.COORDINATOR)
        return self.filter(Q(partner=person) | Q(organisation_id__in=looking))

    def free(self) -> OpeningQuerySet:
        """Those still to come that nobody has taken."""
        return self.filter(taken_at=None, withdrawn_at=None, closes_at=None, starts_at__gt=timezone.now(), partner__is_active=True)

    def now(self, moment: Any = None) -> OpeningQuerySet:
        """Half an hour that a partner has this minute (or at another moment), and that nobody has taken."""
        return self.filter(taken_at=None, withdrawn_at=None, closes_at__gt=moment or timezone.now(), partner__is_active=True)


class Opening(models.Model):
    """A time at which a partner will play; taken once."""

    partner = models.ForeignKey(Person, models.CASCADE, related_name="openings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="openings")
    starts_at = models.DateTimeField(_("starts"))
    closes_at = models.DateTimeField(null=True)  # only of "I have 30 minutes now": then it ends by itself
    taken_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    objects = OpeningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "starts_at"], condition=Q(withdrawn_at=None), name="opening_once_a_time")
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.partner_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Mode(models.TextChoices):
    FORMATIVE = "formative", _("for practice")
    ASSESSED = "assessed", _("assessed")


class Absent(models.TextChoices):
    """Who did not come, as somebody who was there said, or as the lobby saw it."""

    TRAINEE = "trainee", _("the trainee did not come")
    PARTNER = "partner", _("the practice partner did not come")
    BOTH = "both", _("nobody came")


class ChatQuerySet(models.QuerySet["PracticeChat"]):
    def visible_to(self, person: Person) -> ChatQuerySet:
        """The chats one takes part in, and those of organisations where one supervises, assesses or certifies (never another's)."""
        watching = person.organisations_as(Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)
        return self.filter(Q(enrolment__person=person) | Q(partner=person) | Q(organisation_id__in=watching))

    def booked(self) -> ChatQuerySet:
        """Those that are still to come or under way."""
        return self.filter(state__in=BOOKED)

    def past(self) -> ChatQuerySet:
        return self.exclude(state__in=BOOKED)

    def with_people(self) -> ChatQuerySet:
        return self.select_related("organisation", "enrolment__person", "partner", "supervisor", "scenario")


class PracticeChat(models.Model):
    """One role-play between a trainee and a partner, read along by a supervisor."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="practice_chats")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="practice_chats")
    partner = models.ForeignKey(Person, models.PROTECT, related_name="played_chats")
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="supervised_chats")
    scenario = models.ForeignKey(ScenarioVersion, models.PROTECT, related_name="chats")
    opening = models.OneToOneField(Opening, models.SET_NULL, null=True, blank=True, related_name="chat")
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.FORMATIVE)
    language = models.CharField(max_length=2, default="nb")
    state = models.CharField(max_length=16, choices=ChatState, default=ChatState.REQUESTED)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(default=40)
    last_seq = models.PositiveIntegerField(default=0)
    trainee_ready_at = models.DateTimeField(null=True)
    partner_ready_at = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    paused_seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    end_offered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    matched = models.CharField(max_length=8, blank=True)  # why this partner: see times.rules.chosen
    absent = models.CharField(max_length=8, choices=Absent, blank=True)
    moved = models.PositiveSmallIntegerField(default=0)  # how often it was given another time
    moved_at = models.DateTimeField(null=True)
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    told_step = models.PositiveSmallIntegerField(default=0)  # the deepest step of the ladder the partner marked as told
    purge_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects = ChatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ChatState.values), name="practice_state"),
            models.UniqueConstraint(fields=["partner", "starts_at"], condition=Q(state__in=BOOKED), name="practice_partner_once_a_time"),
            models.UniqueConstraint(fields=["enrolment", "starts_at"], condition=Q(state__in=BOOKED), name="practice_trainee_once_a_time"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["organisation", "state", "ended_at"], name="practice_waiting")]

    def __str__(self) -> str:
        return f"practice chat {self.pk}"

    @property
    def topic(self) -> str:
        """The name of this chat's doorbell."""
        return f"practice:{self.pk}"

    @property
    def trainee(self) -> Person:
        return self.enrolment.person

    @property
    def trainee_id(self) -> int:
        return self.enrolment.person_id


class Message(models.Model):
    """A line somebody sent. Append-only; `seq` has no gaps and is the only order there is."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField()
    client_id = models.UUIDField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.UniqueConstraint(fields=["chat", "seq"], name="message_seq_once"),
            models.UniqueConstraint(fields=["chat", "client_id"], name="message_client_id_once"),
        ]

    def __str__(self) -> str:
        return f"{self.chat_id}/{self.seq}"


class MomentKind(models.TextChoices):
    OPEN_QUESTION = "open_question", _("Open question")
    REFLECTION = "reflection", pgettext_lazy("what a chat host does", "Reflection")
    VALIDATION = "validation", _("Validation")
    EARLY_ADVICE = "early_advice", _("Advice too soon")
    ASKS_SAFETY = "asks_safety", _("Asks about safety")
    ALERT = "alert", _("Alert")
    OTHER = "other", _("Come back to this")


class Moment(models.Model):
    """What the supervisor marked while reading along, at the line it happened. The trainee's alert button marks its own."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="moments")
    seq = models.PositiveIntegerField()  # the last message at that second
    kind = models.CharField(max_length=16, choices=MomentKind)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seq", "pk"]

    def __str__(self) -> str:
        return f"{self.chat_id}/{self.seq} {self.kind}"


class Whisper(models.Model):
    """A line from the supervisor that only the trainee sees; logged with the chat."""

    chat = models.ForeignKey(PracticeChat, models.CASCADE, related_name="whispers")
    after_seq = models.PositiveIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField()
    client_id = models.UUIDField(unique=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.chat_id} whisper {self.pk}"
