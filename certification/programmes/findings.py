"""What the checks find in programmes: something everybody must do and that no professional ever sees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from certification.programmes.lesson_kinds import LessonSet
from certification.programmes.publishing import warnings
from certification.programmes.sources import Programme
from cms.training.families import edit_url
from cms.training.findings import Finding, finds, looks_at
from cms.training.goals import PRACTICE, QUESTION, serving
from courses.outline.models import LessonPage, ModulePage


@looks_at(Programme)
def in_programme(programme: Any) -> Iterator[str | Promise]:
    """What may be too much; and mandatory modules whose goals no question asks about and no criterion of a rubric names: reading is all
    that is known of them."""
    found, rules = serving(), programme.rules()
    rules = {**rules, "requirements": [row for row in rules["requirements"] if row["key"] and row["kind"]]}  # a draft may be half done
    seen = {one.goal for how in (QUESTION, PRACTICE) for one in found[how]}
    yield from warnings(rules)
    for requirement in rules["requirements"]:
        if requirement["kind"] == LessonSet.name and requirement["mandatory"] and not seen & _goals(requirement["params"]):
            yield _("“%(key)s” is mandatory, and nothing lets a supervisor see it: no question and no criterion serves its goals.") % {
                "key": requirement["key"]}  # fmt: skip


def _goals(params: dict[str, Any]) -> set[str]:
    module = ModulePage.objects.filter(translation_key=params.get("module")).order_by("path").first() if params.get("module") else None
    lessons = LessonPage.objects.child_of(module) if module else []
    return {str(block.value) for lesson in lessons for block in lesson.goals}


@finds
def in_programmes() -> Iterator[Finding]:
    """The programmes as they are published, in the language that decides."""
    for programme in Programme.objects.filter(locale__language_code="nb").select_related("locale"):
        for what in in_programme(programme):
            yield Finding(programme.name, "nb", what, edit_url(Programme, programme.pk))
