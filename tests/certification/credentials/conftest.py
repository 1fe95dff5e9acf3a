"""A folder of keys for each story, and Tuva's certificate."""

from pathlib import Path

import pytest

from certification.credentials import keys
from certification.credentials.models import Certificate
from tests.builders import a_certificate, a_programme_version, an_enrolment
from tests.cast import Cast

REQUIREMENTS = [{"key": f"krav-{number}", "kind": "manual"} for number in range(6)]


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path: Path, request) -> Path:
    settings.SIGNING_KEYS = tmp_path / "keys"
    settings.BASE_URL = "https://ledestjerne.example"
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    keys.ensure()
    return settings.SIGNING_KEYS


@pytest.fixture
def certificate(cast: Cast) -> Certificate:
    """Level 3, given today in Fjordvik, for two years."""
    version = a_programme_version(requirements=REQUIREMENTS)
    return a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version), proposed_by=cast.siv)
