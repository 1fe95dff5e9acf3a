"""What was asked and what was answered: frozen versions, attempts, answers. The sources editors write are in bank.py."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.versions import SOURCE_LANGUAGE, FrozenVersion
from courses.quizzes.bank import Question, Quiz
from courses.quizzes.blueprint import Blueprint
from courses.quizzes.kinds import KINDS, Kind, told
from courses.quizzes.states import GRADED, AttemptState
from lms.people.models import Person

__all__ = ["AttemptQuestion", "ExtraTime", "Question", "QuestionVersion", "Quiz", "QuizAttempt", "QuizTalk", "QuizVersion"]


class QuestionVersion(FrozenVersion):
    """A question as an attempt saw it. `content` per language is its face: {stem, options: [{id, text}], …}; see kinds/.

    What may not leave the server before grading is apart, in `answers`: {right: what the kind calls so, why: {language: {id: text}}}.
    Pages for taking a quiz read `objects.faces()`, which does not even load it.
    """

    kind = models.CharField(max_length=20)
    area = models.CharField(max_length=20)
    is_critical = models.BooleanField(default=False)
    lesson_key = models.UUIDField(null=True)
    answers = models.JSONField(default=dict)

    class Meta(FrozenVersion.Meta):
        pass

    @property
    def how(self) -> Kind:
        return KINDS[self.kind]

    def reasons(self, language: str | None = None) -> dict[str, str]:
        """Why each option is or is not a good one, by option id. After grading only."""
        why = self.answers["why"]
        return why.get(language or get_language()) or why.get(SOURCE_LANGUAGE) or next(iter(why.values()))

    @property
    def option_ids(self) -> list[str]:
        """The ids of the options, the same in every language."""
        return [option["id"] for option in self.asked["options"]]

    @property
    def asked(self) -> dict[str, Any]:
        """The face in the language it was written in."""
        return dict(next(iter(self.content.values())))

    def order(self, seed: int) -> list[str]:
        """The options as the attempt with this seed shows them."""
        return self.how.arranged(self.option_ids, self.answers["right"], seed=seed, key=str(self.key))


class QuizVersion(FrozenVersion):
    """A quiz as an attempt saw it: {title, intro} per language, and the blueprint without language."""

    rules = models.JSONField(default=dict)

    class Meta(FrozenVersion.Meta):
        pass

    @property
    def blueprint(self) -> Blueprint:
        return Blueprint.of_json(self.rules)


class AttemptQuerySet(models.QuerySet["QuizAttempt"]):
    def visible_to(self, person: Person) -> AttemptQuerySet:
        """One's own. Professionals read the result in the dossier, never the answers."""
        return self.filter(person=person)

    def open(self) -> AttemptQuerySet:
        return self.filter(state=AttemptState.OPEN)

    def graded(self) -> AttemptQuerySet:
        return self.filter(state__in=GRADED)

    def overdue(self) -> AttemptQuerySet:
        return self.open().filter(deadline_at__lt=timezone.now())


class QuizAttempt(models.Model):
    """One person's try at one quiz. It lives on the server: any device may go on with it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="quiz_attempts")
    quiz_key = models.UUIDField(db_index=True)  # the quiz's translation key; the version below may outlive the quiz
    version = models.ForeignKey(QuizVersion, models.PROTECT, related_name="attempts")
    state = models.CharField(max_length=8, choices=AttemptState, default=AttemptState.OPEN)
    seed = models.BigIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    deadline_at = models.DateTimeField(null=True)
    saved_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    total = models.PositiveSmallIntegerField()
    critical_missed = models.PositiveSmallIntegerField(null=True)
    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "quiz_key"], condition=Q(state="open"), name="attempt_one_open"),
            models.CheckConstraint(condition=Q(state__in=AttemptState.values), name="attempt_state"),
            models.CheckConstraint(
                condition=Q(state="open", submitted_at=None, score=None)
                | (~Q(state="open") & Q(submitted_at__isnull=False, score__isnull=False, critical_missed__isnull=False)),
                name="attempt_graded_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"quiz attempt {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == AttemptState.OPEN

    @property
    def is_overdue(self) -> bool:
        """Open, but its time is up on the server's clock."""
        return self.is_open and self.deadline_at is not None and self.deadline_at < timezone.now()

    @property
    def ran_out(self) -> bool:
        """Whether time ended it rather than its person."""
        return self.deadline_at is not None and self.submitted_at == self.deadline_at

    @property
    def blueprint(self) -> Blueprint:
        return self.version.blueprint

    @property
    def quiz_title(self) -> str:
        return str(self.version.text()["title"])


class AttemptQuestionQuerySet(models.QuerySet["AttemptQuestion"]):
    def visible_to(self, person: Person) -> AttemptQuestionQuerySet:
        return self.filter(attempt__person=person)

    def faces(self) -> AttemptQuestionQuerySet:
        """With the question as it may be shown before grading: right answers and explanations are not read from the database."""
        return self.select_related("version").defer("version__answers")


class AttemptQuestion(models.Model):
    """One question of an attempt and what was answered to it."""

    attempt = models.ForeignKey(QuizAttempt, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()  # from 1
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="uses")
    option_order = models.JSONField(default=list)
    chosen = models.JSONField(default=list)
    flagged = models.BooleanField(default=False)  # "look at this later"
    saved_at = models.DateTimeField(null=True)
    seconds = models.PositiveIntegerField(null=True)  # from the last thing kept in the attempt to the first answer here
    points = models.PositiveSmallIntegerField(null=True)  # in hundredths, once it is graded
    is_right = models.BooleanField(null=True)  # all the points
    objects = AttemptQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="attempt_position_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id}/{self.position}"

    @property
    def is_answered(self) -> bool:
        return bool(self.chosen)

    def face(self, language: str | None = None) -> dict[str, Any]:
        """The question as it may be shown at any time, in this attempt's order: {parts, form, and what the kind's template draws}."""
        text, how = self.version.text(language), self.version.how
        shown = how.shown(text, self.option_order, self.chosen)
        return {"parts": told(how, text), "form": f"courses/parts/answer_{how.form}.html", **shown}


class QuizTalk(models.Model):
    """A talk after the last try: each opens one more. Nothing of what was said is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="quiz_talks")
    quiz_key = models.UUIDField()
    held_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    held_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} {self.quiz_key}"


class Percent(models.IntegerChoices):
    """Extra time, in per cent of a quiz's minutes."""

    NONE = 0, _("No extra time")
    QUARTER = 25, _("A quarter more")
    HALF = 50, _("Half as much again")
    DOUBLE = 100, _("Twice the time")


class ExtraTime(models.Model):
    """How much longer a person may take. No reason is asked and none is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="extra_time")
    percent = models.PositiveSmallIntegerField(_("extra time"), choices=Percent, default=Percent.NONE)
    given_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.person_id} +{self.percent}"
