"""Reading the questions and quizzes of a package into plain values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from cms.file_kinds import extension_of
from courses.exchange.fields import Fields
from courses.exchange.folder import Folder
from courses.exchange.keys import UUID, key_of
from courses.exchange.package import Package
from courses.exchange.picture_files import PICTURES
from courses.exchange.report import Report
from courses.exchange.yaml_text import Mapping, read_yaml
from courses.quizzes.bank import Level
from courses.quizzes.blocks import Area
from courses.quizzes.blueprint import Blueprint, Row
from courses.quizzes.kinds import KINDS, Kind, Slot
from courses.quizzes.package import PartText, QuestionText, QuizText, check

QUESTION = ("key", "slug", "kind", "area", "level", "critical", "goals", "lesson", "stem", "picture", "picture_alt")
QUIZ = ("key", "slug", "title", "intro", "pass_share", "minutes", "draw", "retry_hours", "max_attempts")
ROW = ("area", "critical", "count", "modules")


class Reader:
    """Reads one package's questions and quizzes; what is wrong goes into the report at its line."""

    def __init__(self, folder: Folder, package: Package, report: Report) -> None:
        self.folder, self.package, self.report = folder, package, report
        modules = package.course.modules if package.course else []
        self.modules = {module.key for module in modules}
        self.lessons = {lesson.key: module.key for module in modules for lesson in module.lessons}
        self.goals = {key for key, _text in package.course.goals} if package.course else set()

    def read(self) -> tuple[list[QuestionText], list[QuizText]]:
        """Everything under questions/ and quizzes/, checked on its own and together."""
        questions = [self._question(found, file) for file in self.folder.under("questions/") for found in self._list(file)]
        quizzes = [self._quiz(self._yaml(file), file) for file in self.folder.under("quizzes/")]
        check(questions, quizzes, self.report)
        return questions, quizzes

    def _yaml(self, file: str) -> Any:
        return read_yaml(self.folder.texts[file], file, self.report)

    def _list(self, file: str) -> list[Any]:
        found = self._yaml(file)
        if isinstance(found, list):
            return found
        self.report.error(file, 1, _("expected a list of questions"))
        return []

    def _fields(self, found: Any, file: str, allowed: Collection[str]) -> Fields:
        return Fields(found, file, self.report, allowed=allowed)

    def _one_of(self, facts: Fields, name: str, known: Collection[str]) -> str:
        value = facts.text(name, most=40)
        if value and value not in known:
            facts.wrong(name, _("'%(name)s' is one of %(names)s") % {"name": name, "names": ", ".join(known)})
        return value

    def _question(self, found: Any, file: str) -> QuestionText:
        how = KINDS.get(str(found.get("kind")) if isinstance(found, Mapping) else "", KINDS["single"])
        facts = self._fields(found, file, (*QUESTION, *([how.listed] if how.listed else [slot.name for slot in how.slots])))
        key, languages = facts.key(), self.package.languages
        goals, lesson = facts.words("goals"), facts.text("lesson", most=60, required=False)
        if self.package.course and lesson and lesson not in self.lessons and not UUID.fullmatch(lesson):
            facts.wrong("lesson", _("there is no lesson '%(key)s' in this package") % {"key": lesson})
        for goal in goals if self.package.course else ():
            if goal not in self.goals:
                facts.wrong("goals", _("the course has no goal '%(goal)s'") % {"goal": goal})
        return QuestionText(
            file=file, line=getattr(found, "line", 0), key=key_of(self.package.key, "question", key), slug=facts.slug(key),
            kind=self._one_of(facts, "kind", KINDS), area=self._one_of(facts, "area", Area.values),
            level=self._one_of(facts, "level", Level.values), critical=facts.flag("critical"), goals=tuple(goals),
            lesson_key=key_of(self.package.key, "lesson", lesson) if lesson else None,
            module_key=key_of(self.package.key, "module", self.lessons[lesson]) if lesson in self.lessons else None,
            stem=facts.languages("stem", languages, most=600), picture=self._picture(facts),
            picture_alt=facts.languages("picture_alt", languages, most=250, required="picture" in facts.found),
            parts=tuple(self._parts(how, facts, file)),
        )  # fmt: skip

    def _picture(self, facts: Fields) -> str:
        """The path of a picture in the package."""
        name = facts.text("picture", most=100, required=False)
        if name and extension_of(name) not in PICTURES:
            facts.wrong("picture", _("'%(name)s' is no picture") % {"name": name})
        elif name and name not in self.folder.media:
            facts.wrong("picture", _("there is no file '%(name)s'") % {"name": name})
        return name

    def _parts(self, how: Kind, facts: Fields, file: str) -> list[PartText]:
        """What a question of this kind is made of: a list of parts, or one that is written into the question itself."""
        if not how.listed:
            return [PartText("a", {slot.block: self._slot(slot, facts) for slot in how.slots})]
        parts = []
        for found in facts.items(how.listed, required=True):
            one = self._fields(found, file, ("key", *[slot.name for slot in how.slots]))
            parts.append(PartText(one.key(), {slot.block: self._slot(slot, one) for slot in how.slots}))
        return parts

    def _slot(self, slot: Slot, facts: Fields) -> Any:
        """One field of a part, read by what it holds; what may be left out is empty then."""
        name, there = slot.name, slot.name in facts.found
        if slot.holds == "words":
            return (
                facts.languages(name, self.package.languages, most=slot.most)
                if there or slot.required
                else dict.fromkeys(self.package.languages, "")
            )
        if slot.holds == "flag":
            return facts.flag(name)
        if slot.holds == "one_of":
            return self._answer(slot, facts)
        if slot.holds == "numbers":
            return ", ".join(str(one) for one in facts.whole_numbers(name, 1, 5))
        return facts.decimal(name) if there else None

    def _answer(self, slot: Slot, facts: Fields) -> str:
        """YAML reads a bare `true` as a truth value; here it is the name of an answer."""
        value = facts.found.get(slot.name)
        if isinstance(value, bool) and {"true", "false"} == set(slot.of):
            return str(value).lower()
        return self._one_of(facts, slot.name, slot.of)

    def _quiz(self, found: Any, file: str) -> QuizText:
        facts, languages = self._fields(found, file, QUIZ), self.package.languages
        key = facts.key()
        rows = [self._row(one, file) for one in facts.items("draw", required=True)]
        rules = Blueprint(
            rows=tuple(rows), pass_share=self._share(facts), minutes=facts.number("minutes", 1, 600) if "minutes" in facts.found else None,
            retry_hours=self._hours(facts), max_attempts=facts.number("max_attempts", 1, 50) if "max_attempts" in facts.found else None,
        )  # fmt: skip
        return QuizText(
            file=file, line=getattr(found, "line", 0) if isinstance(found, Mapping) else 0, key=key_of(self.package.key, "quiz", key),
            slug=facts.slug(key), title=facts.languages("title", languages, most=120),
            intro=facts.languages("intro", languages, most=1500, required=False), rules=rules,
        )  # fmt: skip

    def _row(self, found: Any, file: str) -> Row:
        facts = self._fields(found, file, ROW)
        modules = facts.words("modules")
        for name in {one for one in modules if not UUID.fullmatch(one)} - self.modules if self.package.course else ():
            facts.wrong("modules", _("there is no module '%(key)s' in this package") % {"key": name})
        keys = tuple(str(key_of(self.package.key, "module", name)) for name in modules)
        return Row(self._one_of(facts, "area", Area.values), facts.flag("critical"), facts.number("count", 1, 60), keys)

    def _share(self, facts: Fields) -> str:
        value = facts.found.get("pass_share")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1 or round(value, 2) != value:
            facts.wrong("pass_share", _("'pass_share' is a number from 0 to 1 with at most two decimals, such as 0.8"))
            return "1"
        return f"{value:g}"

    def _hours(self, facts: Fields) -> tuple[int, ...]:
        hours = facts.items("retry_hours")
        if all(isinstance(one, int) and not isinstance(one, bool) and 0 <= one <= 2000 for one in hours):
            return tuple(hours)
        facts.wrong("retry_hours", _("'retry_hours' is a list of whole hours, such as [24, 72]"))
        return ()
