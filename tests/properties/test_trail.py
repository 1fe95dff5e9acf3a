"""The audit trail tampered with in every way somebody could who holds the database: an exported head always shows it. Long by hand:
`make properties`."""

import os
import time
from collections import Counter
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from lms.audit.actions import record
from lms.audit.models import AuditEntry
from lms.audit.queries import breaks, head
from lms.audit.rules import GENESIS, digest, facts
from lms.kernel.append_only import install, remove
from tests.properties.story import aloud

TAMPERINGS = int(os.environ.get("TAMPERINGS", "300"))
SEED = int(os.environ.get("PROPERTY_SEED", "1"))
LINES, AFTER = 30, 3  # so many up to the exported head, and so many honest ones since
ELSEWHERE = 100_000


@pytest.fixture
def trail(cast):
    """A trail whose head was exported; the locks of the table are off, as for somebody with the database in their hands."""
    deeds = ("signoff.propose", "signoff.grant", "certificate.issue", "requirement.mark")
    for number in range(LINES):
        record(deeds[number % 4], cast.tuva, by=(cast.siv, cast.carl, None)[number % 3], fields={"to": number, "kind": "x"})
    exported = head()
    for number in range(AFTER):
        record("notice.read", cast.tuva, by=cast.tuva, fields={"n": number})
    with connection.cursor() as cursor:
        remove(cursor, connection.vendor, "lms_auditentry")
    yield exported
    with connection.cursor() as cursor:
        install(cursor, connection.vendor, "lms_auditentry")


def lines(upto: int) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(seq__lte=upto).order_by("seq"))


def chained(rows: list[AuditEntry]) -> None:
    """Write these instead of all there is, numbered and hashed anew: a chain that holds in itself."""
    AuditEntry.objects.all().delete()
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        row.seq, row.previous = number, previous
        row.hash = previous = digest(previous, facts(number, row.at, row.actor, row.deed, row.subject_type, row.subject_id, row.fields))
    AuditEntry.objects.bulk_create(rows)


def one_thing(row: AuditEntry, dice: Random, names: tuple[str, ...]) -> dict[str, object]:
    """Another value for one column."""
    others = {
        "at": row.at + timezone.timedelta(microseconds=dice.choice((-1, 1, 10**9))), "actor": (row.actor or 0) + dice.choice((1, 7)),
        "deed": dice.choice(("signoff.decline", row.deed + " ", "")), "subject_type": row.subject_type + "s", "subject_id": "0" + row.subject_id,
        "fields": dice.choice(({}, {**row.fields, "level": 5}, {"to": None})), "previous": "0" * 64 if row.previous != GENESIS else "1" * 64,
        "hash": row.hash[::-1],
    }  # fmt: skip
    name = dice.choice(names)
    return {name: others[name]}


FACTS = ("at", "actor", "deed", "subject_type", "subject_id", "fields")


def change(upto: int, dice: Random) -> None:
    row = dice.choice(lines(upto))
    AuditEntry.objects.filter(pk=row.pk).update(**one_thing(row, dice, (*FACTS, "previous", "hash")))


def change_and_hash(upto: int, dice: Random) -> None:
    """Its own hash fits again; the line after it does not."""
    row = dice.choice(lines(upto))
    for name, value in one_thing(row, dice, FACTS).items():
        setattr(row, name, value)
    row.hash = digest(row.previous, facts(row.seq, row.at, row.actor, row.deed, row.subject_type, row.subject_id, row.fields))
    AuditEntry.objects.filter(pk=row.pk).update(hash=row.hash, **{name: getattr(row, name) for name in FACTS})


def rewrite(upto: int, dice: Random) -> None:
    """One fact, and every hash after it."""
    rows = list(AuditEntry.objects.order_by("seq"))
    row = rows[dice.randrange(upto)]
    for name, value in one_thing(row, dice, FACTS).items():
        setattr(row, name, value)
    chained(rows)


def leave_out(upto: int, dice: Random) -> None:
    """Some lines are gone."""
    AuditEntry.objects.filter(seq__in=dice.sample(range(1, upto + 1), dice.randint(1, 4))).delete()


def leave_out_and_chain(upto: int, dice: Random) -> None:
    gone = set(dice.sample(range(1, upto + 1), dice.randint(1, 4)))
    chained([row for row in AuditEntry.objects.order_by("seq") if row.seq not in gone])


def close_the_gap(upto: int, dice: Random) -> None:
    gone = dice.randint(1, upto)
    AuditEntry.objects.filter(seq=gone).delete()
    AuditEntry.objects.filter(seq__gt=gone).update(seq=F("seq") + ELSEWHERE)
    AuditEntry.objects.filter(seq__gt=ELSEWHERE).update(seq=F("seq") - ELSEWHERE - 1)


def cut_the_end(upto: int, dice: Random) -> None:
    AuditEntry.objects.filter(seq__gt=upto - dice.randint(1, upto)).delete()


def cut_the_beginning(upto: int, dice: Random) -> None:
    AuditEntry.objects.filter(seq__lte=dice.randint(1, upto)).delete()


def swap(upto: int, dice: Random) -> None:
    """Two lines change places, with or without hashes that fit."""
    rows = list(AuditEntry.objects.order_by("seq"))
    one, other = dice.sample(range(upto), 2)
    rows[one], rows[other] = rows[other], rows[one]
    if dice.random() < 0.5:
        chained(rows)
        return
    AuditEntry.objects.all().delete()
    for number, row in enumerate(rows, start=1):
        row.seq = number
    AuditEntry.objects.bulk_create(rows)


def push_in(upto: int, dice: Random) -> None:
    """A deed nobody did, in the middle, and everything after it hashed anew."""
    rows = list(AuditEntry.objects.order_by("seq"))
    at = dice.randrange(upto)
    copy = AuditEntry(**{name: getattr(rows[at], name) for name in FACTS})
    copy.deed = "signoff.never"
    chained([*rows[:at], copy, *rows[at:]])


def begin_anew(upto: int, dice: Random) -> None:
    """As many lines as before, all of them invented."""
    rows = list(AuditEntry.objects.order_by("seq"))
    for row in rows:
        row.actor = dice.randint(1, 9)
        row.fields = {"to": dice.random()}
    chained(rows)


WAYS = (
    change, change_and_hash, rewrite, leave_out, leave_out_and_chain, close_the_gap, cut_the_end, cut_the_beginning, swap, push_in, begin_anew,
)  # fmt: skip


def tamper_many(exported: tuple[int, str], many: int) -> tuple[Counter[str], list[str]]:
    """So many tamperings, each undone; how many of each way, and those that were not found."""
    dice, told, unseen = Random(SEED), Counter(), []
    for _n in range(many):
        way = dice.choice(WAYS)
        with transaction.atomic():
            way(exported[0], dice)
            told[way.__name__] += 1
            if next(breaks(head=exported), None) is None:
                unseen.append(way.__name__)
            transaction.set_rollback(True)
    return told, unseen


def test_whatever_is_done_to_the_trail_an_exported_head_shows_it(trail, capsys):
    assert list(breaks(head=trail)) == [], "what was honestly added since is no tampering"
    started = time.monotonic()
    told, unseen = tamper_many(trail, TAMPERINGS)
    if "TAMPERINGS" in os.environ:
        aloud(capsys)(
            f"\ntamperings: {sum(told.values()):,} in {time.monotonic() - started:.0f} s (seed {SEED}), {len(unseen)} unseen; {dict(told)}"
        )
    assert not unseen, Counter(unseen)
    assert set(told) == {way.__name__ for way in WAYS}
    assert list(breaks(head=trail)) == [], "everything was put back"


def test_without_the_head_a_whole_new_chain_would_pass(trail):
    """Why a head is exported at all, and that these tests would notice a check that forgot it."""
    for way in (rewrite, leave_out_and_chain, cut_the_end, push_in, begin_anew):
        with transaction.atomic():
            way(trail[0], Random(SEED))
            assert list(breaks()) == [], way.__name__
            assert list(breaks(head=trail)), way.__name__
            transaction.set_rollback(True)
