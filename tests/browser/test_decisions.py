"""Three ways through a decision: granted with a certifier from a partner organisation; not yet, and later granted; no, and appealed."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from certification.credentials import keys
from certification.credentials.models import Certificate
from certification.decisions.cases import Appeal
from certification.decisions.models import SignOff
from certification.programmes.models import Enrolment, Mark
from lms.people.models import Person, Role, RoleAssignment
from tests.browser.signing import code_of, decide, propose, with_an_app
from tests.browser.steps import SOON, main_button
from tests.builders import a_programme_version, an_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 800}
REQUIREMENTS = [{"key": "talk", "kind": "suitability_talk"}, {"key": "seen", "kind": "manual", "needs": ["talk"]}]


@pytest.fixture
def way(cast, settings, tmp_path) -> Enrolment:
    """Tuva has done all that is asked. Siv and Carl sign here; Nora certifies in the partner organisation."""
    settings.SIGNING_KEYS = tmp_path / "keys"
    keys.ensure()
    RoleAssignment.objects.create(person=cast.nora, role=Role.CERTIFIER, organisation=cast.sundby)
    with_an_app(cast.siv, cast.carl, cast.nora)
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=REQUIREMENTS))
    for key, by in (("talk", cast.kari), ("seen", cast.siv)):
        Mark.objects.create(enrolment=enrolment, requirement=key, by=by)
    return enrolment


def test_granted_across_organisations(cast, way, phone, no_barriers):
    """A small place has one certifier, who is away: the coordinator invites the neighbours', who looks and signs."""
    RoleAssignment.objects.filter(person=cast.carl).delete()
    kari, nora, siv, tuva = phone(cast.kari, size=WIDE, scheme="dark"), phone(cast.nora), phone(cast.siv), phone(cast.tuva)
    nora.goto(f"/en/enrolments/{way.pk}/dossier/")
    expect(nora.locator("main h1")).to_be_visible()
    assert "Tuva" not in nora.content(), "a stranger's house"
    kari.goto("/en/invitations/")
    kari.locator("[name=emails]").fill(cast.nora.email)
    kari.locator("[name=role]").select_option(Role.CERTIFIER)
    kari.locator("form:has([name=emails]) .btn--main").click()
    expect(kari.locator("main .rows")).to_contain_text(cast.nora.email, timeout=SOON)
    no_barriers(kari)
    letter = next(one.body for one in reversed(mail.outbox) if "/join/" in one.body)
    nora.goto("/" + re.search(r"http://\S+?/(\S+/join/\S+)", letter)[1])
    main_button(nora).click()
    expect(nora.locator(".toasts, main").first).to_be_visible(timeout=SOON)
    signoff = propose(siv, way, by=cast.siv)
    no_barriers(siv)
    nora.goto("/en/inbox/")
    nora.locator(f"main a[href$='/signoffs/{signoff.pk}/countersign/']").click()
    no_barriers(nora)
    decide(nora, signoff, "grant", by=cast.nora)
    no_barriers(nora)
    tuva.goto(f"/en/signoffs/{signoff.pk}/")
    expect(tuva.get_by_role("heading", name="Your guiding star is lit")).to_be_visible(timeout=SOON)
    no_barriers(tuva)
    tuva.get_by_role("link", name="What the signers saw").click()
    expect(tuva.locator("main")).to_contain_text("By Kari", timeout=SOON)
    no_barriers(tuva)
    held = Certificate.objects.get()
    assert (held.organisation, held.signoff.signatures.get(part="countersigner").person) == (cast.fjordvik, cast.nora)


def test_not_yet_and_later_granted(cast, way, phone, no_barriers):
    siv, carl, tuva = phone(cast.siv), phone(cast.carl, size=WIDE, scheme="dark"), phone(cast.tuva)
    first = propose(siv, way, by=cast.siv)
    day = (timezone.localdate() + timedelta(days=20)).isoformat()
    decide(carl, first, "defer", by=cast.carl, what="One more evening with a supervisor", until=day)
    no_barriers(carl)
    tuva.goto("/en/")
    tuva.locator(f"main .go a[href$='/signoffs/{first.pk}/']").click()
    expect(tuva.locator("main")).to_contain_text("One more evening with a supervisor", timeout=SOON)
    assert "Listens first" not in tuva.content(), "what signers say to each other"
    no_barriers(tuva)
    assert not Certificate.objects.exists()
    second = propose(siv, way, by=cast.siv)
    decide(carl, second, "grant", by=cast.carl)
    tuva.goto("/en/")
    expect(tuva.get_by_role("heading", name="You are certified")).to_be_visible(timeout=SOON)
    no_barriers(tuva)
    assert list(SignOff.objects.order_by("pk").values_list("state", flat=True)) == ["deferred", "granted"]
    assert Certificate.objects.get().signoff == second


def test_no_and_appealed_to_somebody_who_was_not_part_of_it(cast, way, phone, no_barriers):
    siv, carl, tuva = phone(cast.siv), phone(cast.carl), phone(cast.tuva)
    kari, nora = phone(cast.kari), phone(cast.nora, size=WIDE, scheme="dark")
    signoff = propose(siv, way, by=cast.siv)
    decide(carl, signoff, "decline", by=cast.carl, reasons="You promised more than we can hold.")
    tuva.goto(f"/en/signoffs/{signoff.pk}/")
    expect(tuva.locator("main")).to_contain_text("You promised more than we can hold.")
    no_barriers(tuva)
    tuva.get_by_role("link", name="I disagree").click()
    tuva.locator("[name=words]").fill("You looked at the first two evenings only.")
    no_barriers(tuva)
    main_button(tuva).click()
    expect(tuva.get_by_role("heading", name="Your appeal is with us")).to_be_visible(timeout=SOON)
    no_barriers(tuva)
    appeal = Appeal.objects.get()
    kari_asks_the_neighbours(cast, kari, signoff, no_barriers)
    nora_looks_again(nora, appeal, no_barriers)
    for page in (carl, siv, kari):  # nobody else reads it, least of all those who decided
        answer = page.goto(f"/en/appeals/{appeal.pk}/")
        assert (answer.status, "first two evenings" in page.content()) == (404, False)
    tuva.goto(f"/en/appeals/{appeal.pk}/")
    expect(tuva.get_by_role("heading", name="You get a new chance")).to_be_visible(timeout=SOON)
    expect(tuva.locator("main")).to_contain_text("The last evenings were clear.")
    no_barriers(tuva)
    decide(carl, propose(siv, way, by=cast.siv), "grant", by=cast.carl)
    assert Certificate.objects.get().person == cast.tuva


def kari_asks_the_neighbours(cast, kari, signoff, no_barriers) -> None:
    """She finds somebody, and reads nothing."""
    kari.goto("/en/inbox/")
    kari.locator(f"main a[href$='/signoffs/{signoff.pk}/reviewer/']").click()
    kari.locator("[name=email]").fill(cast.carl.email)
    main_button(kari).click()
    expect(kari.locator("[name=email][aria-invalid=true]")).to_be_visible(timeout=SOON)
    no_barriers(kari)
    kari.locator("[name=email]").fill(cast.nora.email)
    main_button(kari).click()
    expect(kari.locator("main .note")).to_contain_text("Nora", timeout=SOON)
    assert "evenings" not in kari.content()


def nora_looks_again(nora, appeal, no_barriers) -> None:
    """She takes it, reads the whole dossier, and answers."""
    nora.goto("/en/inbox/")
    nora.locator(f"main a[href$='/appeals/{appeal.pk}/']").click()
    expect(nora.locator("main")).to_contain_text("first two evenings", timeout=SOON)
    no_barriers(nora)
    nora.locator("button[name=do][value=take]").click()
    expect(nora.locator("[name=answer]")).to_be_visible(timeout=SOON)
    no_barriers(nora)
    nora.locator("[name=answer]").fill("The last evenings were clear. That was not seen.")
    nora.locator("[name=code]").fill(code_of(Person.objects.get(alias="Nora")))
    nora.locator("button[name=do][value=change]").click()
    expect(nora.locator("[name=answer]")).to_have_count(0, timeout=SOON)
    appeal.refresh_from_db()
    assert (appeal.state, appeal.taken_by) == ("changed", Person.objects.get(alias="Nora"))
