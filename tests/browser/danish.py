"""An editor says in Danish what is there in bokmål, on the translation screens of the admin, begun from the lists of the menu "Training"."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from courses.outline.models import ModulePage
from tests.browser.editing import SOON, is_taken


def danish(said: str) -> str:
    """A word of Danish before what was said, with the marks of Markdown left where they were."""
    return said.replace("## ", "## da ", 1) if said.startswith("## ") else f"da {said}"


def translate(page: Page, how: Callable[[str], str] = danish, *, publish: bool = True) -> None:
    """Say every segment of the open translation as `how` says it, each saved by itself, and publish."""
    waiting = page.locator(".js-translation-editor li.incomplete")
    expect(waiting.first).to_be_visible(timeout=SOON)
    for left in range(waiting.count() - 1, -1, -1):
        segment = waiting.first
        said = segment.locator("> p").first.inner_text()
        segment.locator("button").last.click()
        segment.locator("textarea").fill(how(said))
        segment.locator("button").last.click()
        expect(waiting).to_have_count(left, timeout=SOON)
    if publish:
        publish_translation(page)


def publish_translation(page: Page) -> None:
    with page.expect_navigation():
        page.locator("footer button[value=publish]").click()
    is_taken(page)


def begin_danish(page: Page) -> None:
    """On the form that asks for languages: Danish, and all that lies below a page."""
    page.locator(f"[name=locales][value='{Locale.objects.get(language_code='da').pk}']").check()
    if (below := page.locator("[name=include_subtree][type=checkbox]")).count():
        below.check()
    page.locator("main form [type=submit]").last.click()
    expect(page.locator(".js-translation-editor li.incomplete").first).to_be_visible(timeout=SOON)


def module_into_danish(page: Page, module: ModulePage) -> None:
    """A module with its lessons: begun from the form of the module, which is left translated and published."""
    page.goto(f"/admin/pages/{module.pk}/edit/")
    page.locator("header [data-w-dropdown-target=toggle]").last.click()
    page.locator(f"header a[href*='/localize/submit/page/{module.pk}/']").click()
    begin_danish(page)
    translate(page)


def to_danish(page: Page, listing: str, title: str) -> None:
    """In a list of the menu "Training": the small mark of Danish in the row of a thing."""
    page.goto(f"/admin/training/{listing}/")
    page.locator("tbody tr", has_text=title).locator(".training-languages a", has_text="da").click()


def into_danish(page: Page, listing: str, title: str, *, publish: bool = True) -> None:
    """From the mark in the list to the translation, published."""
    to_danish(page, listing, title)
    begin_danish(page)
    translate(page, publish=publish)


def one_more_into_danish(page: Page, thing: Any) -> None:
    """The same without a look at the list."""
    name = type(thing)._meta.model_name
    page.goto(reverse("wagtail_localize:submit_snippet_translation", args=["courses", name, thing.pk]))
    begin_danish(page)
    translate(page)
