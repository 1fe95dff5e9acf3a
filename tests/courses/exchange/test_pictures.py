"""The pictures of questions in a package: there and back again, byte for byte, and refused at their line."""

import io

import pytest
from PIL import Image as Pillow
from wagtail.images.models import Image

from cms.versions import digest_of
from courses.exchange import load
from courses.exchange.folder import read_folder
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
