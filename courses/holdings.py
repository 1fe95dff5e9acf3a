"""What `courses` holds about learners."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from courses.quizzes.models import AttemptQuestion, QuizAttempt
from lms.privacy.holdings import Clock, Holding, Holdings

UNTIL_YOU_LEAVE = _("Until you leave.")
# Nobody who tried a quiz longer ago than a certificate lasts, and a year, can need the single answers any more.
ANSWERS_LAST = timedelta(days=3 * 365 + 1)


def forget_answers(now: datetime) -> int:
    """Delete the single answers of attempts that ended three years ago; that the quiz was passed, and when, stays."""
    old = QuizAttempt.objects.graded().filter(submitted_at__lte=now - ANSWERS_LAST)
    return AttemptQuestion.objects.filter(attempt__in=old).delete()[0]


HOLDINGS = Holdings(
    rows=(
        Holding(
            "courses.LessonProgress", "person", _("Lessons you opened and did"), UNTIL_YOU_LEAVE,
            gives=("title", "language", "opened_at", "completed_at", "number", "again_number", "again_at"),
        ),
        Holding(
            "courses.LessonReading", "person", _("Lessons you read again because they changed"), UNTIL_YOU_LEAVE,
            gives=("title", "language", "number", "at"),
        ),
        Holding(
            "courses.ReflectionAnswer", "reflection__person", _("Answers to your reflections"), UNTIL_YOU_LEAVE,
            gives=("reflection", "text", "at"),
        ),
        Holding(
            "courses.Reflection", "person", _("Your reflections"), UNTIL_YOU_LEAVE,
            gives=("title", "question", "text", "created_at", "changed_at", "shared_at"),
        ),
        Holding(
            "courses.AttemptQuestion", "attempt__person", _("Your answers in quizzes"), _("Three years. Then only that you passed, and when."),
            gives=("attempt", "position", "chosen", "flagged", "saved_at"),
        ),
        Holding(
            "courses.QuizAttempt", "person", _("Your tries at quizzes"), UNTIL_YOU_LEAVE,
            gives=("state", "started_at", "submitted_at", "score", "total", "critical_missed"),
        ),
        Holding(
            "courses.Doubt", "person", _("Questions you found unclear"), UNTIL_YOU_LEAVE,
            gives=("attempt", "position", "sort", "words", "said_at", "state", "answer", "answered_at"),
        ),
        Holding(
            "courses.RegradedResult", "attempt__person", _("Results that changed because a question was corrected"), UNTIL_YOU_LEAVE,
            gives=("attempt", "state_before", "state_after", "score_before", "score_after"),
        ),
        Holding(
            "courses.RecallCard", "turn__person", _("Questions that came back after your certificate"), UNTIL_YOU_LEAVE,
            gives=("turn", "position", "chosen", "answered_at"),
        ),
        Holding("courses.RecallTurn", "person", _("When questions come back"), UNTIL_YOU_LEAVE, gives=("number", "due_at", "done_at")),
        Holding("courses.AngoffEstimate", "judge", _("What you said as a judge about pass marks"), UNTIL_YOU_LEAVE, gives=("item", "round", "percent", "at")),
        Holding("courses.QuizTalk", "person", _("Talks after a quiz"), UNTIL_YOU_LEAVE, gives=("held_at",)),
        Holding("courses.ExtraTime", "person", _("Extra time in quizzes"), UNTIL_YOU_LEAVE, gives=("percent", "given_at")),
        Holding(
            "courses.DialogueWalk", "person", _("Dialogues you practised alone"), UNTIL_YOU_LEAVE,
            gives=("path", "began_at", "changed_at", "ended_at"),
        ),
    ),
    numbers={"courses.Arrival": ("brought_by",), "courses.ReflectionAnswer": ("by",), "courses.Doubt": ("answered_by",), "courses.LessonChange": ("by",), "courses.Regrade": ("by",), "courses.AngoffPanel": ("opened_by",), "courses.QuizTalk": ("held_by",), "courses.ExtraTime": ("given_by",)},
    clocks=(Clock("quiz answers", _("three years"), forget_answers),),
)  # fmt: skip
