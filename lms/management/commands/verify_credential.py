"""`manage.py verify_credential`: check a signed file without asking anybody."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from certification.credentials import keys
from certification.credentials.checking import INVALID, UNKNOWN, VALID, Verdict, check, trusted
from certification.credentials.own import own_verdict

CODES = {VALID: 0, INVALID: 1, UNKNOWN: 2}
LARGEST = 1_000_000


class Command(BaseCommand):
    help = (
        "Prints one plain sentence. Exit code 0: valid. 1: changed, made up, expired, paused, withdrawn, or signed with a key nobody "
        "vouches for. 2: unknown, because no status list at most 24 hours old is at hand. Without --keys it is checked against the "
        "keys of this site, and without --status against what this site knows; with --keys alone the status stays unknown."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the signed file (.jwt)")
        parser.add_argument("--keys", type=Path, metavar="FILE", help="did.json, jwks.json, or what `signing_key list --json` printed")
        parser.add_argument(
            "--status", type=Path, metavar="FILE", action="append", help="a status list; may be given as often as there are lists"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = self.verdict(options)
        line = f"{verdict.outcome}: {verdict.reason}"
        if verdict.payload and verdict.outcome == VALID:
            line += "\n" + what_it_says(verdict.payload)
        (self.stdout if verdict.outcome == VALID else self.stderr).write(line)
        if CODES[verdict.outcome]:
            sys.exit(CODES[verdict.outcome])

    def verdict(self, options: dict[str, Any]) -> Verdict:
        try:
            token = without_newline(text_of(options["file"]))
        except (OSError, ValueError) as unreadable:
            return Verdict(INVALID, f"The file cannot be read ({type(unreadable).__name__}).")
        try:
            known = trusted(json.loads(text_of(options["keys"])) if options["keys"] else keys.exported())
        except (OSError, ValueError) as unreadable:
            return Verdict(INVALID, f"The keys cannot be read ({type(unreadable).__name__}), so nobody vouches for the file.")
        if options["status"] or options["keys"]:
            return check(token, keys=known, lists=lists_in(options["status"] or []))
        return own_verdict(token, known)


def lists_in(paths: list[Path]) -> list[str]:
    """The status lists that can be read; one that cannot tells nothing."""
    found = []
    for path in paths:
        try:
            found.append(text_of(path))
        except (OSError, ValueError):
            continue
    return found


def text_of(path: Path) -> str:
    if path.stat().st_size > LARGEST:
        raise ValueError("too large")
    return path.read_bytes().decode("ascii")


def without_newline(text: str) -> str:
    """Editors end a file with a line break; nothing else around the token is forgiven."""
    return text.removesuffix("\r\n") if text.endswith("\r\n") else text.removesuffix("\n")


def what_it_says(payload: Mapping[str, Any]) -> str:
    subject = payload["credentialSubject"]
    said = [subject["achievement"]["name"], subject["achievement"]["description"], f"given by {payload['issuer']['name']}"]
    return "\n".join([*said, f"valid until {payload['validUntil']}", f"today: {payload['id']}"])
