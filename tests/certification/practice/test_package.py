from datetime import date
from pathlib import Path

import pytest

from certification.practice.models import Scenario
from certification.practice.package import load_scenarios
from courses.exchange.report import Report
from lms.people.models import LegalProfile

PACKAGE = Path(__file__).resolve().parents[3] / "courses" / "packages" / "chatvert"
ONE = """
key: s9
title: {nb: Tittel, da: Titel, en: Title}
level: 1
tags: [risk]
theme: {nb: a, da: b, en: c}
content_note: {nb: a, da: b, en: c}
minutes: 40
persona: {name: Mira, age: 19}
situation: {nb: a, da: b, en: c}
card:
  who: {nb: a, da: b, en: c}
  opening: {nb: a, da: b, en: c}
  ladder: [{title: {nb: a, da: b, en: c}, say: {nb: a, da: b, en: c}}]
  ifs: [{if: {nb: råd, da: råd, en: advice}, then: {nb: ok, da: ok, en: ok}}]
  stop: {nb: a, da: b, en: c}
key_points:
  must: [{nb: a, da: b, en: c}]
  must_in: {dk: [{nb: dk, da: dk, en: dk}], no_ngo: [{nb: lag, da: lag, en: ngo}]}
  national: {"no": {nb: a, da: b, en: c}, dk: {nb: a, da: b, en: c}}
"""


@pytest.fixture
def package(tmp_path):
    """A small package with one scenario, whose text the story may change."""
    (tmp_path / "scenarios").mkdir()
    facts = "format: 1\nkey: small\ntitle: {nb: x, da: x, en: x}\nlanguages: [nb, da, en]\nlicence: x\nversion: 1\n"
    (tmp_path / "package.yaml").write_text(facts)

    def written(text=ONE):
        (tmp_path / "scenarios" / "s9.yaml").write_text(text)
        report = Report()
        load_scenarios(tmp_path, report)
        return report

    return written


def test_the_real_package_loads_in_three_languages_and_changes_nothing_the_second_time(db):
    first, second = Report(), Report()
    load_scenarios(PACKAGE, first)
    load_scenarios(PACKAGE, second)
    assert first.errors == second.errors == []
    every = 3 * len(list((PACKAGE / "scenarios").glob("*.yaml")))
    assert (first.made["scenario"], second.made["scenario"], second.changed["scenario"], second.same["scenario"]) == (every, 0, 0, every)
    version = Scenario.objects.get(slug="s4-orker-ikke-mer", locale__language_code="da").freeze()
    assert (version.tags, version.level, version.persona_name) == (["risk"], 3, "Kim")
    assert set(version.content) == {"nb", "da", "en"}
    danish = version.text("da")
    assert danish["title"] == "Kan ikke mere"
    assert [set(rung) for rung in danish["card"]["ladder"]] == [{"title", "say"}] * 5
    assert {"when", "then"} == set(danish["card"]["ifs"][0])
    assert danish["key"]["national"]["dk"]
    assert danish["debrief"]


def test_duties_stand_where_they_hold_and_nowhere_else(package, cast):
    package()
    version = Scenario.objects.get(locale__language_code="nb").freeze()
    assert version.key_for(cast.fjordvik, "nb")["must_here"] == []
    assert version.key_for(cast.sundby, "nb")["must_here"] == ["dk"]
    cast.fjordvik.legal_profile = LegalProfile.NO_NGO
    assert version.key_for(cast.fjordvik, "en")["must_here"] == ["ngo"]


def test_a_package_never_says_that_its_facts_were_checked(package, db):
    package()
    Scenario.objects.update(verified_on=date(2026, 11, 1))
    package()
    assert not Scenario.objects.filter(verified_on=None).exists()
    package(ONE.replace("Titel", "Anden titel"))
    assert [row.locale.language_code for row in Scenario.objects.filter(verified_on=None)] == ["da"]


def test_what_an_editor_wrote_since_is_not_undone(package, db):
    package()
    Scenario.objects.filter(locale__language_code="nb").update(title="Rettet")
    package()
    assert Scenario.objects.get(locale__language_code="nb").title == "Rettet"


def test_a_change_in_the_package_is_taken_over_in_its_own_language_only(package, db):
    package()
    report = package(ONE.replace("Titel", "Anden titel"))
    assert (report.changed["scenario"], report.same["scenario"]) == (1, 2)
    assert Scenario.objects.get(locale__language_code="da").title == "Anden titel"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("level: 1", "level: 9", "1 to 3"), ("tags: [risk]", "tags: [x]", "'tags' takes only"), ("en: Title}", "}", "missing in en"),
        ("stop:", "stopp:", "not known"), ("age: 19", "age: ung", "wrong kind"), ("if: {nb: råd", "when: {nb: råd", "not known"),
        ("key: s9", "key: S 9", "small letters"), ("no_ngo: [", "no_club: [", "not known"), ("dk: [{nb: dk, da: dk", "dk: [{nb: dk, xx: dk", "missing"), (ONE, "- 1", "names with values"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_file_and_nothing_is_written(package, db, old, new, told):
    report = package(ONE.replace(old, new))
    assert [problem for problem in report.errors if told in problem.reason and problem.file == "scenarios/s9.yaml"], report
    assert Scenario.objects.count() == 0
