"""Which files editors may upload beside pictures. What a file is, its content says, never its name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms import mp4

VIDEO, AUDIO, CAPTIONS, PAPER = "video", "audio", "captions", "paper"
MB = 1024 * 1024
LARGEST = {VIDEO: 60 * MB, AUDIO: 30 * MB, CAPTIONS: MB, PAPER: 15 * MB}
PLAYABLE = {"avc1", "avc3", "av01", "vp09", "mp4a", "opus", "tx3g"}  # what the browsers on phones all know
OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}
SRT = re.compile(r"\A\s*\d+\s*\n\d\d:\d\d:\d\d,\d{3} --> ")


class Refused(ValueError):
    """The file is not taken; why, in words for editors."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class FileKind:
    """`family` says which blocks take it; `type` is what browsers are told."""

    family: str
    type: str
    looks_right: Callable[[BinaryIO, int], bool]


def _starts(*beginnings: bytes) -> Callable[[BinaryIO, int], bool]:
    return lambda file, _size: file.read(16).startswith(beginnings)


def _mp4(*, sound_only: bool) -> Callable[[BinaryIO, int], bool]:
    def looks_right(file: BinaryIO, size: int) -> bool:
        if file.read(8)[4:] != b"ftyp":
            return False
        try:
            found = mp4.codecs(file, size)
        except mp4.Unreadable:
            return False
        if found - PLAYABLE:
            raise Refused(_("Not every phone can play this. Save it as MP4 with H.264 and AAC (“most compatible”) and try again."))
        return bool(found & {"mp4a", "opus"}) and not found - {"mp4a", "opus"} if sound_only else bool(found - {"mp4a", "opus"})

    return looks_right


def _webm(file: BinaryIO, _size: int) -> bool:
    head = file.read(64)
    return head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head


def _mp3(file: BinaryIO, _size: int) -> bool:
    head = file.read(3)
    return head == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 in (0xE2, 0xE4, 0xE6))  # MPEG 1–2.5, layer II or III


def _text(file: BinaryIO, _size: int) -> bool:
    try:
        return "\x00" not in file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _captions(file: BinaryIO, size: int) -> bool:
    return _text(file, size) and file.seek(0) == 0 and bool(re.match(rb"\A(\xef\xbb\xbf)?WEBVTT[ \t\r\n]", file.read(16)))


def _zipped(extension: str) -> Callable[[BinaryIO, int], bool]:
    """An office file by what stands in it; its content is never unpacked. One with macros is refused."""

    def looks_right(file: BinaryIO, _size: int) -> bool:
        try:
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
                if any(name.lower().endswith(("vbaproject.bin", ".bas", ".exe", ".js")) for name in names):
                    raise Refused(_("This file has programs in it. Save it without macros, or as PDF."))
                if extension in OFFICE:
                    return "[Content_Types].xml" in names and any(name.startswith(OFFICE[extension]) for name in names)
                said = archive.open("mimetype").read(100).decode("ascii", "replace") if "mimetype" in names else ""
                return said == f"application/vnd.oasis.opendocument.{OPEN[extension]}"
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            return False

    return looks_right


_XML = "application/vnd.openxmlformats-officedocument"
KINDS: dict[str, FileKind] = {
    "mp4": FileKind(VIDEO, "video/mp4", _mp4(sound_only=False)),
    "m4v": FileKind(VIDEO, "video/mp4", _mp4(sound_only=False)),
    "webm": FileKind(VIDEO, "video/webm", _webm),
    "mp3": FileKind(AUDIO, "audio/mpeg", _mp3),
    "m4a": FileKind(AUDIO, "audio/mp4", _mp4(sound_only=True)),
    "ogg": FileKind(AUDIO, "audio/ogg", _starts(b"OggS")),
    "opus": FileKind(AUDIO, "audio/ogg", _starts(b"OggS")),
    "vtt": FileKind(CAPTIONS, "text/vtt; charset=utf-8", _captions),
    "pdf": FileKind(PAPER, "application/pdf", _starts(b"%PDF-")),
    "txt": FileKind(PAPER, "text/plain; charset=utf-8", _text),
    "csv": FileKind(PAPER, "text/plain; charset=utf-8", _text),
    "docx": FileKind(PAPER, f"{_XML}.wordprocessingml.document", _zipped("docx")),
    "xlsx": FileKind(PAPER, f"{_XML}.spreadsheetml.sheet", _zipped("xlsx")),
    "pptx": FileKind(PAPER, f"{_XML}.presentationml.presentation", _zipped("pptx")),
    **{name: FileKind(PAPER, f"application/vnd.oasis.opendocument.{kind}", _zipped(name)) for name, kind in OPEN.items()},
}
EXTENSIONS = [*KINDS, "srt"]  # srt becomes vtt


def extension_of(name: str) -> str:
    """The letters after the last dot, small."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def family_of(document: Any) -> str:
    """video, audio, captions or paper; empty for a document that no block takes."""
    kind = KINDS.get(extension_of(document.file.name or ""))
    return kind.family if kind else ""


def judge(file: BinaryIO, name: str, size: int) -> FileKind:
    """What the file is. Raises Refused when its content is not what its name says, when it is too large, or when phones cannot play it."""
    kind = KINDS.get(extension_of(name))
    if kind is None:
        raise Refused(_("Files of this kind are not taken. These are: %(kinds)s.") % {"kinds": ", ".join(EXTENSIONS)})
    if size > LARGEST[kind.family]:
        most = LARGEST[kind.family] // MB
        raise Refused(_("At most %(most)s MB: people read on mobile data. Make it shorter or smaller.") % {"most": most})
    file.seek(0)
    right = kind.looks_right(file, size)
    file.seek(0)
    if not right:
        raise Refused(_("What is in this file is not what its name says (.%(kind)s).") % {"kind": extension_of(name)})
    return kind


def vtt_of(srt: bytes) -> bytes | None:
    """SubRip captions as WebVTT, which is what browsers read; None when the text is no SubRip."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = srt.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
        if not SRT.match(text):
            return None
        return ("WEBVTT\n\n" + re.sub(r"(\d\d:\d\d:\d\d),(\d{3})", r"\1.\2", text.strip()) + "\n").encode()
    return None
