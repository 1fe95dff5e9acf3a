"""Django looks for models here; they live in the modules."""

from cms.approval.models import ApprovalState, ProfessionalApproval
from cms.pages import HomePage, StandardPage

__all__ = ["ApprovalState", "HomePage", "ProfessionalApproval", "StandardPage"]
