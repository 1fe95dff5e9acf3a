"""An editor makes a module with their own hands: lessons, a dialogue, questions and a quiz, all in the admin and in bokmål."""

from django.utils import translation
from playwright.sync_api import Page

from cms.blocks import LessonBody
from courses.outline.models import CoursePage, LessonPage, ModulePage
from tests.browser.editing import add_block, add_item, fill, publish, unfold

WORDS = "## Stillhet\n\nNoen blir stille. Det er ikke det samme som at de har **gått**."
GOOD, WEAK = "Venter med {}", "Maser om {}"


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
    fill(page, **{text: WORDS})
    check = add_block(page, "body", label("check"))
    fill(page, **{f"{check}-question": "Ingen har svart på to minutter. Hva gjør du?"})
    add_item(page, f"{check}-options")
    for number, (answer, why) in enumerate([("Sier at jeg er her", "Det gir rom."), ("Avslutter", "Da er det ingen der etterpå.")]):
        fill(page, **{f"{check}-options-{number}-value-text": answer, f"{check}-options-{number}-value-why": why})
    page.locator(f"[name='{check}-options-0-value-right']").check()


def a_note_and_a_walk(page: Page, dialogue: str) -> None:
    """A content note, which makes it safety content, some words, and a dialogue to walk, by its short name."""
    note = add_block(page, "body", label("content_note"))
    fill(page, **{f"{note}-title": "Handler om å bli forlatt", f"{note}-text": "Det kan vente."})
    text = add_block(page, "body", label("markdown"))
    fill(page, **{text: "Å vente er å være der."})
    walk = add_block(page, "body", label("dialogue"))
    page.locator(f"[name='{walk}-dialogue']").select_option(dialogue)


def new_dialogue(page: Page) -> None:
    """Somebody falls silent: two replies, two endings."""
    page.goto("/admin/training/dialogues/")
    page.locator("header a[href*='/add/']").first.click()
    fill(page, title="Hun svarer ikke", theme="Stillhet", persona="Maja", intro="Maja blir stille. Du øver på å vente.")
    start = add_block(page, "nodes")
    fill(page, **{f"{start}-key": "start", f"{start}-says": "hei"})
    for text, what, to in (("Ta den tiden du trenger.", "Det gir rom.", "rom"), ("Er du der???", "Det kan kjennes som et krav.", "borte")):
        reply = add_item(page, f"{start}-replies")
        fill(page, **{f"{reply}-text": text, f"{reply}-feedback": what, f"{reply}-to": to})
    for key, says, ending in (("rom", "takk", "Hun ble"), ("borte", "glem det", "Hun gikk")):
        place = add_block(page, "nodes")
        fill(page, **{f"{place}-key": key, f"{place}-says": says, f"{place}-end-title": ending, f"{place}-end-text": "Slik ble det."})
    publish(page)


def new_question(page: Page, kind: str, lesson: LessonPage) -> None:
    """From the list, of a kind, about a lesson; the form as it is left ready to be filled in."""
    if not page.url.split("?")[0].endswith("/admin/training/questions/"):  # where one is after publishing the one before
        page.goto("/admin/training/questions/")
    page.locator("header a[href*='/add/']").first.click()
    page.locator(f"main a[href*='kind={kind}']").click()
    page.locator("[name=area]").select_option("listening")
    unfold(page, "lesson_key")
    page.locator("[name=lesson_key]").select_option(str(lesson.key))


def new_choice(page: Page, number: int, lesson: LessonPage) -> None:
    """One answer, three options of which the first is marked as right."""
    new_question(page, "single", lesson)
    fill(page, stem=f"Ingen svarer deg, for gang nummer {number}. Hva gjør du?")
    for place, text in enumerate([GOOD, WEAK, "Avslutter {}"]):
        fill(page, **{f"options-{place}-value-text": text.format(number), f"options-{place}-value-explanation": "Slik kjennes det."})
    page.locator("[name='options-0-value-is_right']").check()
    publish(page)


def new_statement(page: Page, number: int, lesson: LessonPage, *, critical: bool = False) -> None:
    """True or not: it is not. A critical one waits for a professional when it is published."""
    new_question(page, "true_false", lesson)
    fill(page, stem=f"Den som er stille, har gått. Påstand nummer {number}.")
    page.locator("[name='options-0-value-answer']").select_option("false")
    fill(page, **{"options-0-value-why_true": "Stillhet er ikke tomt.", "options-0-value-why_false": "Noen trenger tid."})
    page.locator("[name=is_critical]").set_checked(critical)
    publish(page)


def new_quiz(page: Page, module: ModulePage, title: str, rows: list[tuple[bool, int]]) -> None:
    """So many questions, critical or not, about the lessons of the module, all of which must be right. Not published yet."""
    page.goto("/admin/training/quizzes/")
    page.locator("header a[href*='/add/']").first.click()
    fill(page, title=title, pass_share="1.00")
    for critical, count in rows:
        row = add_block(page, "draw")
        page.locator(f"[name='{row}-area']").select_option("listening")
        page.locator(f"[name='{row}-critical']").set_checked(critical)
        fill(page, **{f"{row}-count": str(count)})
        page.locator(f"[name='{row}-modules'][value='{module.key}']").check()
