"""Listening to a lesson: only where the device itself has a voice for its language."""

import pytest
from playwright.sync_api import expect

from tests.builders import a_course

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LESSON = "/nb/kurs/m1/l2/"
# A device with these voices, which says at once what it is asked to say.
DEVICE = """
window.said = [];
const voices = VOICES;
Object.defineProperty(window, "SpeechSynthesisUtterance", { value: class extends EventTarget { constructor(text) { super(); this.text = text; } } });
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices, cancel() {}, addEventListener() {},
  speak(words) { said.push([words.lang, words.text]); setTimeout(() => words.dispatchEvent(new Event("end"))); },
} });
"""


def with_voices(page, voices):
    page.add_init_script(DEVICE.replace("VOICES", voices))
    page.goto(LESSON)


def test_a_device_with_a_voice_of_its_own_reads_the_lesson(cast, phone, no_barriers):
    a_course()
    page = phone(cast.tuva)
    with_voices(page, '[{lang: "en-GB", localService: true}, {lang: "nb-NO", localService: true}]')
    button = page.locator("[data-listen] button")
    expect(button).to_be_visible()
    no_barriers(page)
    button.click()
    page.wait_for_function("() => said.length > 3 && document.querySelector('[data-listen] button').ariaPressed === 'false'")
    said = page.evaluate("said")
    assert {language for language, _text in said} == {"nb-NO"}
    texts = [text for _language, text in said]
    assert texts[0] == "l2 nb"
    assert "Noen ord." in texts
    assert not [text for text in texts if "Fint." in text], "what an answer leads to is not told before it is chosen"


@pytest.mark.parametrize("voices", ['[{lang: "nb-NO", localService: false}]', '[{lang: "en-GB", localService: true}]', "[]"])
def test_without_one_there_is_no_button(cast, phone, voices):
    a_course()
    page = phone(cast.tuva)
    with_voices(page, voices)
    page.wait_for_load_state()
    expect(page.locator("[data-listen]")).to_be_hidden()
