"""The same stories on the database, by the product's own verbs. Long by hand: `make properties`, or DATABASE_STEPS=100000 with `-s`.

After every deed the rows say what the model says, nothing is granted that must not be, and the audit trail holds what changed.
"""

import os
from collections import Counter
from contextlib import nullcontext
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from certification.credentials.states import CERTIFICATE
from certification.decisions import actions as decisions
from certification.decisions import stepup
from certification.programmes import kinds
from lms.audit.models import AuditEntry
from lms.audit.queries import breaks
from lms.kernel import states
from lms.kernel.permissions import is_signed_in, table
from tests.properties import oracle
from tests.properties.kept import Kept
from tests.properties.real import Practice, Real, clock, confirm
from tests.properties.story import PARTS, Story, aloud, run, share, told

STEPS = int(os.environ.get("DATABASE_STEPS", "400"))
WATCHED = {
    "certification.Enrolment": "state", "certification.SignOff": "state", "certification.Certificate": "state",
    "certification.Waiver": "state", "certification.Mark": "undone_at", "certification.BackgroundCheck": "on",
    "lms.RoleAssignment": "ends_on", "lms.Relation": "other_id", "certification.Appeal": "state", "certification.Concern": "state",
}  # fmt: skip
ROWS = {label.lower(): Kept(apps.get_model(label).objects.order_by().values_list("pk", field)) for label, field in WATCHED.items()}
STATED = {label.lower() for label, field in WATCHED.items() if field == "state"}


def everything() -> dict[tuple[str, str], Any]:
    """Every row whose changes must leave a line, by kind and id, with what is watched of it."""
    return {(label, str(pk)): value for label, rows in ROWS.items() for pk, value in rows()}


class OnTheDatabase(Story):
    """One example is one transaction that is taken back; the house it begins with is built once."""

    real: Real

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.real.begin()
        self.rows, self.seq = everything(), self.last()

    def teardown(self) -> None:
        try:
            assert not list(breaks())
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @staticmethod
    def last() -> int:
        return AuditEntry.objects.order_by("-seq").values_list("seq", flat=True).first() or 0

    def attempt(self, deed: str, *args: Any) -> bool:
        with transaction.atomic():
            done = self.real.attempt(deed, *args)
        before = [oracle.stand(way) for way in self.house.ways]
        self.everything_is_audited(deed, args, done)
        if done:
            stands = self.real.read()
            wrong = oracle.wrong_moves(stands, before) + oracle.wrong_cards(stands) + oracle.wrong_cases(stands)
            assert not wrong, f"{deed}{args}: {wrong}"
            assert oracle.is_right_person(stands, deed, args), f"{deed}{args} by somebody who must not"
        assert done == super().attempt(deed, *args), f"{deed}{args}: the database says {done}, the model does not"
        assert not done or stands == self.house, f"after {deed}{args}"
        return done

    def everything_is_audited(self, deed: str, args: tuple[Any, ...], done: bool) -> None:
        """Each row that is new, gone or changed has its line, with the states it came from and went to; a refusal leaves nothing."""
        rows, lines = everything(), list(AuditEntry.objects.filter(seq__gt=self.seq).order_by("seq"))
        changed = {key for key in rows.keys() | self.rows.keys() if rows.get(key) != self.rows.get(key)}
        assert done or not (changed or lines), f"{deed}{args} was refused and left {changed} {lines}"
        for key in changed:
            about = [one for one in lines if (one.subject_type, one.subject_id) == key]
            if key[0] == "certification.mark" and key in rows and rows[key]:  # a mark steps back when it is given anew, or is taken back
                about = [one for one in lines if one.subject_type == key[0]]
            elif key[0] in ("certification.signoff", "certification.certificate") and key not in self.rows:
                assert any(one.deed in ("signoff.propose", "certificate.issue") for one in about), f"{key} came without a line"
            elif key[0] in STATED and key in self.rows:
                about = [one for one in about if (one.fields.get("from"), one.fields.get("to")) == (self.rows[key], rows[key])]
            assert about, f"{deed}{args} changed {key} from {self.rows.get(key)} to {rows.get(key)} and left no line"
        self.rows, self.seq = rows, lines[-1].seq if lines else self.seq


@pytest.fixture
def machine(transactional_db, monkeypatch, settings):
    """Stories with a clock of their own, second factors by word, and mails that nobody writes."""
    settings.TASKS = {"default": {"BACKEND": "tests.properties.quiet.Quiet"}}
    practice, real = Practice(), kinds.every()
    monkeypatch.setattr(kinds, "every", lambda: {**real, practice.name: practice})
    monkeypatch.setattr(stepup, "confirm", confirm)
    with clock(monkeypatch) as turn:
        OnTheDatabase.real = Real(practice, turn)
        yield OnTheDatabase


@pytest.mark.parametrize("part", range(PARTS))
def test_the_database_does_what_the_model_does_and_nobody_is_certified_who_should_not_be(machine, capsys, part):
    tally = run(
        machine,
        steps=share(STEPS),
        part=part,
        rules_each=20 if STEPS < 5000 else 50,
        shrinks=bool(os.environ.get("PROPERTY_SHRINK")),  # minutes on a database, so only when asked
        say=aloud(capsys),
    )
    if "DATABASE_STEPS" in os.environ:
        aloud(capsys)(told(f"database ({connection.vendor})", tally, part))
    assert tally["grants"], f"nobody was certified, so little was tried: {tally}"


GOOD = ("all_goes_well", {"n": 0, "level": 3, "but": None, "codes": (True, True)})
APPEALED = {"n": 0, "to": "declined", "first": "cille", "between": "back", "second": "cille", "answer": "uphold_appeal"}


def _let(patch: Any, *names: str) -> None:
    """Everybody who is signed in may do these."""
    for name in names:
        patch.setitem(table(), name, is_signed_in)


BROKEN = {
    "nothing is weighed at the grant": (
        lambda p: p.setattr(decisions, "_weigh", lambda signoff, by: None),
        ("something_changes_between_two_signatures", {"n": 0, "between": "rate"}),
    ),
    "nobody asks who signs": (
        lambda p: p.setattr(decisions, "demand", lambda *_a: None),
        ("two_sign", {"n": 0, "proposer": "carl", "signer": "siv", "level": 3, "varies": None}),
    ),
    "moves leave no line": (lambda p: p.setattr(states, "record", lambda *_a, **_k: None), GOOD),
    "issue leaves no line": (lambda p: p.setattr("certification.credentials.actions.record", lambda *_a, **_k: None), GOOD),
    "who decided may look at it again": (
        lambda p: _let(p, "decisions.review_appeal", "decisions.could_review"),
        ("a_decision_is_appealed", {**APPEALED, "first": "carl"}),
    ),
    "an appeal leaves no line": (lambda p: p.setattr("certification.decisions.appeals.record", lambda *_a, **_k: None), ("a_decision_is_appealed", APPEALED)),
    "who signed that they are not told may take it": (
        lambda p: _let(p, "decisions.take_concern", "decisions.could_handle"),
        ("a_concern_is_looked_into", {"n": 0, "first": "carl", "how": "take_and_pause", "signer": "cille", "between": "back", "second": "cille", "told": False}),
    ),
    "any code will do": (lambda p: p.setattr(stepup, "confirm", lambda *_a: None), ("all_goes_well", {**GOOD[1], "codes": (False, True)})),
    "a withdrawn certificate comes back": (
        lambda p: p.setattr(CERTIFICATE, "moves", {**CERTIFICATE.moves, ("revoked", "active"): "resume"}),
        ("two_withdraw_a_certificate", {"n": 0, "first": "carl", "second": "cille", "back": "carl"}),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", [None, *BROKEN])
def test_a_broken_verb_shows(machine, monkeypatch, name):
    """The same deeds twice: the house as it is finds nothing, the house with one thing broken finds it."""
    breaks_it, (rule, terms) = BROKEN[name] if name else (lambda p: None, GOOD)
    breaks_it(monkeypatch)
    story = type("Once", (machine,), {"tally": Counter()})()
    try:
        with pytest.raises(AssertionError) if name else nullcontext():
            story.everything_is_done(0, None)
            story.all_goes_well(**GOOD[1]) if rule == "two_withdraw_a_certificate" else None
            getattr(story, rule)(**terms)
            assert name or story.tally["grants"] == 1
    finally:
        story.teardown()
