"""Films, sound, captions and papers: judged by content, and read by whoever has the page."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.models import Document

from cms.documents import accept, address
from cms.editors import grant
from cms.media import PIECE
from cms.media_blocks import AudioBlock, VideoBlock
from tests.builders import a_course, a_lesson_body, lessons_of
from tests.cms.sample_files import FILM, PLACE, SOUND, SRT, VTT, a_document, mp4, office

GOOD = {
    "film.mp4": FILM, "film.webm": b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x86\x81\x01B\x82\x84webm", "lyd.mp3": SOUND,
    "lyd.m4a": mp4(b"mp4a"), "lyd.ogg": b"OggS\x00\x02" + bytes(40), "tekst.vtt": VTT, "ark.pdf": b"%PDF-1.7\n", "ark.txt": "Hei på deg".encode(),
    "ark.docx": office("[Content_Types].xml", "word/document.xml"),
}  # fmt: skip
BAD = {
    "film.mp4": b"<html><script>alert(1)</script>", "page.html": b"<html>", "bilde.svg": b"<svg onload=alert(1)>", "prog.exe": b"MZ\x90",
    "lyd.mp3": b"%PDF-1.7", "lyd.m4a": FILM, "stille.mp4": mp4(b"mp4a"), "phone.mp4": mp4(b"hvc1", b"mp4a"), "tekst.vtt": b"<b>WEBVTT",
    "ark.pdf": b"MZ\x90", "ark.txt": b"\x00\xff", "ark.docx": office("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "regneark.xlsx": office("[Content_Types].xml", "word/document.xml"), "zip.docx": b"PK\x03\x04 broken", "noname": b"x", "tom.mp4": b"",
    "lies.mp4": b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00" + b"\xff\xff\xff\xffmoov" + bytes(20), "a.srt": b"no captions",
}  # fmt: skip


def kept(name, content):
    return accept(ContentFile(content, name=name))


@pytest.mark.parametrize("name", list(GOOD))
def test_a_file_that_is_what_its_name_says_is_taken(name):
    assert kept(name, GOOD[name]).name == name


@pytest.mark.parametrize("name", list(BAD))
def test_a_file_that_is_something_else_is_refused_with_a_reason(name):
    with pytest.raises(ValidationError) as refused:
        kept(name, BAD[name])
    assert refused.value.messages[0]


def test_a_film_forgets_where_it_was_made_and_keeps_its_size():
    before = mp4(b"avc1", b"mp4a", place=PLACE)
    after = kept("ferie.mp4", before).read()
    assert PLACE in before
    assert PLACE not in after
    assert len(after) == len(before)


def test_subrip_captions_become_webvtt():
    file = kept("tekst.srt", SRT)
    assert (file.name, file.read()) == (
        "tekst.vtt", b"WEBVTT\n\n1\n00:00:00.000 --> 00:00:02.500\nHei\n\n2\n00:00:03.000 --> 00:00:04.000\nDer\n",
    )  # fmt: skip


def test_what_is_too_large_for_a_phone_is_refused(monkeypatch):
    monkeypatch.setitem(__import__("cms.file_kinds", fromlist=["LARGEST"]).LARGEST, "video", 100)
    with pytest.raises(ValidationError):
        kept("film.mp4", FILM)


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


@pytest.mark.parametrize("door", ["wagtaildocs:add", "wagtaildocs:add_multiple", "wagtaildocs_chooser:create"])
def test_every_door_of_the_admin_judges_what_is_uploaded(editor, door):
    for content, taken in ((BAD["film.mp4"], 0), (FILM, 1)):
        fields = {"title": "Film", "file": SimpleUploadedFile("film.mp4", content), "files[]": SimpleUploadedFile("film.mp4", content)}
        prefix = "document-chooser-upload-" if "chooser" in door else ""
        editor.post(reverse(door), {prefix + name: value for name, value in fields.items()}, headers={"X-Requested-With": "XMLHttpRequest"})
        assert Document.objects.count() == taken


@pytest.fixture
def film(db):
    return a_document("film.mp4", FILM)


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_who_has_the_page_reads_the_film_and_nobody_else_finds_it(film):
    stranger = Client()
    answer = stranger.get(address(film))
    assert (answer.status_code, body_of(answer), answer.headers["Content-Type"]) == (200, FILM, "video/mp4")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    mark = film.get_file_hash()[:16]
    for pk, fingerprint, name in ((film.pk, "0" * 16, "film.mp4"), (film.pk, mark, "other.mp4"), (film.pk, mark[:15], "film.mp4"),
                                  (film.pk + 1, mark, "film.mp4")):  # fmt: skip
        assert stranger.get(reverse("file", args=[pk, fingerprint, name])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-1", 0, 2), ("bytes=5-", 5, None), ("bytes=-4", -4, None), ("bytes=2-9999999", 2, None)],
)
def test_a_player_gets_the_piece_it_asks_for(film, asked, start, end):
    answer = Client().get(address(film), headers={"Range": asked})
    wanted = FILM[start:end]
    assert (answer.status_code, answer.content) == (206, wanted)
    first = len(FILM) + start if start < 0 else start
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(FILM)}"


def test_a_piece_is_never_longer_than_a_megabyte(db):
    long = a_document("lyd.mp3", SOUND + bytes(2 * PIECE))
    answer = Client().get(address(long), headers={"Range": "bytes=0-"})
    assert (answer.status_code, len(answer.content)) == (206, PIECE)


def test_a_piece_behind_the_end_does_not_exist(film):
    answer = Client().get(address(film), headers={"Range": f"bytes={len(FILM)}-"})
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(FILM)}")


@pytest.mark.parametrize("nonsense", ["bytes=-", "bytes=9-2", "lines=1-2", "bytes=0-1,4-5", "bytes=x-"])
def test_a_wish_nobody_understands_gets_everything(film, nonsense):
    answer = Client().get(address(film), headers={"Range": nonsense})
    assert (answer.status_code, body_of(answer)) == (200, FILM)


def test_a_paper_is_saved_and_never_opened_in_our_name(db):
    answer = Client().get(address(a_document("ark.pdf", GOOD["ark.pdf"])))
    assert answer.headers["Content-Disposition"] == "attachment"


def test_a_new_file_has_a_new_address(film):
    before = address(film)
    film.file.save("film.mp4", ContentFile(FILM + b"\x00"), save=False)
    film._set_document_file_metadata()
    film.save()
    assert address(film) != before


def test_the_wrong_kind_of_file_is_refused_where_it_was_chosen(film):
    paper = a_document("ark.pdf", GOOD["ark.pdf"])
    with pytest.raises(StructBlockValidationError) as refused:
        VideoBlock().clean(VideoBlock().to_python({"title": "Film", "video": paper.pk, "captions": film.pk}))
    assert sorted(refused.value.block_errors) == ["captions", "video"]
    with pytest.raises(StructBlockValidationError):
        AudioBlock().clean(AudioBlock().to_python({"title": "Lyd", "audio": film.pk}))


def test_a_lesson_shows_film_sound_and_paper_with_their_words(cast, sign_in, film):
    captions, sound, paper = a_document("film.vtt", VTT), a_document("lyd.mp3", SOUND), a_document("ark.pdf", GOOD["ark.pdf"])
    lesson = lessons_of(a_course())[1]
    lesson.body = a_lesson_body(lesson.key, extra=[
        {"type": "video", "value": {"title": "Om å lytte", "video": film.pk, "captions": captions.pk, "transcript": "Hei **der**"}, "id": None},
        {"type": "audio", "value": {"title": "En stemme", "audio": sound.pk, "transcript": ""}, "id": None},
        {"type": "download", "value": {"title": "Sjekkliste", "file": paper.pk, "text": "Til å henge opp"}, "id": None},
        {"type": "flip", "value": {"title": "Ord", "cards": [{"front": "Fremside", "back": "Bakside"}]}, "id": None},
    ])  # fmt: skip
    lesson.save_revision().publish()

    page = sign_in(cast.tuva).get("/nb/kurs/m1/l2/").content.decode()

    assert f'<source src="{address(film)}" type="video/mp4">' in page
    assert f'<track kind="captions" src="{address(captions)}" srclang="nb"' in page
    assert "Hei <strong>der</strong>" in page
    assert f'<source src="{address(sound)}" type="audio/mpeg">' in page
    assert f'href="{address(paper)}" download' in page
    assert "PDF, 9\xa0byte" in page
    assert "Fremside" in page
    assert "Bakside" in page
    assert page.count("Les det som sies") == 1
    assert " autoplay" not in page


def test_a_lesson_whose_film_was_deleted_can_still_be_read(cast, sign_in, film):
    lesson = lessons_of(a_course())[1]
    lesson.body = a_lesson_body(lesson.key, extra=[{"type": "video", "value": {"title": "Borte", "video": film.pk}, "id": None}])
    lesson.save_revision().publish()
    film.delete()
    page = sign_in(cast.tuva).get("/nb/kurs/m1/l2/")
    assert (page.status_code, b"<video" in page.content) == (200, False)


def test_a_film_that_was_replaced_or_deleted_is_so_at_the_next_reading(cast, sign_in, film):
    lesson = lessons_of(a_course())[1]
    lesson.body = a_lesson_body(lesson.key, extra=[{"type": "video", "value": {"title": "Film", "video": film.pk}, "id": None}])
    lesson.save_revision().publish()
    client = sign_in(cast.tuva)

    def read():
        return client.get("/nb/kurs/m1/l2/").content.decode()

    assert address(film) in read()

    film.file.save("film.mp4", ContentFile(FILM + b"\x00"), save=False)
    film._set_document_file_metadata()
    film.save()
    assert address(film) in read()

    film.delete()
    assert "<video" not in read()
