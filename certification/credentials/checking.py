"""Checking a signed file without asking anybody: the keys and status lists are given, the answer is valid, invalid or unknown.

Nothing in the file is believed before its signature holds. What cannot be known is never called valid.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from certification.credentials import jws
from certification.credentials.badge import FRESH_FOR, PURPOSES, REVOCATION, bit_of, counterpart

VALID, INVALID, UNKNOWN = "valid", "invalid", "unknown"
SKEW = timedelta(minutes=5)  # clocks differ
HEADER = {"alg", "kid", "typ"}


@dataclass(frozen=True)
class Verdict:
    """`outcome` is valid, invalid or unknown; `reason` says why in one plain sentence; `payload` is what was signed, if it was."""

    outcome: str
    reason: str
    payload: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Trusted:
    """A public key we believe: for everything, or (`since`) only for what was signed before that day."""

    public: bytes
    since: date | None = None

    def covers(self, signed_at: datetime) -> bool:
        return self.since is None or timezone.localdate(signed_at) < self.since


class _No(Exception):
    """The file does not hold, and this is why."""


class _Stale(Exception):
    """The status cannot be known, and this is why."""


def trusted(document: Mapping[str, Any]) -> dict[str, Trusted]:
    """The keys in a file, by their full names: our own export, a DID document or a JSON Web Key Set. Raises ValueError."""
    found: dict[str, Trusted] = {}
    try:
        if "verificationMethod" in document:
            allowed = set(document.get("assertionMethod", []))
            rows = [(one["id"], one["publicKeyJwk"], "") for one in document["verificationMethod"] if one["id"] in allowed]
        else:
            rows = [(one["kid"], one.get("jwk", one), one.get("since", "")) for one in document["keys"]]
        for kid, jwk, since in rows:
            if (jwk["kty"], jwk["crv"]) == ("OKP", "Ed25519"):
                found[kid] = Trusted(jws.unb64(jwk["x"]), date.fromisoformat(since) if since else None)
    except (KeyError, TypeError, AttributeError) as broken:
        raise ValueError("this is no list of keys that we can read") from broken
    return found


def check(token: str, *, keys: Mapping[str, Trusted], lists: Sequence[str], now: datetime | None = None) -> Verdict:
    """The verdict on one signed file, given the keys one trusts and the status lists one holds."""
    now = now or timezone.now()
    try:
        payload = _opened(token, keys)
    except _No as no:
        return Verdict(INVALID, str(no))
    try:
        _check_claims(payload)
        _check_dates(payload, now)
        _check_status(payload, [_list(one, keys) for one in lists], now)
    except _No as no:
        return Verdict(INVALID, str(no), payload)
    except _Stale as stale:
        return Verdict(UNKNOWN, str(stale), payload)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return Verdict(INVALID, "It is signed, but it is not a certificate that can be read.", payload)
    return Verdict(VALID, "Signed by its issuer, within its dates, neither paused nor withdrawn.", payload)


def _opened(token: str, keys: Mapping[str, Trusted]) -> dict[str, Any]:
    """The payload of a token that a trusted key signed in its time. Everything else is refused."""
    try:
        header, payload = jws.read(token)
    except jws.Unreadable as broken:
        raise _No("This is not a signed certificate, or it was changed.") from broken
    if header.get("alg") != "EdDSA" or not set(header) <= HEADER or not isinstance(header.get("kid"), str):
        raise _No("It is signed in a way we do not accept.")
    key = keys.get(header["kid"])
    if key is None:
        raise _No("It was signed with a key that its issuer does not vouch for.")
    if not jws.is_signed_by(token, key.public):
        raise _No("The signature does not fit: it was changed or made up.")
    if payload.get("iss") != header["kid"].partition("#")[0]:
        raise _No("It names another issuer than the one who signed it.")
    try:
        signed_at = datetime.fromisoformat(payload["validFrom"])
    except (KeyError, TypeError, ValueError) as broken:
        raise _No("It does not say when it was given.") from broken
    if not key.covers(signed_at):
        raise _No("It was signed with a key that had leaked by then. Ask its holder for a new file.")
    return payload


def _check_claims(payload: Mapping[str, Any]) -> None:
    """The outer claims and the certificate must say the same, or two readers would read two things."""
    issuer = payload["issuer"]
    if (issuer["id"] if isinstance(issuer, dict) else issuer) != payload["iss"] or payload["jti"] != payload["id"]:
        raise _No("It contradicts itself about who gave it.")
    if not {"VerifiableCredential", "OpenBadgeCredential"} <= set(payload["type"]):
        raise _No("It is signed, but it is not a certificate.")
    if payload["nbf"] != int(_moment(payload["validFrom"]).timestamp()) or payload["exp"] != int(
        _moment(payload["validUntil"]).timestamp()
    ):
        raise _No("It contradicts itself about its dates.")


def _check_dates(payload: Mapping[str, Any], now: datetime) -> None:
    if _moment(payload["validFrom"]) > now + SKEW:
        raise _No(f"It is not valid before {payload['validFrom']}.")
    if _moment(payload["validUntil"]) < now:
        raise _No(f"It expired on {timezone.localdate(_moment(payload['validUntil']))}. There may be a newer one at {payload['id']}.")


def _check_status(payload: Mapping[str, Any], lists: Sequence[Mapping[str, Any] | None], now: datetime) -> None:
    """Refuse what is paused or withdrawn; what no fresh list of the issuer tells stays unknown."""
    entry = payload["credentialStatus"]
    if entry["type"] != "BitstringStatusListEntry" or entry["statusPurpose"] not in PURPOSES:
        raise _No("It points to a kind of status list that we cannot read.")
    index, told = int(entry["statusListIndex"]), False
    for one in lists:
        if one is None or one["iss"] != payload["iss"] or not _is_fresh(one, now):
            continue
        subject = one["credentialSubject"]
        final = subject["statusPurpose"] == REVOCATION
        if (one["id"], subject["statusPurpose"]) == (entry["statusListCredential"], entry["statusPurpose"]):
            told = True
        elif not final or one["id"] != counterpart(entry["statusListCredential"]):  # the same place in another list is somebody else's
            continue
        if bit_of(subject["encodedList"], index):
            raise _No("It was withdrawn or replaced." if final else "It is paused, withdrawn or replaced.")
    if not told:
        raise _Stale(f"Nobody here knows how it stands today: fetch {entry['statusListCredential']}, at most 24 hours old.")


def _list(token: str, keys: Mapping[str, Trusted]) -> dict[str, Any] | None:
    """A status list that its issuer signed, or None: a list that does not hold tells nothing."""
    try:
        payload = _opened(token.strip(), keys)
        subject = payload["credentialSubject"]
        holds = "BitstringStatusListCredential" in payload["type"] and subject["statusPurpose"] in PURPOSES
        _moment(payload["validUntil"])
        return payload if holds and isinstance(payload["id"], str) else None
    except (_No, KeyError, TypeError, ValueError):
        return None


def _is_fresh(one: Mapping[str, Any], now: datetime) -> bool:
    """Whether a list may still be believed: in its dates, and never more than a day old whatever those say."""
    made, until = _moment(one["validFrom"]), _moment(one["validUntil"])
    return made <= now + SKEW and now <= until and now - made <= FRESH_FOR


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment
