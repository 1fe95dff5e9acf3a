"""A rubric comes out of a package, into the admin, and frozen into ratings."""

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from certification.assessment import rules
from certification.assessment.freezing import freeze_rubric
from certification.assessment.models import Rubric, RubricVersion
from certification.assessment.package import load_rubric
from cms.editors import grant
from courses.exchange.report import Report

PACKAGE = Path(__file__).resolve().parents[3] / "courses" / "packages" / "chatvert"

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    report = Report()
    version = load_rubric(PACKAGE, report)
    assert report.errors == []
    return version, report


def edited(tmp_path: Path, old: str, new: str) -> Path:
    (tmp_path / "package.yaml").write_text((PACKAGE / "package.yaml").read_text("utf-8"), "utf-8")
    text = (PACKAGE / "rubric.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "rubric.yaml").write_text(text.replace(old, new, 1), "utf-8")
    return tmp_path


def test_the_chat_hosts_rubric_has_twelve_criteria_and_a_safety_group_that_must_be_passed(loaded):
    version, report = loaded
    rubric = rules.rubric_from(version.structure)
    assert [criterion.number for criterion in rubric.criteria] == list(range(1, 13))
    assert [criterion.code for criterion in rubric.criteria if criterion.barrier] == ["S1", "S2", "S3"]
    assert (len(rubric.critical), len(rubric.partner), rubric.judgements) == (12, 5, (0, 1, 2, 3))
    assert ("judged", True) in rubric.partner
    assert report.made["rubric"] == 3
    assert version.number == 1


def test_every_key_has_words_in_every_language(loaded):
    version, _report = loaded
    rubric = rules.rubric_from(version.structure)
    for language in ("nb", "da", "en"):
        words = version.words(language)
        assert set(words["behaviours"]) == rubric.keys
        assert set(words["criteria"]) == set(rubric.by_key)
        assert [level["name"] for level in words["levels"]][2] in ("Trygg grunn", "Sikker grund", "Solid ground")


def test_loading_twice_changes_nothing(loaded):
    version, _report = loaded
    again = Report()
    assert load_rubric(PACKAGE, again) == version
    assert (again.made["rubric"], again.changed["rubric"], again.same["rubric"]) == (0, 0, 3)
    assert RubricVersion.objects.count() == 1


def test_what_editors_wrote_since_is_not_undone(loaded):
    row = Rubric.objects.get(locale__language_code="nb")
    row.title = "Vår egen rubrikk"
    row.save_revision().publish()
    load_rubric(PACKAGE, Report())
    assert Rubric.objects.get(locale__language_code="nb").title == "Vår egen rubrikk"
    assert RubricVersion.objects.order_by("-number").first().words("nb")["title"] == "Vår egen rubrikk"


def test_a_changed_package_makes_a_new_version_and_the_old_one_stays(loaded, tmp_path):
    version, _report = loaded
    report = Report()
    newer = load_rubric(edited(tmp_path, "Hilser varmt med egne ord", "Hilser varmt"), report)
    assert report.errors == []
    assert (newer.number, newer.words("nb")["behaviours"]["opening-b1"]) == (2, "Hilser varmt")
    version.refresh_from_db()
    assert version.words("nb")["behaviours"]["opening-b1"] == "Hilser varmt med egne ord"
    assert report.changed["rubric"] >= 1


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("kind: unhelpful", "kind: bad", "'kind' is one of"),
        ("barrier: false", "barrier: perhaps", "wrong kind"),
        ("          da: Åbning og ramme\n", "", "missing in da"),
        ("key: opening-b1", "key: opening-u1", "opening-u1"),
        ("  - level: 2", "  - level: 3", "in order"),
        ("critical:", "critisism:", "not known here"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(tmp_path, old, new, reason):
    report = Report()
    assert load_rubric(edited(tmp_path, old, new), report) is None
    assert reason in str(report)
    assert not RubricVersion.objects.exists()


def test_a_package_without_a_rubric_has_none(tmp_path):
    assert load_rubric(tmp_path, Report()) is None


def test_a_line_new_in_the_admin_gets_a_lasting_name(loaded):
    row = Rubric.objects.get(locale__language_code="nb")
    row.critical.append(("line", {"text": "Noe nytt", "key": ""}))
    row.full_clean()
    row.save_revision().publish()
    first = freeze_rubric(row.translation_key)
    key = first.structure["critical"][-1]
    assert first.words("en")["behaviours"][key] == "Noe nytt"
    assert freeze_rubric(row.translation_key) == first


def test_publishing_in_the_admin_freezes_a_version(loaded, django_capture_on_commit_callbacks):
    row = Rubric.objects.get(locale__language_code="nb")
    row.title = "Ny tittel"
    with django_capture_on_commit_callbacks(execute=True):
        row.save_revision().publish()
    assert RubricVersion.objects.order_by("-number").first().words("nb")["title"] == "Ny tittel"


def spoil_heading(row):
    row.criteria.pop(0)


def spoil_basics(row):
    row.criteria[1].value["basic"].clear()


def spoil_levels(row):
    row.levels.pop()


@pytest.mark.parametrize("spoil", [spoil_heading, spoil_basics, spoil_levels])
def test_a_rubric_that_cannot_be_rated_with_is_not_kept(loaded, spoil):
    row = Rubric.objects.get(locale__language_code="nb")
    row.full_clean()
    spoil(row)
    with pytest.raises(ValidationError):
        row.full_clean()


def test_the_source_language_decides_what_can_be_ticked(loaded):
    row = Rubric.objects.get(locale__language_code="da")
    row.critical.append(("line", {"text": "Kun dansk", "key": "kun-dansk"}))
    row.save_revision().publish()
    version = freeze_rubric(row.translation_key)
    assert "kun-dansk" not in rules.rubric_from(version.structure).keys


def test_the_admin_shows_rubrics_under_training_and_a_preview(loaded, cast, sign_in):
    grant(cast.ed)
    editor, row = sign_in(cast.ed), Rubric.objects.get(locale__language_code="nb")
    listed = editor.get("/admin/training/rubrics/")
    assert listed.status_code == 200
    assert "Chatvert-rubrikken" in listed.content.decode()
    assert editor.get(f"/admin/training/rubrics/edit/{row.pk}/").status_code == 200
    shown = row.make_preview_request()
    assert "Hilser varmt med egne ord" in shown.rendered_content
