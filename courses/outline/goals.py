"""Choosing learning goals by what they say: nobody copies a key by hand."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.apps import apps
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import get_language
from wagtail.blocks import RegexBlock

from cms.named import named
from cms.versions import SOURCE_LANGUAGE


def goals_to_choose() -> list[tuple[str, list[tuple[str, str]]]]:
    """The goals of every course under its title, in the reader's language where the course has it. A goal of two courses stands in the
    first. By name of the model: its fields are written with this."""
    rows = apps.get_model("courses", "CoursePage").objects.filter(locale__language_code__in=[SOURCE_LANGUAGE, get_language()])
    courses = {row.translation_key: row for row in rows.order_by("path") if row.locale.language_code == SOURCE_LANGUAGE}
    courses |= {row.translation_key: row for row in rows if row.locale.language_code == get_language()}
    seen: set[str] = set()
    choices = []
    for course in courses.values():
        goals = {block.value["key"]: block.value["text"] for block in course.goals if block.value["key"] not in seen}
        seen.update(goals)
        choices += [(course.title, list(goals.items()))] if goals else []
    return choices


class GoalsWidget(forms.CheckboxSelectMultiple):
    """Several goals to tick, kept as their keys with commas between."""

    def format_value(self, value: Any) -> list[str]:
        return keys_in(value or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        return ", ".join(super().value_from_datadict(data, files, name) or [])


def keys_in(words: str) -> list[str]:
    """The keys in a text, with commas or spaces between."""
    return [key for key in re.split(r"[\s,]+", words) if key]


def chosen(block: RegexBlock, *, several: bool = False) -> RegexBlock:
    """Let goals be chosen in a block that holds their keys. It stays of Wagtail's own class, so no migration comes of how it looks; and
    files may bring keys of courses that come later."""
    if several:
        block.field.widget = GoalsWidget(choices=CallableChoiceIterator(goals_to_choose))
    else:
        block.field.widget = forms.Select(choices=CallableChoiceIterator(lambda: [("", "–"), *goals_to_choose()]))
    return named(block)
