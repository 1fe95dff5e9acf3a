"""After a practice chat, in a real browser: rated by keys alone, by thumb, without scripts, and without a connection."""

import pytest
from playwright.sync_api import expect

from certification.assessment import drafts
from certification.assessment.models import Assessment, CriterionRating, Quote, Tick
from certification.assessment.states import AssessmentState
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from tests.builders import a_rubric_version, an_ended_chat, an_enrolment, views_given
from tests.cast import assemble

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DESK = {"width": 1280, "height": 900}


@pytest.fixture
def cast(transactional_db):
    return assemble()


@pytest.fixture
def chat(cast):
    a_rubric_version()
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    return an_ended_chat(enrolment=enrolment, partner=cast.pia, supervisor=cast.siv)


def saved(page):
    expect(page.locator("#rate-saved")).to_contain_text("saved")


def tab_to(page, target):
    """Press Tab until one is there, as somebody without a mouse does."""
    for _step in range(120):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no key leads to {target}")


def test_a_chat_is_rated_by_keys_alone(phone, cast, chat):
    views_given(chat)
    page = phone(cast.siv, size=DESK)
    page.goto(f"/en/practice/{chat.pk}/rating/")
    keys = page.keyboard
    tab_to(page, page.get_by_role("button", name="I take it"))
    keys.press("Enter")
    expect(page.locator("#crit-opening")).to_have_attribute("open", "")
    expect(page.get_by_role("button", name="Keys")).to_be_visible()  # the script is there and listens
    for key in "jjm2":  # line 2 shows the first basic behaviour
        keys.press(key)
    expect(page.locator("#cites-opening-b1")).to_contain_text("Line 2")
    keys.press("3")  # the second basic behaviour, without a mark
    expect(page.locator("#result-opening")).to_contain_text("Trygg grunn")
    for key in "n23n23":
        keys.press(key)
    expect(page.locator("#rate-index [value=noticing]")).to_contain_text("3 · Trygg grunn")
    for key in "ms":
        keys.press(key)
    expect(page.locator("#l2 .tl-tags")).to_contain_text("Strength")
    for key in "jjmt":
        keys.press(key)
    expect(page.locator("#l4 .tl-tags")).to_contain_text("Next step")
    keys.press("n")
    expect(page.locator("#crit-finish")).to_have_attribute("open", "")
    tab_to(page, page.locator("#finish-strength-words"))
    keys.type("varm åpning")
    tab_to(page, page.locator("#finish-next-step-words"))
    keys.type("still ett spørsmål")
    tab_to(page, page.locator("[name=judgement]").first)
    for _step in range(3):
        keys.press("ArrowDown")
    expect(page.get_by_label("med fagperson")).to_be_checked()
    expect(page.locator("#rate-todo")).to_contain_text("Everything is there.")
    tab_to(page, page.get_by_role("button", name="Submit the assessment"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what Tuva will see")
    assert Assessment.objects.get().state == AssessmentState.SUBMITTED
    assert dict(CriterionRating.objects.values_list("criterion", "level")) == {"opening": 3, "presence": 3, "noticing": 3}
    assert Assessment.objects.get().judgement == 3
    assert sorted(Quote.objects.values_list("seq", "role")) == [(2, "evidence"), (2, "strength"), (4, "next_step")]
    tab_to(page, page.get_by_role("button", name="Give the feedback"))
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Feedback to Tuva")
    assert PracticeChat.objects.get().state == ChatState.RELEASED


def test_words_of_a_line_are_marked_with_emoji_before_them(phone, cast, chat):
    drafts.claim_rating(views_given(chat), by=cast.siv)
    page = phone(cast.siv, size=DESK)
    page.goto(f"/en/practice/{chat.pk}/rating/?criterion=opening")
    page.evaluate(
        """() => { const text = document.querySelector('#l2 .tl-body').firstChild, range = document.createRange();
        const at = text.data.indexOf('Fint'); range.setStart(text, at); range.setEnd(text, at + 4);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    expect(page.locator("#pick")).to_contain_text("Words in line 2 are picked.")
    page.locator("#pick").get_by_role("button", name="Strength").click()
    expect(page.locator("#l2 mark")).to_have_text("Fint")
    assert Quote.objects.get().text == "Fint"


def test_on_a_phone_a_line_is_picked_in_the_chat_and_ticked_in_the_form(phone, cast, chat):
    drafts.claim_rating(views_given(chat), by=cast.siv)
    page = phone(cast.siv)
    page.goto(f"/en/practice/{chat.pk}/rating/")
    expect(page.locator("#rubric")).to_be_hidden()
    page.get_by_role("button", name="Mark line 4").tap()
    page.get_by_role("link", name="Form").tap()
    expect(page.locator("[data-picked-note]")).to_contain_text("Line 4 is picked.")
    page.locator("#tick-opening-u1 label").tap()
    expect(page.locator("#cites-opening-u1")).to_contain_text("Line 4")
    expect(page.locator("#level-opening")).to_contain_text("1 · Kan gjøre skade")
    page.locator("#cites-opening-u1 a").tap()
    expect(page.locator("#l4")).to_be_visible()
    expect(page.locator("#l4 .tl-tags")).to_contain_text("1 Åpning og ramme")
    assert page.evaluate("document.documentElement.scrollWidth <= screen.width")


def test_a_line_picked_before_the_script_was_there_stays_picked(phone, cast, chat):
    drafts.claim_rating(views_given(chat), by=cast.siv)
    page = phone(cast.siv)
    page.route("**/js/rating*.js", lambda route: route.abort())
    page.goto(f"/en/practice/{chat.pk}/rating/?criterion=opening#talk")
    page.locator("#l2 button[name=pick]").click()
    page.unroute("**/js/rating*.js")
    page.reload()
    page.locator("#pick button[value=strength]").tap()
    expect(page.locator("#l2 .tl-tags")).to_contain_text("Strength")


def test_without_a_connection_nothing_is_lost(phone, cast, chat):
    drafts.claim_rating(views_given(chat), by=cast.siv)
    page = phone(cast.siv, size=DESK)
    page.goto(f"/en/practice/{chat.pk}/rating/?criterion=opening")
    page.context.set_offline(True)
    page.locator("#tick-opening-b1 input").check()
    page.get_by_role("button", name="Mark line 2").click()
    page.locator("#tick-opening-b2 input").check()
    expect(page.locator("#rate-saved")).to_contain_text("Kept on this device")
    assert not Tick.objects.exists()
    page.context.set_offline(False)
    expect(page.locator("#cites-opening-b2")).to_contain_text("Line 2", timeout=10_000)
    assert sorted(Tick.objects.values_list("behaviour", flat=True)) == ["opening-b1", "opening-b2"]
    saved(page)


def test_what_was_kept_on_the_device_is_sent_when_the_page_opens_again(phone, cast, chat):
    draft = drafts.claim_rating(views_given(chat), by=cast.siv)
    page = phone(cast.siv, size=DESK)
    page.goto(f"/en/practice/{chat.pk}/rating/")
    kept = '{"ticks": {"opening-b1": true}, "verdicts": {}, "marks": [], "unmarks": [], "lines": []}'
    page.evaluate(f"localStorage.setItem('rating-{draft.pk}', '{kept}')")
    page.reload()
    expect(page.locator("#tick-opening-b1 input")).to_be_checked()
    saved(page)
    assert Tick.objects.get().behaviour == "opening-b1"


def test_without_scripts_everything_still_works(phone, cast, chat):
    drafts.claim_rating(views_given(chat), by=cast.siv)
    page = phone(cast.siv, size=DESK, java_script_enabled=False)
    page.goto(f"/en/practice/{chat.pk}/rating/?criterion=opening")
    page.locator("#tick-opening-b1 input").check()
    page.get_by_role("button", name="Mark line 2").click()
    page.locator("#tick-opening-b2").get_by_role("button", name="Line 2 shows this").click()
    expect(page.locator("#result-opening")).to_contain_text("Trygg grunn")
    page.locator("#rate-index").get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Submit the assessment").click()
    page.get_by_role("link", name="Rate 2 Nærvær i skrift").click()
    expect(page.locator("#crit-presence")).to_have_attribute("open", "")
