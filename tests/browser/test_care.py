"""Before and after a chat, and alone: check-in, debrief, a wish for a talk, a dialogue walked to its end."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certification.practice.wellbeing import CheckIn, Debrief, Talk
from courses.dialogues.models import DialogueWalk
from tests.builders import DIALOGUE_KEY, a_chat, a_dialogue, a_scenario_version, an_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (WIDE, "dark")])
def test_a_heavy_chat_is_put_down_and_a_talk_asked_for(cast, phone, no_barriers, size, scheme):
    chat = a_chat(
        enrolment=an_enrolment(person=cast.tuva, organisation=cast.fjordvik), partner=cast.pia, supervisor=cast.siv, state="stopped",
        scenario=a_scenario_version(slug="s4", tags=["risk"]), ended_at=timezone.now(),
    )  # fmt: skip
    tuva = phone(cast.tuva, size=size, scheme=scheme)
    tuva.goto(f"/en/practice/{chat.pk}/")
    no_barriers(tuva)
    tuva.locator(".face").nth(1).click()
    expect(tuva.locator(".face[aria-pressed=true]")).to_have_count(1)
    tuva.get_by_role("link", name="Debrief").click()
    no_barriers(tuva)
    tuva.get_by_label("It lingers a little").check()
    tuva.get_by_label("I would like a talk").check()
    tuva.get_by_role("button", name="I have put it down").click()
    expect(tuva.get_by_role("heading", name="You have asked for a talk")).to_be_visible()
    no_barriers(tuva)
    assert (CheckIn.objects.get().face, Debrief.objects.get().letting_go, Talk.objects.get().chat) == (2, "lingers", chat)
    siv = phone(cast.siv, size=size, scheme=scheme)
    siv.goto("/en/inbox/")
    siv.get_by_role("link", name="Take it").click()
    no_barriers(siv)
    siv.get_by_role("button", name="I take it").click()
    expect(siv.get_by_role("button", name="We have talked")).to_be_visible()


@pytest.mark.parametrize(("size", "scheme", "script"), [(PHONE, "dark", True), (WIDE, "light", True), (PHONE, "light", False)])
def test_a_dialogue_is_walked_alone_with_and_without_a_script(cast, phone, no_barriers, size, scheme, script):
    a_dialogue("nb")
    tuva = phone(cast.tuva, size=size, scheme=scheme, java_script_enabled=script)
    tuva.goto("/en/alone/")
    for_all = no_barriers if script else lambda page: None
    for_all(tuva)
    tuva.locator("ul.rows a").first.click()
    for_all(tuva)
    tuva.get_by_role("button", name="Begin").click()
    tuva.locator(".alone-reply").first.click()
    expect(tuva.locator(".alone-does")).to_have_count(1)
    for_all(tuva)
    tuva.locator(".alone-reply").first.click()
    expect(tuva.locator(".alone-end")).to_be_visible()
    for_all(tuva)
    tuva.get_by_role("button", name="Back one step").click()
    expect(tuva.locator(".alone-reply")).to_have_count(2)
    assert DialogueWalk.objects.get(dialogue_key=DIALOGUE_KEY).place == "more"
