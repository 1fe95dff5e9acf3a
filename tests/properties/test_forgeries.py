"""Changed certificates in every form they are carried in: none is accepted, genuine ones are. Long by hand: `make properties`."""

import difflib
import json
import os
import time
from collections import Counter
from functools import partial
from random import Random

import pytest

from certification.credentials import actions, badge, carried, checking, jws, keys, own
from certification.credentials.checking import VALID, check, trusted
from tests.builders import a_certificate, a_programme_version, an_enrolment
from tests.properties import forgeries
from tests.properties.forgeries import LETTERS
from tests.properties.story import aloud

MUTATIONS = int(os.environ.get("MUTATIONS", "1000"))
SEED = int(os.environ.get("PROPERTY_SEED", "1"))
SHARES = {"jwt": 10, "list": 5, "json": 2, "svg": 2, "png": 1}  # of twenty


def bare(value):
    """JSON-LD makes no difference between one thing and a list of one thing."""
    if isinstance(value, dict):
        return {key: bare(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return bare(value[0]) if len(value) == 1 else [bare(inner) for inner in value]
    return value


class Forge:
    """Two genuine certificates, of Tuva and of Pia, in every form; and what one gets who hands in a changed one."""

    def __init__(self, cast, settings) -> None:
        version = a_programme_version(requirements=[{"key": f"krav-{number}", "kind": "manual"} for number in range(6)])
        self.mine, self.other = (
            a_certificate(an_enrolment(person=person, organisation=cast.fjordvik, version=version), proposed_by=cast.siv)
            for person in (cast.tuva, cast.pia)
        )
        actions.set_show_name(self.mine, show=True, by=cast.tuva)
        self.files = {kind: (self.made(kind, self.mine), self.made(kind, self.other)) for kind in SHARES}
        picture = (settings.ROOT / "lms" / "static" / "lms" / "icons" / "badge.png").read_bytes()
        self.ways = {
            "jwt": (*LETTERS, *[forgeries.segments] * 6), "list": (*LETTERS, *[forgeries.segments] * 6), "json": (*LETTERS, *[forgeries.document] * 8),
            "svg": (*LETTERS, *[forgeries.in_svg] * 4), "png": (*LETTERS, *[partial(forgeries.in_png, bare=picture)] * 4),
        }  # fmt: skip
        self.known = trusted(keys.exported())

    @staticmethod
    def made(kind, certificate) -> bytes:
        if kind == "list":  # the second one is of the other purpose, with a place marked
            return badge.signed_status_list("suspension", 1, [7] if certificate.pk % 2 else []).encode()
        if kind in ("jwt", "json"):
            return {"jwt": badge.signed, "json": badge.linked}[kind](certificate).encode()
        return badge.baked(certificate, kind)

    def accepts(self, kind: str, raw: bytes) -> bool:
        """Whether a stranger would be told that this file is genuine (or, of a list, that the certificate counts by it)."""
        if kind == "list":
            try:
                listed = raw.decode()
            except UnicodeDecodeError:
                return False
            return check(self.files["jwt"][0].decode(), keys=self.known, lists=[listed]).outcome == VALID
        try:
            return own.genuine(carried.carried(raw)) is not None
        except carried.NothingInside:
            return False

    def says_the_same(self, kind: str, raw: bytes) -> bool:
        """Whether not one thing in it differs from a genuine one: spaces between words of JSON, brackets round a single thing, or a bent
        picture change no fact. A token has one spelling."""
        for genuine in self.files[kind]:
            one, other = (raw.strip(), genuine) if kind == "list" else (carried.carried(raw).encode(), carried.carried(genuine).encode())
            if one == other or (kind not in ("jwt", "list") and bare(json.loads(one)) == bare(json.loads(other))):
                return True
        return False

    def changed_in(self, kind: str, raw: bytes) -> list[str]:
        """What differs from the first genuine one, for whoever reads the failure."""
        if kind in ("jwt", "list"):
            return [raw.decode()]
        one, other = (json.loads(carried.carried(text)) for text in (self.files[kind][0], raw))
        lines = (json.dumps(text, indent=1, ensure_ascii=False).splitlines() for text in (one, other))
        return [line for line in difflib.unified_diff(*lines, lineterm="", n=1) if not line.startswith(("---", "+++"))]


@pytest.fixture
def forge(cast, settings, tmp_path):
    settings.SIGNING_KEYS, settings.BASE_URL = tmp_path, "https://ledestjerne.example"
    keys.ensure()
    return Forge(cast, settings)


def forge_many(forge: Forge, many: int) -> tuple[Counter[str], list[str]]:
    """So many changed files; what was counted, and every one that was accepted although it says something else."""
    dice, told, accepted = Random(SEED), Counter(), []
    for kind, share in SHARES.items():
        mine, other = forge.files[kind]
        for _n in range(many * share // sum(SHARES.values())):
            way = dice.choice(forge.ways[kind])
            raw = way(mine, other, dice)
            told[kind] += 1
            if raw in (mine, other):
                told[f"{kind} unchanged"] += 1
            elif forge.accepts(kind, raw):
                told[f"{kind} same words"] += 1
                if not forge.says_the_same(kind, raw):
                    accepted.append(f"{kind} by {getattr(way, '__name__', 'in_png')}: {forge.changed_in(kind, raw)}")
    return told, accepted


def test_no_changed_file_is_ever_accepted_and_genuine_ones_are(forge, capsys):
    for kind, both in forge.files.items():
        assert all(forge.accepts(kind, raw) for raw in both), f"a genuine {kind} is refused"
    started = time.monotonic()
    told, accepted = forge_many(forge, MUTATIONS)
    if "MUTATIONS" in os.environ:
        many, seconds = sum(told[kind] for kind in SHARES), time.monotonic() - started
        aloud(capsys)(f"\nforgeries: {many:,} in {seconds:.0f} s (seed {SEED}), {len(accepted)} accepted; {dict(told)}")
    assert not accepted, f"{len(accepted)} accepted, such as {accepted[:3]}"
    assert all(told[kind] - told[f"{kind} unchanged"] - told[f"{kind} same words"] > told[kind] // 2 for kind in SHARES), told


BROKEN = {
    "signatures of tokens are not looked at": ("jwt", lambda p: p.setattr(jws, "is_signed_by", lambda token, public: True)),
    "proofs are not looked at": ("json", lambda p: p.setattr(own, "_proven", lambda text, known: json.loads(text))),
    "a list need not be signed": ("list", lambda p: p.setattr(checking, "_list", lambda token, known: jws.read(token.strip())[1])),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_check_lets_some_through(forge, monkeypatch, name):
    kind, breaks_it = BROKEN[name]
    way = {"json": forgeries.document}.get(kind, forgeries.segments)
    made = [way(*forge.files[kind], Random(seed)) for seed in range(60)]
    assert not any(forge.accepts(kind, raw) and not forge.says_the_same(kind, raw) for raw in made)
    breaks_it(monkeypatch)
    assert any(accepted_or_broken(forge, kind, raw) for raw in made)


def accepted_or_broken(forge: Forge, kind: str, raw: bytes) -> bool:
    try:
        return forge.accepts(kind, raw) and not forge.says_the_same(kind, raw)
    except (jws.Unreadable, KeyError, TypeError, ValueError):  # what stands behind the broken check expects whole files
        return False
