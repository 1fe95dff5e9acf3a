"""A real Chromium: the one on the PATH, or Playwright's own."""

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

# Playwright's own event loop runs in this thread; Django would take our plain queries for asynchronous ones
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
PHONE = {"width": 360, "height": 740}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


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
        page.evaluate(axe_source)
        found = page.evaluate("axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})")["violations"]
        told = [f"{one['id']}: {one['help']} at {[node['target'] for node in one['nodes']][:3]}" for one in found]
        assert not told, f"{page.url}: " + "; ".join(told)

    return checked
