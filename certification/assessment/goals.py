"""Which learning goals are seen in practice: the criteria of the rubric that a chat is rated with."""

from __future__ import annotations

import re

from certification.assessment.sources import Rubric
from cms.training.families import edit_url, heads
from cms.training.goals import PRACTICE, Serving, serves_goals


@serves_goals(PRACTICE)
def criteria_with_goals() -> list[Serving]:
    """Criteria of published rubrics, for every course: a rubric belongs to none."""
    return [
        Serving(goal, block.value["title"], edit_url(Rubric, rubric.pk))
        for rubric in heads(Rubric.objects.filter(live=True)).order_by("slug")
        for block in rubric.criteria if block.block_type == "criterion"
        for goal in re.split(r"[\s,]+", block.value.get("goals") or "") if goal
    ]  # fmt: skip
