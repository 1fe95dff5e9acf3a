"""What the demonstration's people write: help is the help there is in the house's country, in whatever language they write."""

import pytest

from certification.practice.scenarios import ScenarioVersion
from lms.management.demo.deeds import LINES, script
from tests.builders import a_chat, a_scenario_version, an_enrolment

HELP = {"fjordvik": ("113", "Mental Helse", "116 123"), "sundby": ("112", "Livslinien", "70 201 201")}
LANGUAGES = ("nb", "da", "en")


def written(cast, *, house: str, language: str, scenario: str, version: ScenarioVersion) -> str:
    enrolment = an_enrolment(person=cast.tuva, organisation=getattr(cast, house))
    chat = a_chat(enrolment=enrolment, partner=cast.pia, language=language, scenario=version)
    return "\n".join(body for author, body in script(chat, scenario) if author == cast.tuva)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("house", "other"), [("fjordvik", "sundby"), ("sundby", "fjordvik")])
def test_the_house_decides_whom_to_call_not_the_language(cast, house, other, language):
    said = written(cast, house=house, language=language, scenario="s4", version=a_scenario_version())
    assert all(word in said for word in HELP[house])
    assert not any(word in said for word in HELP[other])


@pytest.mark.parametrize("scenario", sorted(LINES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_writes_what_stands_in_braces(cast, scenario, language):
    said = written(cast, house="sundby", language=language, scenario=scenario, version=a_scenario_version())
    assert not {"{", "}"} & set(said)
