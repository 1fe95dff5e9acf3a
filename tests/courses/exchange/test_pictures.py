"""The pictures of questions, in packages and in Moodle XML: there and back again, and refused with a word where they are not taken."""

import base64
import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from wagtail.images.models import Image

from cms.versions import digest_of
from courses.exchange import load
from courses.exchange.folder import read_folder
from courses.exchange.foreign import moodle
from courses.exchange.foreign.bank import write_out
from courses.exchange.foreign.items import Item, Notes, Picture, option
from courses.exchange.foreign.shelf import HEAVY, bring_in, portions
from courses.exchange.outgoing.departure import pack
from courses.exchange.package import read_package
from courses.exchange.parts import Scope
from courses.exchange.questions import Reader
from courses.exchange.report import Report
from courses.outline.models import CoursePage
from courses.quizzes.bank import Question
from tests.courses.exchange.small import write_package

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path):
    return write_package(tmp_path / "lite")


def zipped(parcel):
    out = io.BytesIO()
    parcel.zip_into(out)
    return out.getvalue()


PICTURED = """- key: q1
  kind: single
  area: role
  level: apply
  critical: false
  stem: {nb: Hva er det, da: Hvad er det}
  picture: media/fjord.png
  picture_alt: {nb: En fjord, da: En fjord}
  options:
    - {key: a, right: true, text: {nb: ja, da: ja}, why: {nb: fordi, da: fordi}}
    - {key: b, right: false, text: {nb: nei, da: nej}, why: {nb: fordi, da: fordi}}
"""


def with_a_picture(small, text=PICTURED):
    (small / "questions").mkdir()
    (small / "questions/role.yaml").write_text(text)
    (small / "media").mkdir(exist_ok=True)
    Pillow.new("RGB", (40, 30), "navy").save(small / "media/fjord.png")


def test_the_picture_of_a_question_goes_in_and_out_and_in_again(small, tmp_path):
    with_a_picture(small)
    assert load(small).errors == []
    rows = Question.objects.filter(bank="lite")
    assert [(row.picture.title, row.picture_alt, row.live) for row in rows] == [("fjord", "En fjord", True)] * 2
    assert load(small).made == load(small).changed == {}

    whole = Scope("lite", CoursePage.objects.first().translation_key, whole=True)
    parcel = pack(whole)
    assert parcel.notes == []
    name = next(iter(parcel.media))
    assert f"picture: {name}" in parcel.texts["questions/role.yaml"]
    parcel.write_into(tmp_path / "out")
    rows.delete()
    Image.objects.all().delete()
    assert load(tmp_path / "out").errors == []
    assert zipped(pack(whole)) == zipped(parcel)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("media/fjord.png", "media/other.png", "there is no file"),
        ("media/fjord.png", "package.yaml", "is no picture"),
        ("  picture_alt: {nb: En fjord, da: En fjord}\n", "", "picture_alt"),
    ],
)
def test_a_picture_that_is_not_there_or_has_no_words_is_refused_at_its_line(small, old, new, reason):
    with_a_picture(small, PICTURED.replace(old, new))
    assert [(p.file, p.line > 0) for p in load(small).errors if reason in p.reason] == [("questions/role.yaml", True)]
    assert not Question.objects.exists()


def said_by(small):
    report = Report()
    folder = read_folder(small, report)
    return Reader(folder, read_package(folder, report), report).read()[0][0].fields("nb")


def test_a_question_that_came_before_there_were_pictures_is_left_to_its_editor(small):
    """Loaded then, changed by an editor since: the same package says nothing new."""
    with_a_picture(small, PICTURED.replace("  picture: media/fjord.png\n  picture_alt: {nb: En fjord, da: En fjord}\n", ""))
    assert load(small).errors == []
    row = Question.objects.get(locale__language_code="nb")
    fields = {name: value for name, value in said_by(small).items() if not name.startswith("picture")}
    assert row.loaded == digest_of({"bank": "lite", **fields})


# Moodle XML ----------------------------------------------------------------------------------------


def drawn(colour="navy", kind="PNG", size=(40, 30)):
    out = io.BytesIO()
    Pillow.new("RGB", size, colour).save(out, kind)
    return out.getvalue()


def bomb(width=50_000, height=50_000):
    """A picture that says it is enormous, in a few bytes."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def written(asked, files=(), answer="ja"):
    beside = "".join(
        f'<file name="{name}" path="/" encoding="base64">{base64.b64encode(content).decode()}</file>' for name, content in files
    )
    return (
        '<quiz><question type="multichoice"><name><text>Fjord</text></name>'
        f'<questiontext format="html"><text><![CDATA[{asked}]]></text>{beside}</questiontext><single>true</single>'
        f'<answer fraction="100" format="html"><text><![CDATA[{answer}]]></text><feedback><text>fordi</text></feedback></answer>'
        '<answer fraction="0"><text>nei</text><feedback><text>fordi</text></feedback></answer></question></quiz>'
    ).encode()


def brought(content, style="moodle", bank="ny", **wishes):
    notes = Notes()
    wishes = {"bank": bank, "area": "role", "by": None, "dry": False, **wishes}
    return bring_in(io.BytesIO(content), style, notes, **wishes), "\n".join(notes.lines)


ASKED = '<p>Hva ser du?</p><p><img src="@@PLUGINFILE@@/fjord%20a.png" alt="en  fjord" width="20"></p>'


def test_a_picture_from_elsewhere_becomes_one_of_the_house_with_its_words(cast):
    report, notes = brought(written(ASKED, [("fjord a.png", drawn())]), by=cast.ed)
    row = Question.objects.get(bank="ny")
    assert (report.made["question"], row.stem, row.picture_alt, row.picture.title) == (1, "Hva ser du?", "en fjord", "fjord-a")
    assert (row.picture.width, row.picture.uploaded_by_user) == (40, cast.ed)
    assert "picture" not in notes


def test_looking_first_keeps_no_picture_and_a_second_time_keeps_no_second(cast):
    content = written(ASKED, [("fjord a.png", drawn())])
    brought(content, dry=True)
    assert not Image.objects.exists()
    for made in (1, 0):
        assert brought(content)[0].made["question"] == made
    assert (Image.objects.count(), Question.objects.count()) == (1, 1)
    assert brought(written(ASKED, [("fjord a.png", drawn("teal"))]))[0].made["question"] == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bomb(), "too many pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a JPEG, PNG, WebP or GIF"),
        (drawn(size=(300, 300))[:-80], "broken"),
        (drawn(kind="BMP"), "not a JPEG, PNG, WebP or GIF"),
        (b"", "not a JPEG, PNG, WebP or GIF"),
        (drawn() + b"\0" * 10_600_000, "larger than 10 MB"),
    ],
    ids=["bomb", "svg", "broken", "bmp", "empty", "heavy"],
)
def test_what_is_no_picture_or_plays_tricks_is_refused_with_a_word_and_the_question_stays(content, reason):
    report, notes = brought(written(ASKED, [("fjord a.png", content)]))
    row = Question.objects.get(bank="ny")
    assert (report.made["question"], row.picture, row.stem) == (1, None, "Hva ser du?\n\nen fjord")
    assert f"the picture fjord a.png is not taken: {reason}" in notes
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("asked", "files", "said"),
    [
        ('<p>a</p><img src="@@PLUGINFILE@@/f.png">', ["f.png"], "before it can be published: say what the picture f.png shows"),
        ('<p>a</p><img src="@@PLUGINFILE@@/f.png" alt="x"><img src="@@PLUGINFILE@@/g.png" alt="y">', ["f.png", "g.png"], "left out: g.png"),
        ('<p>a</p><img src="https://example.org/f.png" alt="x">', [], "a picture was left out: f.png"),
        ('<p>a</p><img src="@@PLUGINFILE@@/../../etc/passwd" alt="x">', ["f.png"], "a file was left out: f.png"),
        ('<p>a</p>', ["f.png"], "a file was left out: f.png"),
        ('<img src="@@PLUGINFILE@@/f.png" alt="x">', ["f.png"], "it needs words, not only a picture"),
        (f'<p>a</p><img src="@@PLUGINFILE@@/f.png" alt="{"x" * 300}">', ["f.png"], "was cut"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_is_listed(asked, files, said):
    assert said in brought(written(asked, [(name, drawn()) for name in files]))[1]


def test_a_picture_in_an_answer_is_listed_and_its_words_stay():
    _report, notes = brought(written("Hva?", answer='<img src="@@PLUGINFILE@@/a.png" alt="en båt"> ja'))
    assert "a picture was left out: a.png" in notes
    assert "en båt ja" in str(Question.objects.get(bank="ny").parts())


def published(stem="Hva er det?\nSe nøye <b> & tenk"):
    brought(written(ASKED, [("fjord a.png", drawn())]))
    Question.objects.update(live=True, stem=stem, picture_alt='En "fjord" & <b>')
    return Question.objects.get(bank="ny")


def test_it_goes_out_as_moodle_embeds_it_and_comes_back_as_it_was(cast):
    row = published()
    notes = Notes()
    content = write_out("ny", "moodle", notes)
    assert notes.lines == []
    found = moodle.reading.fromstring(content).find("question/questiontext")
    assert "@@PLUGINFILE@@/fjord-a.png" in found.findtext("text")
    assert base64.b64decode(found.find("file").text) == drawn()
    assert dict(brought(content)[0].same) == {"question": 1}

    brought(content, bank="annen")
    copy = Question.objects.get(bank="annen")
    assert (copy.stem, copy.picture_id, copy.picture_alt) == (row.stem, row.picture_id, row.picture_alt)


def test_another_picture_under_the_same_name_is_a_draft_beside_what_is_published():
    row = published()
    content = write_out("ny", "moodle", Notes()).replace(base64.b64encode(drawn()), base64.b64encode(drawn("teal")))
    assert dict(brought(content)[0].changed) == {"question": 1}
    fresh = Question.objects.get(pk=row.pk)
    assert fresh.picture_id == row.picture_id
    assert fresh.get_latest_revision_as_object().picture_id not in (None, row.picture_id)


def test_gift_says_that_it_carries_no_picture_and_takes_none_away():
    row, notes = published("Hva er det?"), Notes()
    content = write_out("ny", "gift", notes)
    assert notes.lines == ["fjord: GIFT cannot carry pictures: it goes without"]
    assert dict(brought(content, "gift")[0].same) == {"question": 1}
    assert Question.objects.get(pk=row.pk).picture_id == row.picture_id


def test_a_picture_whose_file_is_gone_is_said():
    row, notes = published(), Notes()
    row.picture.file.storage.delete(row.picture.file.name)
    write_out("ny", "moodle", notes)
    assert notes.lines == ["fjord: its picture is gone: the question goes without"]


WORDS = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Zs", "Cn"), blacklist_characters="\ufeff"), min_size=1, max_size=12
)
LINES = st.lists(WORDS, min_size=1, max_size=4)


@given(LINES, LINES, st.binary(max_size=3))
def test_whatever_stands_beside_a_picture_comes_back_word_for_word(stem, alt, tail):
    picture = Picture("fjord-a.png", drawn() + tail, " ".join(alt))
    item = Item(
        "single", "\n".join(stem), [option("a", "x", right=True), option("b", "y", right=False)], "navn", "bank/role", picture=picture
    )
    notes = Notes()
    back = list(moodle.read(io.BytesIO(moodle.write([item], {}, notes)), notes))
    assert [(one.stem, one.picture, one.parts) for one in back] == [(item.stem, picture, item.parts)]


def test_heavy_pictures_make_small_portions():
    heavy = Item("single", "a", [], picture=Picture("a.png", b"0" * (HEAVY // 2), "x"))
    light = Item("single", "a", [])
    assert [len(one) for one in portions([heavy] * 5 + [light] * 7, 4)] == [3, 4, 4, 1]
    assert list(portions([], 4)) == []
