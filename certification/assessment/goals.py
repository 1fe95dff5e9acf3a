"""Which learning goals are seen in practice: the criteria of the rubric that a chat is rated with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from certification.assessment.sources import Rubric
from cms.training.families import edit_url, heads
from cms.training.goals import PRACTICE, Serving, serves_goals
from courses.outline.goals import keys_in


@serves_goals(PRACTICE)
def criteria_with_goals() -> list[Serving]:
    """Criteria of published rubrics, for every course: a rubric belongs to none."""
    return [
        Serving(goal, block.value["title"], edit_url(Rubric, rubric.pk))
        for rubric in heads(Rubric.objects.filter(live=True)).order_by("slug")
        for block in rubric.criteria if block.block_type == "criterion"
        for goal in goals_of(block.value)
    ]  # fmt: skip


def goals_of(criterion: Mapping[str, Any]) -> list[str]:
    """The keys that an editor chose for a criterion."""
    return keys_in(criterion.get("goals") or "")
