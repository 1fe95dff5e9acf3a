"""The quizzes about one module, for the page of that module."""

from dataclasses import dataclass
from uuid import UUID

from cms.versions import SOURCE_LANGUAGE
from courses.outline.queries import active_language
from courses.quizzes.models import Quiz, QuizAttempt
from courses.quizzes.states import AttemptState
from lms.people.models import Person


@dataclass(frozen=True)
class ModuleQuiz:
    """A quiz one may take about a module, and whether this person has passed it."""

    key: UUID
    title: str
    total: int
    passed: bool

    @property
    def state(self) -> str:
        return "done" if self.passed else "open"


def quizzes_of_module(person: Person, module_key: UUID) -> list[ModuleQuiz]:
    """Published quizzes that ask about this module and no other, in the language of the page, else the source's. Two queries."""
    languages = (SOURCE_LANGUAGE, active_language())
    rows = Quiz.objects.visible_to(person).filter(locale__language_code__in=languages).select_related("locale").order_by("pk")
    found: dict[UUID, Quiz] = {}
    for row in rows:
        if row.only_module == str(module_key) and (row.translation_key not in found or row.language == languages[1]):
            found[row.translation_key] = row
    if not found:
        return []
    mine = QuizAttempt.objects.filter(person=person, quiz_key__in=found, state=AttemptState.PASSED)
    passed = set(mine.values_list("quiz_key", flat=True))
    return [ModuleQuiz(key, row.title, row.blueprint.total, key in passed) for key, row in found.items()]
