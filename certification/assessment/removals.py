"""A certifier takes somebody out of rating, with a reason; the way back is to calibrate again, from nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.assessment.models import RATERS, RaterRemoval
from certification.assessment.trials import standing_of
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Person, Role, RoleAssignment


@dataclass(frozen=True)
class RaterThere:
    """Somebody who rates in an organisation."""

    person: Person
    organisation_id: int


def rater_there(person: Person, pk: int) -> RaterThere | None:
    """A rater of a place where `person` certifies; None for everybody else."""
    places = person.organisations_as(Role.CERTIFIER)
    held = RoleAssignment.objects.active().filter(person_id=pk, role__in=RATERS, organisation_id__in=places).select_related("person")
    one = held.order_by("organisation_id").first()
    return RaterThere(one.person, one.organisation_id) if one else None


@transaction.atomic
def remove_rater(rater: RaterThere, *, reason: str, by: Person) -> RaterRemoval:
    """From now on they draft and do not finish, until they have calibrated on transcripts rated after this. They hear that it is so and
    why; what they rated before stands. Refuses without a reason, and when they are out already."""
    demand(by, "assessment.remove_rater", rater)
    if not reason.strip():
        raise Invalid(_("Write why. The assessor reads it."))
    if standing_of(rater.person).is_removed:
        raise IllegalTransition(_("They are out of rating already."), code="removed")
    removal = RaterRemoval.objects.create(person=rater.person, by=by, reason=reason.strip())
    record("rater.remove", removal, by=by, fields={"person": rater.person.pk, "organisation": rater.organisation_id})
    tell(rater.person, "rater_removed", reason=f"rater.removed:{removal.pk}", link="/calibration/", by=by.alias)
    return removal
