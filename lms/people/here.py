"""Who is in an organisation today."""

from django.db.models import Prefetch, Q, QuerySet

from lms.people.models import Organisation, Person, RoleAssignment


def people_here(organisation: Organisation, asked: str = "") -> QuerySet[Person]:
    """Everybody who holds a role there today, once, by alias; `held` are those roles. `asked` narrows to a name or an address."""
    roles = RoleAssignment.objects.active().filter(organisation=organisation).order_by("role")
    here = Person.objects.filter(pk__in=roles.values("person")).order_by("alias", "pk")
    if asked:
        here = here.filter(Q(alias__icontains=asked) | Q(legal_name__icontains=asked) | Q(email__icontains=asked))
    return here.prefetch_related(Prefetch("roles", queryset=roles, to_attr="held"))
