"""Deciding about safety content."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cms.approval.models import ApprovalState, SafetyMixin, may_go_live, put_before_professionals
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


def settle(row: Any, *, by: Any) -> None:
    """Save what was read from a file and publish it. Safety content that a person brings waits as a draft until it is approved; what
    stands published meanwhile stays as it is. With nobody behind it, it is taken as approved where it comes from."""
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    waits = by is not None and isinstance(row, SafetyMixin) and bool(row.is_safety or (stored is not None and stored.is_safety))
    if stored is None or not waits:
        row.save()
    revision = row.save_revision(user=by, log_action=True)
    if waits and not may_go_live(row, revision):
        ask_for_approval(row, by=by)
    else:
        revision.publish(user=by)


def _claim(asked: ApprovalState, by: Person) -> None:
    demand(by, "approval.decide", asked)
    waiting = ApprovalState.objects.waiting().filter(pk=asked.pk)
    newest = asked.workflow_state.content_object.get_latest_revision()
    if newest is None or newest.pk != asked.revision_id or not waiting.exists():
        raise IllegalTransition(_("Somebody was faster, or it was changed since you read it. Look again."), code="stale")
    asked.refresh_from_db()


@transaction.atomic
def ask_for_approval(thing: Any, *, by: Person) -> None:
    """Put the newest draft before the professionals. Asking twice changes nothing; a newer draft takes the place of an older one."""
    put_before_professionals(thing, by=by)
