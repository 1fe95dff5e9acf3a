"""Checking a signed file on the site that gives them: its own records are the freshest there are, and know every certificate ever given."""

import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import DatabaseError

from certification.credentials import badge, keys, queries
from certification.credentials.checking import INVALID, Trusted, Verdict, check, trusted
from certification.credentials.models import Certificate


def own_verdict(token: str, known: Mapping[str, Trusted]) -> Verdict:
    """The verdict on a VC-JWT, by the status list its certificate has a place in. Without a database the status stays unknown."""
    alone = check(token, keys=known, lists=[])
    if alone.outcome == INVALID or alone.payload is None:
        return alone
    try:
        certificate = queries.find(str(alone.payload["id"]))
        if certificate is None:
            return Verdict(INVALID, "The signature fits, but this site never gave such a certificate.", alone.payload)
        number = certificate.status_list
        return check(
            token, keys=known, lists=[badge.signed_status_list(p, number, queries.status_indexes(p, number)) for p in badge.PURPOSES]
        )
    except (DatabaseError, keys.KeyTrouble):
        return alone


def genuine(text: str) -> Certificate | None:
    """The certificate that a file of this site speaks of, when not one letter of it was changed; None for everything else.

    How the certificate stands is not in the file: ask the certificate. `text` is a VC-JWT or JSON with a Data Integrity proof.
    """
    known = trusted(keys.exported())
    payload = _proven(text, known) if text.startswith("{") else check(text, keys=known, lists=[]).payload
    return queries.find(str(payload.get("id", ""))) if payload else None


def _proven(text: str, known: Mapping[str, Trusted]) -> Mapping[str, Any] | None:
    """The document whose proof one of our keys made in its time."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.ldp import OB3LdpVerifier

    try:
        document = json.loads(text)
        proof = document["proof"]
        key = known[proof["verificationMethod"]]
        raw = Ed25519PublicKey.from_public_bytes(key.public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        found = OB3LdpVerifier(raw).verify(document)
    except (LibOpenBadgesException, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    on = found.issuance_date
    return document if found.issuer.id == keys.issuer() and on is not None and key.covers(on) else None
