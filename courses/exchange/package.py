"""A course package as plain values: read and checked as a whole before anything is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exchange.fields import Fields
from courses.exchange.folder import LANGUAGES, Folder
from courses.exchange.lesson_text import LessonText, parse_lesson
from courses.exchange.page_text import PageFiles, read_pages
from courses.exchange.report import Report
from courses.exchange.yaml_text import read_yaml
from lms.ui.drawings import DRAWINGS

FORMAT = 1
SOURCE = "nb"
FACTS = ("format", "key", "title", "source_language", "languages", "licence", "version", "readers")
TAKEN = {
    "goal": gettext_lazy("another goal has the key '%(key)s'"), "module": gettext_lazy("another module has the key '%(key)s'"),
    "lesson": gettext_lazy("another lesson has the key '%(key)s'"),
}  # fmt: skip
READERS = ("young", "professionals")  # whom the lessons are written for: what is for young people is held to a reading level


@dataclass
class LessonFiles:
    """A lesson in all its languages."""

    slug: str
    texts: dict[str, LessonText]

    @property
    def key(self) -> str:
        return self.texts[SOURCE].key

    @property
    def file(self) -> str:
        return self.texts[SOURCE].file


@dataclass
class ModuleFiles:
    file: str
    slug: str
    key: str
    title: dict[str, str]
    summary: dict[str, str]
    picture: str = ""
    lessons: list[LessonFiles] = field(default_factory=list)


@dataclass
class CourseFiles:
    file: str
    key: str
    slug: str
    title: dict[str, str]
    summary: dict[str, str]
    intro: dict[str, str]
    goals: list[tuple[str, dict[str, str]]]
    modules: list[ModuleFiles] = field(default_factory=list)


@dataclass
class Package:
    key: str
    languages: list[str]
    course: CourseFiles | None
    readers: str = READERS[0]
    facts: dict[str, Any] = field(default_factory=dict)  # as they stand in package.yaml
    pages: list[PageFiles] = field(default_factory=list)  # public pages, a parent before what stands under it

    @property
    def course_lessons(self) -> list[LessonFiles]:
        """Its lessons in the order they are read."""
        return [lesson for module in (self.course.modules if self.course else ()) for lesson in module.lessons]


def read_package(folder: Folder, report: Report) -> Package:
    """The package of format 1 in the folder. An unknown format is said and not guessed at."""
    file = "package.yaml"
    if file not in folder.texts:
        if report.ok:  # otherwise it has been said why
            report.error(file, 0, _("the package has no package.yaml"))
        return Package("", [], None)
    facts = Fields(read_yaml(folder.texts[file], file, report), file, report, allowed=FACTS)
    if facts.found.get("format") != FORMAT:
        facts.wrong("format", _("this is not format %(format)s; nothing was read") % {"format": FORMAT})
        return Package("", [], None)
    languages = [str(code) for code in facts.items("languages", required=True)]
    if SOURCE not in languages or len(set(languages)) != len(languages) or not set(languages) <= set(LANGUAGES):
        known = {"languages": ", ".join(LANGUAGES), "source": SOURCE}
        facts.wrong("languages", _("languages are %(languages)s, each once, and %(source)s must be among them") % known)
        languages = [SOURCE]
    if facts.found.get("source_language", SOURCE) != SOURCE:
        facts.wrong("source_language", _("the source language is %(source)s") % {"source": SOURCE})
    said = {"title": facts.languages("title", languages)}
    said |= {name: facts.found[name] for name in ("licence", "version", "readers") if isinstance(facts.found.get(name), str | int)}
    readers = facts.text("readers", required=False) or READERS[0]
    if readers not in READERS:
        facts.wrong("readers", _("'%(name)s' is one of %(names)s") % {"name": "readers", "names": ", ".join(READERS)})
    course, pages = _course(folder, languages, report), read_pages(folder, languages, report)
    return Package(facts.key(), languages, course, readers, said, pages)


def _course(folder: Folder, languages: list[str], report: Report) -> CourseFiles | None:
    file = "course/course.yaml"
    if file not in folder.texts:
        if folder.under("course/"):
            report.error(file, 0, _("the course has no course.yaml"))
        return None
    facts = Fields(read_yaml(folder.texts[file], file, report), file, report, allowed=("key", "slug", "title", "summary", "intro", "goals"))
    goals = []
    for item in facts.items("goals"):
        goal = Fields(item, file, report, allowed=("key", "text"))
        goals.append((goal.key(), goal.languages("text", languages)))
    course = CourseFiles(
        file=file, key=facts.key(), slug=facts.key("slug"), title=facts.languages("title", languages, most=255),
        summary=facts.languages("summary", languages), intro=facts.languages("intro", languages, most=5000, required=False), goals=goals,
    )  # fmt: skip
    course.modules = _modules(folder, languages, report)
    _check_keys([(file, key) for key, _t in goals], "goal", report)
    known = {key for key, _text in goals}
    for lesson in (lesson for module in course.modules for lesson in module.lessons):
        for text in lesson.texts.values():
            for goal_key in set(text.goals) - known:
                report.error(text.file, 0, _("the course has no goal '%(goal)s'") % {"goal": goal_key})
    return course


def _modules(folder: Folder, languages: list[str], report: Report) -> list[ModuleFiles]:
    modules = []
    names = sorted({path.split("/")[1] for path in folder.under("course/") if path.count("/") > 1})
    for name in names:
        file = f"course/{name}/module.yaml"
        if file not in folder.texts:
            report.error(file, 0, _("the module has no module.yaml"))
            continue
        facts = Fields(read_yaml(folder.texts[file], file, report), file, report, allowed=("key", "slug", "title", "summary", "picture"))
        picture = facts.text("picture", required=False)
        if picture and picture not in DRAWINGS:
            facts.wrong("picture", _("there is no drawing '%(name)s'") % {"name": picture})
        module = ModuleFiles(
            file=file, slug=facts.text("slug", most=255, required=False) or name[3:], key=facts.key(),
            title=facts.languages("title", languages, most=255),
            summary=facts.languages("summary", languages), picture=picture,
        )  # fmt: skip
        module.lessons = _lessons(folder, f"course/{name}/", languages, report)
        modules.append(module)
    _check_keys([(f"course/{n}/module.yaml", m.key) for n, m in zip(names, modules, strict=False)], "module", report)
    _check_keys([(lesson.texts[SOURCE].file, lesson.key) for m in modules for lesson in m.lessons], "lesson", report)
    return modules


def _lessons(folder: Folder, start: str, languages: list[str], report: Report) -> list[LessonFiles]:
    lessons = []
    for name in sorted({path.split("/")[2] for path in folder.under(start, ".md")}):
        texts = {}
        for language in languages:
            file = f"{start}{name}/lesson.{language}.md"
            if file in folder.texts:
                texts[language] = parse_lesson(folder.texts[file], file, report)
            else:
                report.error(file, 0, _("the lesson is missing in %(language)s") % {"language": language})
        if SOURCE in texts:
            _check_alike(texts, report)
            lessons.append(LessonFiles(slug=texts[SOURCE].slug or name[3:], texts=texts))
    return lessons


def _check_alike(texts: dict[str, LessonText], report: Report) -> None:
    """All languages of a lesson have the same facts and the same blocks in the same order."""
    source = texts[SOURCE]
    for text in texts.values():
        for name in ("key", "slug", "minutes", "goals", "open_to_all", "safety"):
            if getattr(text, name) != getattr(source, name):
                report.error(text.file, 1, _("'%(name)s' differs from %(source)s") % {"name": name, "source": SOURCE})
        if text.shape != source.shape:
            pairs = zip(text.blocks, source.blocks, strict=False)
            off = next((mine.line for mine, theirs in pairs if (mine.kind, mine.key) != (theirs.kind, theirs.key)), 0)
            report.error(text.file, off, _("the blocks are not the same, or not in the same order, as in %(source)s") % {"source": SOURCE})


def _check_keys(found: Iterable[tuple[str, str]], what: str, report: Report) -> None:
    seen: set[str] = set()
    for file, key in found:
        if key and key in seen:
            report.error(file, 0, TAKEN[what] % {"key": key})
        seen.add(key)
