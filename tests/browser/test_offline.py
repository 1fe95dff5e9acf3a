"""A lesson saved on the phone is read where there is no connection; what was done is sent later; signing out leaves nothing."""

import pytest
from playwright.sync_api import expect

from courses.progress.models import LessonProgress
from tests.browser.learning import finish_kept, keep_lesson
from tests.builders import a_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LESSON = "/nb/kurs/m1/l2/"


def shelf(page):
    return page.evaluate(
        "async () => [localStorage.getItem('kept'), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]"
    )


def test_saved_read_offline_sent_later_and_gone_after_signing_out(cast, phone, no_barriers):
    a_course()
    page = phone(cast.tuva)
    page.goto(LESSON)
    keep_lesson(page)
    page.goto("/nb/saved/")
    expect(page.locator("[data-saved-list] li")).to_have_count(1)
    no_barriers(page)

    page.context.set_offline(True)
    page.goto(LESSON)
    expect(page.locator("h1")).to_have_text("l2 nb")
    finish_kept(page)
    no_barriers(page)
    page.goto("/nb/kurs/m1/l1/")  # was not saved
    expect(page.locator("[data-offline]")).to_be_visible()
    assert not LessonProgress.objects.done().exists()

    page.context.set_offline(False)
    with page.expect_response("**/complete/"):
        page.goto("/nb/me/")
    assert LessonProgress.objects.done().get().person == cast.tuva

    page.goto("/nb/account/logout/")
    page.locator("main form .btn--main").click()
    page.wait_for_load_state()
    page.wait_for_function("async () => !localStorage.getItem('kept') && !(await caches.keys()).length")
    assert shelf(page) == [None, [], 0]
