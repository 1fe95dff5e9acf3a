"""Writing down what counts towards a requirement, taking a slip of the finger back, and keeping one's own plan."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.programmes import engine, kinds
from certification.programmes.actions import requirement_of
from certification.programmes.logs import LogEntry, SelfCarePlan
from certification.programmes.models import Enrolment
from certification.programmes.predicates import Asked
from certification.programmes.states import FulfilmentState
from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.people.models import Person


@transaction.atomic
def write_down(enrolment: Enrolment, *, requirement: str, by: Person, on: date, slip: uuid.UUID | None = None, **numbers: Any) -> LogEntry:
    """Write down one day that counts towards a requirement, with the fields its kind has and no others.

    Refuses what is closed, days to come, and fields the kind does not have. The same form sent twice (`slip`) is one entry.
    """
    asked = requirement_of(enrolment, requirement)
    if asked is None:
        raise DomainError()
    demand(by, "programmes.mark", Asked(enrolment, asked))
    kind = kinds.every()[asked.kind]
    if not kind.logs or set(numbers) - set(kind.logs):
        raise DomainError()
    if on > timezone.localdate():
        raise Invalid(_("Choose today or an earlier day."))
    if numbers.get("until") and numbers["until"] < on:
        raise Invalid(_("It cannot stop counting before it began."))
    if engine.survey(enrolment).states.get(requirement, FulfilmentState.OPEN) == FulfilmentState.LOCKED:
        raise DomainError(_("This is not open yet. Something else comes first."))
    row = {"enrolment": enrolment, "requirement": requirement, "by": by, "on": on, **numbers}
    entry, new = LogEntry.objects.get_or_create(slip=slip or uuid.uuid4(), defaults=row)
    if (entry.enrolment_id, entry.requirement, entry.by_id) != (enrolment.pk, requirement, by.pk):
        raise DomainError()
    if new:
        record("log.write", entry, by=by, fields={"enrolment": enrolment.pk, "requirement": requirement})
        engine.recompute(enrolment, cause="log.write")
    return entry


@transaction.atomic
def undo_entry(entry: LogEntry, *, by: Person) -> None:
    """Take one's own entry of today back."""
    demand(by, "programmes.undo_mark", entry)
    if not LogEntry.objects.standing().filter(pk=entry.pk).update(undone_at=timezone.now()):
        raise DomainError(_("This was taken back already."))
    record("log.undo", entry, by=by, fields={"enrolment": entry.enrolment_id, "requirement": entry.requirement})
    engine.recompute(entry.enrolment, cause="log.undo")


@transaction.atomic
def keep_plan(person: Person, **lines: str) -> SelfCarePlan:
    """Keep one's own self-care plan, also an empty one. Nobody else ever reads it; the audit trail knows only that it was changed."""
    plan, _new = SelfCarePlan.objects.update_or_create(person=person, defaults={**lines, "changed_at": timezone.now()})
    record("self_care.write", plan, by=person)
    for enrolment in Enrolment.objects.filter(person=person).current():
        engine.recompute(enrolment, cause="self_care.write")
    return plan
