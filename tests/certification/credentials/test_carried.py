"""A certificate in the other forms people carry it in: a proof inside JSON, an emblem, a sheet of paper; and the word that it ends."""

import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format
from openbadgeslib.baking import extract_png, extract_svg
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier
from openbadgeslib.ob3.ldp import OB3LdpVerifier

from certification.credentials import actions, badge, jws, keys, wording
from certification.credentials.models import Certificate
from certification.credentials.sheet import pdf
from certification.programmes.models import ProgrammeVersion
from lms.notify.models import Notice
from tests.builders import a_certificate, a_programme_version, an_enrolment
from tests.certification.credentials import proofs
from tests.certification.credentials.paper import read as paper_of


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path
    keys.ensure()


@pytest.fixture
def certificate(cast) -> Certificate:
    return a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv)


def public_pem() -> bytes:
    key = Ed25519PublicKey.from_public_bytes(jws.unb64(keys.active().x))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def file_of(certificate, name: str):
    return Client().get(f"/verify/{certificate.public_id}/{name}")


def test_the_proof_inside_is_accepted_offline_and_says_what_was_certified(certificate):
    answer = file_of(certificate, "credential.json")
    assert answer["Content-Type"] == "application/ld+json"
    found = OB3LdpVerifier(public_pem()).verify(answer.content)
    assert (found.achievement.name, found.results[0].value, found.issuer.id) == ("Chatvert", "3", keys.issuer())
    proof = json.loads(answer.content)["proof"]
    assert (proof["cryptosuite"], proof["verificationMethod"]) == ("eddsa-rdfc-2022", keys.active().kid)


SKILL = {"name": "Listen actively", "url": "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de"}


def test_both_signed_files_say_level_version_and_the_skills_of_a_public_list(cast):
    """What other software reads out of them, after it has checked them."""
    version = a_programme_version(requirements=[{"key": "krav", "kind": "manual"}])
    version = ProgrammeVersion.freeze(version.key, version.content, slug=version.slug, rules={**version.rules, "skills": [SKILL]})
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    certificate = a_certificate(way, proposed_by=cast.siv)
    ProgrammeVersion.freeze(version.key, version.content, slug=version.slug, rules=version.rules | {"skills": []})
    opened = OB3LdpVerifier(public_pem()).verify(file_of(certificate, "credential.json").content)
    read = OB3Verifier(public_pem()).verify(file_of(certificate, "credential.jwt").content.decode())
    for found in (opened, read):
        achievement = found.raw["credentialSubject"]["achievement"]
        assert [(one.target_name, one.target_url) for one in found.achievement.alignments] == [(SKILL["name"], SKILL["url"])]
        assert (achievement["version"], achievement["criteria"]["narrative"]) == ("2", "* krav")
        assert (found.results[0].value, "3:" in found.achievement.description) == ("3", True)


@pytest.mark.parametrize(
    "change",
    [
        lambda c: c["credentialSubject"]["achievement"].update(name="Overlege"),
        lambda c: c.update(validUntil="2099-01-01T00:00:00Z"),
        lambda c: c["credentialSubject"]["result"][0].update(value="5"),
        lambda c: c["issuer"].update(name="En annen"),
        lambda c: c.pop("credentialStatus"),
    ],
)
def test_a_changed_word_breaks_the_proof(certificate, change):
    card = json.loads(badge.linked(certificate))
    change(card)
    with pytest.raises(OB3VerificationError):
        OB3LdpVerifier(public_pem()).verify(card)


def test_a_second_library_reads_the_proof_that_the_first_has_made(certificate, cast):
    """Where one library both signs and checks, a mistake of its own goes unseen."""
    key, text = jws.unb64(keys.active().x), file_of(certificate, "credential.json").content.decode()
    assert proofs.holds(text, key)
    actions.set_show_name(certificate, show=True, by=cast.tuva)
    emblem = extract_png(file_of(certificate, "badge.png").content, keyword=b"openbadgecredential")
    assert "Tuva Eksempel" in emblem
    assert proofs.holds(emblem, key)
    for said, instead in (("Chatvert", "Overlege"), (certificate.subject_hash, "0" * 64), ('"value": "3"', '"value": "5"')):
        assert said in text
        assert not proofs.holds(text.replace(said, instead), key)
    keys.rotate()
    assert not proofs.holds(text, jws.unb64(keys.active().x))


def test_both_emblems_carry_it(certificate):
    svg, png = (file_of(certificate, f"badge.{kind}") for kind in ("svg", "png"))
    assert (svg["Content-Type"], png["Content-Type"]) == ("image/svg+xml", "image/png")
    assert png.content.startswith(b"\x89PNG")
    within_svg = extract_svg(svg.content, element="openbadges:credential", text_fallback=True)
    within_png = extract_png(png.content, keyword=b"openbadgecredential")
    for text in (within_svg, within_png):
        assert OB3LdpVerifier(public_pem()).verify(text).achievement.name == "Chatvert"
    assert b"<script" not in svg.content


@pytest.mark.parametrize("name", ["credential.json", "badge.svg", "badge.png"])
def test_nothing_is_made_of_one_that_does_not_count_or_does_not_exist(certificate, cast, name):
    assert Client().get(f"/verify/00000000-0000-0000-0000-000000000000/{name}").status_code == 404
    actions.suspend(certificate, reason="CANARY", by=cast.siv)
    answer = file_of(certificate, name)
    assert answer.status_code == 409
    assert b"CANARY" not in answer.content


LEADS = {"nb": "QR-kode", "da": "QR-kode", "en": "QR code"}


@pytest.mark.parametrize(("language", "tag"), [("nb", "nb-NO"), ("da", "da-DK"), ("en", "en-GB")])
def test_the_sheet_is_read_in_its_language_part_by_part_and_its_code_leads_to_the_page(certificate, language, tag):
    """By software that is not ours: the words with their letters, the tree that is read aloud, and what a camera sees in the code."""
    Certificate.objects.filter(pk=certificate.pk).update(name="Åse Ærfugl Ødegård")
    certificate.refresh_from_db()
    paper = paper_of(pdf(certificate, language))
    assert (paper.pages, paper.language, paper.tagged) == (1, tag, True)
    with translation.override(language):
        wanted = ("Åse Ærfugl Ødegård", certificate.spaced_code, wording.is_not()[:30], date_format(certificate.valid_until, "DATE_FORMAT"))
    assert not [words for words in wanted if words not in paper.text]
    roles = [role for role, _alt in paper.parts]
    assert (roles[0], roles.count("H1"), roles.count("Figure"), set(roles)) == ("Figure", 1, 2, {"Figure", "H1", "P"})
    assert paper.parts[-4][1].startswith(LEADS[language])
    assert paper.codes == [badge.page_of(certificate)]
    assert Client().get(urlsplit(paper.codes[0]).path, follow=True).status_code == 200


@pytest.mark.parametrize(("asked", "said", "more"), [(10, 10, ""), (11, 9, "og 2 til"), (23, 9, "og 14 til")])
def test_what_does_not_fit_on_the_sheet_is_counted_and_not_left_out_in_silence(cast, asked, said, more):
    version = a_programme_version(requirements=[{"key": f"krav-{number:02}", "kind": "manual"} for number in range(asked)])
    held = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version), proposed_by=cast.siv)
    text = paper_of(pdf(held, "nb")).text
    assert (text.count("krav-"), more in text) == (said, True)


def test_the_holder_downloads_it_and_nobody_else(certificate, cast, sign_in):
    url = f"/nb/certificates/{certificate.public_id}/pdf/"
    assert sign_in(cast.tuva).get(url)["Content-Type"] == "application/pdf"
    for other in (cast.siv, cast.stein, cast.nora):
        assert sign_in(other).get(url).status_code == 404
    actions.suspend(certificate, reason="x", by=cast.siv)
    assert sign_in(cast.tuva).get(url).status_code == 409


def test_a_name_with_letters_no_font_has_still_makes_a_sheet(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(name="Ærfugl Ødegård Łukasz 愛 " + "Langt Navn " * 8)
    certificate.refresh_from_db()
    assert pdf(certificate, "nb").startswith(b"%PDF-")


def told(kind: str) -> list[str]:
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("person__alias", flat=True))


def test_holder_and_supervisor_hear_four_times_that_it_ends(certificate):
    for left in range(95, -1, -1):
        actions.remind_of_the_end(on=certificate.valid_until - timedelta(days=left))
    assert told("certificate_ends") == ["Tuva"] * 4
    assert told("certificate_ends_soon") == ["Siv"] * 4


def test_missed_nights_and_running_twice_tell_once(certificate):
    day = certificate.valid_until - timedelta(days=58)
    assert (actions.remind_of_the_end(on=day), actions.remind_of_the_end(on=day)) == (2, 0)
    assert actions.remind_of_the_end(on=day + timedelta(days=1)) == 0


def test_nobody_hears_of_one_that_is_paused_or_over(certificate, cast):
    actions.suspend(certificate, reason="x", by=cast.siv)
    assert actions.remind_of_the_end(on=certificate.valid_until - timedelta(days=7)) == 0
    actions.resume(certificate, by=cast.carl)
    assert actions.remind_of_the_end(on=certificate.valid_until + timedelta(days=1)) == 0
    assert timezone.localdate() < certificate.valid_until
