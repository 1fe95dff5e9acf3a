"""Keys are files: who can read them, what becomes of them, and what that means for what they signed."""

import json
import shutil
import stat
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from openbadgeslib.ob3 import OB3Verifier

from certification.credentials import actions, badge, keys
from certification.credentials.checking import INVALID, VALID, check, trusted
from certification.credentials.keys import KeyTrouble
from certification.credentials.models import Certificate, PublishedKey


def said(*args):
    out = StringIO()
    call_command(*args, stdout=out)
    return out.getvalue()


def verify(tmp_path, token, *options):
    """Exit code and words of `verify_credential` on this token."""
    path = tmp_path / "held.jwt"
    path.write_text(token)
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_credential", str(path), *options, stdout=out, stderr=err)
    except SystemExit as stopped:
        return stopped.code, err.getvalue()
    return 0, out.getvalue()


def put(path: Path, content):
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def published(address):
    return Client().get(address).content.decode()


def test_only_the_service_reads_the_keys(key_folder):
    modes = {path.suffix: stat.S_IMODE(path.stat().st_mode) for path in key_folder.iterdir()}
    assert (modes, stat.S_IMODE(key_folder.stat().st_mode)) == ({".pem": 0o600, ".json": 0o600}, 0o700)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666, 0o644])
def test_a_key_that_others_can_read_signs_nothing(certificate, key_folder, mode):
    next(key_folder.glob("*.pem")).chmod(mode)
    with pytest.raises(KeyTrouble):
        badge.signed(certificate)


@pytest.mark.parametrize("content", [b"", b"rubbish", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_broken_key_signs_nothing_and_says_which(certificate, key_folder, content):
    next(key_folder.glob("*.pem")).write_bytes(content)
    with pytest.raises(KeyTrouble) as trouble:
        badge.signed(certificate)
    assert ".pem" in trouble.value.reason


def test_making_the_first_key_again_changes_nothing(key_folder):
    before = {path.name: path.read_bytes() for path in key_folder.iterdir()}
    assert "signs" in said("signing_key", "create")
    assert {path.name: path.read_bytes() for path in key_folder.iterdir()} == before


def test_no_secret_leaves_the_folder(certificate, key_folder):
    secret = keys.private_half(keys.active()).private_bytes_raw()
    everything = said("signing_key", "list") + said("signing_key", "list", "--json") + published("/.well-known/did.json")
    everything += published("/.well-known/jwks.json") + (key_folder / "keys.json").read_text() + badge.signed(certificate)
    assert keys.b64(secret) not in everything
    assert '"d"' not in everything


def test_what_a_retired_key_signed_stays_valid_here_and_elsewhere(certificate, tmp_path):
    held, old = badge.signed(certificate), keys.active()
    said("signing_key", "rotate")
    assert (keys.active().id != old.id, [key.state for key in keys.every()]) == (True, ["active", "retired"])
    assert verify(tmp_path, held)[0] == 0
    fetch = lambda url: published(url.removeprefix("https://ledestjerne.example")).encode()  # noqa: E731
    verifier = OB3Verifier.for_issuer_did(keys.issuer(), download=fetch)
    assert verifier.verify(held, check_status=True, download=fetch).achievement.name == "Chatvert"
    assert verifier.verify(badge.signed(certificate), check_status=True, download=fetch).achievement.name == "Chatvert"


def test_a_retired_key_has_no_secret_left(key_folder):
    old = keys.active()
    said("signing_key", "rotate")
    assert [path.stem for path in key_folder.glob("*.pem")] == [keys.active().id]
    with pytest.raises(KeyTrouble):
        keys.private_half(old)


def test_retiring_the_only_key_says_that_nobody_signs(certificate):
    assert "No key signs now" in said("signing_key", "retire", keys.active().id)
    with pytest.raises(KeyTrouble):
        badge.signed(certificate)
    said("signing_key", "create")
    assert len(keys.every()) == 2


def test_a_compromised_key_is_replaced_and_trusted_only_before_its_day(certificate, tmp_path, cast):
    today = timezone.localdate()
    Certificate.objects.update(issued_at=timezone.now() - timedelta(days=40))
    certificate.refresh_from_db()
    old, leaked = badge.signed(certificate), keys.active()
    Certificate.objects.update(issued_at=timezone.now())
    certificate.refresh_from_db()
    fresh = badge.signed(certificate)
    said("signing_key", "compromised", leaked.id, "--since", (today - timedelta(days=10)).isoformat())
    assert (verify(tmp_path, old)[0], verify(tmp_path, fresh)[0]) == (0, 1)
    assert "leaked" in verify(tmp_path, fresh)[1]
    assert verify(tmp_path, badge.signed(certificate))[0] == 0
    assert leaked.id not in published("/.well-known/did.json") + published("/.well-known/jwks.json")


@pytest.mark.parametrize(("days", "outcome"), [(-1, INVALID), (0, INVALID), (1, VALID)])
def test_the_day_of_the_leak_itself_is_no_longer_trusted(certificate, days, outcome):
    held, lists = badge.signed(certificate), None
    keys.mark_compromised(keys.active().id, since=timezone.localdate() + timedelta(days=days))
    lists = [badge.signed_status_list("suspension", 1, [])]
    assert check(held, keys=trusted(keys.exported()), lists=lists).outcome == outcome


def test_a_retired_key_may_turn_out_to_have_leaked(certificate):
    old = keys.active()
    keys.rotate()
    keys.mark_compromised(old.id, since=timezone.localdate())
    assert [key.state for key in keys.every()] == ["active", "compromised"]


def test_when_the_folder_is_lost_a_backup_still_tells_what_we_signed(certificate, key_folder, tmp_path):
    held, lost = badge.signed(certificate), keys.active()
    shutil.rmtree(key_folder)
    assert [(key.id, key.state) for key in keys.every()] == [(lost.id, "retired")]
    with pytest.raises(KeyTrouble):
        badge.signed(certificate)
    said("signing_key", "create")
    assert (verify(tmp_path, held)[0], verify(tmp_path, badge.signed(certificate))[0]) == (0, 0)


def test_a_backup_older_than_the_folder_is_brought_up_to_date(key_folder):
    said("signing_key", "rotate")
    said("signing_key", "compromised", keys.every()[1].id, "--since", "2026-01-01")
    PublishedKey.objects.update(state="active", since="")
    PublishedKey.objects.filter(pk=keys.active().id).delete()
    keys.ensure()
    assert sorted(PublishedKey.objects.values_list("state", flat=True)) == ["active", "compromised"]


@pytest.mark.parametrize("args", [("retire", "nothing"), ("compromised", "nothing", "--since", "2027-01-01")])
def test_a_key_that_does_not_exist_is_said_so(args):
    with pytest.raises(CommandError, match="no key nothing"):
        said("signing_key", *args)


@pytest.mark.parametrize("args", [(), ("compromised", "x"), ("compromised", "x", "--since", "soon"), ("polish",), ("retire",)])
def test_a_wrong_command_line_is_an_error(args):
    with pytest.raises(CommandError):
        said("signing_key", *args)


def test_the_list_tells_what_became_of_each_key():
    first = keys.active().id
    said("signing_key", "rotate")
    listed = said("signing_key", "list").splitlines()
    assert (len(listed), "active" in listed[0], first in listed[1], "retired on" in listed[1]) == (2, True, True, True)


# ---------- verify_credential ----------


def test_on_its_own_site_a_file_is_checked_against_what_the_site_knows(certificate, tmp_path, cast):
    held = badge.signed(certificate)
    code, words = verify(tmp_path, held)
    assert (code, words.splitlines()[0].startswith("valid:"), "Fjordvik kommune" in words) == (0, True, True)
    actions.suspend(certificate, reason="CANARY-REASON", by=cast.siv)
    code, words = verify(tmp_path, held)
    assert (code, "paused" in words, "CANARY" in words) == (1, True, False)


@pytest.mark.parametrize("source", ["/.well-known/did.json", "/.well-known/jwks.json", "list --json"])
def test_elsewhere_keys_and_a_fresh_list_are_enough(certificate, tmp_path, settings, source):
    held = badge.signed(certificate)
    shown = published(source) if source.startswith("/") else said("signing_key", "list", "--json")
    known = ("--keys", put(tmp_path / "keys.json", shown))
    fresh = ("--status", put(tmp_path / "status.jwt", published("/credentials/status/suspension.jwt")))
    settings.SIGNING_KEYS = tmp_path / "nothing-here"
    Certificate.objects.all().update(state="suspended")  # nobody is asked
    assert verify(tmp_path, held, *known, *fresh)[0] == 0
    assert verify(tmp_path, held, *known)[0] == 2
    assert verify(tmp_path, held, *known, "--status", str(tmp_path / "missing.jwt"))[0] == 2


def test_a_stale_list_leaves_it_unknown(certificate, tmp_path, monkeypatch):
    held = badge.signed(certificate)
    now = timezone.now()
    with monkeypatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now - timedelta(hours=25))
        old = badge.signed_status_list("suspension", 1, [])
    code, words = verify(tmp_path, held, "--status", put(tmp_path / "old.jwt", old))
    assert (code, words.startswith("unknown:"), "24 hours" in words) == (2, True, True)


def test_two_lists_tell_a_withdrawal_from_a_pause(certificate, tmp_path, cast):
    held = badge.signed(certificate)
    actions.ask_revocation(certificate, reason="x", by=cast.carl)
    actions.confirm_revocation(certificate, by=cast.siv)
    both = [part for p in ("revocation", "suspension")
            for part in ("--status", put(tmp_path / p, published(f"/credentials/status/{p}.jwt")))]  # fmt: skip
    code, words = verify(tmp_path, held, *both)
    assert (code, "withdrawn or replaced" in words) == (1, True)


def test_a_certificate_this_site_never_gave_is_refused_even_with_a_true_signature(certificate, tmp_path):
    held = badge.signed(certificate)
    certificate.events.all().delete()
    certificate.delete()
    code, words = verify(tmp_path, held)
    assert (code, "never gave" in words) == (1, True)


@pytest.mark.parametrize("content", ["", "rubbish", "a.b.c", "é.b.c", "\x00", "." * 9, "x" * 1_000_001])
def test_what_is_no_certificate_is_invalid_and_not_an_error(key_folder, db, tmp_path, content):
    code, words = verify(tmp_path, content)
    assert (code, words.startswith("invalid:")) == (1, True)


def test_a_missing_file_and_unreadable_keys_are_invalid(certificate, tmp_path):
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_credential", str(tmp_path / "nowhere.jwt"), stderr=StringIO())
    assert stopped.value.code == 1
    for content in ("", "[]", "{}", '{"keys": [{}]}', '{"keys": 7}', '{"verificationMethod": [1]}'):
        assert verify(tmp_path, badge.signed(certificate), "--keys", put(tmp_path / "k.json", content))[0] == 1


def test_a_line_break_at_the_end_of_the_file_is_forgiven(certificate, tmp_path):
    held = badge.signed(certificate)
    assert [verify(tmp_path, held + end)[0] for end in ("\n", "\r\n", " ", "\n\n")] == [0, 0, 1, 1]
