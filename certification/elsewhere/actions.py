"""Certificates of other houses come in by a table: first it is shown what would happen, then it happens as a whole or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.elsewhere import rules
from certification.elsewhere.models import EarnedElsewhere
from lms.audit.actions import record
from lms.kernel.errors import Invalid
from lms.kernel.permissions import demand
from lms.people.models import Organisation, Person, RoleAssignment

FAULTS = {
    "no_email": _("no e-mail"), "no_title": _("no name of the certificate"), "no_issuer": _("nobody who gave it"),
    "no_day": _("no day on which it was given"), "bad_day": _("a day we cannot read: write 2026-11-26"),
    "future": _("given on a day that has not come yet"), "ends_before": _("it ends before it begins"),
    "bad_link": _("a link that leads to no web page"), "long": _("too long"),
    "stranger": _("nobody here has this e-mail"), "twice": _("the same as a line before"),
}  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """One line and what would become of it: `new`, `known` (left alone) or with `faults`, in words."""

    line: rules.Line
    person: Person | None
    known: bool
    faults: tuple[str, ...]

    @property
    def new(self) -> bool:
        return not self.faults and not self.known


def plan(organisation: Organisation, text: str, *, by: Person) -> list[Planned]:
    """What an import would do, line by line; changes nothing. Raises Invalid when the text is no such table. Three queries.

    People are found by their e-mail, and only among those with a role in this organisation.
    """
    demand(by, "elsewhere.import", organisation)
    try:
        lines = rules.read(text, today=timezone.localdate())
    except rules.NoTable as no_table:
        raise Invalid(_("The first line must name the columns: %(names)s.") % {"names": ", ".join(rules.COLUMNS)}) from no_table
    if len(lines) > rules.MOST_LINES:
        raise Invalid(_("That is more than %(n)s lines. Divide it into several files.") % {"n": rules.MOST_LINES})
    people = _people(organisation, {line.email.casefold() for line in lines})
    there = _there(organisation, people.values())
    planned, seen = [], set()
    for line in lines:
        person = people.get(line.email.casefold())
        faults = list(line.faults) + (["stranger"] if line.email and person is None else []) + (["twice"] if line.key in seen else [])
        seen.add(line.key)
        known = person is not None and (person.pk, line.title.casefold(), line.issuer.casefold(), line.issued) in there
        planned.append(Planned(line, person, known, tuple(str(FAULTS[fault]) for fault in faults)))
    return planned


def _people(organisation: Organisation, emails: set[str]) -> dict[str, Person]:
    held = RoleAssignment.objects.active().filter(organisation=organisation).values("person_id")
    found = Person.objects.filter(pk__in=held, is_active=True).annotate(mail=Lower("email")).filter(mail__in=emails)
    return {person.email.casefold(): person for person in found}


def _there(organisation: Organisation, people: Iterable[Person]) -> set[tuple[object, ...]]:
    rows = EarnedElsewhere.objects.filter(organisation=organisation, person__in=list(people))
    return {(one.person_id, one.title.casefold(), one.issuer.casefold(), one.issued_on) for one in rows}


@transaction.atomic
def import_table(organisation: Organisation, text: str, *, by: Person) -> int:
    """Write every new line down and return how many. Raises Invalid, and writes nothing, while any line has a fault."""
    planned = plan(organisation, text, by=by)
    if any(one.faults for one in planned):
        raise Invalid(_("Some lines cannot be used. Nothing was written."))
    new = [one for one in planned if one.new]
    rows = EarnedElsewhere.objects.bulk_create(
        EarnedElsewhere(
            person=one.person, organisation=organisation, title=one.line.title, issuer=one.line.issuer, issued_on=cast(date, one.line.issued),
            valid_until=one.line.valid_until, link=one.line.link, recorded_by=by,
        )
        for one in new
    )  # fmt: skip
    if rows:
        record("elsewhere.import", organisation, by=by, fields={"rows": len(rows)})
    return len(rows)


@transaction.atomic
def remove(earned: EarnedElsewhere, *, by: Person) -> None:
    """Take one line away that was written down wrongly, or that its person does not want here."""
    demand(by, "elsewhere.remove", earned)
    record("elsewhere.remove", earned, by=by)
    earned.delete()
