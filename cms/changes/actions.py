"""Answering the question, and going on to publish."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision
from wagtail.permissions import policy_registry

from cms.approval.actions import ask_for_approval
from cms.approval.models import SafetyMixin, is_approved, may_go_live
from cms.changes.asking import asker_of, specific
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import demand
from lms.people.models import Person

KEPT, ASKED, SCHEDULED, PUBLISHED = "kept", "asked", "scheduled", "published"


@transaction.atomic
def answer_and_publish(revision: Revision, value: str, *, by: Person) -> str:
    """Keep the answer with the revision and do what the editor was about to do; returns which of the four it came to.

    What waits for somebody's approval goes on waiting, with the answer. Safety content is put before a professional. Refuses (stale)
    when there is a newer draft: the answer was about other words.
    """
    demand(by, "content.publish", revision)
    thing = specific(revision.content_object)
    if thing.latest_revision_id != revision.pk:
        raise IllegalTransition(_("There is a newer draft. Look at that one, and publish again."), code="stale")
    asker = asker_of(thing)
    if asker:
        asker.choose(thing, revision, value, by=by)
    if is_with_somebody(thing, revision):
        return KEPT
    if isinstance(thing, SafetyMixin) and not may_go_live(thing, revision):
        ask_for_approval(thing, by=by)
        return ASKED
    if not may_publish(by, thing):
        return KEPT
    fresh = type(thing)._default_manager.get(pk=thing.pk)
    waits = (going_live := revision.as_object().go_live_at) and going_live > timezone.now()
    revision.content_object = fresh
    revision.publish(user=by)
    return SCHEDULED if waits else PUBLISHED


def is_with_somebody(thing: Any, revision: Revision) -> bool:
    """Whether the revision waits for a moderator or a professional."""
    state = getattr(thing, "current_workflow_state", None)
    task = state.current_task_state if state else None
    return bool(task and task.revision_id == revision.pk and task.status == task.STATUS_IN_PROGRESS and not is_approved(revision))


def may_publish(person: Any, thing: Any) -> bool:
    """Wagtail's own answer."""
    if isinstance(thing, Page):
        return bool(thing.permissions_for_user(person).can_publish())
    return bool(policy_registry.get(thing).user_has_permission(person, "publish"))


def may_edit(person: Any, thing: Any) -> bool:
    """Wagtail's own answer."""
    if isinstance(thing, Page):
        return bool(thing.permissions_for_user(person).can_edit())
    return bool(policy_registry.get(thing).user_has_permission(person, "change"))
