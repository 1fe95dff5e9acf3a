"""What stands behind a step, in words a professional can check."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from certification.programmes.engine import Step
from certification.programmes.states import CheckKind


def evidence_words(step: Step) -> list[tuple[str, Any]]:
    """Pairs of a label and its value. Numbers and versions only."""
    labels = {
        "version": _("Version"), "lessons": _("Lessons"), "done": _("Lessons done"), "score": _("Right answers"), "total": _("Questions"),
        "attempt": _("Attempt"), "chats": _("Chats"), "raters": _("People who rated"), "kind": _("How"), "on": _("Day"),
        "digest": _("Digest"), "verdict": _("What it comes to"), "tried": _("Assessed chats"),
        "count": _("How many"), "hours": _("Hours"), "talks": _("Talks"),
    }  # fmt: skip
    return [(labels[name], _plain(name, value)) for name, value in step.evidence.items() if name in labels]


def _plain(name: str, value: Any) -> Any:
    if name == "verdict":
        return {"clear": _("clear"), "borderline": _("not clear yet"), "not_yet": _("not yet"), "early": _("too early to say")}.get(
            value, value
        )
    if isinstance(value, list):
        return len(value)
    if name == "on":
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    if name == "kind":
        return CheckKind(value).label if value in CheckKind.values else value
    return str(value)[:12] if name == "digest" else value
