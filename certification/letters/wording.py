"""What a letter about hours says, in the active language. No measure of anybody against others: hours, turns and days."""

from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.letters.queries import Credit


def hours(minutes: int) -> str:
    """Hours with one decimal, as the language writes them."""
    whole = round(minutes / 60, 1)
    return number_format(whole, 0 if whole == int(whole) else 1)


def day(on: date) -> str:
    return date_format(on, "DATE_FORMAT")


def said(credit: Credit, organisation: str) -> list[str]:
    """The paragraphs of the letter. They follow the name, and never hold it."""
    turns = ngettext("in %(n)s practice chat", "in %(n)s practice chats", credit.turns) % {"n": credit.turns}
    return [
        (
            _("has given %(hours)s hours as a volunteer practice partner at %(organisation)s, %(turns)s, from %(first)s to %(last)s.")
            if credit.first != credit.last
            else _("has given %(hours)s hours as a volunteer practice partner at %(organisation)s, %(turns)s, on %(first)s.")
        )
        % {
            "hours": hours(credit.minutes),
            "organisation": organisation,
            "turns": turns,
            "first": day(credit.first),
            "last": day(credit.last),
        },
        _(
            "A practice partner plays a young person in supervised chats, so that others can learn to help in a digital chat service. "
            "It asks for preparation, for staying in a role, and for telling honestly and kindly afterwards how it was."
        ),
        _(
            "The hours are those in the chats, with time for preparing and putting the role down. This letter says nothing about how anybody did."
        ),
    ]


def for_a_cv(credit: Credit, organisation: str) -> str:
    """One line to paste where one applies for something."""
    return _("Volunteer practice partner, %(organisation)s, %(first)s–%(last)s: %(hours)s hours in role-play chats that train chat hosts.") % {
        "organisation": organisation, "first": date_format(credit.first, "F Y"), "last": date_format(credit.last, "F Y"),
        "hours": hours(credit.minutes),
    }  # fmt: skip
