"""A decision in sentences: the same for the trainee and for the professional."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.assessment.decision import BORDERLINE, CLEAR, EARLY, Decision, Reason, Terms


def sentence(decision: Decision, terms: Terms, names: Mapping[str, str]) -> str:
    """What it came to and why, in one or two short sentences. `names`: what the criteria are called."""
    if not decision.seen:
        return ""
    if decision.verdict == CLEAR:
        return _("Clear: %(n)d assessed chats, seen by %(raters)d people.") % {"n": decision.seen, "raters": decision.raters}
    if decision.verdict == EARLY:
        more = [concern(one, names) for one in decision.concerns[:1]] or [
            lack(one, names) for one in decision.lacks[:1] if one.code != "chats"
        ]
        return " ".join([_progress(decision, terms), *more])
    why = concern(decision.concerns[0], names)
    if decision.verdict == BORDERLINE:
        return f"{_('Not clear yet.')} {why} {_('More chats are open to you.')}"
    rest = date_format(decision.rest_until, "MONTH_DAY_FORMAT") if decision.rest_until else ""
    return f"{_('Not yet.')} {why} {_('First a plan together, then new chats from %(day)s.') % {'day': rest}}"


def _progress(decision: Decision, terms: Terms) -> str:
    return _("%(done)d of %(all)d assessed.") % {"done": decision.seen, "all": max(terms.count, decision.seen)}


def concern(reason: Reason, names: Mapping[str, str]) -> str:
    """What speaks against it."""
    name = names.get(reason.what, reason.what)
    if reason.code == "critical":
        return _("Something critical was seen lately.")
    if reason.code == "safety":
        return _("“%(name)s” must stand on solid ground in every chat about risk.") % {"name": name}
    if reason.code == "harm":
        return _("Something in “%(name)s” may do harm.") % {"name": name}
    if reason.code == "under":
        return ngettext(
            "“%(name)s” was under solid ground in %(n)d chat.", "“%(name)s” was under solid ground in %(n)d chats.", reason.n
        ) % {"name": name, "n": reason.n}
    return _("Not every assessor says yes to live chats yet.")


def lack(reason: Reason, names: Mapping[str, str]) -> str:
    """What is still to be seen."""
    name = names.get(reason.what, reason.what)
    if reason.code == "tag":
        about = {"risk": _("A passed chat about risk remains."), "boundary": _("A passed chat about boundaries remains.")}
        return about.get(reason.what) or _("A passed chat about “%(name)s” remains.") % {"name": name}
    if reason.code == "unseen":
        return _("Nobody has had the opportunity to see “%(name)s” yet.") % {"name": name}
    said = {
        "raters": _("A chat seen by another assessor remains."),
        "scenarios": ngettext("A chat on another scenario remains.", "Chats on %(n)d other scenarios remain.", reason.n),
    }
    return said[reason.code] % {"n": reason.n}


def rest_is_over(decision: Decision, today: date) -> bool:
    """Whether new chats may be booked."""
    return decision.rest_until is None or today >= decision.rest_until
