"""“This question is unclear”: said by whoever met it, answered by an editor, and the outcome is seen by both."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.quizzes.models import AttemptQuestion, QuestionVersion, QuizAttempt
from courses.quizzes.states import DOUBT, DoubtState
from lms.audit.actions import record
from lms.kernel.errors import Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person

LONGEST = 400


class Sort(models.TextChoices):
    """What is unclear about it."""

    WORDING = "wording", gettext_lazy("I do not understand what is asked")
    TWO_FIT = "two_fit", gettext_lazy("More than one answer fits")
    NONE_FITS = "none_fits", gettext_lazy("No answer fits")
    NOT_TAUGHT = "not_taught", gettext_lazy("The lessons say nothing about it")
    OTHER = "other", gettext_lazy("Something else")


class DoubtQuerySet(models.QuerySet["Doubt"]):
    def visible_to(self, person: Person) -> DoubtQuerySet:
        """One's own. Editors have their own door, which shows no names (`queries` of the health page)."""
        return self.filter(person=person)

    def open(self) -> DoubtQuerySet:
        return self.filter(state=DoubtState.OPEN)


class Doubt(models.Model):
    """One person's doubt about one question as they saw it. Editors read the words, never whose they are."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="doubts")
    attempt = models.ForeignKey(QuizAttempt, models.CASCADE, related_name="doubts")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="doubts")
    sort = models.CharField(gettext_lazy("what is unclear?"), max_length=12, choices=Sort)
    words = models.TextField(gettext_lazy("in your words"), max_length=LONGEST, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=DoubtState, default=DoubtState.OPEN)
    answer = models.TextField(max_length=LONGEST, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    objects = DoubtQuerySet.as_manager()

    class Meta:
        ordering = ["said_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="doubt_once"),
            models.CheckConstraint(condition=Q(state__in=DoubtState.values), name="doubt_state"),
        ]

    def __str__(self) -> str:
        return f"doubt {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == DoubtState.OPEN


@transaction.atomic
def say_unclear(question: AttemptQuestion, *, sort: str, words: str, by: Person) -> Doubt:
    """Say that a question is unclear, during the quiz or after it; said again, the newer words count while nobody has answered.

    It changes nothing about the result. Refuses (Invalid) an unknown sort and words that are too long.
    """
    demand(by, "quizzes.doubt", question)
    if sort not in Sort.values or len(words) > LONGEST:
        raise Invalid()
    there = {"attempt_id": question.attempt_id, "position": question.position}
    doubt, new = Doubt.objects.get_or_create(
        **there, defaults={"person": by, "version_id": question.version_id, "sort": sort, "words": words.strip()}
    )
    if not new:
        Doubt.objects.open().filter(pk=doubt.pk).update(sort=sort, words=words.strip(), said_at=timezone.now())
        doubt.refresh_from_db()
    if new:
        record("quiz.doubt", question.attempt, by=by, fields={"version": question.version_id})
    return doubt


@transaction.atomic
def answer_doubt(doubt: Doubt, *, state: str, answer: str, by: Person) -> Doubt:
    """An editor says what came of it; whoever said it is told. Refuses an empty answer, and a doubt that was answered (stale)."""
    demand(by, "quizzes.tend", None)
    if not answer.strip() or len(answer) > LONGEST:
        raise Invalid(_("Write a sentence or two to whoever found it unclear."))
    now = timezone.now()
    DOUBT.move(doubt, DoubtState(state), by=by, fields={"answer": answer.strip(), "answered_by": by, "answered_at": now})
    tell(
        doubt.person, "doubt_answered", reason=f"quiz.doubt:{doubt.pk}", link=f"/quiz/attempt/{doubt.attempt_id}/result/",
        by_mail=False, title=doubt.attempt.version.text(doubt.person.language)["title"],
    )  # fmt: skip
    return doubt


def doubt_of(question: AttemptQuestion) -> Doubt | None:
    """What the attempt's own person said about this question."""
    return Doubt.objects.filter(attempt_id=question.attempt_id, position=question.position).first()


def doubts_in(attempt: QuizAttempt) -> dict[int, Doubt]:
    """What was said about the questions of an attempt, by position."""
    return {doubt.position: doubt for doubt in Doubt.objects.filter(attempt=attempt)}
