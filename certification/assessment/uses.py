"""What was rated with a rubric or on a gold transcript, for the lists of the admin."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.assessment.gold import GoldTranscript
from certification.assessment.models import Assessment
from certification.assessment.sources import Rubric
from cms.training.families import edit_url, heads
from cms.training.uses import Use, tells_use_of


@tells_use_of(Rubric)
def ratings_with(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """How many ratings a rubric was used for."""
    return _ratings(rows, "rubric__key")


@tells_use_of(GoldTranscript)
def ratings_on(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """How many ratings raters made to calibrate on a transcript."""
    return _ratings(rows, "gold__key")


@tells_use_of(Rubric)
def gold_rated_with(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """The gold transcripts whose reference is given with a rubric."""
    by_slug, found = {row.slug: row.translation_key for row in rows}, defaultdict(list)
    for gold in heads(GoldTranscript.objects.filter(rubric__in=by_slug)).order_by("slug"):
        found[by_slug[gold.rubric]].append(Use(gold.title, _("gold transcript"), edit_url(GoldTranscript, gold.pk)))
    return found


def _ratings(rows: Sequence[Any], field: str) -> dict[uuid.UUID, list[Use]]:
    counted = Assessment.objects.live().filter(**{f"{field}__in": {row.translation_key for row in rows}})
    return {
        row[field]: [Use(ngettext("%(n)s rating", "%(n)s ratings", row["n"]) % {"n": row["n"]}, _("each with the version of its day"))]
        for row in counted.values(field).annotate(n=Count("pk"))
    }  # fmt: skip
