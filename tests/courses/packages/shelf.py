"""Everything the packages of the repository say, read once, without a database."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from courses.exchange.folder import LANGUAGES, Folder, read_folder
from courses.exchange.lesson_text import LessonText
from courses.exchange.package import Package, read_package
from courses.exchange.page_text import PageText
from courses.exchange.reading import messages, passages
from courses.exchange.report import Report

PACKAGES = sorted((Path(__file__).resolve().parents[3] / "courses/packages").glob("*/package.yaml"))


class Said(NamedTuple):
    """A passage in one language, and where it stands."""

    where: str
    language: str
    text: str


@cache
def folders() -> dict[str, Folder]:
    return {path.parent.name: read_folder(path.parent, Report()) for path in PACKAGES}


@cache
def packages() -> dict[str, Package]:
    return {name: read_package(folder, Report()) for name, folder in folders().items()}


def lessons() -> list[tuple[str, LessonText]]:
    """Every lesson of every package in every language."""
    return [(code, text) for package in packages().values() for one in package.course_lessons for code, text in one.texts.items()]


def pages() -> list[tuple[str, PageText]]:
    """Every public page of every package in every language."""
    return [(code, text) for package in packages().values() for one in package.pages for code, text in one.texts.items()]


def on_page(text: PageText) -> list[str]:
    """What a public page says, passage by passage."""
    return [text.title, text.intro, *(said for block in text.blocks for said in _of_block(block.value))]


def _of_block(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else [value.get("title", ""), value.get("text", "")]


def documents(start: str = "") -> Iterator[tuple[str, Any]]:
    """The YAML files whose path begins so, read; with the name of their package before the path."""
    for name, folder in folders().items():
        for file in folder.under(start, ".yaml"):
            yield f"{name}/{file}", yaml.safe_load(folder.texts[file])


@cache
def questions(package: str) -> list[dict[str, Any]]:
    return [one for file, found in documents("questions/") if file.startswith(f"{package}/") for one in found]


def parts(question: dict[str, Any]) -> list[dict[str, Any]]:
    """What a question is made of, whatever its kind calls it: options, steps, pairs, lines; a list of lists is one list."""
    return [part for value in question.values() if isinstance(value, list) for part in value if isinstance(part, dict)]


def _in_yaml(found: Any, where: str) -> Iterator[Said]:
    if isinstance(found, dict) and found and set(found) <= set(LANGUAGES) and all(isinstance(text, str) for text in found.values()):
        yield from (Said(where, code, text) for code, text in found.items())
    elif isinstance(found, dict):
        for name, value in found.items():
            yield from _in_yaml(value, f"{where} {found.get('key', '')}".strip() if name != "key" else where)
    elif isinstance(found, list):
        for value in found:
            yield from _in_yaml(value, where)


@cache
def everything() -> list[Said]:
    """Every text of every package: lessons with their chats, agreements, and what stands in YAML in several languages."""
    said = [Said(text.file, code, words) for code, text in lessons() for words in (text.summary, *passages(text), *messages(text)) if words]
    said += [Said(text.file, code, words) for code, text in pages() for words in (*on_page(text), text.verify) if words]
    for name, folder in folders().items():
        for file in folder.under("agreements/", ".md"):
            said.append(Said(f"{name}/{file}", re.findall(r"\.(nb|da|en)\.md$", file)[0], folder.texts[file]))
    said += [one for file, found in documents() for one in _in_yaml(found, file)]
    return said
