"""An editor makes a module in the admin, and what is about safety goes out when a professional has read it; then somebody learns from it."""

import pytest
from django.utils import translation
from playwright.sync_api import Page, expect

from cms.approval.models import ApprovalState
from cms.blocks import LessonBody
from cms.editors import grant
from courses.dialogues.models import Dialogue
from courses.outline.models import CoursePage, LessonPage, ModulePage
from lms.people.models import Person
from tests.browser.editing import DESK, SOON, add_block, add_item, fill, publish
from tests.browser.steps import address, is_at
from tests.builders import a_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def label(kind: str) -> str:
    """What the admin calls a block of a lesson."""
    with translation.override("nb"):
        return str(LessonBody().child_blocks[kind].label)


def new_module(page: Page, course: CoursePage, title: str) -> ModulePage:
    """From the menu to the course, to what is below it, and a new module there."""
    page.goto("/admin/")
    page.locator("nav button:has(.icon-list-ul)").click()
    page.locator("nav a[href='/admin/training/courses/']").click()
    row = page.locator("tbody tr", has_text=course.title)
    row.locator("[data-w-dropdown-target=toggle]").click()
    page.locator(f"a[href='/admin/pages/{course.pk}/']").last.click()
    page.locator(f"header a[href*='/add'][href*='/{course.pk}/']").first.click()
    fill(page, title=title, summary="Stillhet i chatten, og hva du kan gjøre.")
    publish(page)
    return ModulePage.objects.get(title=title)


def new_lesson(page: Page, module: ModulePage, title: str) -> None:
    """An empty lesson, ready for its blocks."""
    page.goto(f"/admin/pages/{module.pk}/")
    page.locator(f"header a[href*='/add'][href*='/{module.pk}/']").first.click()
    fill(page, title=title, summary="Én idé.")


def words_and_a_check(page: Page) -> None:
    """A text and something to check oneself with, two answers."""
    text = add_block(page, "body", label("markdown"))
    fill(page, **{text: "## Stillhet\n\nNoen blir stille. Det er ikke det samme som at de har **gått**."})
    check = add_block(page, "body", label("check"))
    fill(page, **{f"{check}-question": "Ingen har svart på to minutter. Hva gjør du?"})
    add_item(page, f"{check}-options")
    for number, (answer, why) in enumerate([("Sier at jeg er her", "Det gir rom."), ("Avslutter", "Da er det ingen der etterpå.")]):
        fill(page, **{f"{check}-options-{number}-value-text": answer, f"{check}-options-{number}-value-why": why})
    page.locator(f"[name='{check}-options-0-value-right']").check()


def new_dialogue(page: Page) -> None:
    """Somebody falls silent: two replies, two endings."""
    page.goto("/admin/training/dialogues/")
    page.locator("header a[href*='/add/']").first.click()
    fill(
        page,
        title="Hun svarer ikke",
        theme="Stillhet",
        persona="Maja",
        intro="Maja blir stille. Du øver på å vente.",
    )
    start = add_block(page, "nodes")
    fill(page, **{f"{start}-key": "start", f"{start}-says": "hei"})
    for text, what, to in (("Ta den tiden du trenger.", "Det gir rom.", "rom"), ("Er du der???", "Det kan kjennes som et krav.", "borte")):
        reply = add_item(page, f"{start}-replies")
        fill(page, **{f"{reply}-text": text, f"{reply}-feedback": what, f"{reply}-to": to})
    for key, says, ending in (("rom", "takk", "Hun ble"), ("borte", "glem det", "Hun gikk")):
        place = add_block(page, "nodes")
        fill(page, **{f"{place}-key": key, f"{place}-says": says, f"{place}-end-title": ending, f"{place}-end-text": "Slik ble det."})
    publish(page)


def approve(page: Page) -> None:
    """A professional finds what waits, on a page outside the admin, and lets it out."""
    page.goto(address("en", "approvals"))
    page.locator(f"main a[href='{address('en', 'approval', ApprovalState.objects.waiting().get().pk)}']").click()
    page.locator("main button[value=approve]").click()
    is_at(page, "en", "approvals")
    expect(page.locator("main a[href*='/approvals/']")).to_have_count(0)


def test_an_editor_makes_a_module_and_a_professional_lets_it_out(cast, phone, no_barriers):
    course = a_course(lessons=(1,))
    grant(cast.ed)
    Person.objects.update(language="nb")
    desk = phone(cast.ed, size=DESK)

    module = new_module(desk, course, "Når noen er stille")
    new_lesson(desk, module, "Stillhet er ikke tomt")
    words_and_a_check(desk)
    publish(desk)
    new_dialogue(desk)
    new_lesson(desk, module, "Å vente sammen")
    note = add_block(desk, "body", label("content_note"))
    fill(desk, **{f"{note}-title": "Handler om å bli forlatt", f"{note}-text": "Det kan vente."})
    walk = add_block(desk, "body", label("dialogue"))
    desk.locator(f"[name='{walk}-dialogue']").select_option(Dialogue.objects.get().slug)
    publish(desk)

    lessons = LessonPage.objects.child_of(module)
    assert [one.live for one in lessons.order_by("path")] == [True, False]
    trainee = phone(cast.tuva)
    trainee.goto(module.get_url())
    expect(trainee.locator("main .lesson-row")).to_have_count(1)

    professional = phone(cast.siv)
    professional.goto(address("en", "approval", ApprovalState.objects.get().pk))
    no_barriers(professional)
    approve(professional)
    trainee.reload()
    expect(trainee.locator("main .lesson-row")).to_have_count(2)
    no_barriers(trainee)
    trainee.locator("main .lesson-row").last.click()
    trainee.locator("section.alone .btn--main").click()
    trainee.locator(".alone-reply", has_text="Ta den tiden du trenger.").click()
    expect(trainee.get_by_text("Hun ble")).to_be_visible(timeout=SOON)
    no_barriers(trainee)
