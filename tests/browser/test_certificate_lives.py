"""What becomes of a certificate: paused and back again, renewed by less than the first time, and a worry about how its holder does the task."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certification.credentials import keys
from certification.credentials.models import Certificate
from certification.decisions.cases import Concern
from certification.programmes.models import Enrolment
from tests.browser.signing import decide, propose, with_an_app
from tests.browser.steps import SOON, choose, is_at, main_button
from tests.builders import a_certificate, a_programme_version, an_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 800}
REQUIREMENTS = [
    {"key": "first", "kind": "manual"},
    {"key": "hours", "kind": "activity_hours", "params": {"hours": 1, "per_days": 365}, "phase": "renewal"},
    {"key": "again", "kind": "manual", "phase": "renewal"},
]


@pytest.fixture
def way(cast, settings, tmp_path) -> Enrolment:
    settings.SIGNING_KEYS = tmp_path / "keys"
    keys.ensure()
    with_an_app(cast.siv, cast.carl)
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=REQUIREMENTS))


def a_holder(way, cast, days_ago: int) -> Certificate:
    held = a_certificate(way, proposed_by=cast.siv, days_ago=days_ago)
    Enrolment.objects.filter(pk=way.pk).update(state="certified")
    return held


def test_paused_and_back_again(cast, way, phone, no_barriers):
    """A supervisor pauses at once; strangers see that it is paused and never why; a certifier lets it count again."""
    held = a_holder(way, cast, 30)
    siv, carl, tuva, stranger = phone(cast.siv), phone(cast.carl, size=WIDE, scheme="dark"), phone(cast.tuva), phone()
    siv.goto(f"/en/certificates/{held.public_id}/care/")
    no_barriers(siv)
    form = siv.locator("form[action$='/suspend/']")
    form.locator("textarea").fill("a reason that stays in the house")
    form.locator(".btns button").click()
    expect(form).to_have_count(0, timeout=SOON)
    no_barriers(siv)
    assert siv.locator("form[action$='/resume/']").count() == 0, "only a certifier lets it count again"
    stranger.goto(f"/en/verify/{held.public_id}/")
    expect(stranger.locator("main h1")).to_contain_text("paused")
    tuva.goto(f"/en/certificates/{held.public_id}/")
    expect(tuva.get_by_role("heading", name="You got here once")).to_be_visible()
    no_barriers(tuva)
    assert [page.content().count("stays in the house") for page in (stranger, tuva)] == [0, 0]
    carl.goto("/en/inbox/")
    carl.locator(f"main a[href$='/certificates/{held.public_id}/care/']").click()
    expect(carl.locator("main")).to_contain_text("a reason that stays in the house")
    no_barriers(carl)
    carl.locator("form[action$='/kept-paused/'] button").click()
    expect(carl.locator("form[action$='/kept-paused/']")).to_have_count(0, timeout=SOON)
    carl.locator("form[action$='/resume/'] button").click()
    expect(carl.locator("form[action$='/suspend/']")).to_be_visible(timeout=SOON)
    stranger.goto(f"/en/verify/{held.public_id}/")
    expect(stranger.locator("main h1")).to_contain_text("is a certified")
    no_barriers(stranger)


def test_renewed_by_its_own_smaller_set(cast, way, phone, no_barriers):
    """The holder opens it; two things are asked instead of the whole way; two sign; the new one stands beside the old."""
    held = a_holder(way, cast, 700)
    siv, carl, tuva, stranger = phone(cast.siv), phone(cast.carl), phone(cast.tuva), phone(size=WIDE, scheme="dark")
    tuva.goto(f"/en/certificates/{held.public_id}/")
    no_barriers(tuva)
    tuva.get_by_role("button", name="Renew it").click()
    is_at(tuva, "en", "your_way")
    expect(tuva.locator("main")).to_contain_text("You are renewing your certificate.")
    expect(tuva.locator("main .step-name")).to_have_text(["hours", "again", "Certificate"])
    no_barriers(tuva)
    stranger.goto(f"/en/verify/{held.public_id}/")
    expect(stranger.locator("main h1")).to_contain_text("is a certified")
    what_is_asked_is_written_down(siv, way, no_barriers)
    decide(carl, propose(siv, way, by=cast.siv), "grant", by=cast.carl)
    fresh = Certificate.objects.get(state="active")
    assert (fresh.previous, fresh.valid_until > held.valid_until) == (held, True)
    tuva.goto(f"/en/certificates/{fresh.public_id}/")
    expect(tuva.get_by_role("heading", name="All the stars shine")).to_be_visible()
    no_barriers(tuva)
    stranger.goto(f"/en/verify/{held.public_id}/")
    expect(stranger.locator("main h1")).to_contain_text("replaced by a newer one")
    no_barriers(stranger)


def what_is_asked_is_written_down(siv, way, no_barriers) -> None:
    """Hours as numbers, with no room for words; the other by a mark."""
    siv.goto(f"/en/enrolments/{way.pk}/")
    no_barriers(siv)
    siv.locator("main a[href*='/marks/hours/']").click()
    siv.locator("[name=minutes]").fill("90")
    assert siv.locator("main textarea").count() == 0
    no_barriers(siv)
    main_button(siv).click()
    expect(siv.locator("main .rows")).to_contain_text("90 minutes", timeout=SOON)
    no_barriers(siv)
    siv.goto(f"/en/enrolments/{way.pk}/")
    expect(siv.locator("main .step--done")).to_have_count(1)
    siv.locator("main a[href*='/marks/again/']").click()
    main_button(siv).click()
    expect(siv.locator("main .step--done")).to_have_count(2, timeout=SOON)


def test_a_worry_is_told_to_the_one_it_is_about_and_ended(cast, way, phone, no_barriers):
    held = a_holder(way, cast, 30)
    pia, kari, tuva = phone(cast.pia), phone(cast.kari, size=WIDE, scheme="dark"), phone(cast.tuva)
    pia.goto("/en/me/")
    pia.get_by_role("link", name="Tell us").click()
    pia.locator("[name=alias]").fill("Tuva")
    pia.locator("[name=words]").fill("Twice she seemed worn out before a shift.")
    no_barriers(pia)
    main_button(pia).click()
    expect(pia.locator("main")).to_contain_text("Thank you for saying it.", timeout=SOON)
    no_barriers(pia)
    concern = Concern.objects.get()
    kari.goto("/en/inbox/")
    kari.locator(f"main a[href$='/concerns/{concern.pk}/']").click()
    no_barriers(kari)
    kari.locator("button[name=do][value=take_and_pause]").click()
    expect(kari.locator("[name=told]")).to_be_visible(timeout=SOON)
    assert Certificate.objects.get(pk=held.pk).state == "suspended"
    kari.locator("[name=told]").fill("Somebody saw that you were tired. We would like to hear how you are.")
    kari.locator("button[name=do][value=tell]").click()
    expect(kari.locator("main .note")).to_contain_text("Somebody saw that you were tired", timeout=SOON)
    no_barriers(kari)
    tuva.goto(f"/en/concerns/{concern.pk}/")
    expect(tuva.locator("main")).to_contain_text("We would like to hear how you are.")
    assert [word in tuva.content() for word in ("Pia", "worn out")] == [False, False]
    no_barriers(tuva)
    kari.locator("details:has([name=outcome]) > summary").click()
    choose(kari, "[name=outcome][value=coaching]")
    kari.locator("[name=words]").fill("Shorter shifts until the new year.")
    kari.locator("button[name=do][value=decide]").click()
    expect(kari.locator("button[name=do][value=close]")).to_be_visible(timeout=SOON)
    kari.locator("button[name=do][value=close]").click()
    expect(kari.locator("button[name=do]")).to_have_count(0, timeout=SOON)
    tuva.goto(f"/en/concerns/{concern.pk}/")
    expect(tuva.locator("main")).to_contain_text("Shorter shifts until the new year.")
    no_barriers(tuva)
    concern.refresh_from_db()
    assert concern.state == "closed"


def test_a_new_version_and_what_it_means_for_those_on_the_old_one(cast, way, phone, no_barriers):
    """A certifier sees who lacks what and gives them time; the one concerned reads what is new, and from when it is asked."""
    more = [*REQUIREMENTS, {"key": "evening", "kind": "manual"}]
    a_programme_version(requirements=more)
    carl, tuva = phone(cast.carl), phone(cast.tuva)
    carl.goto("/en/inbox/")
    carl.locator("main a[href$='/programmes/chatvert/newest/']").click()
    expect(carl.locator("main form")).to_contain_text("evening")
    no_barriers(carl)
    choose(carl, "[name=choice][value=grace]")
    carl.locator("[name=until]").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    main_button(carl).click()
    expect(carl.locator("main form")).to_have_count(0, timeout=SOON)
    no_barriers(carl)
    tuva.goto("/en/notices/")
    expect(tuva.locator("main")).to_contain_text("Your programme has a new version")
    no_barriers(tuva)
    tuva.goto("/en/your-way/")
    expect(tuva.locator("main .step-name")).to_have_text(["first", "evening", "Certificate"])
    no_barriers(tuva)
