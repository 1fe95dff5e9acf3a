"""A quiz on a phone with a bad line: nothing is lost, nothing is handed in by accident, nothing is told too early."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.site import Site

pytestmark = pytest.mark.browser

SCRIPT = """
from pathlib import Path
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest
from django.test import Client
from courses.exchange import load
from courses.quizzes.bank import Quiz
from lms.people.models import Person, Role, RoleAssignment
from tests.cast import assemble

cast = assemble()
report = load(Path("courses/packages/chatvert"))
assert report.ok, str(report)
keys = []
for number in range(20):  # more than there are stories
    person = Person.objects.create_user(f"t{number}@example.org", alias=f"T{number}", language="en")
    RoleAssignment.objects.create(person=person, role=Role.TRAINEE, organisation=cast.fjordvik)
    client = Client()
    client.force_login(person, backend="lms.people.backends.Backend")
    keys.append(client.session.session_key)
(Path(settings.VAR) / "keys.txt").write_text("\\n".join([str(Quiz.objects.get(title="Rolle og trygghet").translation_key), *keys]))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with Site(tmp_path_factory.mktemp("quiz"), SCRIPT) as running:
        yield running


@pytest.fixture(scope="module")
def trainees(site: Site) -> Iterator[tuple[str, str]]:
    """(quiz key, session) of somebody who has done nothing yet, each time another."""
    quiz, *sessions = (Path(site.folder) / "keys.txt").read_text().split()
    return iter([(quiz, session) for session in sessions])


@pytest.fixture
def device(site: Site, trainees: Any, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Phones of one and the same trainee."""
    quiz, session = next(trainees)
    opened = []

    def one(**options: Any) -> BrowserContext:
        context = browser.new_context(viewport=PHONE, base_url=site.url, **options)
        context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
        opened.append(context)
        return context

    one.quiz = f"/en/quiz/{quiz}/"  # type: ignore[attr-defined]
    yield one
    for context in opened:
        context.close()


def begin(context: BrowserContext, address: str) -> Page:
    """At the first question."""
    page = context.new_page()
    page.goto(address)
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_text("Question 1 of 12")).to_be_visible()
    return page


def choose(page: Page, number: int) -> str:
    """Choose the option with that number; its id."""
    option = page.locator("input[name=chosen]").nth(number)
    option.check()
    return option.get_attribute("value") or ""


def checked(page: Page) -> list[str]:
    return [box.get_attribute("value") or "" for box in page.locator("input[name=chosen]:checked").all()]


def saved(page: Page) -> Any:
    return page.locator("[data-saved]")


def one_choice(page: Page) -> Page:
    """Go to a question with dots, not boxes."""
    while page.locator("input[type=radio][name=chosen]").count() == 0:
        address = page.url
        page.get_by_role("button", name="Next").click()
        expect(page).not_to_have_url(address)
    return page


def test_every_answer_is_saved_at_once_and_is_there_on_another_phone(device):
    page = begin(device(), device.quiz)
    option = choose(page, 1)
    expect(saved(page)).to_contain_text("Saved")
    elsewhere = device().new_page()
    elsewhere.goto(page.url)
    assert option in checked(elsewhere)
    elsewhere.goto(device.quiz)
    expect(elsewhere.get_by_role("link", name="Continue")).to_be_visible()


def test_what_is_answered_offline_waits_on_the_phone_and_the_last_answer_arrives(device):
    phone = device()
    page = one_choice(begin(phone, device.quiz))
    choose(page, 0)
    expect(saved(page)).to_contain_text("Saved")
    phone.set_offline(True)
    choose(page, 1)
    last = choose(page, 2)
    expect(saved(page)).to_contain_text("Safe on this device")
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Safe on this device")).to_be_visible()
    phone.set_offline(False)
    expect(saved(page)).to_contain_text("Saved", timeout=10_000)
    elsewhere = device().new_page()
    elsewhere.goto(page.url)
    assert checked(elsewhere) == [last]


def test_an_answer_that_waited_while_another_device_gave_a_newer_one_gives_way_and_says_so(device):
    phone = device()
    page = one_choice(begin(phone, device.quiz))
    phone.set_offline(True)
    choose(page, 0)
    expect(saved(page)).to_contain_text("Safe on this device")
    elsewhere = device().new_page()
    elsewhere.goto(page.url)
    elsewhere.wait_for_timeout(1100)  # a whole second later: that is how exactly a device says how long an answer waited
    newer = choose(elsewhere, 1)
    expect(saved(elsewhere)).to_contain_text("Saved")
    phone.set_offline(False)
    expect(saved(page)).to_contain_text("That one stands", timeout=10_000)
    assert checked(page) == [newer]
    elsewhere.reload()
    assert checked(elsewhere) == [newer]


def test_a_line_that_swallows_answers_loses_none_of_them(device):
    phone = device()
    page = one_choice(begin(phone, device.quiz))
    phone.route("**/quiz/attempt/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    kept = choose(page, 1)
    expect(saved(page)).to_contain_text("Safe on this device")
    page.reload()  # the page comes from the server, the answer from this phone
    assert checked(page) == [kept]
    phone.unroute_all()
    address = page.url
    page.get_by_role("button", name="Next").click()
    expect(page).not_to_have_url(address)
    elsewhere = device().new_page()
    elsewhere.goto(address)
    assert checked(elsewhere) == [kept]


def test_a_server_that_loses_power_loses_no_answer(device, site):
    page = one_choice(begin(device(), device.quiz))
    choose(page, 0)
    expect(saved(page)).to_contain_text("Saved")
    site.kill()
    last = choose(page, 1)
    expect(saved(page)).to_contain_text("Safe on this device")
    site.start()
    expect(saved(page)).to_contain_text("Saved", timeout=20_000)
    elsewhere = device().new_page()
    elsewhere.goto(page.url)
    assert checked(elsewhere) == [last]


def test_a_refresh_never_hands_in_and_the_result_stays(device):
    page = begin(device(), device.quiz)
    choose(page, 0)
    expect(saved(page)).to_contain_text("Saved")
    page.get_by_role("button", name="To handing in").click()
    expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    for _time in range(3):
        page.reload()
        expect(page.get_by_role("button", name="Hand in")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not yet")
    address = page.url
    page.reload()
    assert page.url == address
    page.go_back()
    page.goto(device.quiz)
    expect(page.get_by_text("You can try again from")).to_be_visible()


def test_without_scripts_a_quiz_can_be_taken_from_begin_to_result(device):
    page = begin(device(java_script_enabled=False), device.quiz)
    for number in range(1, 13):
        expect(page.get_by_text(f"Question {number} of 12")).to_be_visible()
        page.locator("input[name=chosen]").first.check()
        page.locator(".act .btn--main").click()
    expect(page.get_by_text("All 12 questions are answered")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator("h1")).to_be_visible()
    assert page.url.endswith("/result/")


def test_the_clock_is_quiet_and_speaks_at_thresholds_only(device):
    phone = device()
    page = phone.new_page()
    page.goto(device.quiz)
    page.get_by_role("button", name="Begin").click()
    page.clock.install()
    page.reload()
    voice, face = page.locator("[data-clock-voice]"), page.locator("[data-clock]")
    expect(face).to_have_text("20 min left")
    expect(voice).to_have_text("")
    page.clock.run_for("03:00")
    expect(face).to_have_text("17 min left")
    expect(voice).to_have_text("")
    page.clock.run_for("12:30")
    expect(voice).to_have_text("Five minutes left")
    page.clock.run_for("05:00")
    expect(voice).to_contain_text("Time is up")
    expect(page.locator("input[name=chosen]").first).to_be_disabled()


def test_an_answer_chosen_before_the_script_came_is_saved_too(device):
    phone = device()
    page, held = begin(phone, device.quiz), []
    page.route("**/quiz-save*.js", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/quiz-save*.js"):
        page.goto(page.url, wait_until="commit")
    chosen = choose(page, 0)
    expect(saved(page)).not_to_contain_text("Saved")
    held[0].continue_()
    expect(saved(page)).to_contain_text("Saved")
    page.unroute("**/quiz-save*.js")
    page.reload()
    assert checked(page) == [chosen]


def test_nothing_of_the_key_is_in_the_phone_before_the_end(device):
    phone, bodies = device(), []
    phone.on("response", lambda answer: bodies.append(answer) if "/quiz/" in answer.url else None)
    page = begin(phone, device.quiz)
    for _number in range(11):
        choose(page, 0)
        expect(saved(page)).to_contain_text("Saved")
        address = page.url
        page.get_by_role("button", name="Next").click()
        expect(page).not_to_have_url(address)
    stored = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    shown = page.content() + stored
    assert "explanation" not in shown
    assert "is_right" not in shown
    assert len(bodies) > 11


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_of_a_quiz_is_free_of_barriers(device, no_barriers, scheme):
    phone = device(color_scheme=scheme)
    page = phone.new_page()
    page.goto(device.quiz)
    no_barriers(page)
    page.get_by_role("button", name="Begin").click()
    no_barriers(page)
    choose(page, 0)
    page.get_by_role("button", name="Look at this later").click()
    no_barriers(page)
    page.get_by_role("button", name="To handing in").click()
    no_barriers(page)
    page.get_by_role("button", name="Hand in").click()
    no_barriers(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    no_barriers(page)
    page.goto(device.quiz)
    no_barriers(page)


def test_nothing_scrolls_sideways_at_320_pixels(device):
    page = begin(device(), device.quiz)
    page.set_viewport_size({"width": 320, "height": 640})
    for address in (device.quiz, page.url, page.url.replace("/1/", "/review/")):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
