"""What an editor does in the admin, by the names of fields, whatever language the admin speaks. Autosave is at work as in life."""

from playwright.sync_api import Page, expect

SOON = 15_000  # milliseconds; on a quiet machine it takes a few hundred
DESK = {"width": 1280, "height": 900}


def fill(page: Page, **fields: str) -> None:
    """Write into fields, by their names."""
    for name, value in fields.items():
        page.locator(f"[name='{name}']").fill(value)


def unfold(page: Page, field: str) -> None:
    """Open the fold that a field is in; it can be opened as soon as the page has closed it."""
    inside = page.locator(f"[name='{field}']")
    page.locator("section", has=inside).last.locator("[data-panel-toggle][aria-expanded=false]").first.click()
    expect(inside).to_be_visible(timeout=SOON)


def add_block(page: Page, stream: str, label: str = "") -> str:
    """Put a block at the end of a stream, the one with that label where there are several kinds; the beginning of the names of its fields."""
    root = page.locator(f"#{stream}-root")
    count = root.locator(f"input[name='{stream}-count']")
    number = count.input_value()
    root.locator("> [data-streamfield-stream-container] > div > .c-sf-add-button").last.click()
    if label:
        page.get_by_role("option", name=label, exact=True).click()
    expect(count).to_have_value(str(int(number) + 1), timeout=SOON)
    return f"{stream}-{number}-value"


def add_item(page: Page, names: str) -> str:
    """The same in a list inside a block; `names` is the beginning of the list's own names."""
    count = page.locator(f"input[name='{names}-count']")
    number = count.input_value()
    count.locator("xpath=..").locator("> [data-streamfield-list-container] > .c-sf-add-button").last.click()
    expect(count).to_have_value(str(int(number) + 1), timeout=SOON)
    return f"{names}-{number}-value"


def is_taken(page: Page) -> None:
    """The admin has answered, and refuses nothing."""
    expect(page.locator(".messages li").first).to_be_visible(timeout=SOON)
    refused = page.locator(".messages li.error, .error-message:visible").all_inner_texts()
    assert not refused, f"{page.url}: {refused}"


def publish(page: Page) -> None:
    """Publish from the menu beside "Save draft", and wait until the admin has answered."""
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    with page.expect_navigation():
        page.locator("footer [name=action-publish]").click()
    is_taken(page)


def save_draft(page: Page) -> None:
    """Keep what is written as a draft."""
    with page.expect_navigation():
        page.locator("footer button[type=submit]:visible").first.click()
    is_taken(page)
