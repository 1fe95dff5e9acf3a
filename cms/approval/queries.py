"""What professionals see of a request: which content, what would change, who asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from wagtail.models import Locale, Page, Revision

from cms.approval.models import ApprovalState
from lms.people.models import Person


@dataclass(frozen=True)
class Change:
    """One field before and after, as harmless HTML with `<span class="addition">` and `<span class="deletion">`."""

    label: str
    html: str


@dataclass(frozen=True)
class Waiting:
    """A row of the list. `own`: the reader wrote some of it, so somebody else decides."""

    asked: ApprovalState
    title: str
    kind: str
    own: bool


def waiting_for(person: Person, limit: int = 200) -> list[Waiting]:
    """What waits, longest first; things that are gone since are left out. The number of queries does not grow with the list."""
    rows = ApprovalState.objects.visible_to(person).waiting().select_related("revision", "workflow_state__requested_by")
    asked = list(rows.prefetch_related("workflow_state__content_object").order_by("started_at")[:limit])
    things = {one.pk: one.workflow_state.content_object for one in asked}
    wrote, names = _written_by(person, things.values()), {one.pk: one.language_code for one in Locale.objects.all()}
    return [
        Waiting(one, one.revision.object_str, kind_of(things[one.pk], names), one.workflow_state.requested_by_id == person.pk or _key(things[one.pk]) in wrote)
        for one in asked if things[one.pk] is not None
    ]  # fmt: skip


def _written_by(person: Person, things: Iterable[Any]) -> set[tuple[str, str]]:
    """Which of the things have a draft by this person that is newer than what is published."""
    there = [thing for thing in things if thing is not None]
    mine = Revision.objects.filter(user=person, object_id__in={str(thing.pk) for thing in there})
    newest: dict[tuple[str, str], Any] = {}
    for model, pk, at in mine.values_list("base_content_type__model", "object_id", "created_at").order_by("created_at"):
        newest[model, pk] = at
    shown = {_key(thing): thing.last_published_at for thing in there if thing.live}
    return {key for key, at in newest.items() if shown.get(key) is None or at > shown[key]}


def _key(thing: Any) -> tuple[str, str]:
    return thing.get_base_content_type().model, str(thing.pk)


def kind_of(thing: Any, languages: dict[int, str]) -> str:
    """Such as "Lesson, Dansk"."""
    model = thing.specific_class if isinstance(thing, Page) else type(thing)
    return f"{capfirst(model._meta.verbose_name)}, {get_language_info(languages[thing.locale_id])['name_local']}"


def changes(asked: ApprovalState, request: HttpRequest) -> list[Change]:
    """What differs from what is published. Empty when it was never published: then all of it is new."""
    stored = asked.workflow_state.content_object
    stored = stored.specific if isinstance(stored, Page) else stored
    live = stored.live_revision.as_object() if stored.live_revision else stored if stored.live else None
    if live is None:
        return []
    panel = _panel(type(stored)).get_bound_panel(instance=stored, request=request, form=None)
    found = [compare(live, asked.thing) for compare in panel.get_comparison()]
    return [Change(one.field_label(), one.htmldiff()) for one in found if one.has_changed()]


def _panel(model: Any) -> Any:
    if issubclass(model, Page):
        return model.get_edit_handler()
    viewset = model.snippet_viewset
    return viewset.edit_handler if hasattr(viewset, "edit_handler") else viewset.get_edit_handler()
