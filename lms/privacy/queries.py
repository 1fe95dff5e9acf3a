"""One person's own copy of everything that is theirs."""

import io
import json
import zipfile
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.people.models import Person
from lms.privacy.holdings import Holding, holdings

PROFILE = ("email", "alias", "legal_name", "language", "time_zone", "created_at")


def counts(person: Person) -> list[tuple[Holding, int]]:
    """What is held and how many rows of it, without what is not there. One question for each table."""
    found = [(one, one.readable(person).count()) for one in holdings().rows if one.gives]
    return [(one, number) for one, number in found if number]


def file_of(person: Person) -> dict[str, Any]:
    """Everything about the person that they may read, as plain values: {profile, held: {table: {title, kept, rows}}}.

    Words of others come only where they were given to this person (released feedback, an answer); a rating that is not out yet is not
    in it, and neither are the other side's lines of a chat.
    """
    held: dict[str, Any] = {}
    for one in holdings().rows:
        rows = list(one.readable(person).values(*one.gives)) if one.gives else []
        if rows:
            kept = held.setdefault(one.model, {"title": str(one.title), "kept": str(one.kept), "rows": []})
            kept["rows"] += rows
    return {"made_at": timezone.now(), "profile": {name: getattr(person, name) for name in PROFILE}, "held": held}


def export(person: Person) -> bytes:
    """The copy as a zip of `me.json` for machines and `me.txt` for people, in the person's language."""
    with translation.override(person.language):
        file = file_of(person)
        text = "\n".join(_lines(file))
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("me.json", json.dumps(file, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        archive.writestr("me.txt", text)
    return box.getvalue()


def _lines(file: dict[str, Any]) -> list[str]:
    lines = [_("Everything Ledestjerne keeps about you"), ""]
    lines += [f"{name}: {value}" for name, value in file["profile"].items()]
    for kept in file["held"].values():
        lines += ["", f"## {kept['title']}", kept["kept"]]
        for row in kept["rows"]:
            lines += ["", *(f"{name}: {value}" for name, value in row.items())]
    return lines
