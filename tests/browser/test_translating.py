"""An editor translates a module; a Danish trainee reads one half of it in Danish, offline, and the other half in bokmål."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from cms.editors import grant
from courses.outline.models import LessonPage, ModulePage
from courses.progress.models import LessonProgress
from lms.people.models import Person
from tests.browser.editing import DESK, SOON, translate
from tests.builders import a_course, lessons_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_module_is_translated_and_half_of_it_read_offline_in_danish(cast, phone, no_barriers):
    course, danish = a_course(lessons=(2,), languages=("nb",)), Locale.objects.get(language_code="da")
    course.copy_for_translation(danish, copy_parents=True).get_latest_revision().publish()
    first, second = lessons_of(course)
    module = first.get_parent()
    grant(cast.ed)
    Person.objects.filter(pk=cast.tuva.pk).update(language="da")

    desk = phone(cast.ed, size=DESK)
    desk.goto(f"/admin/pages/{module.pk}/edit/")
    desk.locator("header [data-w-dropdown-target=toggle]").last.click()
    desk.locator(f"header a[href*='/localize/submit/page/{module.pk}/']").click()
    desk.locator(f"[name=locales][value='{danish.pk}']").check()
    desk.locator("[name=include_subtree]").check()
    desk.locator("main form [type=submit]").last.click()
    expect(desk.locator(".js-translation-editor li.incomplete").first).to_be_visible(timeout=SOON)
    assert not ModulePage.objects.get(translation_key=module.translation_key, locale=danish).live

    translate(desk, lambda said: f"da {said}")
    there = LessonPage.objects.get(translation_key=first.key, locale=danish)
    desk.goto(f"/admin/pages/{there.pk}/edit/")
    translate(desk, lambda said: f"da {said}")
    there.refresh_from_db()
    assert (there.live, there.title) == (True, "da l1 nb")
    assert not LessonPage.objects.get(translation_key=second.key, locale=danish).live

    trainee = phone(cast.tuva)
    trainee.goto(there.get_url())
    expect(trainee.locator("html")).to_have_attribute("lang", "da")
    no_barriers(trainee)
    trainee.locator("[data-save-lesson] button").click()
    expect(trainee.locator("[data-save-lesson] a")).to_be_visible(timeout=SOON)
    trainee.wait_for_function("() => navigator.serviceWorker.controller !== null")
    trainee.context.set_offline(True)
    trainee.goto(there.get_url())
    expect(trainee.locator("h1")).to_have_text("da l1 nb")
    trainee.locator("[data-kept] button").click()
    expect(trainee.locator("[data-done]")).to_be_visible(timeout=SOON)
    no_barriers(trainee)
    assert not LessonProgress.objects.done().exists()

    trainee.context.set_offline(False)
    with trainee.expect_response("**/complete/"):
        trainee.goto(there.get_parent().get_url())
    assert LessonProgress.objects.done().get().person == cast.tuva
    trainee.goto(there.get_parent().get_url())
    rows = trainee.locator("main .lesson-row")
    expect(rows).to_have_count(2)
    rows.last.click()
    expect(trainee.locator("h1")).to_have_text("l2 nb", timeout=SOON)
    no_barriers(trainee)
