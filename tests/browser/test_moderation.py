"""Two raters saw a chat differently: a third reads both and decides, both stay, and the trainee reads it and may ask for another look."""

import pytest
from playwright.sync_api import expect

from certification.assessment.models import Assessment, Recheck, SecondLook
from certification.assessment.states import AssessmentState, RecheckState, SecondLookState
from certification.practice.models import Mode
from certification.practice.states import ChatState
from lms.people.models import Person, Role, RoleAssignment
from tests.browser.company import Company, rate
from tests.browser.steps import SOON, choose, main_button
from tests.builders import a_programme_version, a_rubric_version, an_ended_chat, an_enrolment, views_given

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TWO_LEVELS = ("presence", {"presence": "b1 b2 a1"}, {"presence": "b1"})  # 4 and 2
MUST_PASS = ("noticing", {}, {"noticing": "b1"})  # 3 and 2, where level 3 must be reached
WORDS = {
    "nb": {"disputed": "Dere to så det ulikt", "must": "Må stå på trygg grunn", "settled": "Andrea har bestemt"},
    "da": {"disputed": "I to så det forskelligt", "must": "Skal stå på sikker grund", "settled": "Andrea har bestemt"},
}


@pytest.fixture
def company(language, cast, phone) -> Company:
    """A chat that Siv and Carl rate and Andrea, who has not seen it, may decide on."""
    a_rubric_version()
    andrea = Person.objects.create_user("andrea@example.org", alias="Andrea")
    RoleAssignment.objects.create(person=andrea, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    asked = {"key": "assessed", "kind": "practice_assessed", "params": {"count": 4, "tags": [], "first": 5}}
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[asked]))
    views_given(an_ended_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, mode=Mode.ASSESSED))
    people = {"tuva": cast.tuva, "siv": cast.siv, "carl": cast.carl, "andrea": andrea}
    Person.objects.filter(pk__in=[person.pk for person in people.values()]).update(language=language)
    return Company(language, people, {who: phone(person) for who, person in people.items()})


@pytest.mark.parametrize(("language", "difference"), [("nb", TWO_LEVELS), ("da", MUST_PASS)], ids=["nb, two levels", "da, must pass"])
def test_two_who_differ_are_decided_on_by_a_third_and_the_trainee_reads_it(company, difference, no_barriers):
    criterion, sivs, carls = difference
    both_rate_it(company, sivs, carls)
    andrea_sees_both_and_decides(company, criterion, no_barriers)
    both_stay_and_siv_gives_the_feedback(company)
    tuva_reads_it_and_asks_for_another_look(company, criterion)
    andrea_says_what_stands(company)


def both_rate_it(company: Company, sivs: dict[str, str], carls: dict[str, str]) -> None:
    for who, ticks in (("siv", sivs), ("carl", carls)):
        page = rate(company, who, **ticks)
        page.locator("[name=submit]").click()
        expect(page.locator("main")).to_contain_text("CANARY-SELF", timeout=SOON)
    expect(page.locator("main")).to_contain_text(WORDS[company.language]["disputed"])
    expect(page.locator("form[action$='/feedback/give/']")).to_have_count(0)
    assert SecondLook.objects.get().state == SecondLookState.DISPUTED


def andrea_sees_both_and_decides(company: Company, criterion: str, no_barriers) -> None:
    andrea = company.at("andrea", "inbox")
    andrea.locator(f"main a[href$='/practice/{company.chat.pk}/moderation/']").first.click()
    company.ends_at("andrea", "moderation", company.chat.pk)
    seen = andrea.locator(".mo-one[id^=level-]")
    expect(seen).to_have_count(1)
    expect(seen).to_have_attribute("id", f"level-{criterion}")
    expect(seen.locator(".mo-side")).to_have_count(2)
    expect(seen.get_by_text(WORDS[company.language]["must"])).to_have_count(int(criterion == "noticing"))
    andrea.locator(".mo-whole-fold > summary").click()
    for said in ("siv så varme", "carl så varme"):
        expect(andrea.locator(".mo-whole-fold")).to_contain_text(said)
    no_barriers(andrea)
    choose(andrea, f"[name=level-{criterion}][value='3']")
    andrea.locator("[name=words]").fill("Begge linjene viser det samme.")
    main_button(andrea).click()
    expect(andrea.locator(".mo-form [name=words]")).to_have_count(0, timeout=SOON)
    assert SecondLook.objects.get().levels == {criterion: 3}


def both_stay_and_siv_gives_the_feedback(company: Company) -> None:
    siv = company.at("siv", "rating", company.chat.pk)
    expect(siv.locator("main")).to_contain_text(WORDS[company.language]["settled"])
    for said in ("siv så varme", "carl så varme"):
        expect(siv.locator("main")).to_contain_text(said)
    give = siv.locator("form[action$='/feedback/give/'] button")
    give.click()
    expect(give).to_have_count(0, timeout=SOON)
    assert list(Assessment.objects.values_list("state", flat=True)) == [AssessmentState.FINAL, AssessmentState.FINAL]


def tuva_reads_it_and_asks_for_another_look(company: Company, criterion: str) -> None:
    tuva = company.at("tuva", "feedback", company.chat.pk)
    row = tuva.locator(f"#c-{criterion}")
    expect(row.locator(".level").first).to_contain_text("3", timeout=SOON)
    row.locator("summary").click()
    expect(row).to_contain_text("Siv: ")
    expect(row).to_contain_text("Carl: ")
    assert "Begge linjene viser" not in tuva.content()  # the raters' affair
    read = tuva.locator("form[action$='/feedback/read/'] button")
    read.click()
    company.ends_at("tuva", "practice_after", company.chat.pk)
    assert company.chat.state == ChatState.ACKNOWLEDGED
    tuva = company.at("tuva", "feedback", company.chat.pk)
    tuva.locator("#recheck summary").click()
    tuva.locator("#recheck textarea").fill("Jeg ville hjelpe.")
    tuva.locator("#recheck button[type=submit]").click()
    expect(tuva.locator("#recheck textarea")).to_have_count(0, timeout=SOON)


def andrea_says_what_stands(company: Company) -> None:
    andrea = company.at("andrea", "inbox")
    andrea.locator(f"main a[href*='/practice/{company.chat.pk}/feedback/']").first.click()
    expect(andrea.locator("#recheck")).to_contain_text("Jeg ville hjelpe.")
    choose(andrea, "[name=keep][value=yes]")
    andrea.locator("#recheck textarea").fill("Det du gjorde, var godt nok.")
    andrea.locator("#recheck form .btn--main").click()
    expect(andrea.locator("#recheck form")).to_have_count(0, timeout=SOON)
    assert Recheck.objects.get().state == RecheckState.KEPT
    tuva = company.at("tuva", "feedback", company.chat.pk)
    expect(tuva.locator("#recheck")).to_contain_text("Det du gjorde, var godt nok.")
