"""Signing keys: files beside the database, never in it, readable by the service alone.

`settings.SIGNING_KEYS` holds `keys.json` (what is public, and what became of each key) and `<id>.pem` for the one key that
signs. A retired key loses its private half and stays verifiable; a compromised one is trusted only before the day it leaked.
The database holds a copy of what is public, so that a backup alone still tells what was signed by us.
"""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)  # fmt: skip
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credentials.jws import b64
from certification.credentials.key_files import Kept
from certification.credentials.models import PublishedKey
from lms.kernel.errors import DomainError

ACTIVE, RETIRED, COMPROMISED = "active", "retired", "compromised"


class KeyTrouble(DomainError):
    """A key is missing, unreadable, or readable by others; nothing was signed."""

    status = 503
    code = "keys"
    message = _("Certificates cannot be signed right now. Nothing was changed. Try again a little later.")

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason  # for operators; people read `message`


@dataclass(frozen=True)
class Key:
    """One key as the world may know it. Dates are ISO text; `since` is the day from which a leaked key counts as leaked."""

    id: str
    state: str
    x: str  # the public key, base64url
    created_on: str
    retired_on: str = ""
    since: str = ""

    @property
    def kid(self) -> str:
        return f"{issuer()}#{self.id}"

    @property
    def jwk(self) -> dict[str, str]:
        return {"kty": "OKP", "crv": "Ed25519", "x": self.x}


def issuer() -> str:
    """Who signs, as a did:web of this site's own address."""
    return f"did:web:{quote(urlsplit(settings.BASE_URL).netloc, safe='')}"


def folder() -> Path:
    return Path(settings.SIGNING_KEYS)


def every() -> list[Key]:
    """All keys there ever were, the active one first, then the newest. Empty when none was made yet."""
    here = _here()
    keys = sorted([*here, *_lost(here)], key=lambda key: (key.created_on, key.id), reverse=True)
    return sorted(keys, key=lambda key: key.state != ACTIVE)


def active() -> Key:
    """The key that signs. Raises KeyTrouble when there is none. Asks the folder alone: what only the database remembers never signs."""
    for key in _here():
        if key.state == ACTIVE:
            return key
    raise KeyTrouble("there is no active signing key: run `manage.py signing_key create`")


def published() -> list[Key]:
    """Those strangers may trust: the active one first, retired ones after it, compromised ones never."""
    return [key for key in every() if key.state != COMPROMISED]


def private_half(key: Key) -> Ed25519PrivateKey:
    """The secret of the active key. Raises KeyTrouble when the file is gone or others can read it."""
    path = folder() / f"{key.id}.pem"

    def ours_alone(mode: int) -> None:
        if mode & 0o077:
            raise KeyTrouble(f"{path.name} can be read by others (mode {mode:04o}): it must be 0600")

    try:
        loaded = _secret.of(path, refuses=ours_alone)
    except (OSError, ValueError) as broken:
        raise KeyTrouble(f"{path.name} cannot be read") from broken
    if not isinstance(loaded, Ed25519PrivateKey):
        raise KeyTrouble(f"{path.name} is not an Ed25519 key")
    return loaded


def ensure() -> Key:
    """The active key; made now when there is none. For every start: running it again changes nothing."""
    known = every()
    _copy(known)  # a backup that was put back may be older than the folder
    return next((key for key in known if key.state == ACTIVE), None) or _create(known)


def rotate() -> Key:
    """A new key signs from now on; the one before it is retired and stays verifiable."""
    today = _today()
    kept = [replace(key, state=RETIRED, retired_on=today) if key.state == ACTIVE else key for key in every()]
    return _create(kept)


def retire(key_id: str) -> Key:
    """Stop signing with a key; credentials it signed stay valid. The private half is deleted. Raises KeyError for no such key."""
    key = _named(key_id)
    if key.state != ACTIVE:
        return key
    retired = replace(key, state=RETIRED, retired_on=_today())
    _write(_with(retired))
    return retired


def mark_compromised(key_id: str, *, since: date) -> Key:
    """Trust a key only for what it signed before `since`; if it was the active one, a new key takes its place at once."""
    key = _named(key_id)
    leaked = replace(key, state=COMPROMISED, since=since.isoformat(), retired_on=key.retired_on or _today())
    if key.state == ACTIVE:
        _create(_with(leaked))
    else:
        _write(_with(leaked))
    return leaked


def exported() -> dict[str, Any]:
    """What `verify_credential --keys` needs elsewhere, leaked keys and their days included; nothing secret."""
    return {"issuer": issuer(), "keys": [{**asdict(key), "kid": key.kid, "jwk": key.jwk} for key in every()]}


_list = Kept(lambda content: tuple(Key(**row) for row in json.loads(content)["keys"]))
_secret = Kept(lambda content: load_pem_private_key(content, password=None))


def _here() -> tuple[Key, ...]:
    """The keys of the folder."""
    try:
        return _list.of(folder() / "keys.json")
    except FileNotFoundError:
        return ()


def _lost(here: Sequence[Key]) -> list[Key]:
    """Keys that only the database remembers: nobody signs with them any more, and what they signed stays what it was."""
    try:
        rows = list(PublishedKey.objects.exclude(id__in=[key.id for key in here]).values())
    except DatabaseError:  # checking a file must work where there is no database
        return []
    return [replace(key, state=RETIRED) if key.state == ACTIVE else key for key in (Key(**row) for row in rows)]


def _copy(keys: list[Key]) -> None:
    for key in keys:
        PublishedKey.objects.update_or_create(id=key.id, defaults=asdict(key))


def _named(key_id: str) -> Key:
    for key in every():
        if key.id == key_id:
            return key
    raise KeyError(key_id)


def _with(changed: Key) -> list[Key]:
    return [changed if key.id == changed.id else key for key in every()]


def _today() -> str:
    return timezone.localdate().isoformat()


def _create(others: list[Key]) -> Key:
    secret = Ed25519PrivateKey.generate()
    public = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = Key(id=f"{_today()}-{secrets.token_hex(4)}", state=ACTIVE, x=b64(public), created_on=_today())
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _put(folder() / f"{key.id}.pem", secret.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    _write([key, *others])
    return key


def _write(keys: list[Key]) -> None:
    """The list first, then the private halves nobody signs with any more: killed in between, both still verify."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _put(folder() / "keys.json", json.dumps({"keys": [asdict(key) for key in keys]}, indent=1).encode())
    _copy(keys)
    for key in keys:
        if key.state != ACTIVE:
            (folder() / f"{key.id}.pem").unlink(missing_ok=True)


def _put(path: Path, content: bytes) -> None:
    """A file that only the service reads, whole or not at all: written beside its place, then moved there."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
