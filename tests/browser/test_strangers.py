"""Somebody who has never heard of us is handed a certificate: as an address in a QR code, as a file, as a name."""

import io
from datetime import timedelta

import pytest
import zxingcpp
from django.utils import timezone, translation
from PIL import Image
from playwright.sync_api import Page, expect

from certification.credentials import actions, keys, wording
from certification.credentials.models import Certificate
from certification.credentials.states import Standing
from tests.browser.conftest import PHONE
from tests.browser.steps import SOON
from tests.builders import a_certificate, a_programme_version, an_enrolment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1280, "height": 800}
REASON = "CANARY-REASON nobody outside reads this"


@pytest.fixture
def held(cast, served, settings, tmp_path) -> Certificate:
    settings.BASE_URL, settings.SIGNING_KEYS = served, tmp_path / "keys"
    keys.ensure()
    version = a_programme_version(requirements=[{"key": f"krav-{number}", "kind": "manual"} for number in range(6)])
    return a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version), proposed_by=cast.siv)


def code_on_paper(page: Page, held: Certificate) -> str:
    """What a camera reads off the sheet that the holder has printed."""
    page.goto(f"/nb/certificates/{held.public_id}/print/")
    photo = page.locator("svg.qr").screenshot()
    return zxingcpp.read_barcodes(Image.open(io.BytesIO(photo)))[0].text


def ends(held: Certificate, days: int) -> None:
    Certificate.objects.filter(pk=held.pk).update(valid_until=timezone.localdate() + timedelta(days=days))


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (WIDE, "dark")])
def test_the_address_in_the_qr_code_says_in_words_how_it_stands(cast, held, phone, served, no_barriers, size, scheme):
    address = code_on_paper(phone(cast.tuva, size=size, scheme=scheme), held)
    assert address == f"{served}/verify/{held.public_id}/", "an address without a language"
    stranger, said = phone(size=size, scheme=scheme), []
    life = [
        (Standing.ACTIVE, lambda: None),
        (Standing.DUE, lambda: ends(held, 30)),
        (Standing.GRACE, lambda: ends(held, -3)),
        (Standing.EXPIRED, lambda: ends(held, -60)),
        (Standing.SUSPENDED, lambda: (ends(held, 300), held.refresh_from_db(), actions.suspend(held, reason=REASON, by=cast.siv))),
        (
            Standing.REVOKED,
            lambda: (actions.ask_revocation(held, reason=REASON, by=cast.carl), actions.confirm_revocation(held, by=cast.siv)),
        ),
    ]
    for standing, happens in life:
        happens()
        stranger.goto(address)
        held.refresh_from_db()
        with translation.override("nb"):
            word, headline = str(standing.label), wording.headline(held)
        expect(stranger.locator("html")).to_have_attribute("lang", "nb", timeout=SOON)
        expect(stranger.locator("main h1")).to_have_text(headline, timeout=SOON)
        assert held.standing == standing
        said.append(stranger.locator(".verify-head").inner_text().splitlines()[0].strip())
        assert said[-1], f"{word}: no word"
        assert "CANARY" not in stranger.content()
        no_barriers(stranger) if standing in (Standing.ACTIVE, Standing.SUSPENDED) else None
    assert len({one.casefold() for one in said}) == len(life), said
    stranger.goto("/nb/verify/nobodys-code/")
    expect(stranger.locator("main")).not_to_contain_text("Fjordvik")
    expect(stranger.locator("[name=code]").first).to_be_visible(timeout=SOON)


def check_file(page: Page, *, kind: str = "", content: bytes = b"", pasted: str = "") -> None:
    page.goto("/en/verify/file/")
    if content:
        page.locator("input[type=file]").set_input_files(
            {"name": f"from-a-mail.{kind}", "mimeType": "application/octet-stream", "buffer": content}
        )
    if pasted:
        page.locator("[name=pasted]").fill(pasted)
    with page.expect_navigation():
        page.get_by_role("button", name="Check", exact=True).click()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (WIDE, "light")])
def test_a_file_is_chosen_or_pasted_and_a_changed_one_is_not_vouched_for(cast, held, phone, no_barriers, size, scheme):
    stranger = phone(size=size, scheme=scheme)
    names = {"jwt": "credential.jwt", "json": "credential.json", "svg": "badge.svg", "png": "badge.png"}
    files = {kind: stranger.request.get(f"/verify/{held.public_id}/{name}").body() for kind, name in names.items()}
    for kind, content in files.items():
        check_file(stranger, kind=kind, content=content)
        expect(stranger.locator("main")).to_contain_text("The file is genuine", timeout=SOON)
    no_barriers(stranger)
    check_file(stranger, pasted=files["jwt"].decode())
    expect(stranger.locator("main")).to_contain_text("The file is genuine", timeout=SOON)
    stranger.get_by_role("link", name="See what it certifies").click()
    expect(stranger.locator("main h1#says")).to_be_visible(timeout=SOON)
    check_file(stranger, kind="json", content=files["json"].replace(b"Fjordvik", b"Fjordvig"))
    expect(stranger.locator("main")).to_contain_text("We cannot vouch for this file", timeout=SOON)
    expect(stranger.locator("main")).not_to_contain_text("The file is genuine")
    no_barriers(stranger)
    actions.suspend(held, reason=REASON, by=cast.siv)
    check_file(stranger, kind="png", content=files["png"])  # given before the pause: genuine, and it does not count today
    expect(stranger.locator("main")).to_contain_text("paused", timeout=SOON)
    assert "CANARY" not in stranger.content()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (WIDE, "dark")])
def test_a_typed_name_is_confirmed_or_not_and_never_shown(held, phone, no_barriers, size, scheme):
    stranger = phone(size=size, scheme=scheme)
    stranger.goto("/en/verify/")
    stranger.locator("[name=code]").first.fill(held.spaced_code.lower())
    stranger.locator("form:has([name=code])").first.locator("button").click()
    expect(stranger.locator("main h1#says")).to_be_visible(timeout=SOON)
    assert held.name not in stranger.content()
    for typed, answer in (
        ("Tuva", "Another name stands on it"),
        ("Stein Eksempel", "Another name stands on it"),
        (" tuva  EKSEMPEL", "Yes, this name stands on it"),
    ):
        stranger.locator("form[action*='/name/'] [name=name]").fill(typed)
        with stranger.expect_navigation():
            stranger.get_by_role("button", name="Is it this name?").click()
        expect(stranger.locator("main")).to_contain_text(answer, timeout=SOON)
        assert held.name not in stranger.content()
        assert typed.strip().split()[0] not in stranger.url
    no_barriers(stranger)
