"""What goes out can be read, compared and read in again: the same words, the same ids, the same bytes."""

import io
import uuid
import zipfile

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.documents.models import Document
from wagtail.images.models import Image

from courses.exchange import load
from courses.exchange.keys import block_id, key_of
from courses.exchange.lesson_text import parse_lesson
from courses.exchange.models import LoadedPackage, LoadedPage
from courses.exchange.outgoing.departure import NothingToExport, course_scope, pack
from courses.exchange.outgoing.lesson_lines import LessonLines
from courses.exchange.report import Report
from courses.outline.models import CoursePage, LessonPage
from tests.builders import a_course
from tests.courses.exchange.small import write_package
from tests.courses.exchange.test_load import with_media

db = pytest.mark.django_db
LESSON = "course/01-start/01-en/lesson.nb.md"
KEY = uuid.UUID("0c4cf0f9-6a5b-4d0b-93b5-6d1cb0c4d6a1")


@pytest.fixture
def small(tmp_path):
    return write_package(tmp_path / "lite")


def zipped(parcel):
    out = io.BytesIO()
    parcel.zip_into(out)
    return out.getvalue()


def elsewhere(content, folder):
    """On another machine: nothing of ours is there, and the zip is read in."""
    for model in (LoadedPage, LoadedPackage, Document, Image):
        model.objects.all().delete()
    for course in CoursePage.objects.all():
        course.delete()
    zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
    report = load(folder)
    assert report.errors == []
    return report


@db
def test_a_course_with_files_goes_out_and_in_and_out_byte_for_byte(small, tmp_path):
    load(with_media(small))
    parcel = pack(course_scope("lite"))
    first = zipped(parcel)

    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert parcel.notes == []
    assert names == sorted(names)
    assert [name.split("-")[0] for name in names if name.startswith("media/")] == [
        "media/ark", "media/film", "media/film", "media/fjord", "media/lyd",
    ]  # fmt: skip
    elsewhere(first, tmp_path / "there")
    assert zipped(pack(course_scope("lite"))) == first


@db
def test_a_lesson_reads_as_it_was_written(small):
    load(small)
    written = (small / "course/00-start/01-en/lesson.nb.md").read_text()
    assert pack(course_scope("lite")).texts[LESSON] == written


@db
def test_what_an_editor_made_keeps_its_ids_on_the_way(cast, tmp_path):
    a_course()
    before = {page.translation_key: [block.id for block in page.body if block.block_type in ("check", "reflection")]
              for page in LessonPage.objects.filter(locale__language_code="nb")}  # fmt: skip
    first = zipped(pack(course_scope("kurs")))

    elsewhere(first, tmp_path / "there")

    after = {page.translation_key: [block.id for block in page.body if block.block_type in ("check", "reflection")]
             for page in LessonPage.objects.filter(locale__language_code="nb")}  # fmt: skip
    assert after == before
    assert zipped(pack(course_scope("kurs"))) == first


@db
def test_reading_an_export_in_where_it_came_from_changes_nothing(cast, small, tmp_path):
    load(small)
    page = LessonPage.objects.get(translation_key=key_of("lite", "lesson", "en"), locale__language_code="nb")
    page.title = "Redaktørens ord"
    page.save_revision().publish()
    pack(course_scope("lite")).write_into(tmp_path / "out")

    report = load(tmp_path / "out")

    assert (report.errors, report.made, report.changed) == ([], {}, {})
    assert LessonPage.objects.get(pk=page.pk).title == "Redaktørens ord"


@db
def test_a_language_that_lacks_a_lesson_stays_behind_and_it_is_said(small):
    load(small)
    LessonPage.objects.get(translation_key=key_of("lite", "lesson", "to"), locale__language_code="da").unpublish()

    parcel = pack(course_scope("lite"))

    assert parcel.languages == ["nb"]
    assert parcel.notes == ["The language da is left out. Not published in it: Leksjon to nb."]
    assert not [path for path in parcel.texts if path.endswith(".da.md")]


@db
def test_nothing_is_exported_that_is_not_published(small):
    load(small)
    CoursePage.objects.get(locale__language_code="nb").unpublish()
    CoursePage.objects.get(locale__language_code="da").unpublish()
    with pytest.raises(NothingToExport):
        course_scope("lite")


@db
def test_a_link_to_another_lesson_finds_it_on_the_other_side(small, tmp_path):
    load(small)
    first, second = LessonPage.objects.filter(locale__language_code="nb").order_by("path")
    html = f'<h2>Les</h2><p data-block-key="x">Se <a id="{second.pk}" linktype="page">den neste</a> og <b>pust</b>.</p>'
    for page in LessonPage.objects.filter(translation_key=first.translation_key):
        there = LessonPage.objects.get(translation_key=second.translation_key, locale=page.locale)
        page.body = [("text", html.replace(str(second.pk), str(there.pk)))]
        page.save_revision().publish()
    parcel = pack(course_scope("lite"))
    assert f'<p>Se <a href="page:{second.translation_key}">den neste</a> og <b>pust</b>.</p>\n:::' in parcel.texts[LESSON]

    elsewhere(zipped(parcel), tmp_path / "there")

    first, second = LessonPage.objects.filter(locale__language_code="nb").order_by("path")
    assert f'linktype="page" id="{second.pk}"' in first.body[0].value.source
    assert zipped(pack(course_scope("lite"))) == zipped(parcel)


LINE = st.text(st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30).map(str.strip).filter(bool)
LINES = st.lists(
    st.one_of(LINE, st.sampled_from([":::", "::: chat", "\\:::", "- [x] a | b", "| c", "> d", "# e", ""])), min_size=1, max_size=4
)
WORDS = LINES.map("\n".join).map(str.strip).filter(lambda text: text and not text.startswith("|"))
WHO = st.text("abcdefghæøå ", min_size=1, max_size=20).map(str.strip).filter(bool)
ANSWER = st.fixed_dictionaries(
    {
        "text": LINE.map(lambda text: " ".join(text.split())).filter(bool),
        "right": st.just(True),
        "why": LINES.map(lambda all: "\n".join(map(str.strip, all))).map(str.strip).filter(bool),
    }
)
MESSAGE = st.fixed_dictionaries(
    {"who": WHO, "text": ANSWER.map(lambda one: one["why"]), "host": st.booleans(), "aside": st.one_of(st.just(""), LINE)}
)
BLOCKS = st.one_of(
    st.tuples(st.just("markdown"), WORDS.map(lambda text: "\n".join(line for line in text.split("\n") if not line.startswith("# ")).strip()).filter(bool)),
    st.tuples(st.just("reflection"), st.fixed_dictionaries({"question": WORDS})),
    st.tuples(st.just("callout"), st.fixed_dictionaries({"kind": st.just("tip"), "title": LINE, "text": WORDS})),
    st.tuples(st.just("check"), st.fixed_dictionaries({"question": WORDS, "options": st.lists(ANSWER, min_size=2, max_size=3)})),
    st.tuples(st.just("chat"), st.fixed_dictionaries({"title": LINE, "lines": st.lists(MESSAGE, min_size=1, max_size=3)})),
)  # fmt: skip


@given(st.lists(BLOCKS, min_size=1, max_size=4))
def test_whatever_is_written_in_a_lesson_comes_back_word_for_word(blocks):
    facts = {"key": "en", "title": "En", "summary": "Én.", "minutes": 4, "open_to_all": False}
    kept = [{"type": kind, "value": value, "id": block_id(KEY, f"{kind[0]}{n}")} for n, (kind, value) in enumerate(blocks, 1)]
    text = LessonLines(lambda _field, _number: "", lambda _number: "").lesson(facts, KEY, kept)

    report = Report()
    read = parse_lesson(text, "lesson.nb.md", report)

    assert report.errors == [], text
    assert [(block.kind, block.value) for block in read.blocks] == blocks, text


@db
def test_a_zip_of_the_same_things_is_the_same_file_next_year(small, monkeypatch):
    load(small)
    first = zipped(pack(course_scope("lite")))
    later = timezone.now().replace(year=2031)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert zipped(pack(course_scope("lite"))) == first
