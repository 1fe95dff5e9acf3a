"""Deciding about safety content."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState

from cms.approval.models import ApprovalState, approval_workflow
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import demand
from lms.people.models import Person


@transaction.atomic
def approve(asked: ApprovalState, *, by: Person, comment: str = "") -> None:
    """Publish it in exactly the words that were read. Refuses (stale) when somebody decided already or the words changed since."""
    _claim(asked, by)
    asked.approve(user=by, comment=comment)
    record("approval.approve", asked, by=by, fields={"revision": asked.revision_id})


@transaction.atomic
def send_back(asked: ApprovalState, *, by: Person, comment: str) -> None:
    """Back to whoever asked, with what should be different. Nothing is published. Refuses like `approve`."""
    _claim(asked, by)
    asked.reject(user=by, comment=comment)
    record("approval.send_back", asked, by=by, fields={"revision": asked.revision_id})


def _claim(asked: ApprovalState, by: Person) -> None:
    demand(by, "approval.decide", asked)
    waiting = ApprovalState.objects.waiting().filter(pk=asked.pk)
    newest = asked.workflow_state.content_object.get_latest_revision()
    if newest is None or newest.pk != asked.revision_id or not waiting.exists():
        raise IllegalTransition(_("Somebody was faster, or it was changed since you read it. Look again."), code="stale")
    asked.refresh_from_db()


@transaction.atomic
def ask_for_approval(thing: Any, *, by: Person) -> None:
    """Put the newest draft before the professionals. Asking twice changes nothing."""
    state = thing.current_workflow_state
    if state is None:
        approval_workflow().start(thing, by)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(by)
