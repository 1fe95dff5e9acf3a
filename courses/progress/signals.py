"""What others may hear from here. Receivers only ask for a recompute; the nightly run would do the same."""

from django.dispatch import Signal

lesson_completed = Signal()  # sender=LessonProgress, person_id, lesson_key; sent inside the transaction of the deed
