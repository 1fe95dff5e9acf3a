"""What a stranger is told: every certified fact, how it stands now, and nothing else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation

from certification.credentials import actions, badge, jws, queries, sheet, throttle
from certification.credentials.models import Certificate, PublishedKey
from certification.decisions.models import SignOff
from certification.programmes import levels
from tests.builders import a_certificate, an_enrolment

SECRET = "CANARY-REASON"


def page(certificate, language="en", **headers):
    return Client().get(f"/{language}/verify/{certificate.public_id}/", headers=headers)


def facts(certificate):
    return Client().get(f"/verify/{certificate.public_id}/", headers={"accept": "application/json"})


def put(certificate, cast, standing):
    """Bring a certificate to a standing the way people and the calendar do."""
    today = timezone.localdate()
    days = {"due": 60, "grace": -10, "expired": -31}.get(standing)
    if days is not None:
        Certificate.objects.filter(pk=certificate.pk).update(valid_until=today + timedelta(days=days))
    if standing == "suspended":
        actions.suspend(certificate, reason=SECRET, by=cast.siv)
    if standing == "revoked":
        actions.ask_revocation(certificate, reason=SECRET, by=cast.carl)
        actions.confirm_revocation(certificate, by=cast.siv)
    if standing == "superseded":
        a_certificate(certificate.enrolment, proposed_by=cast.siv)
    certificate.refresh_from_db()
    return certificate


STANDINGS = ["active", "due", "grace", "expired", "suspended", "revoked", "superseded"]
COUNTING = {"active", "due", "grace"}


@pytest.mark.parametrize("standing", STANDINGS)
def test_page_json_and_status_list_tell_the_same_at_once(certificate, cast, standing):
    put(certificate, cast, standing)
    told, html = facts(certificate).json(), page(certificate).content.decode()
    assert (told["status"], told["valid"]) == (standing, standing in COUNTING)
    assert ("is a certified chatvert" in html, told["credential"] is not None) == (standing in COUNTING,) * 2
    listed = Client().get("/credentials/status/suspension.jwt").content.decode()
    bit = badge.bit_of(jws.read(listed)[1]["credentialSubject"]["encodedList"], certificate.status_index)
    assert bit is (standing in {"suspended", "revoked", "superseded"})
    final = Client().get("/credentials/status/revocation.jwt").content.decode()
    bit = badge.bit_of(jws.read(final)[1]["credentialSubject"]["encodedList"], certificate.status_index)
    assert bit is (standing in {"revoked", "superseded"})


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("show", [False, True])
def test_no_public_answer_holds_a_reason_an_alias_an_address_or_an_internal_id(certificate, cast, standing, show):
    type(cast.tuva).objects.filter(pk=cast.tuva.pk).update(alias="CANARY-ALIAS", email="canary-mail@example.org")
    Certificate.objects.update(name="CANARY-NAME Solberg")
    SignOff.objects.update(conditions="CANARY-TERMS")
    certificate.refresh_from_db()
    actions.set_show_name(certificate, show=show, by=cast.tuva)
    put(certificate, cast, standing)
    public, client = f"/verify/{certificate.public_id}/", Client()
    addresses = [f"/{code}{public}" for code in ("nb", "da", "en")] + [f"{public}?format=json", f"{public}credential.jwt"]
    addresses += ["/credentials/status/suspension.jwt", "/credentials/status/revocation.jwt", "/.well-known/did.json", "/en/verify/"]
    for address in addresses:
        answer = client.get(address)
        said = answer.content.decode() + str(answer.headers)
        if address.endswith(".jwt") and answer.status_code == 200:
            said += str(jws.read(answer.content.decode()))
        assert not [word for word in ("CANARY-REASON", "CANARY-ALIAS", "canary-mail", "CANARY-STATEMENT", "CANARY-TERMS") if word in said]
        assert ("CANARY-NAME" in said) <= show


def test_the_name_is_shown_only_when_the_holder_says_so(certificate, cast):
    assert (facts(certificate).json()["name"], "Tuva Eksempel" in page(certificate).content.decode()) == (None, False)
    actions.set_show_name(certificate, show=True, by=cast.tuva)
    assert (facts(certificate).json()["name"], "Tuva Eksempel" in page(certificate).content.decode()) == ("Tuva Eksempel", True)
    actions.set_show_name(certificate, show=False, by=cast.tuva)
    assert (facts(certificate).json()["name"], "Tuva Eksempel" in page(certificate).content.decode()) == (None, False)


def test_every_certified_fact_is_told(certificate):
    told, html = facts(certificate).json(), page(certificate).content.decode()
    with translation.override("nb"):
        assert told == {**told, **queries.facts(certificate)}
    wanted = (
        "Fjordvik kommune",
        "Takes live chats while a professional is on shift",
        "version 1",
        "supervisor and certifier",
        certificate.spaced_code,
    )
    assert not [word for word in (*wanted, "Internal certification. Not a public authorisation", "krav-3") if word not in html]


@pytest.mark.parametrize("language", ["nb", "da", "en"])
def test_what_every_level_means_stands_by_itself(language):
    with translation.override(language):
        said = [str(level.label) for level in levels.Level]
    assert len(set(said)) == 6
    assert not [words for words in said if re.search(r"\d|level|nivå|niveau", words)]


@pytest.mark.parametrize("language", ["nb", "da", "en"])
def test_a_stranger_reads_what_level_four_means_wherever_the_certificate_is(cast, sign_in, monkeypatch, language):
    drawn = []
    monkeypatch.setattr(sheet, "draw_line", lambda page, y, text, *args, **more: drawn.append(text))
    cast.tuva.language = language
    cast.tuva.save()
    one = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv, level=4)
    words = {
        "nb": "Tar ekte samtaler mens en fagperson er på vakt, og støtter nyere chatverter",
        "da": "Tager rigtige samtaler, mens en fagperson er på vagt, og støtter nyere chatværter",
        "en": "Takes live chats while a professional is on shift, and guides newer chat hosts",
    }[language]
    sheet.pdf(one, language)
    screen = sign_in(cast.tuva).get(f"/{language}/certificates/{one.public_id}/").text
    described = badge.credential(one)["credentialSubject"]["achievement"]["description"]
    assert [words in where for where in (page(one, language).text, str(drawn), screen, described)] == [True] * 4


def test_what_a_certificate_said_when_it_was_given_it_says_for_ever(cast, monkeypatch):
    monkeypatch.setattr(levels, "words", lambda version, level, language=None: "As level 3, and more")
    one = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv, level=4)
    monkeypatch.undo()
    assert "4: As level 3, and more" in page(one).text


def test_nothing_but_what_is_certified_is_in_the_json(certificate):
    answer = {"id", "status", "valid", "status_words", "meaning", "is_not", "checked_at", "credential"}
    certified = {"code", "name", "achievement", "criteria", "level", "level_words", "programme", "programme_version", "organisation",
                 "country", "signed_by", "issued_on", "valid_until", "language", "digest"}  # fmt: skip
    assert set(facts(certificate).json()) == answer | certified


def test_the_address_without_a_language_leads_on_in_the_language_of_the_browser(certificate):
    plain = f"/verify/{certificate.public_id}/"
    for accepts, code in (("da,en;q=0.5", "da"), ("nb-NO", "nb"), ("fr,en;q=0.3", "en"), ("", "nb")):
        answer = Client().get(plain, headers={"accept-language": accepts})
        assert (answer.status_code, answer["Location"]) == (302, f"/{code}{plain}")


def test_json_is_answered_without_a_detour_and_by_either_wish(certificate):
    plain = f"/verify/{certificate.public_id}/"
    answers = [Client().get(plain, {"format": "json"}), facts(certificate), Client().get(f"/da{plain}", {"format": "json"})]
    assert [answer["Content-Type"] for answer in answers] == ["application/json"] * 3


@pytest.mark.parametrize("wrong", ["30498648-3182-45fa-8cf4-d9a624561be9", "abc", "0", "7K2M-Q9TF-3XAB", "%00", "x" * 900, "é"])
def test_an_unknown_id_gets_a_friendly_page_and_a_field(certificate, wrong):
    for address in (f"/verify/{wrong}/", f"/en/verify/{wrong}/"):
        answer = Client().get(address, headers={"accept-language": "en"})
        assert (answer.status_code, 'name="code"' in answer.content.decode()) == (404, True)


def test_an_unknown_id_is_json_for_programs(db):
    answer = Client().get(f"/verify/{uuid.uuid4()}/", {"format": "json"})
    assert (answer.status_code, answer.json()["status"], answer.json()["valid"]) == (404, "unknown", False)


def test_nothing_is_kept_by_caches_or_search_engines(certificate):
    public = f"/verify/{certificate.public_id}/"
    for address in (public, f"/nb{public}", f"{public}?format=json", f"{public}credential.jwt", "/credentials/status/suspension.jwt",
                    "/.well-known/did.json", "/nb/verify/", f"/nb/verify/{uuid.uuid4()}/"):  # fmt: skip
        answer = Client().get(address)
        assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex, nofollow")


def test_a_code_a_link_or_an_id_leads_to_the_page(certificate):
    target = f"/en/verify/{certificate.public_id}/"
    for typed in (certificate.code, certificate.spaced_code.lower(), str(certificate.public_id), f"https://ledestjerne.example{target}"):
        answer = Client().get("/en/verify/", {"code": typed})
        assert (answer.status_code, answer.get("Location")) == (302, target)


def test_a_code_nobody_holds_is_answered_next_to_the_field_and_kept(certificate):
    answer = Client().get("/en/verify/", {"code": "0000-0000-0000"})
    html = answer.content.decode()
    assert (answer.status_code, "We know no certificate with this code" in html, 'value="0000-0000-0000"' in html) == (404, True, True)


def test_guessing_is_slowed_down_and_looking_is_not(certificate):
    client = Client()
    for _look in range(throttle.MISSES + 5):
        assert client.get(f"/nb/verify/{certificate.public_id}/").status_code == 200
    for _guess in range(throttle.MISSES):
        client.get(f"/nb/verify/{uuid.uuid4()}/")
    tired = client.get(f"/nb/verify/{certificate.public_id}/")
    assert (tired.status_code, tired["Retry-After"]) == (429, "600")
    assert client.get(f"/verify/{certificate.public_id}/", {"format": "json"}).status_code == 429
    assert client.get("/nb/verify/", {"code": certificate.code}).status_code == 429
    cache.clear()
    assert client.get(f"/nb/verify/{certificate.public_id}/").status_code == 200


def test_there_is_no_list_of_holders(certificate, cast):
    a_certificate(an_enrolment(person=cast.pia, organisation=cast.fjordvik), proposed_by=cast.siv)
    html = Client().get("/nb/verify/").content.decode()
    assert str(certificate.public_id) not in html
    assert certificate.code not in html


def test_looking_changes_nothing(certificate):
    before = list(Certificate.objects.values())
    page(certificate), facts(certificate), Client().get(f"/verify/{certificate.public_id}/credential.jwt")
    assert (list(Certificate.objects.values()), certificate.events.count()) == (before, 1)


def test_the_page_has_neither_inline_style_nor_inline_script(certificate):
    html = page(certificate).content.decode()
    assert ("style=" in html, "<style" in html, "onclick" in html, "<script>" in html) == (False,) * 4


def test_the_qr_code_holds_the_address_without_a_language(certificate):
    import segno

    link = f"https://ledestjerne.example/verify/{certificate.public_id}/"
    dark = sum(sum(row) for row in segno.make(link, error="m", micro=False).matrix)
    html = page(certificate).content.decode()
    path = html.split('class="qr-fg" d="')[1].split('"')[0]
    assert sum(int(run.split("h")[1].split("v")[0]) for run in path.split("M")[1:]) == dark


@pytest.mark.parametrize("standing", ["suspended", "expired", "revoked", "superseded"])
def test_there_is_no_signed_file_of_what_does_not_count(certificate, cast, standing):
    put(certificate, cast, standing)
    assert Client().get(f"/verify/{certificate.public_id}/credential.jwt").status_code == 409


def test_without_a_key_pages_still_open_and_files_say_when_to_try_again(certificate, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path / "none"
    assert page(certificate).status_code == 200
    answers = [Client().get(f"/verify/{certificate.public_id}/credential.jwt"), Client().get("/credentials/status/suspension.jwt")]
    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "2")] * 2
    PublishedKey.objects.all().delete()
    assert Client().get("/.well-known/did.json").status_code == 404
