"""A key kept in the process is never used when its file says otherwise: exchanged, taken away, opened to others, or another folder's."""

import os
from pathlib import Path

import pytest

from certification.credentials import badge, jws, keys
from certification.credentials.key_files import Kept
from certification.credentials.keys import KeyTrouble
from certification.credentials.models import PublishedKey


def signer() -> str:
    return jws.sign({"a": 1}, secret=keys.private_half(keys.active()), kid=keys.active().kid)


def is_ours(token: str) -> bool:
    return jws.is_signed_by(token, jws.unb64(keys.active().x))


def reads(monkeypatch) -> list[str]:
    """The names of the files that are read from now on."""
    seen, read = [], Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda path: seen.append(path.suffix) or read(path))
    return seen


def test_the_second_signature_reads_no_file_and_asks_no_database(key_folder, monkeypatch, django_assert_num_queries):
    assert is_ours(signer())
    seen = reads(monkeypatch)
    with django_assert_num_queries(0):
        assert is_ours(signer())
    assert seen == []


def test_the_next_key_signs_at_once(key_folder):
    before = signer()
    keys.rotate()
    assert (is_ours(signer()), is_ours(before)) == (True, False)


def test_what_is_known_of_a_key_is_gone_with_its_file(key_folder):
    signer()
    file = next(key_folder.glob("*.pem"))
    kept = file.read_bytes()
    file.unlink()
    with pytest.raises(KeyTrouble):
        signer()
    file.write_bytes(kept)
    file.chmod(0o600)
    assert is_ours(signer())


def test_a_key_that_was_opened_to_others_signs_no_more(key_folder):
    signer()
    next(key_folder.glob("*.pem")).chmod(0o640)
    with pytest.raises(KeyTrouble):
        signer()


def test_another_folder_has_other_keys(key_folder, settings, tmp_path):
    here = signer()
    settings.SIGNING_KEYS = tmp_path / "elsewhere"
    keys.ensure()
    assert (is_ours(signer()), is_ours(here)) == (True, False)
    settings.SIGNING_KEYS = key_folder
    assert is_ours(signer())


def test_a_leaked_key_signs_nothing_after_it_was_said(certificate):
    badge.signed(certificate)
    leaked = keys.active()
    keys.mark_compromised(leaked.id, since=keys.timezone.localdate())
    assert jws.read(badge.signed(certificate))[0]["kid"] == keys.active().kid != leaked.kid


def test_a_key_that_only_the_database_remembers_never_signs(key_folder):
    PublishedKey.objects.update(state="active")
    for file in key_folder.iterdir():
        file.unlink()
    with pytest.raises(KeyTrouble):
        keys.active()


@pytest.mark.parametrize("exchange", ["content", "date", "file"])
def test_whatever_changes_about_a_file_it_is_read_anew(tmp_path, exchange):
    kept, file = Kept(bytes.decode), tmp_path / "a"
    file.write_text("one")
    assert kept.of(file) == "one"
    if exchange == "content":
        file.write_text("three")
    elif exchange == "date":
        file.write_text("two")
        os.utime(file, ns=(5, 5))
    else:
        other = tmp_path / "b"
        other.write_text("six")
        os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
        other.replace(file)
    assert kept.of(file) == file.read_text() != "one"


def test_what_cannot_be_read_is_not_kept(tmp_path):
    kept, file = Kept(int), tmp_path / "a"
    file.write_text("7")
    assert kept.of(file) == 7
    file.write_text("rubbish")
    for _time in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            kept.of(file)
    file.unlink()
    with pytest.raises(FileNotFoundError):
        kept.of(file)
