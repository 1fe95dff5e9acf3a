"""A learner on a phone whose connection comes and goes: a lesson kept and read, a question answered."""

from playwright.sync_api import Page, expect

from tests.browser.steps import SOON, main_button


def keep_lesson(page: Page) -> None:
    """Save the open lesson on the phone, so that it can be read without a connection."""
    page.locator("[data-save-lesson] button").click()
    expect(page.locator("[data-save-lesson] a")).to_be_visible(timeout=SOON)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def finish_kept(page: Page) -> None:
    """ "Done" in a lesson that is read from the phone."""
    page.locator("[data-kept] button").click()
    expect(page.locator("[data-done]")).to_be_visible(timeout=SOON)


def answer(page: Page, text: str) -> None:
    """Choose an answer of the open question, and wait until it is kept by the house."""
    page.get_by_label(text, exact=True).check()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "ok", timeout=SOON)


def answer_offline(page: Page, text: str) -> None:
    """Choose an answer where there is no connection; nobody leaves it behind; it arrives when there is one again."""
    page.context.set_offline(True)
    page.get_by_label(text, exact=True).check()
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "held", timeout=SOON)
    here = page.url
    main_button(page).click()
    expect(page).to_have_url(here)
    page.context.set_offline(False)
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "ok", timeout=SOON)


def go_on(page: Page) -> None:
    """Press the button that goes on, and be there."""
    here = page.url
    main_button(page).click()
    expect(page).not_to_have_url(here, timeout=SOON)
