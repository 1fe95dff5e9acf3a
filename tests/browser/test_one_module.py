"""An editor makes a module with two lessons, a branching dialogue and a six-question quiz in bokmål, translates it to Danish, has it
approved and publishes; a trainee takes it on a phone, half offline, half in Danish; a corrected question is marked anew."""

import re

import pytest
from playwright.sync_api import Page, expect

from cms.editors import grant
from courses.dialogues.models import Dialogue
from courses.outline.models import LessonPage, ModulePage
from courses.progress.models import LessonProgress
from courses.quizzes.bank import Question, Quiz
from courses.quizzes.models import QuizAttempt
from lms.audit.models import AuditEntry
from lms.people.models import Person
from tests.browser.danish import danish, into_danish, module_into_danish, one_more_into_danish, publish_translation, to_danish, translate
from tests.browser.editing import DESK, SOON, fill, publish, save_draft
from tests.browser.learning import answer, answer_offline, finish_kept, go_on, keep_lesson
from tests.browser.making import (
    GOOD,
    WEAK,
    WORDS,
    a_note_and_a_walk,
    new_choice,
    new_dialogue,
    new_lesson,
    new_module,
    new_quiz,
    new_statement,
    words_and_a_check,
)
from tests.browser.steps import address, is_at
from tests.builders import a_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MODULE, FIRST, SECOND = "Når noen er stille", "Stillhet er ikke tomt", "Å vente sammen"
DIALOGUE, QUIZ, WRONG = "Hun svarer ikke", "Seks ganger stille", "Feil svar var merket som riktig."


def makes_it(desk: Page) -> ModulePage:
    """In bokmål. What is about safety waits for a professional, and the quiz with it."""
    module = new_module(desk, a_course(lessons=(1,)), MODULE)
    new_lesson(desk, module, FIRST)
    words_and_a_check(desk)
    publish(desk)
    new_dialogue(desk)
    new_lesson(desk, module, SECOND)
    a_note_and_a_walk(desk, Dialogue.objects.get().slug)
    publish(desk)
    first = LessonPage.objects.get(title=FIRST)
    for number in range(1, 7):
        if number < 4:
            new_choice(desk, number, first)
        else:
            new_statement(desk, number, first, critical=number == 6)
    new_quiz(desk, module, QUIZ, [(False, 5), (True, 1)])
    save_draft(desk)
    assert [one.live for one in LessonPage.objects.child_of(module).order_by("path")] == [True, False]
    assert Question.objects.live().count() == 5
    assert not Quiz.objects.live().exists()
    return module


def says_it_in_danish(desk: Page, module: ModulePage) -> None:
    """Every word of it, on the translation screens."""
    module_into_danish(desk, module)
    for title in (FIRST, SECOND):
        to_danish(desk, "lessons", title)
        translate(desk)
    into_danish(desk, "dialogues", DIALOGUE)
    into_danish(desk, "questions", "nummer 1.")
    for question in Question.objects.filter(locale__language_code="nb").exclude(stem__contains="nummer 1."):
        one_more_into_danish(desk, question)
    into_danish(desk, "quizzes", QUIZ, publish=False)


def approve_all(page: Page, count: int, no_barriers) -> None:
    """A professional finds what waits, on pages outside the admin, reads it and lets it out."""
    page.goto(address("nb", "approvals"))
    waiting = page.locator("main .rows a[href*='/approvals/']")
    expect(waiting).to_have_count(count, timeout=SOON)
    no_barriers(page)
    for left in range(count - 1, -1, -1):
        waiting.first.click()
        if left == count - 1:  # the lesson: with every answer open, and the dialogue in it
            no_barriers(page)
            page.locator("main a[href$='mode=opened']").click()
            expect(page.get_by_text("Hun gikk")).to_be_visible(timeout=SOON)
            no_barriers(page)
            page.go_back()
        page.locator("main button[value=approve]").click()
        is_at(page, "nb", "approvals")
        expect(waiting).to_have_count(left, timeout=SOON)


def publishes_the_quiz(desk: Page) -> None:
    """Now that all it asks for is published, in both languages."""
    desk.goto("/admin/training/quizzes/")
    desk.locator("tbody tr", has_text=QUIZ).locator("td.title a").first.click()
    publish(desk)
    to_danish(desk, "quizzes", QUIZ)
    publish_translation(desk)
    assert [one.strip() for one in LessonPage.objects.get(title=danish(FIRST)).body[0].value.splitlines()] == danish(WORDS).splitlines()
    for kind in (ModulePage, LessonPage, Dialogue, Question, Quiz):
        rows = kind.objects.filter(live=True, has_unpublished_changes=False)
        assert {rows.filter(locale__language_code=one).count() for one in ("nb", "da")} == {kind.objects.count() / 2}


def reads_half_of_it_offline(page: Page, module: ModulePage, no_barriers) -> None:
    """The first lesson with a connection, the second from the phone; "done" is sent later."""
    page.goto(module.get_url())
    expect(page.locator("main .lesson-row")).to_have_count(3, timeout=SOON)
    no_barriers(page)
    page.locator("main .lesson-row").first.click()
    expect(page.locator("h1")).to_have_text(FIRST, timeout=SOON)
    page.get_by_label("Sier at jeg er her").check()
    no_barriers(page)
    go_on(page)
    expect(page.locator("h1")).to_have_text(SECOND, timeout=SOON)
    no_barriers(page)
    keep_lesson(page)
    page.context.set_offline(True)
    page.goto(page.url)
    finish_kept(page)
    no_barriers(page)
    assert LessonProgress.objects.done().get().title == FIRST
    page.context.set_offline(False)
    with page.expect_response("**/complete/"):
        page.goto(module.get_url())
    assert LessonProgress.objects.done().count() == 2


def pick(page: Page, place: int, before: str = "") -> str:
    """What the trainee answers at a place: what is marked as right, but weak at the first question that was written."""
    expect(page.locator(f"#q .q-no:has-text('{place}')")).to_be_visible(timeout=SOON)
    labels = page.locator("#q label").all_inner_texts()
    weak, good = before + WEAK.format(1), before + GOOD.format("")
    return next((one for one in labels if one == weak), None) or next((one for one in labels if one.startswith(good)), labels[-1])


def answers_half_of_it_offline(page: Page, module: ModulePage, no_barriers) -> None:
    """Each of the first three answers waits on the phone, and is sent when there is a connection."""
    page.goto(module.get_url())
    page.locator("main .lesson-row").last.click()
    no_barriers(page)
    go_on(page)
    for place in (1, 2, 3):
        answer_offline(page, pick(page, place))
        no_barriers(page)
        go_on(page)


def goes_on_in_danish(page: Page, module: ModulePage, no_barriers) -> QuizAttempt:
    """The trainee turns the page of the module to Danish: the dialogue, the rest of the quiz, and how it went."""
    page.goto(module.get_url())
    page.locator("button[name=language][value=da]").click()
    expect(page.locator("h1")).to_have_text(danish(MODULE), timeout=SOON)
    no_barriers(page)
    page.locator("main .lesson-row").nth(1).click()
    expect(page.locator("h1")).to_have_text(danish(SECOND), timeout=SOON)
    page.locator("section.alone .btn--main").click()
    page.locator(".alone-reply", has_text=danish("Ta den tiden du trenger.")).click()
    expect(page.get_by_text(danish("Hun ble"))).to_be_visible(timeout=SOON)
    no_barriers(page)
    page.locator(".lesson-head a").first.click()
    page.locator("main .lesson-row").last.click()
    expect(page.locator("h1")).to_have_text(danish(QUIZ), timeout=SOON)
    no_barriers(page)
    go_on(page)
    for place in (4, 5, 6):
        answer(page, pick(page, place, "da "))
        no_barriers(page)
        go_on(page)
    no_barriers(page)
    go_on(page)
    expect(page).to_have_url(re.compile("/da/.*/result/$"), timeout=SOON)
    no_barriers(page)
    attempt = QuizAttempt.objects.get()
    assert (attempt.state, attempt.score) == ("not_yet", 5)
    return attempt


def corrects(desk: Page, alias: str) -> None:
    """Another answer of the first question is right; what that changes is shown, and then done."""
    stem = Question.objects.get(stem__startswith="Ingen svarer deg, for gang nummer 1.").stem
    desk.goto("/admin/training/questions/")
    desk.locator("tbody tr", has_text=stem).locator("td.title a").first.click()
    desk.locator("[name='options-0-value-is_right']").uncheck()
    desk.locator("[name='options-1-value-is_right']").check()
    publish(desk)
    desk.locator("tbody tr", has_text=stem).locator("[data-language-state=outdated]").click()
    publish_translation(desk)
    desk.goto("/admin/training/questions/")
    expect(desk.locator("[data-language-state=outdated]")).to_have_count(0, timeout=SOON)
    desk.locator("tbody tr", has_text=stem).locator("[data-w-dropdown-target=toggle]").click()
    desk.locator("a[href*='/mark-anew/']:visible").click()
    expect(desk.locator("main td", has_text=alias)).to_be_visible(timeout=SOON)
    assert QuizAttempt.objects.get().state == "not_yet"
    fill(desk, reason=WRONG)
    desk.locator("main form[method=post] [type=submit]").click()
    expect(desk.locator(".messages li.success")).to_be_visible(timeout=SOON)


def sees_it(page: Page, attempt: QuizAttempt, no_barriers) -> None:
    """Beside the result, and by the notice."""
    page.reload()
    no_barriers(page)
    expect(page.get_by_text(WRONG)).to_be_visible(timeout=SOON)
    page.goto(address("da", "notices"))
    no_barriers(page)
    page.locator(f"main .rows a[href*='/quiz/attempt/{attempt.pk}/']").click()
    expect(page.get_by_text(WRONG)).to_be_visible(timeout=SOON)


def test_from_the_first_word_to_the_corrected_result(cast, phone, no_barriers):
    grant(cast.ed)
    Person.objects.update(language="nb")
    desk = phone(cast.ed, size=DESK)
    module = makes_it(desk)
    says_it_in_danish(desk, module)
    trainee = phone(cast.tuva)
    trainee.goto(module.get_url())
    expect(trainee.locator("main .lesson-row")).to_have_count(1, timeout=SOON)
    approve_all(phone(cast.siv), 4, no_barriers)
    publishes_the_quiz(desk)

    reads_half_of_it_offline(trainee, module, no_barriers)
    answers_half_of_it_offline(trainee, module, no_barriers)
    attempt = goes_on_in_danish(trainee, module, no_barriers)

    corrects(desk, cast.tuva.alias)
    attempt.refresh_from_db()
    assert (attempt.state, attempt.score) == ("passed", 6)
    done = AuditEntry.objects.get(deed="quiz.regrade")
    assert (done.actor, done.fields["changed"]) == (cast.ed.pk, "1")
    assert AuditEntry.objects.filter(deed="quiz.regrade_up", actor=cast.ed.pk).count() == 1
    sees_it(trainee, attempt, no_barriers)
