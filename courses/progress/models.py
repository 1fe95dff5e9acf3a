"""What one learner has done. Rows point to lessons by key and outlive them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from lms.people.models import Person, Role, RoleAssignment

MENTORS = (Role.MENTOR, Role.SUPERVISOR)


class LessonProgressQuerySet(models.QuerySet["LessonProgress"]):
    def visible_to(self, person: Person) -> LessonProgressQuerySet:
        return self.filter(person=person)

    def done(self) -> LessonProgressQuerySet:
        return self.exclude(completed_at=None)

    def to_read_again(self) -> LessonProgressQuerySet:
        return self.exclude(again_number=None)


class LessonProgress(models.Model):
    """One person and one lesson. `title`, `version` and `number` freeze what it was when it was opened, and again when it was done.

    `again_number` is the version they are asked to read, since `again_at`; what they did stays as it is (see LessonReading).
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lesson_progress")
    lesson_key = models.UUIDField()
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=2)
    version = models.CharField(max_length=64, blank=True)  # LessonPage.content_digest; empty until it is done
    opened_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    number = models.PositiveSmallIntegerField(default=1)  # the version that was read first; outline/changes.py
    again_number = models.PositiveSmallIntegerField(null=True)
    again_at = models.DateTimeField(null=True)
    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson_key"], name="progress_once_a_lesson")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.lesson_key}"


class LessonReading(models.Model):
    """A lesson read again after a large change: which version, in which language, when. What was done before stays beside it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="lesson_readings")
    lesson_key = models.UUIDField()
    title = models.CharField(max_length=255)
    language = models.CharField(max_length=2)
    version = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson_key", "number"], name="reading_once_a_version")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.lesson_key} {self.number}"


class ReflectionQuerySet(models.QuerySet["Reflection"]):
    def visible_to(self, person: Person) -> ReflectionQuerySet:
        """One's own, and the shared ones of trainees where one is mentor or supervisor."""
        places = person.organisations_as(*MENTORS)
        if not places:
            return self.filter(person=person)
        theirs = Person.objects.filter(roles__in=_trainee_roles(places))
        return self.filter(Q(person=person) | Q(shared_at__isnull=False, person__in=theirs))

    def unanswered(self) -> ReflectionQuerySet:
        """Shared, and nobody has written back since."""
        back = ReflectionAnswer.objects.filter(reflection=OuterRef("pk"), at__gte=OuterRef("shared_at"))
        return self.filter(~Exists(back), shared_at__isnull=False)


def _trainee_roles(places: set[int]) -> models.QuerySet[RoleAssignment]:
    return RoleAssignment.objects.active().filter(role=Role.TRAINEE, organisation_id__in=places)


class Reflection(models.Model):
    """A few lines somebody wrote to a question of a lesson: private until shared, and private again when they take it back."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reflections")
    lesson_key = models.UUIDField()
    block_id = models.UUIDField()
    title = models.CharField(max_length=255)  # the lesson's, as it was then
    question = models.TextField()
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    shared_at = models.DateTimeField(null=True)
    objects = ReflectionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson_key", "block_id"], name="reflection_once_a_question")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.block_id}"


class ReflectionAnswerQuerySet(models.QuerySet["ReflectionAnswer"]):
    def visible_to(self, person: Person) -> ReflectionAnswerQuerySet:
        """Whoever may read the reflection reads what was answered to it."""
        return self.filter(reflection__in=Reflection.objects.visible_to(person))


class ReflectionAnswer(models.Model):
    """What a mentor or supervisor wrote back. It stays with the reflection: taken back from the others, it is still its writer's."""

    reflection = models.ForeignKey(Reflection, models.CASCADE, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    objects = ReflectionAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.reflection_id} {self.by_id}"
