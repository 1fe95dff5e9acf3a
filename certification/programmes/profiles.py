"""What differs between Norway and Denmark, municipality and organisation: papers, purposes, limits to secrecy.

Texts are short and plain. They say what the house does, and a person with legal knowledge has to confirm them for the place.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from certification.programmes.states import CheckKind
from lms.people.models import Country, LegalProfile, Organisation


@dataclass(frozen=True)
class CheckTexts:
    """The background check of one legal profile, in words."""

    kind: CheckKind
    purpose: Any  # the sentence that goes into the confirmation of purpose or the order
    how: Any  # what the trainee does
    officer: Any  # what the officer does
    never_regularly: Any = ""  # why a new one is not asked for at regular times; "" where that is allowed


_SHOW = _(
    "Ask the police for the certificate yourself. It comes to you, and you keep it. Show it to the vetting officer, "
    "on paper or on your phone. You never send it and never upload it."
)
_SHOWN = _("Look at the certificate, give it back, and write down only that you saw it. Take no copy and note nothing that stands in it.")
_ORDER = _(
    "The vetting officer orders the certificate. You get a message and say yes with MitID. The answer goes to the vetting officer alone. "
    "You upload nothing."
)
_ORDERED = _("Order the certificate, read it, delete it, and write down only that it was obtained. Note nothing that stands in it.")

_NEVER_REGULARLY = _(
    "A Norwegian organisation may not ask for new police certificates at regular times, only when the task has changed a lot or somebody "
    "has been away for long."
)

CHECKS: dict[str, CheckTexts] = {
    LegalProfile.NO_MUNICIPALITY: CheckTexts(
        CheckKind.SHOWN,
        _(
            "The person will be a %(task)s in the municipality's chat service for young people. Some who write are under 18. "
            "The task gives trust and responsibility, so the municipality asks to see a police certificate (children)."
        ),
        _SHOW, _SHOWN,
    ),
    LegalProfile.NO_NGO: CheckTexts(
        CheckKind.SHOWN,
        _(
            "The person will be a %(task)s in the organisation's chat service for young people. Some who write are under 18. "
            "The task gives trust and responsibility, so the organisation asks to see a police certificate (children), "
            "after section 39 of the Police Register Act."
        ),
        _SHOW, _SHOWN, _NEVER_REGULARLY,
    ),
    LegalProfile.DK_MUNICIPALITY: CheckTexts(
        CheckKind.OBTAINED,
        _(
            "The person will be a %(task)s in the municipality's chat service for young people. Some who write may be under 15. "
            "That is why the municipality obtains a children's certificate."
        ),
        _ORDER, _ORDERED,
    ),
    LegalProfile.DK_NGO: CheckTexts(
        CheckKind.OBTAINED,
        _(
            "The person will be a %(task)s in the organisation's chat service for young people. Some who write may be under 15. "
            "That is why the organisation obtains a children's certificate."
        ),
        _ORDER, _ORDERED,
    ),
}  # fmt: skip

_ASK = _("Unsure? Alert the professional on duty. You never have to decide alone.")
SECRECY_LIMITS: dict[str, tuple[Any, ...]] = {
    LegalProfile.NO_MUNICIPALITY: (
        _("What you hear stays here. Danger to life, violence or abuse comes first: alert the professional on duty at once."),
        _("For a municipality you may have a duty by law to report to child welfare. The professional helps you."),
        _ASK,
    ),
    LegalProfile.NO_NGO: (
        _("What you hear stays here. Danger to life, violence or abuse comes first: alert the professional on duty at once."),
        _("Everybody in Norway must try to prevent some very serious crimes. The professional helps you and reports."),
        _ASK,
    ),
    LegalProfile.DK_MUNICIPALITY: (
        _("What you hear stays here. Danger to life, violence or abuse comes first: alert the professional on duty at once."),
        _("For a municipality you may have a stricter duty to notify about children under 18. The professional helps you."),
        _ASK,
    ),
    LegalProfile.DK_NGO: (
        _("What you hear stays here. Danger to life, violence or abuse comes first: alert the professional on duty at once."),
        _("Everybody in Denmark has a duty to notify when a child under 18 lives in danger. The professional helps you."),
        _ASK,
    ),
}


def check_texts(organisation: Organisation) -> CheckTexts:
    """The background check as this organisation does it."""
    return CHECKS[organisation.legal_profile]


def purpose(organisation: Organisation, task: str) -> str:
    """What the paper is for, to be copied into the order; `task` is what the programme makes of somebody, such as a chat host."""
    return str(check_texts(organisation).purpose) % {"task": task[:1].lower() + task[1:]}


def paper_name(organisation: Organisation) -> Any:
    """What people call the certificate in this country."""
    return _("police certificate (children)") if organisation.country == Country.NO else _("children's certificate")


def secrecy_limits(organisation: Organisation) -> tuple[Any, ...]:
    """When secrecy stops, in at most sixty words."""
    return SECRECY_LIMITS[organisation.legal_profile]
