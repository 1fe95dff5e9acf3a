"""A form for something new carries the key that the thing will have, signed for the person it is shown to: sent twice, it is about one
thing. Who makes the thing, or changes the one that is there, is `cms.making`."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from wagtail.admin.forms import WagtailAdminPageForm

FIELD = "makes"


def signed_key(person: Any, sent: str = "") -> str:
    """What the form carries: the key `sent` with it before, or a new one."""
    return sent if key_in(person, sent) else _signer(person).sign(str(uuid4()))


def key_in(person: Any, sent: str) -> UUID | None:
    """The key that a form brought back; None when we never showed it to this person."""
    try:
        return UUID(_signer(person).unsign(sent))
    except (BadSignature, ValueError):
        return None


def _signer(person: Any) -> Signer:
    return Signer(salt=f"{__name__}:{person.pk}")


class MadeOnce:
    """For the form of something that has a `translation_key`: what is new takes the key that its form carries."""

    data: Any
    for_user: Any
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        key = key_in(self.for_user, self.data.get(FIELD, "")) if self.instance._state.adding and self.for_user else None
        if key is not None:
            self.instance.translation_key = key


class PageForm(MadeOnce, WagtailAdminPageForm):
    """The form of every page."""
