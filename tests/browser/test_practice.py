"""Two people talk and a third reads along: three phones, one room."""

import uuid

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Page, expect

from certification.practice import actions
from certification.practice.happenings import PrivateNote
from certification.practice.models import Message, Moment, PracticeChat
from certification.programmes.models import Enrolment
from lms.people.models import Person
from tests.builders import a_chat, a_scenario, a_transcript, an_enrolment, can_always
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOON = 8000  # milliseconds; on a quiet machine it takes a hundred


@pytest.fixture
def enrolment(cast: Cast) -> Enrolment:
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik)


@pytest.fixture
def chat(cast: Cast, enrolment: Enrolment) -> PracticeChat:
    return a_chat(enrolment=enrolment, partner=cast.pia, supervisor=cast.siv)


def room(chat: PracticeChat) -> str:
    with translation.override("en"):
        return reverse("practice_room", args=[chat.pk])


def enter(page: Page, chat: PracticeChat) -> Page:
    page.goto(room(chat))
    expect(line(page)).to_have_attribute("data-state", "ok", timeout=SOON)
    return page


def line(page: Page):
    return page.locator("[data-line]")


def write(page: Page, text: str) -> None:
    page.locator("[data-composer] textarea").fill(text)
    page.locator("[data-composer] .send").click()


def bubbles(page: Page) -> list[str]:
    return page.locator("[data-log] [data-seq] [data-body]").all_inner_texts()


def sees(page: Page, *texts: str) -> None:
    """Exactly these lines, in this order."""
    expect(page.locator("[data-log] [data-seq] [data-body]")).to_have_text(list(texts), timeout=SOON)


def test_two_talk_and_one_reads_along(chat, cast, phone, no_barriers):
    tuva, pia, siv = (enter(phone(person), chat) for person in (cast.tuva, cast.pia, cast.siv))
    write(pia, "hei, er det lov å skrive?")
    sees(tuva, "hei, er det lov å skrive?")
    tuva.locator("[data-composer] textarea").press_sequentially("Hei Mira", delay=10)
    expect(pia.locator("[data-typing]")).to_be_visible(timeout=SOON)
    tuva.locator(".send").click()
    expect(pia.locator("[data-typing]")).to_be_hidden(timeout=SOON)
    for page in (tuva, pia, siv):
        sees(page, "hei, er det lov å skrive?", "Hei Mira")
    expect(tuva.locator("[data-receipt]").last).to_contain_text("Read", timeout=SOON)

    siv.locator("[data-moment-form] button").first.click()
    expect(siv.locator("[data-marked]")).not_to_be_empty(timeout=SOON)
    siv.locator("[data-whisper-form] textarea").fill("bli litt til")
    siv.locator("[data-whisper-form] .send").click()
    expect(tuva.locator(".whisper")).to_contain_text("bli litt til", timeout=SOON)
    assert pia.locator(".whisper").count() == 0
    assert Moment.objects.get().seq == 2
    for page in (tuva, pia, siv):
        no_barriers(page)


def test_what_is_written_without_a_connection_is_kept_and_sent_once(chat, cast, phone):
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    for _round in range(3):
        before = bubbles(pia)
        tuva.context.set_offline(True)
        expect(line(tuva)).to_have_attribute("data-state", "off", timeout=SOON)
        write(tuva, "er du der?")
        write(tuva, "jeg venter")
        expect(tuva.locator("[data-held]")).to_have_count(2)
        write(pia, "ja")
        sees(pia, *before, "ja")
        tuva.context.set_offline(False)
        expect(tuva.locator("[data-held]")).to_have_count(0, timeout=4 * SOON)
        expect(line(tuva)).to_have_attribute("data-state", "ok", timeout=4 * SOON)
        sees(pia, *before, "ja", "er du der?", "jeg venter")
        sees(tuva, *before, "ja", "er du der?", "jeg venter")
    assert Message.objects.count() == 9


def test_a_closed_page_keeps_what_was_not_sent(chat, cast, phone):
    tuva = enter(phone(cast.tuva), chat)
    tuva.context.set_offline(True)
    write(tuva, "ikke mist meg")
    tuva.locator("[data-composer] textarea").fill("halv setning")
    context = tuva.context
    tuva.close()
    context.set_offline(False)
    again = enter(context.new_page(), chat)
    sees(again, "ikke mist meg")
    expect(again.locator("[data-composer] textarea")).to_have_value("halv setning")


def test_two_tabs_of_one_person_agree(chat, cast, phone):
    one = enter(phone(cast.tuva), chat)
    two = enter(one.context.new_page(), chat)
    one.context.set_offline(True)
    write(one, "fra den ene")
    write(two, "fra den andre")
    expect(one.locator("[data-held]")).to_have_count(2, timeout=SOON)
    expect(two.locator("[data-held]")).to_have_count(2, timeout=SOON)
    one.context.set_offline(False)
    for tab in (one, two):
        expect(tab.locator("[data-held]")).to_have_count(0, timeout=4 * SOON)
        sees(tab, "fra den ene", "fra den andre")
    assert Message.objects.count() == 2


def test_two_tabs_of_one_person_talk_rest_and_stop_as_one(chat, cast, phone):
    one = enter(phone(cast.tuva), chat)
    two = enter(one.context.new_page(), chat)
    for number in range(2):
        for tab, name in ((one, "ett"), (two, "to")):
            tab.bring_to_front()  # a tab behind another draws once a second
            write(tab, f"{name} {number}")
    for tab in (one, two):
        expect(tab.locator("[data-log] [data-seq]")).to_have_count(4, timeout=SOON)
    assert bubbles(one) == bubbles(two) == list(Message.objects.order_by("seq").values_list("body", flat=True))
    two.get_by_role("button", name="Pause, help").click()
    expect(one.locator("[data-when=paused]")).to_be_visible(timeout=SOON)
    write(two, "venter")
    press_stop(two)
    is_stopped(one)
    is_stopped(two)
    assert Message.objects.count() == 4


def test_a_tab_that_overwrites_what_another_wrote_at_the_same_moment_loses_nothing(chat, cast, phone):
    one = enter(phone(cast.tuva), chat)
    one.context.set_offline(True)
    expect(line(one)).to_have_attribute("data-state", "off", timeout=SOON)
    write(one, "fra denne")
    at, other = timezone.now().isoformat(), str(uuid.uuid4())
    one.evaluate(
        """([id, at]) => {
          const key = Object.keys(localStorage).find((one) => one.endsWith(":outbox"));
          localStorage.setItem(key, JSON.stringify([{ id, at, body: "fra den andre" }]));
        }""",
        [other, at],
    )
    one.context.set_offline(False)
    expect(one.locator("[data-held]")).to_have_count(0, timeout=4 * SOON)
    sees(one, "fra denne", "fra den andre")
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == ["fra denne", "fra den andre"]


def test_an_own_line_that_was_answered_hides_none_that_came_before_it(chat, cast, phone):
    """The stream is gone for a moment: the answer to one's own line brings number two, and number one is still to come."""
    tuva = enter(phone(cast.tuva), chat)
    tuva.evaluate("window.dispatchEvent(new Event('offline'))")
    actions.send_message(chat, by=cast.pia, body="først", client_id=uuid.uuid4())
    write(tuva, "så jeg")
    sees(tuva, "så jeg")
    tuva.evaluate("window.dispatchEvent(new Event('online'))")
    sees(tuva, "først", "så jeg")


def test_where_no_stream_can_be_opened_the_room_asks_instead(chat, cast, phone):
    tuva = phone(cast.tuva)
    tuva.route("**/stream/**", lambda route: route.abort())
    tuva.goto(room(chat))
    expect(line(tuva)).to_have_attribute("data-state", "ok", timeout=4 * SOON)
    actions.send_message(chat, by=cast.pia, body="hei", client_id=uuid.uuid4())
    sees(tuva, "hei")


def test_pause_help_rests_and_tells(chat, cast, phone):
    tuva, pia, siv = (enter(phone(person), chat) for person in (cast.tuva, cast.pia, cast.siv))
    tuva.get_by_role("button", name="Pause, help").click()
    for page in (tuva, pia, siv):
        expect(page.locator("[data-when=paused]")).to_be_visible(timeout=SOON)
    expect(siv.locator("[data-help]")).to_be_visible()
    write(pia, "jeg venter med denne")
    expect(line(pia)).to_have_attribute("data-state", "weak", timeout=SOON)
    assert Message.objects.count() == 0
    siv.locator("[data-when=paused] button").click()
    sees(tuva, "jeg venter med denne")
    expect(tuva.locator("[data-when=paused]")).to_be_hidden()


def press_stop(page: Page) -> None:
    page.locator("[data-opens=stop]").first.click()
    page.locator("#stop .btn--stop").click()


def test_who_has_talked_enough_asks_the_other_and_both_end_it(chat, cast, phone, no_barriers):
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    tuva.get_by_role("button", name="End the chat").click()
    expect(pia.get_by_text("Tuva would like to end here.")).to_be_visible(timeout=SOON)
    expect(pia.get_by_role("button", name="End the chat")).to_be_hidden()
    pia.get_by_role("button", name="Not yet").click()
    expect(tuva.get_by_role("button", name="End the chat")).to_be_visible(timeout=SOON)
    pia.get_by_role("button", name="End the chat").click()
    expect(tuva.get_by_role("button", name="End together")).to_be_visible(timeout=SOON)
    no_barriers(tuva)
    tuva.get_by_role("button", name="End together").click()
    for page, own_view in ((tuva, "Say how it went"), (pia, "Say how it was")):
        expect(page.get_by_role("link", name=own_view)).to_be_visible(timeout=SOON)
    chat.refresh_from_db()
    assert chat.state == "ended"


def is_stopped(page: Page) -> None:
    expect(page.get_by_role("heading", name="The exercise was stopped")).to_be_visible(timeout=SOON)


@pytest.mark.parametrize(("who", "other"), [("tuva", "siv"), ("pia", "tuva"), ("siv", "pia")])
def test_stop_ends_it_for_everybody_in_every_state(cast, enrolment, phone, who, other, no_barriers):
    mine, theirs = phone(getattr(cast, who)), phone(getattr(cast, other))
    for state in ("lobby", "live", "paused"):
        chat = a_chat(enrolment=enrolment, partner=cast.pia, supervisor=cast.siv, state=state)
        enter(mine, chat), enter(theirs, chat)
        if state == "live":
            mine.locator("[data-opens=stop]").first.click()
            no_barriers(mine)
            mine.keyboard.press("Escape")
        press_stop(mine)
        is_stopped(mine)
        is_stopped(theirs)
        chat.refresh_from_db()
        assert chat.state == "stopped"
    no_barriers(mine)


@pytest.mark.parametrize(("state", "after"), [("lobby", "stopped"), ("live", "stopped"), ("live", "ended")])
def test_stop_without_a_connection_waits_on_the_phone_also_when_the_page_is_closed(cast, enrolment, phone, state, after):
    chat = a_chat(enrolment=enrolment, partner=cast.pia, supervisor=cast.siv, state=state)
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    tuva.context.set_offline(True)
    press_stop(tuva)
    expect(line(tuva)).to_have_text("You have stopped. The others hear it as soon as there is a connection.", timeout=SOON)
    context = tuva.context
    tuva.close()
    if after == "ended":  # meanwhile it was over: the button is no error then
        actions.end_if_over(chat, now=timezone.now() + timezone.timedelta(hours=3))
    context.set_offline(False)
    again = context.new_page()
    again.goto(room(chat))
    expect(again.get_by_role("heading", name="The exercise was stopped" if after == "stopped" else "The chat is over")).to_be_visible(
        timeout=SOON
    )
    if after == "stopped":
        is_stopped(pia)
    chat.refresh_from_db()
    assert chat.state == after


def test_whoever_stays_sees_that_somebody_said_yes(cast, enrolment, phone):
    """Pia has half an hour, Tuva takes it, Siv says yes: nobody has to know that a page can be opened anew."""
    a_scenario()
    can_always(cast.pia, organisation=cast.fjordvik)
    pia, tuva = phone(cast.pia), phone(cast.tuva)
    for page in (pia, tuva):
        page.clock.install()
    pia.goto("/en/practice/")
    pia.get_by_role("button", name="I have 30 minutes now").click()
    tuva.goto("/en/practice/")
    tuva.get_by_role("link", name="Say yes").click()
    tuva.get_by_role("radio").first.check()
    tuva.get_by_role("button", name="Take it").click()
    expect(tuva.get_by_text("Waits for a supervisor")).to_be_visible()
    pia.clock.run_for(11_000)
    expect(pia.get_by_role("heading", name="Lørdag")).to_be_visible(timeout=SOON)
    pia.get_by_role("link", name="Open").click()
    chat = PracticeChat.objects.get()
    actions.confirm_practice(chat, by=cast.siv)
    for page in (tuva, pia):
        page.clock.run_for(11_000)
        expect(page.get_by_role("button", name="Go into the lobby")).to_be_visible(timeout=SOON)
    tuva.get_by_role("button", name="Go into the lobby").click()
    pia.clock.run_for(11_000)
    expect(pia.locator("form[action$='/ready/'] button")).to_be_visible(timeout=SOON)


def test_ending_needs_both(chat, cast, phone):
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    pia.locator(".situ summary").click()  # on a phone it must leave room for what is asked
    tuva.locator("[data-offer=nobody] button").click()
    expect(tuva.locator("[data-offer=me]")).to_contain_text("You have proposed to end. Mira is asked.", timeout=SOON)
    expect(pia.locator("[data-offer=other]")).to_be_visible(timeout=SOON)
    pia.locator("[data-offer=other] button[value=yes]").click()
    for page in (tuva, pia):
        expect(page.get_by_role("heading", name="The chat is over")).to_be_visible(timeout=SOON)


def test_from_the_lobby_into_the_room(cast, enrolment, phone, no_barriers):
    chat = a_chat(enrolment=enrolment, partner=cast.pia, supervisor=cast.siv, state="lobby")
    tuva, pia = (enter(phone(person), chat) for person in (cast.tuva, cast.pia))
    expect(tuva.locator("[data-person=partner] [data-is=here]")).to_be_visible(timeout=SOON)
    no_barriers(tuva)
    no_barriers(pia)
    pia.get_by_role("button", name="Yes, I am ready").click()
    expect(tuva.locator("[data-person=partner] [data-is=ready]")).to_be_visible(timeout=SOON)
    tuva.get_by_role("button", name="Yes, I am ready").click()
    for page in (tuva, pia):
        expect(page.locator("[data-composer]")).to_be_visible(timeout=SOON)


def test_the_partner_goes_down_the_ladder_and_uses_a_draft(chat, cast, phone):
    pia = enter(phone(cast.pia), chat)
    pia.locator("[data-card] .btn--go").click()
    expect(pia.locator(".depth li").nth(1)).to_have_attribute("aria-current", "step", timeout=SOON)
    chat.refresh_from_db()
    assert chat.told_step == 2
    pia.locator("[data-card] [data-draft]").click()
    expect(pia.locator("[data-composer] textarea")).to_have_value("én venn")


@pytest.mark.parametrize(
    ("text", "warns"),
    [("ring meg på 912 34 567", "phone"), ("skriv til kari@example.org", "mail"), ("jeg er @kari_02", "handle"),
     ("01017090182", "national-id"),
     ("070761-4284", "number"), ("Solveig Nordstrand", "name"), ("Bjerke sa det", None), ("Nordstrand sa det", "name"), ("nordstrand", None), ("01017012345", None),
     ("vi ses kl 19.30 den 24.12", None)],
)  # fmt: skip
def test_a_word_of_care_about_ways_to_be_found(chat, cast, phone, text, warns):
    Person.objects.filter(pk=cast.kari.pk).update(legal_name="Solveig Bjerke Nordstrand")
    tuva = enter(phone(cast.tuva), chat)
    tuva.locator("[data-composer] textarea").fill(text)
    warning = tuva.locator("[data-warn]")
    if warns is None:
        expect(warning).to_be_hidden()
        return
    expect(warning.locator("[data-warn-words]")).to_have_text(warning.get_attribute(f"data-{warns}"), timeout=SOON)
    tuva.locator("[data-composer] .send").click()
    expect(tuva.locator("[data-composer] textarea")).to_have_value(text)
    assert Message.objects.count() == 0
    assert text not in tuva.evaluate("JSON.stringify({ ...localStorage })")
    made_up = tuva.locator("[data-made-up]")
    if warns == "national-id":
        expect(made_up).to_be_hidden()
        return
    made_up.click()
    sees(tuva, text)


def test_the_stop_word_written_alone_stops_also_in_a_pause_and_past_what_waits(chat, cast, phone):
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    tuva.get_by_role("button", name="Pause, help").click()
    expect(pia.locator("[data-when=paused]")).to_be_visible(timeout=SOON)
    write(pia, "denne venter")
    write(pia, "Fyrtårn!")
    is_stopped(tuva)
    is_stopped(pia)
    assert Message.objects.count() == 0


def test_an_alert_is_seen_at_once_and_taken_and_what_is_told_is_seen(chat, cast, phone, no_barriers):
    tuva, pia, siv = (enter(phone(person), chat) for person in (cast.tuva, cast.pia, cast.siv))
    tuva.locator("[data-opens=alert]").click()
    tuva.locator("#alert .btn--main").click()
    expect(siv.locator("[data-alert]")).to_be_visible(timeout=SOON)
    no_barriers(siv)
    siv.locator("[data-alert] button").click()
    expect(tuva.locator("[data-kind=alert_seen]")).to_be_visible(timeout=SOON)
    expect(siv.locator("[data-alert]")).to_be_hidden(timeout=SOON)
    assert pia.locator("[data-happening]").count() == 0
    pia.locator("[data-card] .btn--go").click()
    expect(siv.locator("[data-told-list] [data-is-told]:not([hidden])").first).to_be_attached(timeout=SOON)
    siv.locator("[data-moment-form] button").first.click()
    siv.locator("[data-marked] [data-undo]").click()
    expect(siv.locator("[data-marked]")).to_have_text("Taken back.", timeout=SOON)
    assert list(Moment.objects.values_list("kind", flat=True)) == ["alert"]  # the button marks itself


def test_a_note_is_saved_as_it_is_written_and_kept_without_a_line(chat, cast, phone):
    siv = enter(phone(cast.siv), chat)
    siv.context.set_offline(True)
    siv.locator("[data-opens=note]").click()
    siv.locator("#note textarea").fill("spør om pausene")
    expect(siv.locator("[data-note-said]")).to_contain_text("No connection", timeout=SOON)
    siv.context.set_offline(False)
    expect(siv.locator("[data-note-said]")).to_contain_text("Saved", timeout=4 * SOON)
    assert PrivateNote.objects.get().body == "spør om pausene"


def test_hostile_answers_neither_lose_nor_double_nor_turn_round_a_line(chat, cast, phone):
    """Answers lost after the commit, refusals to wait, broken pages, slow lines: in every order."""
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    mood = iter(["lost", "503", "cut", "html", "ok", "lost", "lost", "ok", "503", "cut"])

    def hostile(route):
        if route.request.method != "POST":
            return route.continue_()
        match next(mood, "ok"):
            case "lost":
                route.fetch()
                return route.abort()
            case "503":
                return route.fulfill(status=503, headers={"Retry-After": "1"}, json={"code": "busy"})
            case "cut":
                return route.abort("connectionreset")
            case "html":
                return route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>")
        return route.continue_()

    tuva.route("**/messages/", hostile)
    said = [f"linje {n}" for n in range(6)]
    for text in said:
        write(tuva, text)
    expect(tuva.locator("[data-held]")).to_have_count(0, timeout=10 * SOON)
    for page in (tuva, pia):
        sees(page, *said)
    assert list(Message.objects.order_by("seq").values_list("body", flat=True)) == said


def test_the_next_person_on_a_shared_phone_sees_nothing_unsent(chat, cast, phone, sign_in, served):
    tuva = enter(phone(cast.tuva), chat)
    tuva.context.route("**/messages/", lambda route: route.abort())  # also for what a closing page still tries
    write(tuva, "CANARY-UNSENT")
    expect(tuva.locator("[data-held]")).to_have_count(1, timeout=SOON)
    tuva.locator("[data-composer] textarea").fill("CANARY-DRAFT")
    context, name = tuva.context, settings.SESSION_COOKIE_NAME
    tuva.close()
    context.add_cookies([{"name": name, "value": sign_in(cast.pia).cookies[name].value, "url": served}])
    pia = enter(context.new_page(), chat)
    assert "CANARY-UNSENT" not in pia.content()
    expect(pia.locator("[data-composer] textarea")).to_have_value("")
    assert Message.objects.count() == 0


def test_words_never_become_code(chat, cast, phone):
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    dialogs = []
    tuva.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    nasty = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{ 7*7 }}", "'\"><svg/onload=alert(1)>", "javascript:alert(1)"]
    for text in nasty:
        write(pia, text)
        expect(pia.locator("[data-composer] textarea")).to_have_value("", timeout=SOON)  # on its way: a line is looked at before it leaves
    sees(tuva, *nasty)
    tuva.reload()
    sees(tuva, *nasty)
    assert dialogs == []


def test_without_a_script_the_room_is_a_form_and_a_link(chat, cast, phone):
    tuva = phone(cast.tuva, java_script_enabled=False)
    tuva.goto(room(chat))
    write(tuva, "hei")
    sees(tuva, "hei")
    actions.send_message(chat, by=cast.pia, body="hei du", client_id=uuid.uuid4())
    tuva.get_by_role("link", name="Show new messages").click()
    sees(tuva, "hei", "hei du")


def test_a_long_chat_opens_at_its_end_and_marks_what_is_new(chat, cast, phone):
    a_transcript(chat, *[(cast.pia, f"linje {n}") for n in range(60)])
    tuva, pia = enter(phone(cast.tuva), chat), enter(phone(cast.pia), chat)
    expect(tuva.locator("[data-seq='60']")).to_be_in_viewport()
    tuva.locator("[data-seq='5']").scroll_into_view_if_needed()
    write(pia, "noe nytt")
    expect(tuva.locator(".room-new")).to_have_count(1, timeout=SOON)


def test_the_unread_line_stands_where_one_stopped_reading(chat, cast, phone):
    a_transcript(chat, *[(cast.pia, f"linje {n}") for n in range(4)])
    tuva = phone(cast.tuva)
    with tuva.expect_request(lambda request: "seen" in (request.post_data or ""), timeout=SOON):
        enter(tuva, chat)
    tuva.goto("about:blank")
    actions.send_message(chat, by=cast.pia, body="ny mens du var borte", client_id=uuid.uuid4())
    enter(tuva, chat)
    assert tuva.locator(".room-new + li").get_attribute("data-seq") == "5"
    expect(tuva.locator(".room-day")).to_have_count(1)


def test_a_transcript_is_played_stepped_and_read_whole_without_a_script(chat, cast, phone, no_barriers):
    a_transcript(chat, (cast.pia, "en"), (cast.tuva, "to"), (cast.pia, "tre"))
    actions.mark_moment(chat, kind="reflection", by=cast.siv)
    PracticeChat.objects.filter(pk=chat.pk).update(state="ended", ended_at=timezone.now(), purge_on=timezone.localdate())
    siv = phone(cast.siv)
    siv.goto(room(chat) + "transcript/")
    lines = siv.locator("[data-replay] > li:visible")
    expect(lines).to_have_count(4)
    no_barriers(siv)
    siv.locator("[data-speed]").select_option("30")
    siv.locator("[data-play]").click()
    expect(lines).to_have_count(4, timeout=SOON)
    siv.locator("body").press("Home")
    expect(lines).to_have_count(1)
    siv.locator("body").press("ArrowRight")
    expect(siv.locator("[data-line]:visible")).to_have_count(2)
    expect(siv.locator(".replay-said")).to_have_text("Line 2 of 3")
    siv.locator("[data-back]").click()
    expect(siv.locator("[data-line]:visible")).to_have_count(1)
    plain = phone(cast.siv, java_script_enabled=False)
    plain.goto(room(chat) + "transcript/")
    expect(plain.locator("[data-replay] > li")).to_have_count(4)
    expect(plain.locator("[data-replay-bar]")).to_be_hidden()


def test_a_phone_that_slept_opens_its_stream_anew_when_it_wakes(chat, cast, phone):
    """The stream may have died in its sleep without a word; what came meanwhile is there at once."""
    tuva = phone(cast.tuva)
    tuva.add_init_script("const real = Date.now.bind(Date); window.slept = 0; Date.now = () => real() + window.slept;")
    enter(tuva, chat)
    with tuva.expect_request(lambda request: "/stream/" in request.url, timeout=SOON):
        tuva.evaluate("() => { window.slept = 10 * 60 * 1000; document.dispatchEvent(new Event('visibilitychange')); }")
    expect(line(tuva)).to_have_attribute("data-state", "ok", timeout=SOON)
    actions.send_message(chat, by=cast.pia, body="god morgen", client_id=uuid.uuid4())
    sees(tuva, "god morgen")


def test_a_page_that_was_frozen_shows_once_what_came_meanwhile(chat, cast, phone):
    """As a phone does with a page in the background: it hears nothing and its clocks stand still, until it is looked at again."""
    tuva = enter(phone(cast.tuva), chat)
    system = tuva.context.new_cdp_session(tuva)
    system.send("Page.setWebLifecycleState", {"state": "frozen"})
    for body in ("er du der?", "hallo?"):
        actions.send_message(chat, by=cast.pia, body=body, client_id=uuid.uuid4())
    system.send("Page.setWebLifecycleState", {"state": "active"})
    sees(tuva, "er du der?", "hallo?")
    write(tuva, "nå er jeg her")
    sees(tuva, "er du der?", "hallo?", "nå er jeg her")


def test_what_is_read_in_one_tab_is_not_new_in_the_other(chat, cast, phone):
    a_transcript(chat, *[(cast.pia, f"linje {n}") for n in range(60)])
    one = enter(phone(cast.tuva), chat)
    two = enter(one.context.new_page(), chat)
    two.locator("[data-seq='5']").scroll_into_view_if_needed()
    actions.send_message(chat, by=cast.pia, body="noe nytt", client_id=uuid.uuid4())
    expect(one.locator("[data-seq='61']")).to_be_visible(timeout=SOON)
    expect(two.locator("[data-seq='61']")).to_be_attached(timeout=SOON)
    one.bring_to_front()
    expect(two.locator(".room-new")).to_have_count(0, timeout=2 * SOON)
