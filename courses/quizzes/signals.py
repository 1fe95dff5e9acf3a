"""What others may hear from here. Receivers only ask for a recompute; the nightly run would do the same."""

from django.dispatch import Signal

quiz_graded = (
    Signal()
)  # sender=QuizAttempt, attempt, shaken (passed, but a corrected key says otherwise); in the transaction of the grading
