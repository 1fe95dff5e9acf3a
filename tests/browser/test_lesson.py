"""Reading a lesson on a phone, with and without a line, with and without scripts."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from courses.exchange import load
from courses.progress.models import LessonProgress, Reflection
from tests.builders import a_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHATVERT = Path(__file__).resolve().parents[2] / "courses/packages/chatvert"
LESSON, NEXT = "/nb/kurs/m1/l1/", "**/nb/kurs/m1/l2/"
FIRST = "/nb/chatvert/velkommen/hva-vi-gjor/"
SOON = 8000


@pytest.fixture
def course(transactional_db):
    return a_course()


@pytest.fixture
def chatvert(transactional_db):
    assert load(CHATVERT).ok


def test_a_trainee_reads_tries_reflects_and_goes_on(course, cast, phone, no_barriers):
    page = phone(cast.tuva)
    page.goto(LESSON)
    no_barriers(page)

    page.locator("[data-try-it] input").nth(1).check()
    reply = page.locator("[data-try-it] .reply").nth(1)
    expect(reply).to_be_visible()
    expect(page.locator("p[data-told]")).to_have_text(reply.inner_text())
    expect(page.locator("[data-try-it] .reply").nth(0)).to_be_hidden()

    page.locator("textarea").fill("En lærer som ventet.")
    expect(page.locator("[data-saved-at]")).to_be_visible(timeout=SOON)
    assert Reflection.objects.get().text == "En lærer som ventet."
    no_barriers(page)

    page.locator(".act .btn--main").click()
    page.wait_for_url(NEXT)
    assert LessonProgress.objects.done().count() == 1


def test_words_written_without_a_line_wait_on_the_phone_and_arrive(course, cast, phone):
    page = phone(cast.tuva)
    page.goto(LESSON)
    page.context.set_offline(True)
    page.locator("textarea").fill("Skrevet på toget.")
    page.wait_for_timeout(2500)
    assert not Reflection.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("[data-saved-at]")).to_be_visible(timeout=15000)
    assert Reflection.objects.get().text == "Skrevet på toget."
    assert page.evaluate("localStorage.length") == 0


def test_words_that_wait_on_a_shared_phone_never_become_the_next_persons(course, cast, phone):
    page = phone(cast.tuva)
    page.goto(LESSON)
    page.context.set_offline(True)
    page.locator("textarea").fill("CANARY-TUVA")
    page.wait_for_timeout(500)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "CANARY-TUVA" in kept

    other = phone(cast.pia)
    other.goto("/nb/kurs/")
    other.evaluate("kept => Object.entries(JSON.parse(kept)).forEach(([k, v]) => localStorage.setItem(k, v))", kept)
    other.goto(LESSON)
    other.wait_for_timeout(2500)
    assert other.locator("textarea").input_value() == ""
    assert not Reflection.objects.exists()


def test_everything_works_without_scripts(course, cast, phone):
    page = phone(cast.tuva, java_script_enabled=False)
    page.goto(LESSON)
    page.locator("[data-try-it] input").nth(0).check()
    expect(page.locator("[data-try-it] .reply").nth(0)).to_be_visible()
    page.locator("textarea").fill("Uten skript.")
    page.locator("form[data-keep-lines] .btn").click()
    expect(page.locator("textarea")).to_have_value("Uten skript.")
    page.locator(".act .btn--main").click()
    page.wait_for_url(NEXT)
    assert LessonProgress.objects.done().count() == 1


def test_the_first_lesson_is_light(chatvert, phone):
    page, bodies = phone(None), []
    page.on("requestfinished", lambda request: bodies.append((request.url, request.sizes()["responseBodySize"])))
    page.goto(FIRST)
    page.wait_for_load_state("networkidle")
    weight = sum(size for _url, size in bodies)
    assert all(url.startswith(("http://127.0.0.1", "http://localhost", "data:")) for url, _size in bodies)
    assert weight <= 170_000, sorted(bodies, key=lambda one: -one[1])  # nothing is compressed here; about a third of it with brotli
