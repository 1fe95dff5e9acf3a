"""Who may be named as the second one at what two professionals do together."""

from django.db.models import Q, QuerySet

from certification.programmes.models import Enrolment
from lms.people.models import Person, Relation, Role, RoleAssignment

COMPANY = (Role.COORDINATOR, Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)


def who_could_be_second(enrolment: Enrolment, by: Person) -> QuerySet[Person]:
    """The professionals of that house today without `by`, the trainee, and whoever is close to the trainee. By alias."""
    there = RoleAssignment.objects.active().filter(organisation_id=enrolment.organisation_id, role__in=COMPANY)
    pairs = Relation.objects.filter(Q(person_id=enrolment.person_id) | Q(other_id=enrolment.person_id)).values_list("person_id", "other_id")
    apart = {by.pk, enrolment.person_id, *(pk for pair in pairs for pk in pair)}
    return Person.objects.filter(pk__in=there.values("person"), is_active=True).exclude(pk__in=apart).order_by("alias", "pk")
