"""Django looks for models here; they live in the slices."""

from courses.dialogues import models as dialogues
from courses.exchange import models as exchange
from courses.exchange.arriving import models as arriving
from courses.outline import changes
from courses.outline import models as outline
from courses.progress import models as progress
from courses.quizzes import angoff_models, doubts, recall_models, regrade_models
from courses.quizzes import models as quizzes

__all__ = [
    "angoff_models",
    "arriving",
    "changes",
    "dialogues",
    "doubts",
    "exchange",
    "outline",
    "progress",
    "quizzes",
    "recall_models",
    "regrade_models",
]
