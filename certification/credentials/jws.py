"""Compact JSON Web Signatures with Ed25519, read strictly: one spelling per token, or it is refused."""

import base64
import binascii
import json
import re
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SEGMENT = re.compile(r"[A-Za-z0-9_-]+")
LONGEST = 200_000


class Unreadable(ValueError):
    """The text is not a token this house could have written."""


def b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Bytes of one segment. Base64 has several spellings for the same bytes; only the canonical one is taken."""
    if not SEGMENT.fullmatch(text):
        raise Unreadable("not base64url")
    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as broken:
        raise Unreadable("not base64url") from broken
    if b64(raw) != text:
        raise Unreadable("not canonical base64url")
    return raw


def sign(payload: dict[str, Any], *, secret: Ed25519PrivateKey, kid: str) -> str:
    """A token with `alg` EdDSA and the key's name; the same payload and key always give the same token."""
    head = b64(_json({"alg": "EdDSA", "kid": kid, "typ": "JWT"}))
    body = b64(_json(payload))
    return f"{head}.{body}.{b64(secret.sign(f'{head}.{body}'.encode()))}"


def read(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and payload, not yet believed. Raises Unreadable."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise Unreadable("not a signed token")
    head, body, signature = token.split(".")
    unb64(signature)
    return _object(unb64(head)), _object(unb64(body))


def is_signed_by(token: str, public: bytes) -> bool:
    """Whether this key signed exactly these characters."""
    signed, _dot, signature = token.rpartition(".")
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(unb64(signature), signed.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def _object(raw: bytes) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as broken:
        raise Unreadable("not JSON") from broken
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    return value
