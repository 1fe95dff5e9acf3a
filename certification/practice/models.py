"""Practice chats. The database row is the message; anything pushed is only a doorbell.

Whispers, moments and private notes are models of their own, never a flag on `Message`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice.states import ChatState
from certification.programmes.models import Enrolment
from cms.versions import FrozenVersion
from lms.people.models import Organisation, Person, Role


class ScenarioVersion(FrozenVersion):
    """A scenario as a chat used it. `content` per language: {title, theme, content_note, situation,
    card: {who, opening, ladder: [{title, say}], ifs: [{when, then}], stop, note},
    key: {must: […], strong: […], weak: […], national: {no, dk}}, debrief: […]}. Only `situation`, `title`, `theme`, `content_note`
    may reach a trainee; `card` only the partner of the chat; `key` only professionals."""

    slug = models.SlugField()
    level = models.PositiveSmallIntegerField(default=1)
    tags = models.JSONField(default=list)  # risk, boundary
    minutes = models.PositiveSmallIntegerField(default=40)
    persona_name = models.CharField(max_length=30)
    persona_age = models.PositiveSmallIntegerField()

    class Meta(FrozenVersion.Meta):
        pass


class OpeningQuerySet(models.QuerySet["Opening"]):
    def free(self) -> OpeningQuerySet:
        return self.filter(taken_at=None, withdrawn_at=None, starts_at__gt=timezone.now())


class Opening(models.Model):
    """A time at which a partner will play; taken once."""

    partner = models.ForeignKey(Person, models.CASCADE, related_name="openings")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="openings")
    starts_at = models.DateTimeField(_("starts"))
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


class ChatQuerySet(models.QuerySet["PracticeChat"]):
    def visible_to(self, person: Person) -> ChatQuerySet:
        """The chats one takes part in, and those of organisations where one supervises, assesses or certifies (never another's)."""
        watching = person.organisations_as(Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)
        return self.filter(
            Q(enrolment__person=person) | Q(partner=person) | Q(supervisor=person) | Q(organisation_id__in=watching)
        )  # fmt: skip


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
    paused_seconds = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    end_offered_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    told_step = models.PositiveSmallIntegerField(default=0)  # the deepest step of the ladder the partner marked as told
    purge_on = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    objects = ChatQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(state__in=ChatState.values), name="practice_state")]

    def __str__(self) -> str:
        return f"practice chat {self.pk}"

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
    REFLECTION = "reflection", _("Reflection")
    VALIDATION = "validation", _("Validation")
    EARLY_ADVICE = "early_advice", _("Advice too soon")
    ASKS_SAFETY = "asks_safety", _("Asks about safety")
    ALERT = "alert", _("Alert")
    OTHER = "other", _("Come back to this")


class Moment(models.Model):
    """What the supervisor marked while reading along, at the line it happened."""

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
