"""The pure model of certification, walked at random. Long by hand: `make properties`, or MODEL_STEPS=1000000 with `-s`."""

import os
from dataclasses import replace

import pytest

from certification.credentials import states as card_states
from certification.decisions import rules as decisions
from certification.decisions import states as decision_states
from certification.programmes import rules
from tests.properties import cases
from tests.properties import house as model
from tests.properties.house import House
from tests.properties.story import PARTS, Story, aloud, run, share, told

STEPS = int(os.environ.get("MODEL_STEPS", "10000"))
ENOUGH = 200_000  # steps within which every broken rule below must have shown; most show in the first few hundred


@pytest.mark.parametrize("part", range(PARTS))
def test_nobody_is_certified_who_should_not_be(capsys, part):
    tally = run(Story, steps=share(STEPS), part=part, say=aloud(capsys))
    if "MODEL_STEPS" in os.environ:
        aloud(capsys)(told("model", tally, part))
    assert tally["grants"] * 400 > tally["steps"], f"hardly anybody was certified, so little was tried: {tally}"
    if share(STEPS) > ENOUGH:  # a short walk may miss a deed, and which one differs with every change of the source
        for deed in ("renew", "suspend", "resume", "ask_end", "drop_end", "confirm_end", "decide_waiver", "choose", "ask_again", "unmark",
                     "take_appeal", "hand_appeal_back", "uphold_appeal", "change_appeal", "name_sol", "take_and_pause", "hand_concern_back",
                     "sign_untold", "tell_them", "close_concern"):  # fmt: skip
            assert tally[deed], f"{deed} never happened: {tally}"


def but(name):
    """`objections` that overlooks one thing."""
    real = decisions.objections
    return lambda case, signers: tuple(found for found in real(case, signers) if found != name)


def allows_more(machine, *more):
    class Loose:
        moves = machine.moves

        def allows(self, source, target):
            return machine.allows(source, target) or (source, target) in more

    return Loose()


BROKEN = {
    "requirements are not asked for": lambda p: p.setattr(decisions, "objections", but("requirements")),
    "one rater is enough": lambda p: p.setattr(decisions, "objections", but("raters")),
    "what is paused can be granted": lambda p: p.setattr(decisions, "objections", but("not_learning")),
    "nothing expires": lambda p: p.setattr(rules, "aged", lambda state, at, now: state),
    "what is old counts for a renewal": lambda p: p.setattr(rules, "fresh", lambda state, at, since: state),
    "one of a group is not asked for": lambda p: p.setattr(
        rules, "missing", lambda asked, states: tuple(r.key for r in asked if r.mandatory and not r.group and states[r.key] not in rules.SATISFIED)
    ),
    "a decision can be taken twice": lambda p: p.setattr(
        model, "SIGNOFF", allows_more(decision_states.SIGNOFF, ("declined", "granted"), ("withdrawn", "granted"))
    ),
    "a withdrawn certificate comes back": lambda p: p.setattr(
        model, "CERTIFICATE", allows_more(card_states.CERTIFICATE, ("revoked", "active"))
    ),
    "the old certificate stays beside the new": lambda p: p.setattr(House, "issue", _without_replacing),
    "the one who asked may confirm": lambda p: p.setattr(House, "_confirm_end", _alone),
    "the proposer is not looked at again": lambda p: p.setattr(House, "stands", _trusting),
    "a close person may sign": lambda p: p.setattr(House, "apart", lambda self, by, way: by != way.person),
    "a partner may sign": lambda p: p.setattr(House, "far", House.apart),
    "a supervisor may waive": lambda p: p.setattr(House, "decide_waiver", _waived_by_anybody),
    "who decided may look at it again": lambda p: p.setattr(House, "could_review", lambda self, by, way, _one: self.holds(by, model.CERTIFIER)),
    "others keep reading what somebody took": lambda p: p.setitem(cases.APPEAL_DEEDS, "take_appeal", _taken_and_read_by_all),
    "who signed that they are not told may take it": lambda p: p.setattr(
        House, "could_handle", lambda self, by, way, one: self.apart(by, way) and by != one.raised_by and self.holds(by, *ANY)
    ),
    "a concern is closed and nobody was told": lambda p: p.setitem(cases.CONCERN_DEEDS, "close_concern", _closed_in_silence),
}  # fmt: skip


def _without_replacing(self, way, number):
    way.cards.append(model.Card(number, self.now.date()))
    way.state = "certified"


def _alone(self, way, card, by):
    card.withdrawn_by = by
    return bool(card.asked_by) and self.holds(by, model.CERTIFIER) and self._to(card, "revoked")


def _trusting(self, way, one, by):
    return not decisions.objections(self.case(way, one.level, one.varies), [-1, model.PEOPLE.index(by)])


ANY = (model.CERTIFIER, model.COORDINATOR, model.SUPERVISOR)


def _taken_and_read_by_all(house, way, one, by, _code):
    if one.state != "lodged" or by not in one.seats or not house.could_review(by, way, one):
        return False
    one.state, one.taken_by = "taken", by
    return True


def _closed_in_silence(house, way, one, by, _code):
    if one.state != "decided" or not house.handles(way, one, by):
        return False
    one.state = "closed"
    return True


def _waived_by_anybody(self, n, which, to, by):
    if which >= len(self.ways[n].waivers):
        return False
    self.ways[n].waivers[-1 - which] = replace(self.ways[n].waivers[-1 - which], state=to, decider=by)
    return True


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_shows(monkeypatch, name):
    BROKEN[name](monkeypatch)
    with pytest.raises(AssertionError):  # noqa: PT012 a story that is told always, then others
        Story().it_is_renewed_twice(0)
        run(Story, steps=ENOUGH, shrinks=False)
