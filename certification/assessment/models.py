"""What people say after a practice chat: the trainee of themselves, the partner of the talk, raters with the rubric.

Each is invisible to the others until they have given their own; `visible_to` says exactly when.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from certification.assessment.gold import GoldTranscript, GoldVersion
from certification.assessment.looks import RaterRemoval, Recheck, SecondLook
from certification.assessment.seats import MODERATORS, RATERS, REVEALED
from certification.assessment.sources import Rubric
from certification.assessment.states import BOTH_IN, LOCKED, AssessmentState, SecondLookState
from certification.practice.models import PracticeChat
from cms.versions import SOURCE_LANGUAGE, FrozenVersion
from lms.people.models import Person

__all__ = [
    "RATERS", "REVEALED", "Assessment", "CriterionRating", "GoldTranscript", "GoldVersion", "PartnerForm", "Question", "Quote",
    "RaterRemoval", "Recheck", "Rubric", "RubricVersion", "SecondLook",
    "SelfRating", "Tick",
]  # fmt: skip


class RubricVersion(FrozenVersion):
    """A rubric as a rating used it. `structure` (no language): see `sources.structure_of`; `content` per language: `sources.words_of`."""

    slug = models.SlugField()
    structure = models.JSONField()

    class Meta(FrozenVersion.Meta):
        pass

    def words(self, language: str | None = None) -> dict[str, Any]:
        """The words of a language; what was never translated stands in the source language, line by line."""
        source, wanted = self.text(SOURCE_LANGUAGE), self.text(language)
        return {
            key: {**source[key], **wanted.get(key, {})} if isinstance(source[key], dict) else wanted.get(key) or source[key]
            for key in source
        }


def _has_rated(person: Person) -> Exists:
    """Whether the person has stood by a rating of their own of the same chat."""
    return Exists(Assessment.objects.filter(chat=OuterRef("chat"), rater=person, state__in=LOCKED))


def _own_view_given() -> Exists:
    """Whether the trainee has said how it went: nobody's words reach them before that."""
    return Exists(SelfRating.objects.filter(chat=OuterRef("chat")))


class ViewQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Person) -> ViewQuerySet:
        """One's own at once. A rater sees it after submitting; trainee and other professionals when feedback is out; the partner never."""
        watching = person.organisations_as(*RATERS)
        revealed = Q(chat__state__in=REVEALED)
        return self.filter(
            Q(person=person)
            | Q(chat__organisation_id__in=watching) & (Q(_has_rated(person)) | revealed) & ~Q(chat__partner=person)
            | revealed & Q(chat__enrolment__person=person) & Q(_own_view_given())
        )


class SelfRating(models.Model):
    """The trainee's own view, before any feedback. `levels`: {criterion: 1–4}; a criterion that did not come up is left out."""

    chat = models.OneToOneField(PracticeChat, models.PROTECT, related_name="self_rating")
    person = models.ForeignKey(Person, models.PROTECT, related_name="self_ratings")
    rubric = models.ForeignKey(RubricVersion, models.PROTECT, related_name="+")
    levels = models.JSONField(default=dict)
    strength = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    submitted_at = models.DateTimeField(default=timezone.now)
    objects = ViewQuerySet.as_manager()

    def __str__(self) -> str:
        return f"self-rating {self.chat_id}"


class PartnerForm(models.Model):
    """The partner's view of the talk: {item: 1–5} and a few words. Never decisive; shown to the trainee with the feedback."""

    chat = models.OneToOneField(PracticeChat, models.PROTECT, related_name="partner_form")
    person = models.ForeignKey(Person, models.PROTECT, related_name="partner_forms")
    rubric = models.ForeignKey(RubricVersion, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    words = models.TextField(blank=True)
    submitted_at = models.DateTimeField(default=timezone.now)
    objects = ViewQuerySet.as_manager()

    def __str__(self) -> str:
        return f"partner form {self.chat_id}"


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def visible_to(self, person: Person) -> AssessmentQuerySet:
        """One's own always. Others' only when final and feedback is out: for the trainee and for professionals there, never the partner.

        Of a chat that two have rated: also the other's, once both are locked, for the two, and for moderators when they differ.
        """
        watching = person.organisations_as(*RATERS)
        revealed = Q(state=AssessmentState.FINAL, chat__state__in=REVEALED)
        both_in = Q(state=AssessmentState.SUBMITTED, chat__second_look__state__in=BOTH_IN)
        moderating = Q(chat__second_look__state=SecondLookState.DISPUTED, chat__organisation_id__in=person.organisations_as(*MODERATORS))
        return self.filter(
            Q(rater=person)
            | both_in & (Q(_has_rated(person)) | moderating) & ~Q(chat__partner=person) & ~Q(chat__enrolment__person=person)
            | revealed & Q(chat__enrolment__person=person) & Q(_own_view_given())
            | revealed & Q(chat__organisation_id__in=watching) & ~Q(chat__partner=person)
        )

    def live(self) -> AssessmentQuerySet:
        return self.exclude(state=AssessmentState.ANNULLED)

    def drafts(self) -> AssessmentQuerySet:
        return self.filter(state=AssessmentState.DRAFT)

    def locked(self) -> AssessmentQuerySet:
        """Those a rater has submitted and nobody annulled."""
        return self.filter(state__in=LOCKED)


class Assessment(models.Model):
    """One rater's rubric on one chat, or to calibrate their eye on one gold transcript. `judgement` is given before any sum is shown."""

    chat = models.ForeignKey(PracticeChat, models.PROTECT, null=True, related_name="assessments")
    gold = models.ForeignKey(GoldVersion, models.PROTECT, null=True, related_name="ratings")
    rater = models.ForeignKey(Person, models.PROTECT, related_name="assessments")
    rubric = models.ForeignKey(RubricVersion, models.PROTECT, related_name="assessments")
    state = models.CharField(max_length=12, choices=AssessmentState, default=AssessmentState.DRAFT)
    judgement = models.PositiveSmallIntegerField(null=True)
    strength = models.TextField(blank=True)
    next_step = models.TextField(blank=True)
    outcome = models.JSONField(default=dict)  # at submission: {passed, critical, harm, barrier}
    claimed_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    annulled_at = models.DateTimeField(null=True)
    annulled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    annul_reason = models.TextField(blank=True)
    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=AssessmentState.values), name="assessment_state"),
            models.UniqueConstraint(fields=["chat", "rater"], condition=~Q(state="annulled"), name="assessment_once_per_rater"),
            models.UniqueConstraint(fields=["chat"], condition=Q(state="draft"), name="assessment_one_claim"),
            models.CheckConstraint(
                condition=Q(chat=None, gold__isnull=False) | Q(gold=None, chat__isnull=False), name="assessment_of_one_thing"
            ),
            models.UniqueConstraint(fields=["gold", "rater"], condition=Q(state="draft"), name="assessment_one_trial"),
        ]

    def __str__(self) -> str:
        return f"assessment {self.pk} of {self.chat_id or self.gold}"

    @property
    def organisation_id(self) -> int | None:
        """Where it belongs; a gold transcript belongs nowhere."""
        return self.chat.organisation_id if self.chat else None

    @property
    def its_chat(self) -> PracticeChat:
        """The chat, where there is one: a rating of a gold transcript has none."""
        assert self.chat
        return self.chat

    @property
    def its_gold(self) -> GoldVersion:
        """The gold transcript, where there is one."""
        assert self.gold
        return self.gold

    @property
    def is_risk(self) -> bool:
        return self.gold.is_risk if self.gold else "risk" in self.its_chat.scenario.tags


class Tick(models.Model):
    """A behaviour the rater saw: of a criterion, a critical one, or a quick note."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="ticks")
    behaviour = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "behaviour"], name="tick_once")]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.behaviour}"


class QuoteRole(models.TextChoices):
    EVIDENCE = "evidence"
    STRENGTH = "strength"
    NEXT_STEP = "next_step"


class Quote(models.Model):
    """Marked words of the transcript, frozen: they outlive it. `start` and `end` count characters of the line."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="quotes")
    seq = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    by_trainee = models.BooleanField()
    role = models.CharField(max_length=10, choices=QuoteRole, default=QuoteRole.EVIDENCE)
    behaviour = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["seq", "start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "seq", "start", "end", "role", "behaviour"], name="quote_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="quote_is_something"),
            models.CheckConstraint(
                condition=Q(role="evidence") & ~Q(behaviour="") | Q(role__in=["strength", "next_step"], behaviour=""),
                name="quote_role",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.assessment_id} line {self.seq}"


class CriterionRating(models.Model):
    """What the rater said of a criterion besides the ticks; `level` is what stood when the assessment was submitted."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="ratings")
    criterion = models.CharField(max_length=40)
    computed = models.PositiveSmallIntegerField(null=True)
    override = models.PositiveSmallIntegerField(null=True)
    reason = models.TextField(blank=True)
    no_opportunity = models.BooleanField(default=False)
    considered = models.BooleanField(default=False)
    level = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_rated_once"),
            models.CheckConstraint(
                condition=(Q(computed=None) | Q(computed__range=(1, 4))) & (Q(override=None) | Q(override__range=(1, 4))),
                name="criterion_levels",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.criterion}"


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, person: Person) -> QuestionQuerySet:
        """The trainee who asked, and the raters of that chat."""
        return self.filter(
            Q(by=person) | Exists(Assessment.objects.filter(chat=OuterRef("chat"), rater=person, state=AssessmentState.FINAL))
        )

    def open(self) -> QuestionQuerySet:
        return self.filter(answered_at=None)


class Question(models.Model):
    """Something the trainee asks about their feedback, and the answer."""

    chat = models.ForeignKey(PracticeChat, models.PROTECT, related_name="questions")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    body = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        indexes = [models.Index(fields=["asked_at"], condition=Q(answered_at=None), name="question_open")]

    def __str__(self) -> str:
        return f"question {self.pk} about {self.chat_id}"
