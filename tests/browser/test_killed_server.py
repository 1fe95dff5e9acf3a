"""The server dies in the middle of a live chat, and nothing is missing, doubled or out of order."""

import sqlite3

import pytest
from playwright.sync_api import Page, expect

from tests.browser.site import Site

pytestmark = pytest.mark.browser
A_LIVE_CHAT = """
from tests.cast import assemble
from tests import builders
cast = assemble()
enrolment = builders.an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
builders.a_chat(enrolment=enrolment, partner=cast.pia, supervisor=cast.siv)
"""


def lines_of(page: Page) -> list[str]:
    return page.locator("[data-log] [data-body]").all_inner_texts()


def write(page: Page, text: str) -> None:
    box = page.locator("textarea[name=body]")
    box.fill(text)
    page.locator("[data-composer] .send").click()


def test_a_server_killed_in_the_middle_of_a_chat_loses_nothing(tmp_path, new_context):
    with Site(tmp_path, A_LIVE_CHAT) as site:
        pages = {}
        for who in ("tuva", "pia"):
            pages[who] = new_context(viewport={"width": 360, "height": 740}).new_page()
            pages[who].goto(f"{site.url}/demo/as/{who}/")
            pages[who].goto(f"{site.url}/nb/practice/1/")
        said = []
        for number in range(12):
            who = ("tuva", "pia")[number % 2]
            if number in (3, 8):
                site.kill()
            said.append(f"linje {number} fra {who}")
            write(pages[who], said[-1])
            if number in (4, 9):
                site.start()
        for page in pages.values():
            expect(page.locator("[data-log] [data-body]")).to_have_count(12, timeout=30_000)
        orders = [lines_of(page) for page in pages.values()]
        assert sorted(orders[0]) == sorted(said)
        assert orders[0] == orders[1]
        for who in pages:
            own = [line for line in said if line.endswith(who)]
            assert [line for line in orders[0] if line.endswith(who)] == own
    with sqlite3.connect(tmp_path / "ledestjerne.sqlite3") as base:
        rows = base.execute("SELECT seq FROM certification_message ORDER BY seq").fetchall()
    assert rows == [(number,) for number in range(1, 13)]
