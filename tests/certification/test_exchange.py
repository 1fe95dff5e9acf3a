"""A whole programme goes out as a zip, comes in elsewhere, and goes out again as the same zip."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from certification.assessment.gold import GoldTranscript
from certification.assessment.sources import Rubric
from certification.package import load_certification
from certification.practice.scenarios import Scenario
from certification.programmes.outgoing import programme_scope
from certification.programmes.sources import Agreement, Programme
from cms.training.findings import findings
from courses.dialogues.sources import Dialogue
from courses.exchange import load
from courses.exchange.folder import LANGUAGES
from courses.exchange.models import LoadedPackage, LoadedPage
from courses.exchange.outgoing.departure import pack
from courses.outline.coverage import coverage
from courses.outline.models import CoursePage
from courses.quizzes.bank import Question, Quiz
from tests.builders import a_course

CHATVERT = Path(__file__).resolve().parents[2] / "courses/packages/chatvert"


def zipped(parcel):
    out = io.BytesIO()
    parcel.zip_into(out)
    return out.getvalue()


def load_all(path):
    for part in (load, load_certification):
        report = part(path)
        assert report.errors == []
    return report


def empty_the_house():
    """As on another machine: nothing of what was loaded is there."""
    for model in (Question, Quiz, Dialogue, Scenario, Rubric, GoldTranscript, Agreement, Programme, LoadedPage, LoadedPackage):
        model.objects.all().delete()
    for course in CoursePage.objects.all():
        course.delete()


@pytest.mark.django_db
def test_the_programme_goes_out_and_in_and_out_byte_for_byte(tmp_path):
    load_all(CHATVERT)
    open_facts = "Verify before use"  # what whoever runs the house has to check: open until they have
    assert [(one.where, one.language, str(one.what)) for one in findings() if not str(one.what).startswith(open_facts)] == []
    assert {gap for goal in coverage() for gap in goal.gaps} == {"no practice"}, "some goals no chat can show"
    parcel = pack(programme_scope("chatvert"))
    first = zipped(parcel)

    assert (parcel.notes, parcel.languages) == ([], list(LANGUAGES))
    zipfile.ZipFile(io.BytesIO(first)).extractall(tmp_path / "out")
    reports = [part(tmp_path / "out") for part in (load, load_certification)]
    assert [(r.errors, r.made, r.changed) for r in reports] == [([], {}, {})] * 2, [str(r) for r in reports]
    assert zipped(pack(programme_scope("chatvert"))) == first

    empty_the_house()
    load_all(tmp_path / "out")
    assert zipped(pack(programme_scope("chatvert"))) == first


@pytest.mark.django_db
def test_the_command_writes_a_folder_or_a_zip_and_never_over_something(cast, tmp_path, capsys):
    a_course()
    call_command("export_package", "course", "kurs", str(tmp_path / "kurs"))
    call_command("export_package", "course", "kurs", str(tmp_path / "kurs.zip"))
    inside = {path.relative_to(tmp_path / "kurs").as_posix() for path in (tmp_path / "kurs").rglob("*") if path.is_file()}
    assert inside == set(zipfile.ZipFile(tmp_path / "kurs.zip").namelist())
    assert capsys.readouterr().out.splitlines()[0].startswith("10 texts and 0 files in nb, da: ")
    for out in ("kurs", "kurs.zip"):
        with pytest.raises(FileExistsError):
            call_command("export_package", "course", "kurs", str(tmp_path / out))
    with pytest.raises(CommandError, match="No programme called nowhere"):
        call_command("export_package", "programme", "nowhere", str(tmp_path / "x"))
