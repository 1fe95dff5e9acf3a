"""A backup taken while others write comes back whole; a file that is not one changes nothing."""

import io
import json
import shutil
import threading
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from lms.audit.actions import record
from lms.audit.models import AuditEntry
from lms.audit.queries import breaks, head
from lms.management import backups
from lms.people.models import Person, Session
from lms.people.sessions import SessionStore
from tests.cast import assemble

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "postgresql" and not shutil.which("pg_dump"), reason="no pg_dump here"),
]


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path):
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIGNING_KEYS = tmp_path / "keys"
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "bilde.png").write_bytes(b"a picture")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "one.pem").write_text("CANARY-SECRET-KEY")


def restore(path, *flags):
    out = io.StringIO()
    call_command("restore", str(path), *flags, stdout=out)
    return out.getvalue()


def test_everything_comes_back_and_everybody_signs_in_again():
    cast = assemble()
    record("a.one", cast.tuva, by=cast.siv)
    made = backups.make()
    Person.objects.filter(pk=cast.pia.pk).update(alias="Changed")
    record("a.two", cast.tuva, by=cast.siv)
    Path(settings.MEDIA_ROOT, "bilde.png").write_bytes(b"another")
    Path(settings.MEDIA_ROOT, "later.png").write_bytes(b"later")
    SessionStore().create()

    said = restore(made)

    assert Person.objects.get(pk=cast.pia.pk).alias == "Pia"
    assert head()[0] == 1
    assert [(path.name, path.read_bytes()) for path in Path(settings.MEDIA_ROOT).iterdir()] == [("bilde.png", b"a picture")]
    assert Session.objects.count() == 0
    assert "before-restore" in said
    (kept,) = backups.folder().glob("before-restore-*")
    restore(kept)
    assert head()[0] == 2


def test_a_backup_taken_while_others_write_is_whole():
    cast = assemble()
    done, errors, written = threading.Event(), [], []

    def write() -> None:
        try:
            while not done.is_set():
                with transaction.atomic():  # always two lines together
                    record("a.left", cast.tuva, by=cast.siv)
                    record("a.right", cast.tuva, by=cast.siv)
                written.append(1)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    before, made = [], []
    for _ in range(4):
        before.append(2 * len(written))
        made.append(backups.make(backups.folder() / f"{len(made)}.zip"))
    done.set()
    for writer in writers:
        writer.join()
    assert errors == []
    for at_least, path in zip(before, made, strict=True):
        restore(path, "--no-safety-copy")
        count = AuditEntry.objects.count()
        assert count >= at_least
        assert count % 2 == 0
        assert list(breaks()) == []
    assert len(written) > 4


def test_no_key_is_in_the_backup_and_only_the_owner_reads_it():
    made = backups.make()
    assert oct(made.stat().st_mode & 0o777) == "0o600"
    with zipfile.ZipFile(made) as box:
        assert not [name for name in box.namelist() if "key" in name or "pem" in name]
        assert b"CANARY-SECRET-KEY" not in b"".join(box.read(name) for name in box.namelist())


def rewritten(path, change):
    """The backup with some members changed: name → new bytes, or None to leave out."""
    target = path.with_name("rewritten.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def manifest_with(**fields):
    return lambda name, content: json.dumps({**json.loads(content), **fields}).encode() if name == "manifest.json" else content


def flip(name, content):
    return content[:5000] + bytes([content[5000] ^ 1]) + content[5001:] if name.startswith("database") else content


CHANGED, UNREADABLE = "is not as it was|BadZipFile", "cannot be read as a backup"
WRONG = {
    "a picture changed": (lambda path: rewritten(path, lambda name, content: b"evil" if name.startswith("media/") else content), CHANGED),
    "one bit of the database changed": (lambda path: rewritten(path, flip), CHANGED),
    "a member is missing": (lambda path: rewritten(path, lambda name, c: None if name.startswith("media/") else c), "its manifest lists"),
    "another product": (lambda path: rewritten(path, manifest_with(product="moodle")), "another product"),
    "a newer format": (lambda path: rewritten(path, manifest_with(format=2)), "another format"),
    "a newer version": (lambda path: rewritten(path, manifest_with(migrations=[["lms", "0999_future"]])), "lms.0999_future is not known"),
    "the other database": (lambda path: rewritten(path, manifest_with(database="database.other")), "DATABASE_URL wants"),
    "a manifest that is a list": (lambda path: rewritten(path, lambda name, c: b"[]" if name == "manifest.json" else c), "not a backup"),
    "no zip at all": (lambda path: written(path, b"not a zip"), UNREADABLE),
    "a torn file": (lambda path: written(path, path.read_bytes()[:-200]), UNREADABLE),
    "zeros in the middle": (lambda path: written(path, path.read_bytes()[:3000] + bytes(64) + path.read_bytes()[3064:]), UNREADABLE),
    "no file": (lambda path: path.with_name("nowhere.zip"), UNREADABLE),
}  # fmt: skip


def written(path, content):
    target = path.with_name("written.zip")
    target.write_bytes(content)
    return target


@pytest.mark.parametrize("wrong", WRONG)
def test_a_damaged_or_foreign_file_changes_nothing(wrong):
    cast = assemble()
    change, reason = WRONG[wrong]
    broken = change(backups.make())
    Person.objects.filter(pk=cast.pia.pk).update(alias="Now")
    with pytest.raises(CommandError, match=f"Nothing was changed.*({reason})"):
        restore(broken)
    assert Person.objects.get(pk=cast.pia.pk).alias == "Now"
    assert [path.name for path in Path(settings.MEDIA_ROOT).iterdir()] == ["bilde.png"]
    assert not list(backups.folder().glob("before-restore-*"))


def test_a_name_that_leads_elsewhere_is_refused(tmp_path):
    path = tmp_path / "slip.zip"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("../evil", b"x")
    with zipfile.ZipFile(path) as box, pytest.raises(backups.BackupRefused, match="leads elsewhere"):
        backups.unpack_one(box, "../evil", {"sha256": "", "bytes": 1}, tmp_path / "room")
    assert not (tmp_path / "evil").exists()


def test_backups_older_than_the_promise_go_and_strangers_files_stay():
    now = datetime.now(UTC)
    for days in (0, 29, 31, 400):
        (backups.folder() / (now - timedelta(days=days)).strftime(backups.NAME)).touch()
    (backups.folder() / "ledestjerne-mine.zip").touch()
    assert backups.forget_old(30) == 2
    assert len(list(backups.folder().iterdir())) == 3
