"""Django looks for models here; they live in the slices."""

from courses.outline import models as outline
from courses.progress import models as progress
from courses.quizzes import models as quizzes

__all__ = ["outline", "progress", "quizzes"]
