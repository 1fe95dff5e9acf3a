"""An assessed chat from its booking to feedback that was read: trainee, partner, supervisor and a second rater, all in one language."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certification.assessment.models import Assessment, SecondLook
from certification.assessment.states import AssessmentState, SecondLookState
from certification.practice.models import Mode, PracticeChat
from certification.practice.states import ChatState
from lms.people.models import Person
from tests.browser.company import Company, rate
from tests.browser.steps import SOON, choose, main_button, write
from tests.builders import a_programme_version, a_rubric_version, a_scenario, an_enrolment, can_always

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TALK = [
    ("pia", "hei, er det lov å skrive?"),
    ("tuva", "Hei! Ja, det er det. Fint at du skrev."),
    ("pia", "føler meg litt rar"),
    ("tuva", "Det høres ensomt ut. Stemmer det?"),
]
WORDS = {
    "nb": {"times": "Ledige tider", "feedback": "Tilbakemeldingen din", "waits": "Venter på det andre blikket"},
    "da": {"times": "Ledige tider", "feedback": "Din feedback", "waits": "Venter på det andet blik"},
}


@pytest.fixture(params=["nb", "da"])
def four(request, cast, phone) -> Company:
    a_rubric_version()
    asked = {"key": "assessed", "kind": "practice_assessed", "params": {"count": 4, "tags": [], "first": 5}}
    an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[asked]))
    a_scenario(language=request.param)
    can_always(cast.pia, organisation=cast.fjordvik)
    people = {"tuva": cast.tuva, "pia": cast.pia, "siv": cast.siv, "carl": cast.carl}
    Person.objects.filter(pk__in=[person.pk for person in people.values()]).update(language=request.param)
    return Company(request.param, people, {who: phone(person) for who, person in people.items()})


def test_from_booking_to_feedback_that_two_raters_gave_and_the_trainee_read(four, no_barriers):
    tuva_books_and_siv_takes_it(four)
    they_talk_and_end_together(four)
    both_say_how_it_was(four)
    siv_rates_first(four, no_barriers)
    carl_rates_without_seeing_hers(four)
    tuva_reads_it(four, no_barriers)


def tuva_books_and_siv_takes_it(four: Company) -> None:
    tuva = four.at("tuva", "practice")
    expect(tuva.get_by_role("heading", name=WORDS[four.language]["times"])).to_be_visible()
    tuva.locator("a.time-slot").first.click()
    choose(tuva, "[name=scenario]")
    choose(tuva, f"[name=mode][value='{Mode.ASSESSED}']")
    main_button(tuva).click()
    expect(tuva.locator("main dl.facts")).to_be_visible(timeout=SOON)
    chat = four.chat
    assert (chat.state, chat.partner) == (ChatState.REQUESTED, four.people["pia"])
    four.at("siv", "practice").locator(f"form[action$='/practice/{chat.pk}/confirm/'] button").click()
    four.ends_at("siv", "practice_room", chat.pk)
    PracticeChat.objects.update(starts_at=timezone.now())  # the day has come


def they_talk_and_end_together(four: Company) -> None:
    chat = four.chat
    tuva, pia, siv = (four.at(who, "practice_room", chat.pk) for who in ("tuva", "pia", "siv"))
    tuva.locator(f"form[action$='/practice/{chat.pk}/enter/'] button").click()
    pia.reload(), siv.reload()
    for page in (pia, tuva):
        page.locator(f"form[action$='/practice/{chat.pk}/ready/'] button").click()
    for number, (who, text) in enumerate(TALK, 1):
        expect(four.pages[who].locator("[data-composer]")).to_be_visible(timeout=SOON)
        write(four.pages[who], text)
        for page in (tuva, pia, siv):
            bodies = page.locator("[data-log] [data-seq] [data-body]")
            expect(bodies).to_have_text([line for _who, line in TALK[:number]], timeout=SOON)
    tuva.locator("[data-offer=nobody] button").click()
    pia.locator("[data-offer=other] button[value=yes]").click()
    for who, own_view in (("tuva", "self-rating"), ("pia", "partner-form")):
        expect(four.pages[who].locator(f"main a.btn--main[href$='/practice/{chat.pk}/{own_view}/']")).to_be_visible(timeout=SOON)


def both_say_how_it_was(four: Company) -> None:
    for who, screen, answer, field in (("tuva", "self_rating", 3, "strength"), ("pia", "partner_form", 5, "words")):
        page = four.at(who, screen, four.chat.pk)
        choose(page, f"[type=radio][value='{answer}']")
        page.locator(f"[name={field}]").fill(f"CANARY fra {who}")
        main_button(page).click()
        four.ends_at(who, "practice_after", four.chat.pk)


def siv_rates_first(four: Company, no_barriers) -> None:
    siv = rate(four, "siv")
    siv.locator("[name=submit]").click()
    expect(siv.locator("main")).to_contain_text("CANARY fra tuva", timeout=SOON)
    expect(siv.get_by_role("heading", name=WORDS[four.language]["waits"])).to_be_visible()
    expect(siv.locator("form[action$='/feedback/give/']")).to_have_count(0)
    assert SecondLook.objects.get().state == SecondLookState.WAITING
    no_barriers(siv)


def carl_rates_without_seeing_hers(four: Company) -> None:
    carl = rate(four, "carl")
    assert "siv så varme" not in carl.content()
    carl.locator("[name=submit]").click()
    give = carl.locator("form[action$='/feedback/give/'] button")
    expect(give).to_be_visible(timeout=SOON)
    assert SecondLook.objects.get().state == SecondLookState.AGREED
    give.click()
    expect(give).to_have_count(0, timeout=SOON)
    assert set(Assessment.objects.values_list("state", flat=True)) == {AssessmentState.FINAL}


def tuva_reads_it(four: Company, no_barriers) -> None:
    tuva = four.at("tuva", "feedback", four.chat.pk)
    expect(tuva.get_by_role("heading", level=1)).to_have_text(WORDS[four.language]["feedback"])
    for said in ("siv så varme", "carl vil vente litt", "CANARY fra pia", TALK[1][1]):
        expect(tuva.locator("main")).to_contain_text(said)
    no_barriers(tuva)
    read = tuva.locator(f"form[action$='/practice/{four.chat.pk}/feedback/read/'] button")
    read.click()
    expect(read).to_have_count(0, timeout=SOON)
    assert four.chat.state == ChatState.ACKNOWLEDGED
