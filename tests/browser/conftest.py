"""A real Chromium: the one on the PATH, or Playwright's own; the site it visits; and a phone for each person."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from lms.people.models import Person
from tests.browser.served import Served

# Playwright's own event loop runs in this thread; Django would take our plain queries for asynchronous ones
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PHONE = {"width": 360, "height": 740}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]

# A bar that sticks may cover half of a link until one scrolls; axe would call that link small.
UNSTICK = """() => {
  window.unstuck = [...document.body.querySelectorAll('*')].filter((one) => getComputedStyle(one).position === 'sticky');
  unstuck.forEach((one) => (one.style.position = 'static'));
}"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return {**browser_type_launch_args, "args": QUIET, **({"executable_path": found} if found else {})}


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core, vendored (docs/vendored.md)."""
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


@pytest.fixture
def no_barriers(axe_source: str) -> Any:
    """Assert that axe finds nothing on a page (WCAG 2.0 to 2.2, A and AA, and best practice)."""

    def checked(page: Any) -> None:
        page.wait_for_load_state()
        page.evaluate(axe_source)
        page.evaluate(UNSTICK)
        found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")["violations"]
        page.evaluate("unstuck.forEach((one) => (one.style.position = ''))")
        told = [f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}" for one in found]
        assert not told, f"{page.url}: " + "; ".join(told)

    return checked


@pytest.fixture(scope="session")
def served(django_db_setup: None) -> Iterator[str]:
    """The address of the site, live parts included. Needs `django_db(transaction=True)`: the server has connections of its own."""
    with Served() as url:
        yield url


@pytest.fixture
def phone(browser: Browser, served: str, transactional_db: None, sign_in: Callable[[Person], Client]) -> Iterator[Callable[..., Page]]:
    """Give somebody a phone on which they are signed in: `phone(cast.tuva)` is a page, `page.goto("/nb/…")` goes somewhere.

    What the browser's console or our policies complain about fails the test at its end.
    """
    given: list[BrowserContext] = []
    trouble: list[str] = []

    def for_person(person: Person | None = None, *, size: dict[str, int] = PHONE, scheme: str = "light", **options: Any) -> Page:
        touch = {"has_touch": True, "is_mobile": True} if size["width"] < 700 else {}
        context = browser.new_context(base_url=served, viewport=size, color_scheme=scheme, locale="nb-NO", **touch, **options)
        given.append(context)
        if person:
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": sign_in(person).cookies[name].value, "url": served}])
        page = context.new_page()
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda said: trouble.append(said.text) if "Content Security Policy" in said.text else None)
        return page

    yield for_person
    for context in given:
        context.close()
    assert not trouble
