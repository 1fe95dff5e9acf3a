"""What every page of the house shows: who is here, where one can go, where help is."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.foot import pages_at_the_foot
from lms.notify.models import Notice
from lms.people.models import Person, Role
from lms.people.places import Place, place_of

PROFESSIONALS = (Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER, Role.COORDINATOR, Role.VETTING, Role.MENTOR)
OWN_WORDS = [("nb", "Norsk"), ("da", "Dansk"), ("en", "English")]
DISCLAIMER = gettext_lazy("Internal certification. Not a public authorisation, not health personnel, not treatment.")


def house(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html; works for strangers and on error pages too. Lazy, so that JSON answers cost nothing."""
    person = getattr(request, "user", None)
    known = person if person is not None and person.is_authenticated else None
    place = SimpleLazyObject(lambda: _place(known))
    return {
        "demo": settings.DEMO,
        "languages": OWN_WORDS,
        "home_url": f"/{translation.get_language() or settings.LANGUAGE_CODE}/",
        "nav": SimpleLazyObject(lambda: list(_entries(request, known)) if known else []),
        "person": SimpleLazyObject(lambda: _face(known)) if known else None,
        "help_numbers": SimpleLazyObject(lambda: place.numbers),
        "quick_exit_url": SimpleLazyObject(lambda: place.way_out),
        "disclaimer": DISCLAIMER,
        "foot_links": SimpleLazyObject(lambda: _links(known)),
    }


def _face(person: Person) -> dict[str, str]:
    return {"letter": (person.alias or person.email)[:1].upper(), "alias": person.alias, "url": reverse("me")}


def _entries(request: HttpRequest, person: Person) -> Iterator[dict[str, Any]]:
    """The menu: at most five entries, by what this person does here."""
    roles = {role for role, _organisation in person.role_pairs}
    professional = roles.intersection(PROFESSIONALS)
    wanted: list[tuple[str, str, str]] = []
    if professional:
        wanted.append(("inbox", _("Inbox"), "inbox"))
    if Role.TRAINEE in roles or not professional:
        wanted.append(("your_way" if professional else "home", _("Your way"), "way"))
    if professional & {Role.SUPERVISOR, Role.CERTIFIER, Role.COORDINATOR}:
        wanted.append(("cohort", _("Cohort"), "people"))
    if roles & {Role.TRAINEE, Role.PARTNER, Role.SUPERVISOR, Role.COORDINATOR}:
        wanted.append(("practice", _("Practice"), "chat"))
    if Role.COORDINATOR in roles:
        wanted.append(("invitations", _("Invite"), "mail"))
    for name, label, icon in wanted[:4]:
        if url := _address(name):
            yield {"label": label, "url": url, "icon": icon, "current": _is_here(request.path, url), "count": 0}
    news: int = person.news if hasattr(person, "news") else Notice.objects.filter(person=person).unread().count()
    me = reverse("me")
    yield {"label": _("Me"), "url": me, "icon": "user", "current": request.path in (me, _address("notices")), "count": news}


def _is_here(path: str, url: str) -> bool:
    home = url.count("/") <= 2
    return path == url if home else path.startswith(url)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _place(person: Person | None) -> Place:
    """Where this person belongs: the organisation of their first role; for strangers a country by the language they read."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    ids = sorted({organisation for _role, organisation in person.role_pairs}) if person else []
    return place_of(ids[0] if ids else None, language)


def _links(person: Person | None) -> list[dict[str, str]]:
    pages = pages_at_the_foot(translation.get_language() or settings.LANGUAGE_CODE)
    if person is None:
        return [{"label": _("Sign in"), "url": reverse("account_request_login_code")}, *pages]
    return pages
