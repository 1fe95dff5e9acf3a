"""The first page of a way, as it lies on the screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import SOON
from tests.builders import a_programme_version, an_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", [360, 1280])
def test_on_a_way_of_few_steps_the_card_lies_below_the_greeting(cast, phone, no_barriers, width):
    """A renewal asks for less than the picture needs stars."""
    asked = [{"key": "talk", "kind": "suitability_talk"}, {"key": "seen", "kind": "manual"}]
    an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=asked))
    page = phone(cast.tuva, size={"width": width, "height": 800})
    page.goto("/nb/")
    expect(page.locator("#hello")).to_be_visible(timeout=SOON)
    no_barriers(page)
    greeting, card = page.locator(".hero-text").bounding_box(), page.locator(".go").bounding_box()
    assert greeting["y"] + greeting["height"] <= card["y"]
