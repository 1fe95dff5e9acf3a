"""From what editors write to what an attempt keeps: the newest frozen version, or a new one when something changed."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from cms.versions import SOURCE_LANGUAGE, digest_of
from courses.outline.queries import modules_of_lessons
from courses.quizzes.models import Question, QuestionVersion, Quiz, QuizVersion
from courses.quizzes.rules import Candidate
from courses.quizzes.tryouts import BY_PANEL, waiting


def pool(bank: str) -> list[Candidate]:
    """The questions of a bank that may be drawn: published ones, each once, as its source language has it. None that waits for its panel."""
    rows = Question.objects.live().filter(bank=bank).order_by("pk")
    modules, found, rated = modules_of_lessons(), dict[UUID, Candidate](), False
    facts = ("translation_key", "locale__language_code", "area", "is_critical", "lesson_key", "kind")
    for key, language, area, critical, lesson, kind in rows.values_list(*facts):
        rated = rated or kind in BY_PANEL
        if key not in found or language == SOURCE_LANGUAGE:
            found[key] = Candidate(str(key), area, critical, str(modules.get(lesson, "")))
    out = waiting(bank=bank) if rated else {}
    return [one for key, one in found.items() if key not in out]


def families(keys: Collection[str | UUID]) -> dict[str, dict[str, Question]]:
    """The published rows of some questions: {key: {language: question}}, in the order they were written."""
    rows = Question.objects.live().filter(translation_key__in=keys).select_related("locale").order_by("pk")
    found: dict[str, dict[str, Question]] = defaultdict(dict)
    for row in rows:
        found[str(row.translation_key)][row.language] = row
    return found


def source_of(family: dict[str, Any]) -> Any:
    return family.get(SOURCE_LANGUAGE) or next(iter(family.values()))


def is_askable(family: dict[str, Question]) -> bool:
    """Whether the key fits the kind; a draft that was published half done does not get into a quiz."""
    if not family:
        return False
    source = source_of(family)
    return source.how.complaint(source.parts()) is None


def freeze_questions(family_of: dict[str, dict[str, Question]], keys: Iterable[str]) -> list[QuestionVersion]:
    """A frozen version for each key, in order. Unchanged questions cost no query of their own."""
    keys = list(keys)
    newest = {str(version.key): version for version in QuestionVersion.objects.filter(key__in=keys).order_by("number")}
    frozen = []
    for key in keys:
        content, fields = _question_facts(family_of[key])
        known = newest.get(key)
        same = known is not None and known.digest == digest_of({"content": content, **fields})
        frozen.append(known if same and known else QuestionVersion.freeze(UUID(key), content, **fields))
    return frozen


def _question_facts(family: dict[str, Question]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Content and columns of a version. A translation whose options are not the source's is left out: the source stands in for it."""
    source = source_of(family)
    how, outline = source.how, source.how.outline(source.parts())
    told = {
        language: row
        for language, row in sorted(family.items(), key=lambda pair: pair[1] is not source)
        if row is source or (how.complaint(row.parts()) is None and how.outline(row.parts()) == outline)
    }
    content = {language: {**row.said(source), **row.face(source)} for language, row in told.items()}
    right = how.right({language: row.parts() for language, row in told.items()})
    why = {language: how.reasons(row.parts()) for language, row in told.items()}
    columns = {"kind": source.kind, "area": source.area, "is_critical": source.is_critical, "lesson_key": source.lesson_key}
    return content, {**columns, "answers": {"right": right, "why": why}}


def freeze_quiz(key: UUID) -> QuizVersion:
    """The quiz as it is now, in all its languages; its rules are the source language's."""
    rows = Quiz.objects.live().filter(translation_key=key).select_related("locale").order_by("pk")
    family = {row.language: row for row in rows}
    content = {language: {"title": row.title, "intro": row.intro} for language, row in family.items()}
    return QuizVersion.freeze(key, content, rules=source_of(family).blueprint.as_json())
