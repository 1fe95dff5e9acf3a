"""An editor translates one half of a module; a Danish trainee reads that in Danish, offline, and the other half in bokmål. A module that is
translated as a whole, with what is asked and practised in it: test_one_module.py."""

import pytest
from playwright.sync_api import expect
from wagtail.models import Locale

from cms.editors import grant
from courses.outline.models import LessonPage
from courses.progress.models import LessonProgress
from lms.people.models import Person
from tests.browser.danish import module_into_danish, translate
from tests.browser.editing import DESK, SOON
from tests.browser.learning import finish_kept, keep_lesson
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
    module_into_danish(desk, module)
    there = LessonPage.objects.get(translation_key=first.key, locale=danish)
    assert not there.live
    desk.goto(f"/admin/pages/{there.pk}/edit/")
    translate(desk)
    there.refresh_from_db()
    assert (there.live, there.title) == (True, "da l1 nb")
    assert not LessonPage.objects.get(translation_key=second.key, locale=danish).live

    trainee = phone(cast.tuva)
    trainee.goto(there.get_url())
    expect(trainee.locator("html")).to_have_attribute("lang", "da")
    no_barriers(trainee)
    keep_lesson(trainee)
    trainee.context.set_offline(True)
    trainee.goto(there.get_url())
    expect(trainee.locator("h1")).to_have_text("da l1 nb")
    finish_kept(trainee)
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
