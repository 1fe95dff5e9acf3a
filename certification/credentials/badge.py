"""The one place that knows openbadgeslib: certificates as Open Badges 3.0, status lists, and the issuer's document.

The library is imported when first used: it is large, and most requests never need it.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from certification.credentials import jws, keys
from certification.credentials.models import Certificate
from certification.credentials.states import counts_until
from certification.programmes.levels import Level

SUSPENSION, REVOCATION = "suspension", "revocation"
PURPOSES = (SUSPENSION, REVOCATION)
LIST_SIZE = 131_072  # the smallest list the standard allows, so that one bit says little about how many there are; when full, the next
FRESH_FOR = timedelta(hours=24)


def page_of(certificate: Certificate) -> str:
    """The public page, without a language: what a QR code holds, and the id of the signed file."""
    return f"{settings.BASE_URL}/verify/{certificate.public_id}/"


def status_url(purpose: str, number: int) -> str:
    """The address of one status list. Those of the first list have no number: files that are out there carry them."""
    return f"{settings.BASE_URL}/credentials/status/{purpose}{'' if number == 1 else f'-{number}'}.jwt"


def counterpart(url: str) -> str:
    """The address of the list of what is final that has the same places as this one of what is paused."""
    before, slash, name = url.rpartition("/")
    return before + slash + name.replace(SUSPENSION, REVOCATION, 1)


def subject_hash(email: str, salt: str) -> str:
    """The holder as the standard writes them: SHA-256 of e-mail and salt, so that only who knows the address can compare."""
    from openbadgeslib.ob3.credential import IdentityObject

    return IdentityObject.create(email.lower(), salt).identity_hash.removeprefix("sha256$")


def credential(certificate: Certificate) -> dict[str, Any]:
    """The payload to sign: what the certificate says, in the language it was given in, and the name only if the holder shows it."""
    payload: dict[str, Any] = _open_badge(certificate).to_jwt_payload()
    return payload


def _open_badge(certificate: Certificate) -> Any:
    from openbadgeslib.ob3.credential import Issuer, OpenBadgeCredential

    return OpenBadgeCredential(
        id=page_of(certificate),
        issuer=Issuer(id=keys.issuer(), name=certificate.frozen["organisation"], url=settings.BASE_URL),
        recipient_id=None,
        identifiers=_identifiers(certificate),
        achievement=_achievement(certificate),
        results=[_level(certificate)],
        issuance_date=certificate.issued_at,
        expiration_date=_end_of(counts_until(certificate.valid_until, timezone.localdate())),
        credential_status=[_status_entry(certificate)],
    )


def signed(certificate: Certificate) -> str:
    """The certificate as a VC-JWT by the key that is active now. Raises KeyTrouble."""
    return _sign(credential(certificate))


def linked(certificate: Certificate) -> str:
    """The certificate as JSON-LD with a Data Integrity proof (eddsa-rdfc-2022) inside. Raises KeyTrouble."""
    text: str = _linked_signer().sign_to_json(_open_badge(certificate))
    return text


def baked(certificate: Certificate, kind: str) -> bytes:
    """The emblem as `svg` or `png` that carries the certificate: what one puts on a page or into a wallet. Raises KeyTrouble."""
    picture = (Path(settings.ROOT) / "lms" / "static" / "lms" / "icons" / f"badge.{kind}").read_bytes()
    signer, card = _linked_signer(), _open_badge(certificate)
    carried: bytes = signer.sign_into_svg(card, picture) if kind == "svg" else signer.sign_into_png(card, picture)
    return carried


def _linked_signer() -> Any:
    from openbadgeslib.ob3.ldp import OB3LdpSigner

    key = keys.active()
    return OB3LdpSigner(keys.private_half(key), verification_method=key.kid)


def signed_status_list(purpose: str, number: int, indexes: Iterable[int]) -> str:
    """A status list credential that is fresh for a day. A reader with an older copy cannot know how things stand."""
    from openbadgeslib.ob3.status_list import build_status_list_credential

    now = timezone.now()
    vc = build_status_list_credential(
        keys.issuer(),
        status_url(purpose, number),
        purpose,
        indexes,
        LIST_SIZE,
        issued=now,
        valid_until=now + FRESH_FOR,
        ttl=5 * 60 * 1000,
    )
    stamps = {"nbf": int(now.timestamp()), "exp": int((now + FRESH_FOR).timestamp())}
    return _sign({**vc, "iss": vc["issuer"], "jti": vc["id"], **stamps})


def bit_of(encoded: str, index: int) -> bool:
    """One bit of a status list. Raises ValueError when the list cannot be read or is too short."""
    from openbadgeslib.errors import LibOpenBadgesException
    from openbadgeslib.ob3.status import decode_encoded_list

    try:
        bits = decode_encoded_list(encoded)
    except LibOpenBadgesException as broken:
        raise ValueError("unreadable status list") from broken
    if not 0 <= index < len(bits) * 8:
        raise ValueError("index outside the status list")
    return bool(bits[index // 8] & (0x80 >> index % 8))


def did_document() -> dict[str, Any]:
    """Who we are and by which keys one knows us. The active key comes first: readers that follow no `kid` take that one."""
    from openbadgeslib.ob3.did import build_did_document

    return build_did_document(keys.issuer(), [(key.id, {**key.jwk, "kid": key.kid}) for key in keys.published()])


def key_set() -> dict[str, Any]:
    """The same keys as a JSON Web Key Set."""
    return {"keys": [{**key.jwk, "kid": key.kid, "alg": "EdDSA", "use": "sig"} for key in keys.published()]}


def _sign(payload: dict[str, Any]) -> str:
    key = keys.active()
    return jws.sign(payload, secret=keys.private_half(key), kid=key.kid)


def _achievement(certificate: Certificate) -> Any:
    from openbadgeslib.ob3.credential import Achievement, Alignment, ResultDescription

    class Versioned(Achievement):  # type: ignore[misc, unused-ignore]
        """With the version of the programme: the standard has a place for it, the library has none."""

        def to_dict(self) -> dict[str, Any]:
            return {**super().to_dict(), "version": str(frozen["programme"]["version"])}

    text, frozen = certificate.text(certificate.frozen["language"]), certificate.frozen
    with translation.override(frozen["language"]):
        not_this = _("Internal certification. Not a public authorisation, not health personnel, not treatment.")
        level = _("Level %(number)s: %(words)s") % {"number": certificate.level, "words": text["level"]}
        name = _("Level")
    return Versioned(
        id=_achievement_id(frozen),
        name=text["achievement"],
        description=f"{level}. {not_this}",
        criteria_narrative="\n".join(f"* {one}" for one in text["criteria"]) or text["achievement"],
        achievement_type="Certificate",
        alignments=[Alignment(target_name=one["name"], target_url=one["url"]) for one in frozen.get("skills", ())],
        result_descriptions=[
            ResultDescription(
                id=_level_id(frozen),
                name=name,
                result_type="Result",
                allowed_values=[str(number) for number in Level.values],
            )
        ],
    )


def _level(certificate: Certificate) -> Any:
    from openbadgeslib.ob3.credential import Result

    return Result(value=str(certificate.level), result_description=_level_id(certificate.frozen))


def _achievement_id(frozen: dict[str, Any]) -> str:
    """The same for everybody certified by the same version in the same way, and nothing one could look up."""
    way = "/renewal" if frozen.get("renewal") else ""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, keys.issuer() + '/' + frozen['programme']['digest'] + way)}"


def _level_id(frozen: dict[str, Any]) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, _achievement_id(frozen) + '/level')}"


def _identifiers(certificate: Certificate) -> list[Any]:
    from openbadgeslib.ob3.credential import IdentityObject

    hashed = IdentityObject(
        identity_hash=f"sha256${certificate.subject_hash}", identity_type="emailAddress", hashed=True, salt=certificate.subject_salt
    )
    if not certificate.shown_name:
        return [hashed]
    return [hashed, IdentityObject(identity_hash=certificate.shown_name, identity_type="name", hashed=False)]


def _status_entry(certificate: Certificate) -> dict[str, Any]:
    """One entry, because Open Badges 3.0 allows one: its bit is set whenever the certificate must not be relied on.

    Its purpose is suspension, the one the standard lets us take back; the revocation list beside it holds what is final.
    """
    from openbadgeslib.ob3.status_list import status_entry

    return status_entry(status_url(SUSPENSION, certificate.status_list), SUSPENSION, certificate.status_index)


def _end_of(day: Any) -> datetime:
    """The last second of a day on the clock of the house."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=timezone.get_default_timezone())
