"""The door of the demonstration: every persona one tap away. These addresses do not exist outside demo mode."""

import email
import email.policy
import re
from dataclasses import dataclass
from pathlib import Path

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from lms.kernel.permissions import public
from lms.people.models import Organisation, Person, Role
from lms.people.programmes import standing_of

BACKEND = "lms.people.backends.Backend"
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Persona:
    """One of the demo's people as the sign-in page lists them."""

    person: Person
    slug: str
    roles: list[str]
    code: str
    standing: str


def persona_slug(person: Person) -> str:
    """What stands in /demo/as/<slug>/: the part of the invented address before the @."""
    return slugify(person.email.partition("@")[0])


def code_now(person: Person) -> str:
    """The current second-factor code of a demo professional, or nothing."""
    totp = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if totp is None:
        return ""
    now = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(decrypt(totp.data["secret"]), now[len(now) // 2]))


@public("the demonstration's sign-in page; only in demo mode")
@never_cache
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the demo, by organisation."""
    places = []
    for organisation in Organisation.objects.order_by("pk"):
        held: dict[Person, list[str]] = {}
        for row in organisation.roles.active().select_related("person").order_by("person_id", "pk"):
            held.setdefault(row.person, []).append(row.get_role_display())
        far = standing_of(one.pk for one in held)
        personas = [Persona(one, persona_slug(one), roles, code_now(one), far.get(one.pk, "")) for one, roles in held.items()]
        places.append((organisation, personas))
    return render(request, "demo/people.html", {"places": places, "trio": trio([place for place, _personas in places])})


def trio(places: list[Organisation]) -> dict[str, str]:
    """The aliases of three who can walk through a practice chat together, where they speak the page's language if anywhere."""
    trios = [trio for trio in map(_trio_of, places) if trio]
    spoken = [trio for trio in trios if {one.language for one in trio.values()} == {get_language()}]
    return {seat: one.alias for trio in (spoken or trios)[:1] for seat, one in trio.items()}


def _trio_of(organisation: Organisation) -> dict[str, Person]:
    """A partner, a trainee and a supervisor; empty when one is missing. The trainee who came last has most left."""
    found = {}
    for seat, role in (("partner", Role.PARTNER), ("trainee", Role.TRAINEE), ("supervisor", Role.SUPERVISOR)):
        held = organisation.roles.active().filter(role=role).select_related("person").order_by("person_id")
        row = held.last() if role == Role.TRAINEE else held.first()
        if row is None:
            return {}
        found[seat] = row.person
    return found


@public("signs in as a persona; only in demo mode", methods=("GET", "POST"))
@never_cache
def as_persona(request: HttpRequest, persona: str) -> HttpResponse:
    """Sign in as one of the demo's people, second factor included."""
    person = next((one for one in Person.objects.filter(is_active=True) if persona_slug(one) == persona), None)
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    if person.needs_second_factor or person.is_staff:
        record_authentication(request, person, "mfa", type="totp")
    return redirect(f"/{person.language}/")


@dataclass(frozen=True)
class Letter:
    """A mail the demonstration wrote to a folder instead of sending."""

    to: str
    subject: str
    body: str
    links: list[str]


@public("the demonstration's mailbox; only in demo mode")
@never_cache
def mail(request: HttpRequest) -> HttpResponse:
    """The newest twenty mails."""
    folder = Path(settings.VAR) / "mail"
    newest = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)[:20]
    letters = [letter for file in newest for letter in reversed(list(_letters(file)))]
    return render(request, "demo/mail.html", {"letters": letters[:20]})


def _letters(file: Path) -> list[Letter]:
    found = []
    for raw in file.read_bytes().split(b"-" * 79 + b"\n"):
        if not raw.strip():
            continue
        message = email.message_from_bytes(raw, policy=email.policy.default)
        part = message.get_body(("plain",))
        body = part.get_content() if part else ""
        found.append(Letter(str(message["To"]), str(message["Subject"]), body, LINK.findall(body)))
    return found
