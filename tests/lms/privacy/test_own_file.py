"""Everybody can read what is kept about them and take it along: all that is theirs, and nothing that is not."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certification.assessment.models import Assessment
from certification.practice.happenings import PrivateNote
from lms.privacy.queries import export, file_of
from tests.builders import a_transcript
from tests.world import assemble_world


@pytest.fixture
def world(cast):
    return assemble_world(cast)


def opened(copy: bytes) -> tuple[dict, str]:
    box = zipfile.ZipFile(io.BytesIO(copy))
    return json.loads(box.read("me.json")), box.read("me.txt").decode()


def test_the_copy_holds_ones_own_words_and_not_the_other_sides(cast, world):
    a_transcript(world.released, (cast.tuva, "min linje"), (cast.pia, "din linje"))
    machine, text = opened(export(cast.tuva))
    assert machine["profile"]["email"] == "tuva@example.org"
    assert "min linje" in text
    assert "din linje" not in text
    assert "din linje" not in json.dumps(machine)


def test_a_rating_comes_with_it_only_once_feedback_is_out(cast, world):
    Assessment.objects.filter(chat=world.released).update(strength="SENTOUT")
    Assessment.objects.filter(chat=world.over).update(strength="STILLDRAFT")
    _machine, text = opened(export(cast.tuva))
    assert "SENTOUT" in text
    assert "STILLDRAFT" not in text


def test_a_supervisors_private_note_is_in_the_supervisors_copy_alone(cast, world):
    PrivateNote.objects.create(chat=world.released, by=cast.siv, body="PRIVATE")
    assert "PRIVATE" not in opened(export(cast.tuva))[1]
    assert "PRIVATE" in opened(export(cast.siv))[1]


def test_nothing_of_anybody_else_is_in_a_strangers_copy(cast, world):
    machine, text = opened(export(cast.stein))
    assert set(machine["held"]) <= {"lms.RoleAssignment", "account.EmailAddress"}
    for other in ("Tuva", "Pia", "Siv", "tuva@"):
        assert other not in text


def test_the_page_says_what_there_is_in_three_languages(cast, world, sign_in):
    client = sign_in(cast.tuva)
    for language, words in {"nb": "Dette har vi om deg", "da": "Det har vi om dig", "en": "What we keep about you"}.items():
        page = client.get(f"/{language}/me/file/").content.decode()
        assert words in page
    assert client.get("/en/me/file/copy/").status_code == 405
    answer = client.post("/en/me/file/copy/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"


def test_somebody_who_is_not_signed_in_sees_nothing(client, cast):
    for path in ("/en/me/file/", "/en/me/leave/"):
        assert client.get(path).status_code == 302
    assert client.get("/en/goodbye/").status_code == 200


def test_the_copy_asks_once_for_each_table_however_much_there_is(cast, world):
    with CaptureQueriesContext(
        connection,
    ) as before:
        file_of(cast.tuva)
    a_transcript(world.released, *[(cast.tuva, "hei")] * 5)
    with CaptureQueriesContext(connection) as after:
        file_of(cast.tuva)
    assert len(after) == len(before)


def test_the_operator_writes_it_into_a_file_only_they_can_read(cast, world, tmp_path):
    call_command("export_person", "tuva@example.org", "--to", str(tmp_path / "tuva.zip"), stdout=io.StringIO())
    assert opened((tmp_path / "tuva.zip").read_bytes())[0]["profile"]["alias"] == "Tuva"
    assert (tmp_path / "tuva.zip").stat().st_mode & 0o077 == 0
