"""Django looks for models here; they live in the folders."""

from lms.audit.models import AuditEntry
from lms.kernel.stamps import Stamp
from lms.notify.models import Notice
from lms.people.api_keys import ApiKey
from lms.people.applications import Application
from lms.people.models import Cohort, HelpNumber, Invitation, Organisation, Person, Relation, RoleAssignment, Session

__all__ = [
    "ApiKey",
    "Application",
    "AuditEntry",
    "Cohort",
    "HelpNumber",
    "Invitation",
    "Notice",
    "Organisation",
    "Person",
    "Relation",
    "RoleAssignment",
    "Session",
    "Stamp",
]
