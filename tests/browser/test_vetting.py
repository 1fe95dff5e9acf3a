"""A background check as a fact, under the law of the place; and somebody under 18 on the way to a certificate."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certification.credentials import keys
from certification.credentials.models import Certificate
from certification.decisions import stepup
from certification.decisions.models import SignOff
from certification.programmes.models import BackgroundCheck, Fulfilment
from lms.people.models import LegalProfile, Organisation, Role, RoleAssignment
from tests.browser.conftest import PHONE
from tests.browser.steps import SOON, choose, is_at
from tests.builders import a_programme_version, an_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 800}
NORWAY = ("It was shown to me", "shown", "Shown on", False)
DENMARK = ("It was obtained", "obtained", "Obtained on", True)
PLACES = [
    (LegalProfile.NO_MUNICIPALITY, (*NORWAY[:3], True), PHONE, "light"),
    (LegalProfile.NO_NGO, NORWAY, WIDE, "dark"),
    (LegalProfile.DK_MUNICIPALITY, DENMARK, WIDE, "light"),
    (LegalProfile.DK_NGO, DENMARK, PHONE, "dark"),
]


@pytest.mark.parametrize(("profile", "law", "size", "scheme"), PLACES)
def test_the_officer_writes_down_a_fact_and_there_is_room_for_nothing_else(cast, phone, no_barriers, profile, law, size, scheme):
    button, kind, words, may_be_regular = law
    place = cast.fjordvik if profile.startswith("no") else cast.sundby
    Organisation.objects.filter(pk=place.pk).update(legal_profile=profile)
    place.refresh_from_db()
    RoleAssignment.objects.get_or_create(person=cast.vera, role=Role.VETTING, organisation=place)
    way = an_enrolment(
        person=cast.tuva, organisation=place, version=a_programme_version(requirements=[{"key": "check", "kind": "background_check"}])
    )
    vera = phone(cast.vera, size=size, scheme=scheme)
    vera.goto(f"/en/enrolments/{way.pk}/background-check/")
    expect(vera.get_by_role("button", name=button)).to_be_visible(timeout=SOON)
    no_barriers(vera)
    form = vera.locator("main form.form")
    assert vera.locator("main input[type=file], main textarea, main input[type=text]:not([name=on])").count() == 0
    assert set(form.locator("[name]").evaluate_all("all => all.map(one => one.name)")) == {"csrfmiddlewaretoken", "type", "on"}
    choose(vera, "[name=type][value=children]")
    vera.get_by_role("button", name=button).click()
    expect(vera.locator("main")).to_contain_text(words, timeout=SOON)
    no_barriers(vera)
    fact = BackgroundCheck.objects.get()
    assert (fact.kind, fact.type, fact.by, fact.on) == (kind, "children", cast.vera, timezone.localdate())
    vera.get_by_text("Ask for a new one").first.click()
    expect(vera.locator("[name=because][value=role_changed]")).to_have_count(1)
    assert (vera.locator("[name=because][value=regular]").count() == 1) is may_be_regular
    tuva = phone(cast.tuva, size=size, scheme=scheme)
    tuva.goto(f"/en/enrolments/{way.pk}/about-the-check/")
    expect(tuva.locator("main")).to_contain_text(words, timeout=SOON)
    assert tuva.locator("main input, main textarea").count() == 0
    no_barriers(tuva)
    choose(vera, "[name=because][value=role_changed]")
    with vera.expect_navigation():
        vera.locator("form[action$='/again/'] button").click()
    expect(vera.get_by_role("button", name=button)).to_be_visible(timeout=SOON)
    assert not BackgroundCheck.objects.exists(), "the old fact stayed"


def test_somebody_under_18_gets_through_with_a_parent_informed(cast, phone, no_barriers, settings, tmp_path, monkeypatch):
    settings.SIGNING_KEYS = tmp_path / "keys"
    keys.ensure()
    monkeypatch.setattr(stepup, "confirm", lambda person, code: None)
    asked = [
        {"key": "of-age", "kind": "age", "params": {"least": 18}, "mandatory": False, "group": "age"},
        {"key": "parent", "kind": "guardian_information", "mandatory": False, "group": "age"},
        {"key": "talk", "kind": "suitability_talk"},
    ]
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=asked))
    birthday = timezone.localdate() + timedelta(days=200)
    kari = phone(cast.kari, size=WIDE)
    kari.goto(f"/en/enrolments/{way.pk}/marks/parent/")
    expect(kari.get_by_label("The day they turn 18")).to_be_visible(timeout=SOON)
    no_barriers(kari)
    assert kari.locator("main input[type=file], main textarea").count() == 0
    kari.get_by_role("button", name="Write it down").click()  # without the day
    expect(kari.locator("[name=until]")).to_be_visible(timeout=SOON)
    assert not Fulfilment.objects.filter(requirement="parent", state="met").exists()
    kari.locator("[name=until]").fill(birthday.isoformat())
    kari.get_by_role("button", name="Write it down").click()
    is_at(kari, "en", "enrolment", way.pk)
    kari.goto(f"/en/enrolments/{way.pk}/marks/talk/")
    kari.get_by_label("Who else was there?").select_option(label="Carl")
    no_barriers(kari)
    kari.get_by_role("button", name="The talk was held").click()
    is_at(kari, "en", "enrolment", way.pk)
    informed = Fulfilment.objects.get(enrolment=way, requirement="parent")
    assert (informed.state, timezone.localdate(informed.expires_at)) == ("met", birthday + timedelta(days=1))  # the birthday counts in full
    tuva = phone(cast.tuva)
    tuva.goto("/en/")
    expect(tuva.locator("main .step--done")).not_to_have_count(0, timeout=SOON)
    no_barriers(tuva)
    siv = phone(cast.siv, size=WIDE)
    siv.goto(f"/en/enrolments/{way.pk}/propose/")
    choose(siv, "[name=level][value='2']")
    siv.locator("[name=statement]").fill("Careful, warm, and asks.")
    siv.locator("[name=code]").fill("123456")
    siv.locator("main .btn--main, .act .btn--main").first.click()
    is_at(siv, "en", "dossier", way.pk)
    carl, signoff = phone(cast.carl, size=WIDE), SignOff.objects.get()
    carl.goto(f"/en/signoffs/{signoff.pk}/countersign/")
    carl.locator("form#grant [name=code]").fill("123456")
    carl.locator("form#grant .btn--main").click()
    is_at(carl, "en", "signoff", signoff.pk)
    held = Certificate.objects.get()
    assert (held.person, held.level) == (cast.tuva, 2)
    tuva.goto(f"/en/certificates/{held.public_id}/")
    expect(tuva.locator("main")).to_contain_text("Fjordvik kommune", timeout=SOON)
    no_barriers(tuva)
