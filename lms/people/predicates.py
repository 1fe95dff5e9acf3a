"""Questions about a person and a thing that belongs to an organisation (`obj.organisation_id`; None: any organisation)."""

from typing import Any

from lms.kernel.permissions import Predicate, predicate
from lms.people.models import Person, Relation, Role, RoleAssignment

JUDGES = (Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)


def _holds(role: Role) -> Predicate:
    def test(person: Any, obj: Any) -> bool:
        return person.has_role(role, getattr(obj, "organisation_id", None))

    return Predicate(test, f"is {role.value} there")


is_trainee = _holds(Role.TRAINEE)
is_partner = _holds(Role.PARTNER)
is_assessor = _holds(Role.ASSESSOR)
is_mentor = _holds(Role.MENTOR)
is_supervisor = _holds(Role.SUPERVISOR)
is_certifier = _holds(Role.CERTIFIER)
is_coordinator = _holds(Role.COORDINATOR)
is_editor = _holds(Role.EDITOR)
is_vetting_officer = _holds(Role.VETTING)
is_auditor = _holds(Role.AUDITOR)
is_platform = _holds(Role.PLATFORM)
is_professional = is_supervisor | is_certifier | is_assessor


@predicate
def is_self(person: Any, obj: Any) -> bool:
    return isinstance(obj, Person) and obj.pk == person.pk


@predicate
def is_whose_role_it_is(person: Any, held: RoleAssignment) -> bool:
    return isinstance(held, RoleAssignment) and held.person_id == person.pk


@predicate
def said_it_of_somebody_who_judges_nobody(person: Any, relation: Relation) -> bool:
    """One said it oneself, and neither of the two rates or signs anywhere: there only a coordinator takes it back."""
    if not isinstance(relation, Relation) or person.pk != relation.declared_by_id:
        return False
    if person.pk not in (relation.person_id, relation.other_id):
        return False
    pair = (relation.person_id, relation.other_id)
    return not RoleAssignment.objects.active().filter(person__in=pair, role__in=JUDGES).exists()


def are_related(one: Person, other: Person) -> bool:
    """Whether the two have a declared close relation, whoever declared it."""
    pair = (one.pk, other.pk)
    return Relation.objects.filter(person_id__in=pair, other_id__in=pair).exists()
