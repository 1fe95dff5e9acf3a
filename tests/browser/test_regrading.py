"""An editor asks six questions about a module; one of them was wrong, and is corrected and marked anew for whoever answered it."""

import re

import pytest
from playwright.sync_api import Page, expect

from cms.editors import grant
from courses.outline.models import LessonPage, ModulePage
from courses.quizzes.bank import Question, Quiz
from courses.quizzes.models import QuizAttempt
from lms.audit.models import AuditEntry
from lms.people.models import Person
from tests.browser.editing import DESK, SOON, add_block, fill, publish, unfold
from tests.browser.steps import address, main_button
from tests.builders import a_course, lessons_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GOOD, WEAK = "Venter med {}", "Maser om {}"


def new_question(page: Page, number: int, lesson: LessonPage) -> None:
    """From the list: one answer, three options of which the first is marked as right."""
    page.goto("/admin/training/questions/")
    page.locator("header a[href*='/add/']").first.click()
    page.locator("main a[href*='kind=single']").click()
    page.locator("[name=area]").select_option("listening")
    fill(page, stem=f"Ingen svarer deg, for gang nummer {number}. Hva gjør du?")
    for place, text in enumerate([GOOD, WEAK, "Avslutter {}"]):
        fill(page, **{f"options-{place}-value-text": text.format(number), f"options-{place}-value-explanation": "Slik kjennes det."})
    page.locator("[name='options-0-value-is_right']").check()
    unfold(page, "lesson_key")
    page.locator("[name=lesson_key]").select_option(str(lesson.key))
    publish(page)


def new_quiz(page: Page, module: ModulePage) -> None:
    """Six questions about the lessons of the module, all of which must be right."""
    page.goto("/admin/training/quizzes/")
    page.locator("header a[href*='/add/']").first.click()
    row = add_block(page, "draw")
    page.locator(f"[name='{row}-area']").select_option("listening")
    fill(page, title="Når noen er stille", pass_share="1.00", **{f"{row}-count": "6"})
    page.locator(f"[name='{row}-modules'][value='{module.key}']").check()
    publish(page)


def take(page: Page, module: ModulePage) -> None:
    """From the page of the module to the result: all good answers, but for the first question."""
    page.goto(module.get_url())
    page.locator(f"main a[href='{address('nb', 'quiz', Quiz.objects.get().translation_key)}']").click()
    main_button(page).click()
    for _number in range(6):
        expect(page.locator("input[name=chosen]").first).to_be_visible(timeout=SOON)
        weak, here = page.get_by_label(WEAK.format(1), exact=True), page.url
        (weak if weak.count() else page.get_by_label(re.compile("^Venter med"))).check()
        main_button(page).click()
        expect(page).not_to_have_url(here, timeout=SOON)
    main_button(page).click()
    expect(page).to_have_url(re.compile("/result/$"), timeout=SOON)


def test_six_questions_are_asked_and_a_corrected_one_is_marked_anew(cast, phone, no_barriers):
    lesson = lessons_of(a_course(lessons=(1,)))[0]
    module = ModulePage.objects.get(pk=lesson.get_parent().pk)
    grant(cast.ed)
    Person.objects.update(language="nb")
    desk = phone(cast.ed, size=DESK)
    for number in range(1, 7):
        new_question(desk, number, lesson)
    new_quiz(desk, module)

    trainee = phone(cast.tuva)
    take(trainee, module)
    assert QuizAttempt.objects.get().state == "not_yet"
    no_barriers(trainee)

    question = Question.objects.get(stem__contains="nummer 1.")
    desk.goto("/admin/training/questions/")
    row = desk.locator("tbody tr", has_text=question.stem)
    row.locator("td.title a, a").filter(has_text=question.stem).first.click()
    desk.locator("[name='options-0-value-is_right']").uncheck()
    desk.locator("[name='options-1-value-is_right']").check()
    publish(desk)
    desk.locator("tbody tr", has_text=question.stem).locator("[data-w-dropdown-target=toggle]").click()
    desk.locator(f"a[href*='{question.translation_key}/mark-anew/']").click()
    expect(desk.locator("main td", has_text=cast.tuva.alias)).to_be_visible(timeout=SOON)
    fill(desk, reason="Feil svar var merket som riktig.")
    desk.locator("main form[method=post] [type=submit]").click()
    expect(desk.locator(".messages li.success")).to_be_visible(timeout=SOON)
    assert QuizAttempt.objects.get().state == "passed"

    trainee.reload()
    no_barriers(trainee)
    expect(trainee.get_by_text("Feil svar var merket som riktig.")).to_be_visible()
    trainee.goto(address("nb", "notices"))
    trainee.locator(f"main .rows a[href*='/quiz/attempt/{QuizAttempt.objects.get().pk}/']").click()
    expect(trainee.get_by_text("Feil svar var merket som riktig.")).to_be_visible(timeout=SOON)
    done = AuditEntry.objects.get(deed="quiz.regrade")
    assert (done.actor, done.fields["changed"]) == (cast.ed.pk, "1")
    assert AuditEntry.objects.filter(deed="quiz.regrade_up", actor=cast.ed.pk).count() == 1
