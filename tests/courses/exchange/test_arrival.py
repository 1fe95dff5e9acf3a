"""A zip from elsewhere is looked at before anything happens; one that is wrong changes nothing and says where and why."""

import io
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.models import Document
from wagtail.models import Revision

from cms.approval.models import ApprovalState
from cms.editors import grant
from courses.exchange import load
from courses.exchange.arrival import read_in, rehearse
from courses.exchange.models import LoadedPage
from courses.outline.models import CoursePage, LessonPage
from courses.quizzes.bank import Question
from tests.builders import a_question
from tests.courses.exchange.small import replace, write_package
from tests.courses.exchange.test_load import ONE, with_media

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rooms(settings, tmp_path):
    settings.VAR = tmp_path / "var"


@pytest.fixture
def small(tmp_path):
    return write_package(tmp_path / "lite")


def packed(folder, extra=(), top=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                whole.write(path, f"{top}{path.relative_to(folder).as_posix()}")
        for name, content in extra:
            whole.writestr(name, content)
    out.seek(0)
    return out


def test_a_rehearsal_says_what_would_come_of_it_and_writes_nothing(small):
    with_media(small)
    report = rehearse(packed(small))
    assert (report.errors, dict(report.made)) == ([], {"file": 5, "course": 2, "module": 2, "lesson": 4})
    assert [model.objects.count() for model in (CoursePage, Document, LoadedPage)] == [0, 0, 0]

    assert read_in(packed(small), by=None).made == report.made
    replace(small, ONE, "Noen ord.", "Noen andre ord.")
    before = Revision.objects.count()
    again = rehearse(packed(small, top="lite/"))
    assert (dict(again.changed), dict(again.made)) == ({"lesson": 1}, {})
    assert [item for item in again.items if item[0] == "changed"] == [("changed", "lesson", "Leksjon en nb (nb)")]
    assert Revision.objects.count() == before


LINK = zipfile.ZipInfo("course/link.md")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        (("../up.yaml", "x"), "leads out"),
        (("/etc/passwd", "x"), "leads out"),
        (("course\\..\\x.md", "x"), "leads out"),
        (("C:/x.md", "x"), "leads out"),
        ((LINK, "/etc/passwd"), "links are not followed"),
        (("rubric.yaml", "0" * 900_000), "grow far too much"),
        (("rubric.yaml", "0" * 1_100_000), "larger than anything"),
        (("PACKAGE.yaml", "x"), "twice"),
        (("evil.py", "x"), "does not belong"),
    ],
)
def test_a_zip_that_plays_tricks_is_refused_with_the_entry_and_the_reason(small, extra, reason):
    for report in (rehearse(packed(small, [extra])), read_in(packed(small, [extra]), by=None)):
        assert [problem for problem in report.errors if reason in problem.reason], report.errors
    assert not CoursePage.objects.exists()


def test_what_is_no_zip_or_of_an_unknown_version_is_refused(small):
    assert [p.reason for p in rehearse(io.BytesIO(b"GIF89a")).errors] == ["this is not a zip that can be read"]
    replace(small, "package.yaml", "format: 1", "format: 2")
    assert any("format 1" in p.reason and p.line == 1 for p in rehearse(packed(small)).errors)


def test_files_of_a_refused_package_do_not_stay_on_the_shelves(small, settings):
    with_media(small, text="\n::: download file=media/ark.pdf title=Ark\n:::\n")
    replace(small, "course/00-start/02-to/lesson.nb.md", "- [ ] Nei | Tja.", f"- [ ] {'x' * 400} | Tja.")
    report = read_in(packed(small), by=None)
    assert not report.ok
    assert report.items == []
    assert not Document.objects.exists()


def test_safety_content_that_a_person_brings_waits_for_a_professional(cast, small):
    grant(cast.ed)
    for language in ("nb", "da"):
        replace(small, f"course/00-start/01-en/lesson.{language}.md", "open_to_all: false", "open_to_all: false\nsafety: true")
    report = read_in(packed(small), by=cast.ed)
    assert report.errors == []
    assert sorted(LessonPage.objects.filter(live=True).values_list("slug", flat=True)) == ["to", "to"]
    assert ApprovalState.objects.waiting().count() == 2


def test_an_editor_takes_a_course_out_looks_at_it_and_reads_it_in(cast, sign_in, small):
    load(small)
    grant(cast.ed)
    editor = sign_in(cast.ed)
    page = editor.get("/admin/training/exchange/")
    assert "/admin/training/exchange/out/course/lite/" in page.content.decode()
    assert "/admin/training/exchange/" in editor.get("/admin/").content.decode()
    out = editor.get("/admin/training/exchange/out/course/lite/")
    assert (out.status_code, "7 tekster" in out.content.decode()) == (200, True)
    content = b"".join(editor.post("/admin/training/exchange/out/course/lite/"))

    for course in CoursePage.objects.all():
        course.delete()
    LoadedPage.objects.all().delete()
    there = editor.post("/admin/training/exchange/", {"file": SimpleUploadedFile("lite.zip", content)})
    seen = editor.get(there.url).content.decode()
    assert ("Les den inn" in seen, CoursePage.objects.exists()) == (True, False)
    assert editor.post(there.url).url == "/admin/training/exchange/"
    assert LessonPage.objects.live().count() == 4
    assert editor.get(there.url).status_code == 404


def test_errors_are_listed_and_nothing_can_be_read_in_then(cast, sign_in, small):
    grant(cast.ed)
    editor = sign_in(cast.ed)
    replace(small, ONE, "minutes: 4", "minutes: 400")
    there = editor.post("/admin/training/exchange/", {"file": SimpleUploadedFile("lite.zip", packed(small).getvalue())})
    for answer in (editor.get(there.url), editor.post(there.url)):
        text = answer.content.decode()
        assert (ONE in text, "<td>5</td>" in text, "Les den inn" in text) == (True, True, False)
    assert not CoursePage.objects.exists()


def test_strangers_and_other_roles_are_refused_and_a_token_is_its_bringers_only(cast, sign_in, client, small):
    assert client.get("/admin/training/exchange/").status_code == 302
    assert sign_in(cast.siv).get("/admin/training/exchange/").status_code in (302, 403)
    grant(cast.ed)
    there = sign_in(cast.ed).post("/admin/training/exchange/", {"file": SimpleUploadedFile("lite.zip", packed(small).getvalue())})
    assert sign_in(cast.carl).get(there.url).status_code in (302, 403)
    assert sign_in(cast.ed).get(there.url[:-2] + "x/").status_code == 404
    nothing = sign_in(cast.ed).get("/admin/training/exchange/out/course/nothing/", follow=True)
    assert nothing.status_code == 404


def test_an_editor_carries_questions_in_and_out(cast, sign_in):
    question = a_question("role-01")
    grant(cast.ed)
    editor = sign_in(cast.ed)
    for style in ("gift", "moodle"):
        address = f"/admin/training/exchange/questions/{question.bank}/{style}/"
        assert address in editor.get("/admin/training/exchange/").content.decode()
        assert editor.get(address).status_code == 200
        content = editor.post(address).content.replace(b"role-01", b"role-77")
        name = {"gift": "q.gift", "moodle": "q.xml"}[style]
        there = editor.post("/admin/training/exchange/", {"file": SimpleUploadedFile(name, content), "bank": style, "area": "law"})
        seen = editor.get(there.url).content.decode()
        assert ("role-77" in seen, Question.objects.filter(bank=style).count()) == (True, 0)
        editor.post(there.url)
        assert [(row.slug, row.live, row.area) for row in Question.objects.filter(bank=style)] == [("role-77", False, question.area)]
    assert editor.get("/admin/training/exchange/questions/nowhere/gift/", follow=True).status_code == 404
