import shutil
from pathlib import Path

import pytest

from certification.package import load_certification
from certification.programmes import kinds, rules
from certification.programmes.kinds import Kind
from certification.programmes.models import AgreementVersion, ProgrammeVersion
from certification.programmes.sources import Agreement, Programme
from courses.exchange.keys import key_of
from lms.ui.constellation import FEWEST, MOST

CHATVERT = Path(__file__).parents[3] / "courses" / "packages" / "chatvert"
MINE = ("package.yaml", "programme.yaml", "agreements")


@pytest.fixture
def package(tmp_path, monkeypatch):
    """The real package, papers and programme only; kinds of other slices may be missing here."""
    for name in MINE:
        source = CHATVERT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    known = kinds.every()
    for name in ("quiz", "practice_formative", "practice_assessed", "lesson_set"):
        if name not in known:
            stand_in = Kind()
            stand_in.name = name
            stand_in.refers = {"quiz": "quiz"} if name == "quiz" else {}
            known[name] = stand_in
    monkeypatch.setattr(kinds, "every", lambda: known)
    return tmp_path


def test_the_real_package_becomes_papers_and_a_programme_in_three_languages(db, package):
    report = load_certification(package)
    assert str(report) == "agreement: 9 new, 0 changed, 0 as before\nprogramme: 3 new, 0 changed, 0 as before"
    paper, programme = AgreementVersion.objects.get(slug="confidentiality"), ProgrammeVersion.objects.get()
    assert (paper.key, paper.number, paper.major, paper.slug) == (
        key_of("chatvert", "agreement", "confidentiality"),
        1,
        True,
        "confidentiality",
    )
    assert {paper.text(code)["title"] for code in ("nb", "da", "en")} == {
        "Taushetserklæring", "Tavshedserklæring", "Confidentiality declaration",
    }  # fmt: skip
    assert paper.text("da")["text"].startswith("De, der skriver til os")
    assert (programme.key, programme.number, programme.slug) == (key_of("chatvert", "programme", "chatvert"), 1, "chatvert")
    assert [stage["name"] for stage in programme.text("nb")["stages"]] == ["Komme inn", "Lære", "Øve", "På vakt", "Godkjenning"]
    assert programme.rules["decision"] == {"valid_months": 24, "fades": True}
    esco = "http://data.europa.eu/esco/skill/a17286c5-238d-4f0b-bc24-29e9121345de"
    assert programme.rules["skills"] == [{"name": "Listen actively", "url": esco}]
    assert programme.rules["course"] == str(key_of("chatvert", "course", "chatvert"))
    by_key = {row["key"]: row for row in programme.rules["requirements"]}
    assert by_key["role"]["params"] == {"module": str(key_of("chatvert", "module", "rolle"))}
    assert by_key["quiz"]["params"] == {"quiz": str(key_of("chatvert", "quiz", "rolle-og-trygghet"))}
    assert by_key["assessed"]["params"] == {"count": 4, "most": 8, "scenarios": 4, "raters": 2, "tags": ["risk", "boundary"]}
    assert by_key["assessed"]["needs"] == ["final", "practice", "confidentiality"]


def asked_in(package, renewing):
    load_certification(CHATVERT.parent / package)
    return [one.key for one in rules.asked_of(ProgrammeVersion.objects.get().rules, renewing=renewing)]


@pytest.mark.parametrize(
    ("package", "first", "again"),
    [
        (
            "chatvert",
            "talk adult guardian confidentiality conduct data background welcome role quiz listening map power safety law hard lasting "
            "final workshop played practice assessed observed supported selfcare",
            "confidentiality conduct data background renewal-quiz recall risk activity selfcare guided again",
        ),
        (
            "mentor",
            "host background confidentiality conduct time risk rating bridge quiz suicide-course calibrated feedback supported selfcare",
            "host confidentiality conduct calibrated selfcare guided again",
        ),
        (
            "veileder",
            "profession background confidentiality volunteers seeing matters quiz calibrated debrief feedback selfcare",
            "background confidentiality calibrated selfcare guided again",
        ),
    ],
)
def test_each_programme_asks_for_this_the_first_time_and_for_that_at_the_renewal(db, package, first, again):
    assert asked_in(package, renewing=False) == first.split()
    assert asked_in(package, renewing=True) == again.split()


@pytest.mark.parametrize("package", ["chatvert", "mentor", "veileder"])
def test_each_way_can_be_drawn_as_a_constellation(db, package):
    """The certificate is a star too; what is optional hangs outside and is not counted."""
    load_certification(CHATVERT.parent / package)
    for renewing in (False, True):
        asked = rules.asked_of(ProgrammeVersion.objects.get().rules, renewing=renewing)
        assert FEWEST <= 1 + sum(not one.optional for one in asked) <= MOST


def test_every_requirement_says_in_every_language_why_we_ask(db, package):
    load_certification(package)
    for language in ("nb", "da", "en"):
        asked = [r for stage in ProgrammeVersion.objects.get().text(language)["stages"] for r in stage["requirements"]]
        assert len(asked) == 31
        assert all(r["name"] and len(r["why"]) > 40 for r in asked)


def test_loading_twice_changes_nothing(db, package):
    load_certification(package)
    before = [list(model.objects.order_by("pk").values()) for model in (Agreement, Programme, AgreementVersion, ProgrammeVersion)]
    report = load_certification(package)
    assert (sum(report.made.values()), sum(report.changed.values()), report.same) == (0, 0, {"agreement": 9, "programme": 3})
    assert [list(model.objects.order_by("pk").values()) for model in (Agreement, Programme, AgreementVersion, ProgrammeVersion)] == before


def test_loading_again_keeps_what_an_editor_wrote(db, package):
    load_certification(package)
    row = Agreement.objects.get(slug="confidentiality", locale__language_code="nb")
    row.title = "Vår erklæring"
    row.save_revision().publish()
    load_certification(package)
    assert Agreement.objects.get(slug="confidentiality", locale__language_code="nb").title == "Vår erklæring"
    assert AgreementVersion.objects.order_by("-number").first().text("nb")["title"] == "Vår erklæring"


def test_a_changed_text_makes_a_new_version(db, package):
    load_certification(package)
    text = package / "agreements/confidentiality/text.nb.md"
    text.write_text(text.read_text() + "\nNytt.\n")
    load_certification(package)
    versions = AgreementVersion.objects.filter(slug="confidentiality").order_by("number")
    assert list(versions.values_list("number", "major")) == [(1, True), (2, True)]


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("kind: suitability_talk", "kind: horoscope", "programme.yaml:26"),
        ("needs: [welcome]", "needs: [nothing]", "programme.yaml"),
        ("needs: [listening, map]", "needs: [assessed]", "programme.yaml"),
        ("key: confidentiality", "key: talk", "programme.yaml"),
        ("params: {agreement: confidentiality}", "params: {}", "programme.yaml"),
        ("key: inn", "colour: blue", "programme.yaml"),
        ("  fades: true", "  fades: true\n  level: 6", "programme.yaml:15"),
        ("  fades: true", "  fades: true\n  levels: [{level: 2}, {level: 2}]", "programme.yaml"),
        ("  fades: true", "  fades: true\n  levels: [{level: 2}]", "programme.yaml"),
    ],
)
def test_with_one_thing_wrong_nothing_is_written_and_the_report_says_where(db, package, old, new, where):
    file = package / "programme.yaml"
    file.write_text(file.read_text().replace(old, new, 1))
    report = load_certification(package)
    assert not report.ok
    assert str(report).startswith(where)
    assert not (Programme.objects.exists())
    assert not (ProgrammeVersion.objects.exists())
    assert not (Agreement.objects.exists())


def test_a_missing_translation_of_a_paper_is_said(db, package):
    (package / "agreements/confidentiality/text.da.md").unlink()
    report = load_certification(package)
    assert [str(problem) for problem in report.errors] == ["agreements/confidentiality/text.da.md: the text is missing in da"]
