"""The messages as the open description tells of them, for whoever writes the other side."""

from typing import Any

from certification.webhooks.actions import EVENTS

_TEXT = {"type": "string"}
_SIGNED = (
    "`t=<seconds>,v1=<HMAC-SHA256 of seconds, a dot and the body, under the secret shown once>`. Refuse what does not fit, and what is "
    "older than five minutes."
)
_SAID = (
    "Sent to the addresses a coordinator has given. Answer with any 2xx. Everything else is tried again, after a minute at first and for "
    "a day in all. The same id may come twice, and messages may come in another order: ask the duty passport how it stands now."
)


def described() -> dict[str, Any]:
    """The part `webhooks` of an OpenAPI 3.1 document."""
    body = {
        "type": "object",
        "required": ["id", "event", "at"],
        "properties": {
            "id": {**_TEXT, "format": "uuid"}, "event": {**_TEXT, "enum": list(EVENTS)}, "at": {**_TEXT, "format": "date-time"},
            "certificate": {**_TEXT, "format": "uuid"}, "code": _TEXT, "person": {**_TEXT, "format": "uuid"},
            "status": {**_TEXT, "description": "As the duty passport says it, when the message was written. Never a reason."},
        },
    }  # fmt: skip
    head = {"name": "Ledestjerne-Signature", "in": "header", "required": True, "schema": _TEXT, "description": _SIGNED}
    told = {
        "summary": "Something has happened to a certificate",
        "description": _SAID,
        "parameters": [head, {"name": "Ledestjerne-Id", "in": "header", "required": True, "schema": _TEXT, "description": "The same id."}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"2XX": {"description": "Heard. It is not sent again."}},
    }
    return {"certificate": {"post": told}}
