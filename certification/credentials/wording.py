"""What a stranger is told about a certificate, in plain words, for each way it can stand. Never a reason."""

from django.utils import formats
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from certification.credentials.models import Certificate
from certification.credentials.states import Standing
from lms.people.models import Role


def whose(certificate: Certificate) -> str:
    """Who it belongs to, as the holder allows it."""
    return certificate.shown_name or _("The holder of this certificate")


def title_in_sentence(certificate: Certificate) -> str:
    """The achievement as it stands inside a sentence: `chat host`."""
    name = certificate.text()["achievement"]
    return name[:1].lower() + name[1:]


def headline(certificate: Certificate) -> str:
    """One sentence. It never says that somebody is certified when a stranger must not rely on it."""
    if certificate.counts:
        said = {"who": whose(certificate), "what": title_in_sentence(certificate), "where": certificate.frozen["organisation"]}
        return _("%(who)s is a certified %(what)s at %(where)s") % said
    if certificate.standing == Standing.SUSPENDED:
        return _("This certificate is paused right now")
    if certificate.standing == Standing.EXPIRED:
        return _("This certificate has run out")
    if certificate.standing == Standing.SUPERSEDED:
        return _("This certificate was replaced by a newer one")
    if certificate.standing == Standing.ERASED:
        return _("This certificate was withdrawn by its holder")
    return _("This certificate is withdrawn")


def meaning(certificate: Certificate) -> str:
    """What the status means for somebody who wants to rely on it."""
    day = formats.date_format(certificate.valid_until, "DATE_FORMAT")
    grace = formats.date_format(certificate.grace_until, "DATE_FORMAT")
    return {
        Standing.ACTIVE: _("You can rely on it today. Look here again another day: this page always tells how it stands now."),
        Standing.DUE: _("You can rely on it today. It is valid until %(day)s, and it is time to renew it.") % {"day": day},
        Standing.GRACE: _("Its last day was %(day)s, and the renewal is late. It still counts until %(grace)s.")
        % {"day": day, "grace": grace},
        Standing.SUSPENDED: _("Do not rely on it for now. A pause says nothing about the reason: it can be leave, illness or much else."),
        Standing.EXPIRED: _("Its last day was %(day)s. Do not rely on it.") % {"day": day},
        Standing.REVOKED: _("It no longer counts, and will not be taken up again. Do not rely on it."),
        Standing.SUPERSEDED: _("It no longer counts. Ask the holder for the link to the new one."),
        Standing.ERASED: _("The holder has left and taken the certificate with them. Do not rely on it."),
    }[certificate.standing]


def for_the_holder(certificate: Certificate) -> str:
    """The same for the one who holds it: what is so, and whom to ask."""
    day = formats.date_format(certificate.valid_until, "DATE_FORMAT")
    grace = formats.date_format(certificate.grace_until, "DATE_FORMAT")
    return {
        Standing.ACTIVE: _("It counts until %(day)s. It can be renewed from three months before.") % {"day": day},
        Standing.DUE: _("It counts until %(day)s. Now is a good time to renew it.") % {"day": day},
        Standing.GRACE: _("Its last day was %(day)s. It still counts until %(grace)s: renew it soon.") % {"day": day, "grace": grace},
        Standing.SUSPENDED: _("It does not count right now. Others see that it is paused, never why. Your coordinator can tell you more."),
        Standing.EXPIRED: _("Its last day was %(day)s. What you learned is still yours, and there is a short way back.") % {"day": day},
        Standing.REVOKED: _("It no longer counts. Others see that it is withdrawn, never why. Your coordinator can tell you more."),
        Standing.SUPERSEDED: _("You have a newer one. This one is kept, so that its old link tells the truth."),
        Standing.ERASED: _("You withdrew it when you left."),
    }[certificate.standing]


def is_not() -> str:
    """The sentence that must stand wherever a certificate does."""
    return _("Internal certification. Not a public authorisation, not health personnel, not treatment.")


def what_it_means(certificate: Certificate) -> str:
    """What its holder has done, for somebody who has never seen one. Those from before this was frozen were all for chat hosts."""
    if certificate.frozen.get("practised", True):
        done = _("Who holds it has taken the course, practised in chats with others and been assessed by professionals.")
    else:
        done = _("Who holds it has done everything that the programme asks, and two professionals have looked at it.")
    return f"{done} {_('The level says how closely a professional follows along.')}"


def signed_by(certificate: Certificate) -> str:
    """Who approved it, by their part: supervisor and certifier."""
    roles = [str(Role(role).label) for role in certificate.frozen["signed_by"]]
    names = get_text_list([role[:1].lower() + role[1:] for role in roles], _("and"))
    return _("Two professionals said yes, each for themselves: %(roles)s.") % {"roles": names}


def for_a_cv(certificate: Certificate, link: str) -> str:
    """One line to paste where one applies for something."""
    return _("Certified %(what)s, level %(level)s, %(organisation)s, valid until %(day)s. Check it: %(link)s") % {
        "what": title_in_sentence(certificate),
        "level": certificate.level,
        "organisation": certificate.frozen["organisation"],
        "day": formats.date_format(certificate.valid_until, "DATE_FORMAT"),
        "link": link,
    }
