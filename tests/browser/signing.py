"""What signers do on their screens: the second factor at hand, propose, grant, defer, decline."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from playwright.sync_api import Page, expect

from certification.decisions.models import SignOff
from certification.programmes.models import Enrolment
from lms.people.models import Person
from tests.browser.steps import SOON, choose, is_at


def with_an_app(*people: Person) -> None:
    """They have a second factor in an app."""
    for person in people:
        TOTP.activate(person, generate_totp_secret())


def unhurried() -> None:
    """Wait for the app's next code when this one ends before it can be typed and sent, as people do."""
    while time.time() % 30 > 24:
        time.sleep(0.2)


def code_of(person: Person) -> str:
    """What the person's app shows now. That a code works once is told elsewhere: here somebody signs twice within half a minute."""
    unhurried()
    secret = decrypt(Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP).data["secret"])
    counters = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))
    cache.delete(f"allauth.mfa.totp.used?user={person.pk}&code={code}")
    return code


def propose(page: Page, way: Enrolment, *, by: Person, level: int = 3) -> SignOff:
    """From the dossier to the first signature."""
    page.goto(f"/en/enrolments/{way.pk}/dossier/")
    page.locator(f"main a[href$='/enrolments/{way.pk}/propose/']").click()
    choose(page, f"[name=level][value='{level}']")
    page.locator("[name=statement]").fill("Listens first, and asks straight when it matters.")
    page.locator("[name=code]").fill(code_of(by))
    page.locator("main form .btn--main").click()
    is_at(page, "en", "dossier", way.pk)
    return SignOff.objects.open().get(enrolment=way)


def decide(page: Page, signoff: SignOff, decision: str, *, by: Person, **words: str) -> None:
    """The second signature: `grant`, or `defer` and `decline` with their words, on the page that shows everything."""
    page.goto(f"/en/signoffs/{signoff.pk}/countersign/")
    form = page.locator(f"form:has([name=decision][value={decision}])")
    if decision != "grant":
        page.locator(f"#{decision} > summary").click()
    for name, value in words.items():
        form.locator(f"[name={name}]").fill(value)
    form.locator("[name=code]").fill(code_of(by))
    form.locator(".btns button").click()
    is_at(page, "en", "signoff", signoff.pk)
    expect(page.locator("main h1")).to_be_visible(timeout=SOON)
