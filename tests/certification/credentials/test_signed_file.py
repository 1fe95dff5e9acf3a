"""The signed file: accepted by software that is not ours, refused after any change, unknown without a fresh list."""

import json
import random
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from joserfc import jws as other_jws
from joserfc.errors import BadSignatureError
from joserfc.jwk import KeySet, OKPKey
from openbadgeslib.ob3 import OB3VerificationError, OB3Verifier

from certification.credentials import actions, badge, jws, keys
from certification.credentials.checking import INVALID, UNKNOWN, VALID, check, trusted
from certification.credentials.models import Certificate

DOMAIN = "https://ledestjerne.example"


def file_of(certificate):
    return Client().get(f"/verify/{certificate.public_id}/credential.jwt").content.decode()


def get(path):
    return Client().get(path).content


def fetch(url):
    """What openbadgeslib would download from our site."""
    assert url.startswith(DOMAIN)
    return get(url.removeprefix(DOMAIN))


def known():
    return trusted(json.loads(get("/.well-known/did.json")))


def lists():
    return [get(f"/credentials/status/{purpose}.jwt").decode() for purpose in ("suspension", "revocation")]


def resigned(payload, **changes):
    """A payload changed and signed with the true key: what a mistake of ours would look like."""
    key = keys.active()
    return jws.sign({**payload, **changes}, secret=keys.private_half(key), kid=key.kid)


def test_our_own_check_accepts_it_with_what_the_site_publishes(certificate):
    verdict = check(file_of(certificate), keys=known(), lists=lists())
    assert (verdict.outcome, verdict.payload["id"]) == (VALID, f"{DOMAIN}/verify/{certificate.public_id}/")


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # RFC 9864 renames it; Open Badges readers know the old name
def test_joserfc_accepts_the_signature_from_the_published_key_set(certificate):
    key_set = KeySet.import_key_set(json.loads(get("/.well-known/jwks.json")))
    opened = other_jws.deserialize_compact(file_of(certificate), key_set, algorithms=["EdDSA"])
    assert (opened.headers()["kid"], json.loads(opened.payload)["iss"]) == (keys.active().kid, keys.issuer())
    with pytest.raises(BadSignatureError):
        other_jws.deserialize_compact(file_of(certificate), OKPKey.generate_key("Ed25519"), algorithms=["EdDSA"])


def test_openbadgeslib_accepts_it_with_the_did_document_and_the_status_list(certificate):
    verifier = OB3Verifier.for_issuer_did(keys.issuer(), download=fetch)
    found = verifier.verify(file_of(certificate), check_status=True, download=fetch)
    assert (found.achievement.name, found.results[0].value, found.issuer.name) == ("Chatvert", "3", "Fjordvik kommune")


@pytest.mark.parametrize("deed", ["suspend", "revoke"])
def test_both_refuse_it_as_soon_as_it_is_paused_or_withdrawn(certificate, cast, deed):
    held = file_of(certificate)
    if deed == "suspend":
        actions.suspend(certificate, reason="x", by=cast.siv)
    else:
        actions.ask_revocation(certificate, reason="x", by=cast.carl)
        actions.confirm_revocation(certificate, by=cast.siv)
    assert check(held, keys=known(), lists=lists()).outcome == INVALID
    verifier = OB3Verifier.for_issuer_did(keys.issuer(), download=fetch)
    with pytest.raises(OB3VerificationError, match="is set at index"):
        verifier.verify(held, check_status=True, download=fetch)


def test_a_lifted_pause_is_accepted_again(certificate, cast):
    held = file_of(certificate)
    actions.suspend(certificate, reason="x", by=cast.siv)
    actions.resume(certificate, by=cast.carl)
    assert check(held, keys=known(), lists=lists()).outcome == VALID


def test_it_is_shaped_as_open_badges_3_asks(certificate):
    header, payload = jws.read(file_of(certificate))
    assert header == {"alg": "EdDSA", "kid": keys.active().kid, "typ": "JWT"}
    assert payload["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    entry, subject = payload["credentialStatus"], payload["credentialSubject"]
    assert (entry["type"], int(entry["statusListIndex"])) == ("BitstringStatusListEntry", certificate.status_index)
    assert subject["achievement"]["criteria"]["narrative"].startswith("* krav-0")
    assert payload["validUntil"][:10] == certificate.valid_until.isoformat()
    assert subject["identifier"][0]["identityHash"] == f"sha256${certificate.subject_hash}"


def test_only_who_knows_the_address_can_tell_whose_it_is(certificate, cast):
    assert badge.subject_hash(cast.tuva.email.upper(), certificate.subject_salt) == certificate.subject_hash
    assert badge.subject_hash("pia@example.org", certificate.subject_salt) != certificate.subject_hash


def test_the_name_is_in_the_file_only_when_it_is_shown(certificate, cast):
    assert "Tuva" not in str(jws.read(file_of(certificate))[1])
    actions.set_show_name(certificate, show=True, by=cast.tuva)
    assert jws.read(file_of(certificate))[1]["credentialSubject"]["identifier"][1]["identityHash"] == "Tuva Eksempel"


def test_the_same_certificate_and_key_give_the_same_file(certificate):
    assert file_of(certificate) == file_of(certificate)


# ---------- changes ----------


@pytest.fixture
def held(certificate):
    return file_of(certificate), known(), lists()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(min_value=0))
@example(seed=0)
def test_no_changed_character_is_ever_accepted(held, seed):
    token, trust, fresh = held
    chance = random.Random(seed)
    at = chance.randrange(len(token))
    other = chance.choice([c for c in "ABCabc019-_=. \n\x00é" if c != token[at]])
    changed = chance.choice([token[:at] + other + token[at + 1 :], token[:at] + token[at + 1 :], token[:at] + other + token[at:]])
    assert check(changed, keys=trust, lists=fresh).outcome == INVALID


def test_every_single_bit_of_the_signature_counts(held):
    token, trust, fresh = held
    body, _dot, signature = token.rpartition(".")
    raw = urlsafe_b64decode(signature + "==")
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << bit % 8
        assert check(f"{body}.{jws.b64(bytes(changed))}", keys=trust, lists=fresh).outcome == INVALID


def test_another_spelling_of_the_same_bytes_is_refused(held):
    """86 characters hold 516 bits, the signature has 512: the last character has fifteen twins that many readers accept."""
    token, trust, fresh = held
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    twins = [token[:-1] + letter for letter in letters if letter != token[-1]]
    refused = [check(twin, keys=trust, lists=fresh).outcome for twin in [*twins, token + "=", token + "==", " " + token, token + "\n"]]
    assert set(refused) == {INVALID}


FORGERIES = {
    "no signature at all": lambda h, p, s: ({**h, "alg": "none"}, p, ""),
    "another algorithm": lambda h, p, s: ({**h, "alg": "HS256"}, p, s),
    "a key it brings along": lambda h, p, s: ({**h, "jwk": {"kty": "OKP"}}, p, s),
    "a critical extension": lambda h, p, s: ({**h, "crit": ["b64"], "b64": False}, p, s),
    "an unknown key": lambda h, p, s: ({**h, "kid": h["kid"] + "x"}, p, s),
    "somebody else's key": lambda h, p, s: ({**h, "kid": "did:web:evil.example#1"}, p, s),
    "a key without a name": lambda h, p, s: ({k: v for k, v in h.items() if k != "kid"}, p, s),
    "a key that is a list": lambda h, p, s: ({**h, "kid": [h["kid"]]}, p, s),
    "another level": lambda h, p, s: (h, json.loads(json.dumps(p).replace('"3"', '"5"')), s),
    "a longer life": lambda h, p, s: (h, {**p, "validUntil": "2099-01-01T00:00:00Z", "exp": 4070908800}, s),
    "no status": lambda h, p, s: (h, {k: v for k, v in p.items() if k != "credentialStatus"}, s),
    "a list for a payload": lambda h, p, s: (h, [p], s),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_refused(held, name):
    token, trust, fresh = held
    header, payload = jws.read(token)
    made = FORGERIES[name](header, payload, token.rpartition(".")[2])
    forged = ".".join([*(jws.b64(json.dumps(part).encode()) for part in made[:2]), made[2]])
    assert check(forged, keys=trust, lists=fresh).outcome == INVALID


def test_a_certificate_signed_by_a_stranger_is_refused_even_with_the_name_of_our_key(held):
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    token, trust, fresh = held
    header, payload = jws.read(token)
    assert check(jws.sign(payload, secret=Ed25519PrivateKey.generate(), kid=header["kid"]), keys=trust, lists=fresh).outcome == INVALID


CONTRADICTIONS = [
    {"iss": "did:web:evil.example"}, {"jti": f"{DOMAIN}/verify/other/"}, {"nbf": 0}, {"exp": 4070908800},
    {"type": ["VerifiableCredential"]},
    {"issuer": {"id": "did:web:evil.example", "name": "x"}}, {"credentialStatus": None}, {"validUntil": "2099-01-01T00:00:00Z"},
    {"validFrom": None}, {"validFrom": "yesterday"}, {"type": None}, {"credentialStatus": {"type": "Nothing", "statusPurpose": "x"}},
]  # fmt: skip


@pytest.mark.parametrize("changes", CONTRADICTIONS, ids=lambda c: next(iter(c)))
def test_what_contradicts_itself_is_refused_although_signed(held, changes):
    token, trust, fresh = held
    assert check(resigned(jws.read(token)[1], **changes), keys=trust, lists=fresh).outcome == INVALID


def test_a_status_list_is_not_a_certificate(held):
    _token, trust, fresh = held
    assert check(fresh[0], keys=trust, lists=fresh).outcome == INVALID


def test_it_holds_through_its_last_day_and_not_after_it(held, certificate):
    token, trust, _fresh = held
    end = badge._end_of(certificate.valid_until)
    for moment, outcome in ((end, UNKNOWN), (end + timedelta(seconds=1), INVALID)):
        assert check(token, keys=trust, lists=[], now=moment).outcome == outcome
    before = check(token, keys=trust, lists=[], now=certificate.issued_at - timedelta(hours=1))
    assert (before.outcome, "not valid before" in before.reason) == (INVALID, True)


def test_in_the_days_of_grace_a_new_file_reaches_to_their_end(certificate):
    today = timezone.localdate()
    Certificate.objects.update(valid_until=today - timedelta(days=3), issued_at=timezone.now() - timedelta(days=700))
    payload = jws.read(file_of(certificate))[1]
    assert payload["validUntil"][:10] == (today + timedelta(days=27)).isoformat()


# ---------- status lists ----------


def test_without_a_list_nobody_knows(held):
    token, trust, fresh = held
    assert [check(token, keys=trust, lists=some).outcome for some in ([], ["rubbish"], [fresh[1]], [token])] == [UNKNOWN] * 4


def test_a_list_older_than_a_day_tells_nothing(held):
    token, trust, fresh = held
    made = timezone.now()
    told = [check(token, keys=trust, lists=fresh, now=made + timedelta(hours=hours)).outcome for hours in (0, 23, 25)]
    assert told == [VALID, VALID, UNKNOWN]


def test_a_list_that_claims_to_last_longer_is_still_stale_after_a_day(held):
    token, trust, fresh = held
    payload = jws.read(fresh[0])[1]
    old = {"validFrom": (timezone.now() - timedelta(hours=25)).isoformat(), "validUntil": "2099-01-01T00:00:00Z"}
    assert check(token, keys=trust, lists=[resigned(payload, **old)]).outcome == UNKNOWN
    early = {"validFrom": (timezone.now() + timedelta(hours=2)).isoformat()}
    assert check(token, keys=trust, lists=[resigned(payload, **early)]).outcome == UNKNOWN


def test_a_list_of_another_address_issuer_or_signature_tells_nothing(held, certificate):
    token, trust, fresh = held
    payload = jws.read(fresh[0])[1]
    empty = {**payload["credentialSubject"], "encodedList": badge_list([])}
    others = [
        resigned(payload, id=f"{DOMAIN}/credentials/status/other.jwt"), resigned(payload, iss="did:web:evil.example"),
        fresh[0][:-4] + "AAAA", resigned(payload, credentialSubject={**empty, "statusPurpose": "message"}), resigned(payload, type=["x"]),
    ]  # fmt: skip
    assert [check(token, keys=trust, lists=[one]).outcome for one in others] == [UNKNOWN] * 5


def badge_list(indexes):
    from openbadgeslib.ob3.status_list import encode_bitstring

    return encode_bitstring(indexes)


def test_places_in_the_list_are_random_and_tell_nothing_about_order(certificate, cast):
    from tests.builders import a_certificate, an_enrolment

    made = [a_certificate(an_enrolment(person=person, organisation=cast.fjordvik), proposed_by=cast.siv) for person in (cast.pia, cast.ed)]
    places = {certificate.status_index, *(one.status_index for one in made)}
    assert (len(places), max(places) < badge.LIST_SIZE) == (3, True)
