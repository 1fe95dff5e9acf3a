"""An editor translates a module; a Danish trainee reads one half of it in Danish, offline, and the other half in bokmål. What one is asked
and what one practises with are translated too."""

import re
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from cms.editors import grant
from courses.dialogues.models import Dialogue
from courses.outline.models import LessonPage, ModulePage
from courses.progress.models import LessonProgress
from courses.quizzes.bank import Question, Quiz
from lms.people.models import Person
from tests.browser.editing import DESK, SOON, translate
from tests.browser.steps import address, main_button
from tests.builders import a_course, a_dialogue, a_question, a_quiz, lessons_of

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


TWO_REPLIES = [
    ("start", "hei", [("Hei!", "Varmt.", "met"), ("Hm.", "Kort.", "met")], ("", "")),
    ("met", "takk", [], ("Møtt", "Slik ble det.")),
]


def into_danish(page: Page, thing: Any) -> None:
    """From its form in bokmål to the published Danish."""
    name = type(thing)._meta.model_name
    page.goto(reverse("wagtail_localize:submit_snippet_translation", args=["courses", name, thing.pk]))
    page.locator(f"[name=locales][value='{Locale.objects.get(language_code='da').pk}']").check()
    page.locator("main form [type=submit]").last.click()
    translate(page, lambda said: f"da {said}")


def test_a_question_a_quiz_and_a_dialogue_are_translated_and_met_in_danish(cast, phone, no_barriers):
    question, dialogue = a_question("role-1", languages=("nb",)), a_dialogue(nodes=TWO_REPLIES)
    quiz = a_quiz(questions=False, draw=[("role", False, 1)])
    Quiz.objects.exclude(pk=quiz.pk).delete()
    grant(cast.ed)
    Person.objects.filter(pk=cast.tuva.pk).update(language="da")
    desk = phone(cast.ed, size=DESK)
    for thing in (question, quiz, dialogue):
        into_danish(desk, thing)
    for kind in (Question, Quiz, Dialogue):
        assert kind.objects.get(locale__language_code="da").live

    trainee = phone(cast.tuva)
    trainee.goto(address("da", "quiz", quiz.translation_key))
    expect(trainee.locator("h1")).to_have_text("da Quiz nb")
    main_button(trainee).click()
    expect(trainee.get_by_text("da Stem role-1 nb?")).to_be_visible(timeout=SOON)
    no_barriers(trainee)
    trainee.get_by_label("da role-1 b nb").check()
    for ends in ("/review/$", "/result/$"):
        main_button(trainee).click()
        expect(trainee).to_have_url(re.compile(ends), timeout=SOON)
    expect(trainee.get_by_text("da CANARY-WHY b nb")).to_have_count(1)  # folded, being right

    trainee.goto(address("da", "dialogue", dialogue.translation_key))
    main_button(trainee).click()
    trainee.locator(".alone-reply", has_text="da Hei! nb").click()
    expect(trainee.get_by_text("da CANARY-WHY Varmt.")).to_be_visible(timeout=SOON)
    expect(trainee.get_by_text("da Møtt")).to_be_visible(timeout=SOON)
    no_barriers(trainee)
