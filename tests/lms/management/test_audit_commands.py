import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from lms.audit.actions import record
from lms.kernel.append_only import install, remove


def said(*command) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture
def kept_head(cast, tmp_path):
    for deed in ("a.one", "a.two", "a.three"):
        record(deed, cast.tuva, by=cast.siv)
    path = tmp_path / "head.json"
    path.write_text(said("audit_head"))
    return path


def test_an_unbroken_trail_is_ok_with_and_without_a_head(kept_head):
    assert json.loads(kept_head.read_text())["seq"] == 3
    assert said("audit_verify") == "ok: 3 entries, unbroken\n"
    assert "the exported head is among them" in said("audit_verify", "--head", str(kept_head))


def test_a_cut_end_is_found_against_the_head_only(kept_head):
    with connection.cursor() as cursor:
        remove(cursor, connection.vendor, "lms_auditentry")
        cursor.execute("DELETE FROM lms_auditentry WHERE seq = 3")
        install(cursor, connection.vendor, "lms_auditentry")
    assert said("audit_verify") == "ok: 2 entries, unbroken\n"
    with pytest.raises(CommandError, match="1 break"):
        call_command("audit_verify", "--head", str(kept_head), stderr=io.StringIO())


def test_a_file_that_is_no_head_is_refused_in_words(tmp_path):
    wrong = tmp_path / "wrong"
    wrong.write_text("[]")
    with pytest.raises(CommandError, match="is not a head"):
        call_command("audit_verify", "--head", str(wrong))
