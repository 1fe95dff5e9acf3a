"""One file that holds everything but the signing keys, and the careful way back.

A backup is a zip: `manifest.json` with a checksum of every other member, the database's snapshot, `media/…`.
"""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from lms.management import snapshots
from lms.management.snapshots import SnapshotError
from lms.people.models import Session
from lms.privacy.actions import erase_again

PRODUCT, FORMAT = "ledestjerne", 1
NAME = "ledestjerne-%Y-%m-%dT%H%M%SZ.zip"
PIECE = 1 << 20
# zip file, decompressor and JSON each have errors of their own
UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, NotImplementedError, RuntimeError)


class BackupRefused(Exception):
    """The file is not a backup that can be restored here; nothing was changed. The message says why."""


def folder() -> Path:
    """Where backups lie: readable for the owner only."""
    place = Path(settings.VAR) / "backups"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def make(target: Path | None = None) -> Path:
    """Write a backup while the house keeps running and return where it lies. A half-written one never has the final name."""
    made_at = datetime.now(UTC)
    target = target or folder() / made_at.strftime(NAME)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.VAR) as room:
        snapshot, part = Path(room) / snapshots.file_name(), Path(room) / "part.zip"
        snapshots.take(snapshot)  # the database first: every file it names exists already
        files: dict[str, dict[str, Any]] = {}
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as box:
            for name, path in [(snapshot.name, snapshot), *media_files()]:
                if facts := pack(box, name, path):
                    files[name] = facts
            manifest = {
                "product": PRODUCT, "format": FORMAT, "made_at": made_at.isoformat(timespec="seconds"), "database": snapshot.name,
                "migrations": sorted(MigrationRecorder(connection).applied_migrations()), "files": files,
            }  # fmt: skip
            box.writestr("manifest.json", json.dumps(manifest, indent=1))
        part.chmod(0o600)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        shutil.move(part, target)
    return target


def media_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield f"media/{path.relative_to(root).as_posix()}", path


def pack(box: zipfile.ZipFile, name: str, path: Path) -> dict[str, Any] | None:
    """Put one file into the zip; its size and checksum, or None when it was deleted meanwhile."""
    digest, size = hashlib.sha256(), 0
    try:
        source = path.open("rb")
    except FileNotFoundError:
        return None
    with source, box.open(name, "w", force_zip64=True) as member:
        while piece := source.read(PIECE):
            digest.update(piece)
            size += len(piece)
            member.write(piece)
    return {"sha256": digest.hexdigest(), "bytes": size}


def forget_old(days: int, *, now: datetime | None = None) -> int:
    """Delete our own backups older than so many days (the promise is 30); returns how many."""
    limit, gone = (now or datetime.now(UTC)) - timedelta(days=days), 0
    for path in folder().glob("ledestjerne-*.zip"):
        try:
            made_at = datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
        except ValueError:
            continue
        if made_at < limit:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def restore(source: Path, *, say: Callable[[str], None], safety_copy: bool = True) -> None:
    """Make this house equal to the backup, after looking at all of it first.

    Raises BackupRefused, with nothing changed, for a file that is damaged, is not ours, is for the other kind of database
    or was made by a newer version. What stands here now is backed up before it goes. Everybody has to sign in again.
    """
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR) as room:
        manifest = unpack(source, Path(room))
        snapshot = Path(room) / manifest["database"]
        try:
            snapshots.examine(snapshot)
        except SnapshotError as error:
            raise BackupRefused(str(error)) from error
        say(f"The backup of {manifest['made_at']} is whole: {len(manifest['files'])} files.")
        if safety_copy and "django_migrations" in connection.introspection.table_names():
            say(f"What was here until now is kept in {make(folder() / f'before-restore-{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}.zip')}")
        snapshots.put_back(snapshot)
        put_media_back(Path(room) / "media")
    call_command("migrate", verbosity=0, interactive=False)
    if gone := erase_again():
        say(f"{gone} who had asked to be erased since then are erased again.")
    Session.objects.all().delete()  # a session that was ended since must not come back to life
    cache.clear()


def unpack(source: Path, room: Path) -> dict[str, Any]:
    """Check and unpack a backup into `room`; the manifest. Raises BackupRefused."""
    try:
        with zipfile.ZipFile(source) as box:
            manifest = read_manifest(box)
            wanted = manifest["files"]
            if sorted([*wanted, "manifest.json"]) != sorted(box.namelist()):
                raise BackupRefused("The backup does not hold the files its manifest lists.")
            for name, facts in wanted.items():
                unpack_one(box, name, facts, room)
    except UNREADABLE as error:
        raise BackupRefused(f"The file cannot be read as a backup of ours ({type(error).__name__}).") from error
    return manifest


def read_manifest(box: zipfile.ZipFile) -> dict[str, Any]:
    manifest = json.loads(box.read("manifest.json"))
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise BackupRefused("This is not a backup of ours.")
    if manifest["product"] != PRODUCT or manifest["format"] != FORMAT:
        raise BackupRefused("This backup comes from another product or another format.")
    if manifest["database"] != snapshots.file_name() or manifest["database"] not in manifest["files"]:
        raise BackupRefused(f"The backup holds {manifest['database']}, but DATABASE_URL wants {snapshots.file_name()}.")
    known = set(MigrationLoader(None).disk_migrations)
    if unknown := [".".join(each) for each in manifest["migrations"] if tuple(each) not in known]:
        raise BackupRefused(f"The backup was made by a newer version, or another one: {', '.join(unknown[:3])} is not known here.")
    return manifest


def unpack_one(box: zipfile.ZipFile, name: str, facts: dict[str, Any], room: Path) -> None:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise BackupRefused(f"The backup holds a file with a name that leads elsewhere: {name}")
    target = room / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with box.open(name) as member, target.open("wb") as written:
        while piece := member.read(PIECE):
            digest.update(piece)
            size += len(piece)
            written.write(piece)
    if (digest.hexdigest(), size) != (facts["sha256"], facts["bytes"]):
        raise BackupRefused(f"{name} is not as it was when the backup was made.")


def put_media_back(new: Path) -> None:
    """Swap the folder of uploaded files for the one in the backup."""
    root = Path(settings.MEDIA_ROOT)
    new.mkdir(exist_ok=True)
    old = root.with_name(root.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if root.exists():
        root.rename(old)
    root.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(new, root)
    shutil.rmtree(old, ignore_errors=True)
