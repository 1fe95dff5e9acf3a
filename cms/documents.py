"""Files beside pictures: films, sound, captions, papers. What is kept of an upload, and where it is read."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from cms import mp4
from cms.file_kinds import MB, Refused, extension_of, judge, vtt_of

FINGERPRINT = 16  # letters of the file's hash in its address


def accept(file: Any) -> Any:
    """The upload as it may be kept, or a ValidationError that says why not. Films and sound in MP4 are changed in place."""
    if extension_of(file.name) == "srt":
        file = _as_vtt(file)
    try:
        judge(file, file.name, file.size)
    except Refused as refused:
        raise ValidationError(str(refused.reason), code="refused") from refused
    if extension_of(file.name) in ("mp4", "m4v", "m4a"):
        mp4.forget_origin(file, file.size)
    file.seek(0)
    return file


def _as_vtt(file: Any) -> Any:
    text = vtt_of(file.read()) if file.size <= MB else None
    if text is None:
        file.seek(0)
        return file  # refused by its name, with the list of what is taken
    return ContentFile(text, name=str(PurePosixPath(file.name).with_suffix(".vtt")))


def address(document: Any) -> str:
    """Where a document is read. It has a piece of the file's fingerprint: it cannot be guessed, and changes with the file."""
    return reverse("file", args=[document.pk, document.get_file_hash()[:FINGERPRINT], document.filename])
