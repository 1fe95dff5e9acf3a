"""Small files of every kind, built by hand: the tests carry no films."""

import zipfile
from io import BytesIO

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHei\n"
SRT = b"1\r\n00:00:00,000 --> 00:00:02,500\r\nHei\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nDer\r\n"
PLACE = b"+59.6000+010.7000/"


def box(name, content):
    return (8 + len(content)).to_bytes(4) + name + content


def track(codec):
    entry = box(codec, bytes(78))
    return box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", box(b"stsd", bytes(4) + (1).to_bytes(4) + entry)))))


def mp4(*codecs, place=b""):
    told = box(b"udta", box(b"\xa9xyz", b"\x00\x12\x15\xc7" + place)) if place else b""
    tracks = b"".join(track(codec) for codec in codecs)
    return (
        box(b"ftyp", b"isom\x00\x00\x02\x00isomavc1") + box(b"moov", box(b"mvhd", bytes(100)) + tracks + told) + box(b"mdat", b"\x00" * 64)
    )


FILM = mp4(b"avc1", b"mp4a")
SOUND = b"ID3\x04\x00\x00" + bytes(200)


def office(*names):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return packed.getvalue()


def a_document(name, content):
    return Document.objects.create(title=name, file=ContentFile(content, name=name))
