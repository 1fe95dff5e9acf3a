"""What `people` tell upwards: whoever edits gets into the admin, and nobody else."""

from typing import Any

from django.dispatch import receiver

from cms.editors import grant, withdraw
from lms.people.models import Role
from lms.people.signals import role_changed


@receiver(role_changed)
def admin_follows_the_role(person: Any, **_kwargs: Any) -> None:
    """Open or close the admin as the role of editor begins or ends; saying it twice changes nothing."""
    if person.has_role(Role.EDITOR):
        grant(person)
    else:
        withdraw(person)
