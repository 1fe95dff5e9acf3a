"""Questions and quizzes of a course package: checked as plain values, then written as published snippets.

What reads the files (`courses.exchange`) makes these values; what is wrong goes into its report with file and line.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.approval.actions import settle
from cms.versions import SOURCE_LANGUAGE, digest_of, says_already
from courses.quizzes.bank import Question, Quiz, Source
from courses.quizzes.blueprint import Blueprint
from courses.quizzes.kinds import KINDS
from courses.quizzes.rules import Candidate, short_rows

Words = Mapping[str, str]  # a text in each language


class Report(Protocol):
    """Where problems and counts go; `line` 0 means the file as a whole."""

    dry: bool
    made: Counter[str]
    changed: Counter[str]
    same: Counter[str]

    def tell(self, outcome: str, kind: str, name: str) -> None: ...

    def error(self, file: str, line: int, reason: str) -> None: ...


LETTERS = (*"abcdefghijkl", *map(str, range(1, 13)))
ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def part_id(question: UUID, part: str, name: str) -> str:
    """The id of an option, a step …: follows from its name, or is the name itself where it was made in the admin."""
    return name if ID.fullmatch(name) else str(uuid5(question, f"{part}/{name}"))


def part_name(question: UUID, part: str, id_: str) -> str:
    """The other way round: the letter or number that leads to an id, or the id itself."""
    return next((name for name in LETTERS if part_id(question, part, name) == id_), id_)


@dataclass(frozen=True)
class PartText:
    """An option, a step, a pair …: its key, and its fields by the names of the block; texts in each language are maps."""

    key: str
    values: Mapping[str, Any]

    def said(self, language: str) -> dict[str, Any]:
        return {name: value[language] if isinstance(value, Mapping) else value for name, value in self.values.items()}


@dataclass(frozen=True)
class QuestionText:
    """A question in all its languages, and where it stands in the package."""

    file: str
    line: int
    key: UUID
    slug: str
    kind: str
    area: str
    level: str
    critical: bool
    goals: tuple[str, ...]
    lesson_key: UUID | None
    module_key: UUID | None
    stem: Words
    parts: tuple[PartText, ...]
    picture: str = ""  # its path in the package
    picture_alt: Words = field(default_factory=dict)

    def problems(self) -> list[str]:
        """What keeps it from being asked."""
        if self.kind not in KINDS:
            return [_("there is no kind '%(kind)s', only %(names)s") % {"kind": self.kind, "names": ", ".join(KINDS)}]
        if len({one.key for one in self.parts}) != len(self.parts):
            return [_("two of its parts have the same key")]
        how, found = KINDS[self.kind], []
        for language in self.stem:
            if complaint := how.complaint(self.blocks(language)):
                found.append(f"{language}: {complaint}")
        if not found and self.critical and how.is_provisional(how.right({"": self.blocks(next(iter(self.stem)))})):
            found.append(_("a critical question needs five professionals and three young people on its panel"))
        return found

    @property
    def waits(self) -> bool:
        """Whether its panel has not spoken yet: no quiz may count on it."""
        how = KINDS.get(self.kind)
        if how is None or not how.by_panel:
            return False
        parts = self.blocks(next(iter(self.stem)))
        return how.complaint(parts) is None and how.is_provisional(how.right({"": parts}))

    def blocks(self, language: str) -> list[dict[str, Any]]:
        """Its parts as the kind reads them. An id follows from the key, so it is the same in every language and every time."""
        part = KINDS[self.kind].part
        return [{"id": part_id(self.key, part, one.key), "type": part, **one.said(language)} for one in self.parts]

    def fields(self, language: str) -> dict[str, Any]:
        """Its columns in one language."""
        part = KINDS[self.kind].part
        options = [
            {"type": part, "id": part_id(self.key, part, one.key), "value": one.said(language)} for one in self.parts
        ]  # fmt: skip
        goals = [{"type": "goal", "id": str(uuid5(self.key, f"goal/{goal}")), "value": goal} for goal in self.goals]
        return {
            "slug": self.slug, "kind": self.kind, "area": self.area, "level": self.level, "is_critical": self.critical, "goals": goals,
            "lesson_key": self.lesson_key, "stem": self.stem[language], "picture_alt": self.picture_alt.get(language, ""), "options": options,
        }  # fmt: skip


@dataclass(frozen=True)
class QuizText:
    """A quiz in all its languages, and where it stands in the package."""

    file: str
    line: int
    key: UUID
    slug: str
    title: Words
    intro: Words
    rules: Blueprint

    def fields(self, language: str) -> dict[str, Any]:
        draw = [
            {"type": "row", "id": str(uuid5(self.key, f"row/{number}")),
             "value": row.as_json()}
            for number, row in enumerate(self.rules.rows)
        ]  # fmt: skip
        return {
            "slug": self.slug, "title": self.title[language], "intro": self.intro[language], "draw": draw,
            "pass_share": self.rules.pass_share, "minutes": self.rules.minutes,
            "retry_hours": ", ".join(map(str, self.rules.retry_hours)), "max_attempts": self.rules.max_attempts,
        }  # fmt: skip


def check(questions: Iterable[QuestionText], quizzes: Iterable[QuizText], report: Report) -> None:
    """Put everything that is wrong into the report, each at its line: keys, doubled names, quizzes that ask for more than there is."""
    questions, names = list(questions), Counter[str]()
    for question in questions:
        names[question.slug] += 1
        for problem in question.problems():
            report.error(question.file, question.line, f"{question.slug}: {problem}" if question.slug else problem)
        if names[question.slug] == 2:
            report.error(question.file, question.line, _("another question has the key '%(key)s'") % {"key": question.slug})
    pool = [Candidate(str(one.key), one.area, one.critical, str(one.module_key or "")) for one in questions if not one.waits]
    for quiz in quizzes:
        for row, there in short_rows(quiz.rules.rows, pool):
            what = (
                _("%(area)s (critical): %(count)s are asked for, the package has %(there)s")
                if row.critical
                else _("%(area)s (not critical): %(count)s are asked for, the package has %(there)s")
            )
            report.error(quiz.file, quiz.line, what % {"area": row.area, "count": row.count, "there": there})


def write(
    questions: Iterable[QuestionText],
    quizzes: Iterable[QuizText],
    *,
    bank: str,
    languages: Iterable[str],
    report: Report,
    by: Any = None,
    picture_of: Callable[[str], int] = lambda path: 0,
) -> None:
    """Make every one a published snippet in each language. What the package says as it did last time is not touched, whatever
    editors did since; what the database refuses goes into the report, and the caller rolls back. `picture_of` puts a picture of the
    package on the shelf and gives its number."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in languages}
    order = sorted(locales, key=lambda code: code != SOURCE_LANGUAGE)  # translations are compared with their source
    for name, model, texts in (("question", Question, list(questions)), ("quiz", Quiz, list(quizzes))):
        there = model._default_manager.filter(translation_key__in=[text.key for text in texts]).select_related("locale")
        known = {(row.translation_key, row.language): row for row in there}
        for text in texts:
            for code in order:
                fields = {"bank": bank, **text.fields(code)}
                if isinstance(text, QuestionText):
                    fields["picture_id"] = picture_of(text.picture) if text.picture else None
                row = known.get((text.key, code)) or model(translation_key=text.key, locale=locales[code], live=False)
                try:
                    report.tell(_write(row, fields, by, dry=report.dry), name, f"{text.slug} ({code})")
                except ValidationError as refused:
                    report.error(text.file, text.line, f"{text.slug} ({code}): {' '.join(refused.messages)}")


def _write(row: Source, fields: dict[str, Any], by: Any, *, dry: bool) -> str:
    """Write one row when the package says something new about it: "made", "changed" or "same"."""
    digest = digest_of({name: value for name, value in fields.items() if value or not name.startswith("picture")})  # younger than the rest
    if row.pk and row.loaded == digest:
        return "same"
    if row.pk and row.live and says_already(row, fields):  # an editor, or this very row on its way out and in again
        if not dry:
            type(row)._default_manager.filter(pk=row.pk).update(loaded=digest)
        return "same"
    what = "changed" if row.pk else "made"
    for name, value in {**fields, "loaded": digest}.items():
        setattr(row, name, value)
    row.full_clean(exclude=["options", "draw", "goals", "picture"])
    if not dry:
        settle(row, by=by)
        type(row)._default_manager.filter(pk=row.pk).update(loaded=digest)
    return what
