import io
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from django_q.models import Schedule

from lms.kernel.tasks import HEARTBEAT
from lms.management import backups, doctor
from lms.management.doctor import Level, Line
from lms.management.schedules import set_schedules
from lms.notify.models import Notice
from lms.people.models import HelpNumber
from tests.builders import a_scenario


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR, settings.SIGNING_KEYS, settings.STATIC_ROOT = tmp_path, tmp_path / "keys", tmp_path / "static"


def levels(examine) -> list[Level]:
    return [line.level for line in examine()]


def test_a_database_with_everything_applied_is_well(db):
    assert levels(doctor.database) == [Level.OK, Level.OK]


def test_a_worker_that_beat_and_its_schedules_are_well(db):
    assert levels(doctor.worker) == [Level.ERROR, Level.ERROR]
    cache.set(HEARTBEAT, timezone.now().isoformat())
    list(set_schedules())
    assert levels(doctor.worker) == [Level.OK, Level.OK]
    Schedule.objects.filter(name="heartbeat").update(minutes=5)
    assert levels(doctor.worker) == [Level.OK, Level.ERROR]


def test_keys_must_be_there_and_closed_to_others(settings):
    assert levels(doctor.signing_keys) == [Level.ERROR]
    settings.SIGNING_KEYS.mkdir()
    key = settings.SIGNING_KEYS / "one.pem"
    key.write_text("x")
    key.chmod(0o644)
    assert levels(doctor.signing_keys) == [Level.ERROR]
    key.chmod(0o600)
    assert levels(doctor.signing_keys) == [Level.OK]


def test_a_country_without_a_number_is_an_error_and_an_uncalled_one_needs_attention(cast):
    assert levels(doctor.help_numbers) == [Level.ERROR, Level.ERROR]
    HelpNumber.objects.create(country="no", number="116 123", name={"nb": "x"}, verified_on=date(2026, 11, 1))
    HelpNumber.objects.create(country="dk", number="70 201 201", name={"da": "x"})
    lines = list(doctor.help_numbers())
    assert [line.level for line in lines] == [Level.ATTENTION, Level.OK]
    assert "70 201 201" in lines[0].text


def test_facts_in_texts_ask_for_somebody_who_checks_them(cast):
    assert levels(doctor.facts_in_texts) == []
    scenario = a_scenario()
    a_scenario(language="da")
    lines = list(doctor.facts_in_texts())
    assert [line.level for line in lines] == [Level.ATTENTION]
    assert "1 scenarios and 0 agreements" in lines[0].text
    type(scenario).objects.update(verified_on=date(2026, 11, 1))
    assert levels(doctor.facts_in_texts) == []


def test_notices_that_wait_show(cast):
    Notice.objects.create(person=cast.tuva, kind="x", reason="x:1", created_at=timezone.now() - timedelta(hours=2))
    assert "1 notices wait" in list(doctor.mail())[-1].text


def test_an_old_backup_needs_attention(settings):
    assert levels(doctor.newest_backup) == [Level.ATTENTION]
    (backups.folder() / "ledestjerne-2026.zip").touch()
    assert levels(doctor.newest_backup) == [Level.OK]


def test_a_check_that_stumbles_does_not_stop_the_round(monkeypatch):
    def stumbles():
        raise RuntimeError("oh")
        yield

    def fine():
        yield Line(Level.OK, "b", "fine")

    monkeypatch.setattr(doctor, "CHECKS", [stumbles, fine])
    assert [(line.level, line.subject) for line in doctor.round_of_checks()] == [(Level.ERROR, "stumbles"), (Level.OK, "b")]


def test_the_exit_code_tells_a_script(monkeypatch):
    for level, flags, code in [("ok", [], 0), ("attention", [], 0), ("attention", ["--strict"], 1), ("error", [], 1)]:
        monkeypatch.setattr(doctor, "CHECKS", [lambda level=level: iter([Line(Level(level), "a", "b")])])
        out = io.StringIO()
        if code:
            with pytest.raises(SystemExit) as stopped:
                call_command("doctor", *flags, stdout=out)
            assert stopped.value.code == 1
        else:
            call_command("doctor", *flags, stdout=out)
        assert f"{level.ljust(9)}  a: b" in out.getvalue()
