"""What everybody does on a screen, whatever language it speaks: go somewhere, press the button that goes on, choose, write."""

import re

from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Locator, Page, expect

SOON = 10_000  # milliseconds; on a quiet machine it takes a hundred


def address(language: str, name: str, *args: object) -> str:
    with translation.override(language):
        return reverse(name, args=args)


def is_at(page: Page, language: str, name: str, *args: object) -> None:
    expect(page).to_have_url(re.compile(re.escape(address(language, name, *args)) + "([?#].*)?$"), timeout=SOON)


def main_button(page: Page) -> Locator:
    """The one button that goes on."""
    return page.locator("main .btn--main, .act .btn--main").first


def choose(page: Page, box: str) -> None:
    """Tick a box or a dot (all that fit), as a finger does: on its label."""
    labels = page.locator(f"label:has({box})")
    expect(labels).not_to_have_count(0, timeout=SOON)
    for label in labels.all():
        if not label.locator("input").is_checked():
            label.click()
        expect(label.locator("input")).to_be_checked(timeout=SOON)


def write(page: Page, text: str) -> None:
    """Say something in the room."""
    page.locator("[data-composer] textarea").fill(text)
    page.locator("[data-composer] .send").click()


def quote(page: Page) -> None:
    """On the rating screen: a strength at line two and a next step at line four. On a phone the form is in front afterwards."""
    expect(page.locator("[data-rating]")).to_be_visible(timeout=SOON)
    for target, line in (("strength", 2), ("next_step", 4)):
        page.locator(f"#l{line} button[name=pick]").click()
        page.locator(f"#pick button[value={target}]").click()
        expect(page.locator(f"#finish-{target.replace('_', '-')} .quoted")).to_have_count(1, timeout=SOON)
    page.locator("[data-pane=form]").click()


def tick_all(page: Page, criterion: str, behaviours: list[str]) -> None:
    """Open a criterion and tick these of its behaviours."""
    fold = page.locator(f"#crit-{criterion}")
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    for behaviour in behaviours:
        choose(page, f"[name=tick][value='{behaviour}']")


def sum_up(page: Page, *, strength: str, next_step: str, judgement: int) -> None:
    """The last part of the rating screen."""
    page.locator("#crit-finish > summary").click()
    page.locator("#finish-strength-words").fill(strength)
    page.locator("#finish-next-step-words").fill(next_step)
    choose(page, f"[name=judgement][value='{judgement}']")
    expect(page.locator("#rate-todo .todo-list")).to_have_count(0, timeout=SOON)
