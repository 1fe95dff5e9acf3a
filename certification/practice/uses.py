"""How often scenarios were played, for the lists of the admin."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.practice.models import PracticeChat, Scenario
from cms.training.uses import Use, tells_use_of


@tells_use_of(Scenario)
def chats_about(rows: Sequence[Any]) -> dict[uuid.UUID, list[Use]]:
    """How many practice chats were booked or held with a scenario; never whose."""
    keys = {row.translation_key for row in rows}
    counted = PracticeChat.objects.filter(scenario__key__in=keys).values("scenario__key").annotate(n=Count("pk"))
    return {
        row["scenario__key"]: [
            Use(ngettext("%(n)s practice chat", "%(n)s practice chats", row["n"]) % {"n": row["n"]}, _("each with the version of its day"))
        ]
        for row in counted
    }  # fmt: skip
