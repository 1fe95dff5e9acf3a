"""The decision as a world of plain values: whatever happens in whatever order, nobody is certified who should not be."""

from dataclasses import replace

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from certification.decisions.rules import ELSEWHERE, HERE, Case, objections, raters_short
from certification.decisions.states import SIGNOFF

CLEAR = Case(trainee=1, learning=True, missing=(), asked=9, asks_assessed=True, raters=frozenset({2, 3}), first=True)


def test_nothing_stands_against_a_clear_case():
    assert objections(CLEAR, [2]) == objections(CLEAR, [2, 3]) == ()


@pytest.mark.parametrize(
    ("change", "signers", "found"),
    [
        ({"learning": False}, [2], ("not_learning",)),
        ({"missing": ("quiz",)}, [2], ("requirements",)),
        ({"asked": 0}, [2], ("requirements",)),
        ({"raters": frozenset({2})}, [2], ("raters",)),
        ({"raters": frozenset()}, [2, 3], ("raters",)),
        ({}, [1], ("oneself",)),
        ({}, [2, 1], ("oneself",)),
        ({}, [2, 2], ("same_signer",)),
        ({"unsettled": ELSEWHERE}, [2], ("unsettled_elsewhere",)),
        ({"unsettled": HERE}, [2], ()),
        ({"unsettled": HERE, "varying": True}, [2], ("unsettled",)),
        ({"learning": False, "missing": ("a",)}, [1], ("not_learning", "requirements", "oneself")),
    ],
)
def test_every_objection_has_its_word(change, signers, found):
    assert objections(replace(CLEAR, **change), signers) == found


def test_one_pair_of_eyes_is_enough_for_a_renewal_and_where_no_assessed_practice_is_asked():
    alone = replace(CLEAR, raters=frozenset({2}))
    assert raters_short(alone)
    assert not raters_short(replace(alone, first=False))
    assert not raters_short(replace(alone, asks_assessed=False, raters=frozenset()))


PEOPLE = st.integers(1, 4)
KEYS = st.sampled_from(["talk", "quiz", "practice"])


class Decision(RuleBasedStateMachine):
    """A small house: four people, three requirements, one sign-off at a time. The oracle below knows nothing of `objections`."""

    def __init__(self):
        super().__init__()
        self.met, self.raters, self.roles = set(), set(), set()
        self.learning, self.first = True, True
        self.proposer, self.state, self.granted = None, None, []

    def case(self):
        missing = tuple(sorted({"talk", "quiz", "practice"} - self.met))
        return Case(1, self.learning, missing, 3, True, frozenset(self.raters), self.first)

    @rule(key=KEYS)
    def meet(self, key):
        self.met.add(key)

    @rule(key=KEYS)
    def lose(self, key):
        self.met.discard(key)

    @rule(rater=PEOPLE)
    def rate(self, rater):
        if rater != 1:
            self.raters.add(rater)

    @rule(rater=PEOPLE)
    def annul(self, rater):
        self.raters.discard(rater)

    @rule(person=PEOPLE, role=st.sampled_from(["supervisor", "certifier"]))
    def appoint(self, person, role):
        self.roles.add((person, role))

    @rule(person=PEOPLE, role=st.sampled_from(["supervisor", "certifier"]))
    def dismiss(self, person, role):
        self.roles.discard((person, role))

    @precondition(lambda self: not self.granted or self.learning)
    @rule()
    def pause_or_resume(self):
        self.learning = not self.learning

    @precondition(lambda self: self.state != "proposed")
    @rule(person=PEOPLE)
    def propose(self, person):
        if (person, "supervisor") in self.roles and not objections(self.case(), [person]):
            self.proposer, self.state = person, "proposed"

    @precondition(lambda self: self.state == "proposed")
    @rule()
    def withdraw(self):
        assert SIGNOFF.allows(self.state, "withdrawn")
        self.state = "withdrawn"

    @rule(person=PEOPLE, wanted=st.sampled_from(["granted", "deferred", "declined"]))
    def decide(self, person, wanted):
        if not self.state or not SIGNOFF.allows(self.state, wanted) or (person, "certifier") not in self.roles:
            return
        if wanted == "granted":
            if (self.proposer, "supervisor") not in self.roles or objections(self.case(), [self.proposer, person]):
                return
            self.granted.append((set(self.met), set(self.raters), set(self.roles), self.proposer, person, self.learning, self.first))
            self.learning, self.first = False, False
        self.state = wanted

    @precondition(lambda self: self.granted and not self.learning)
    @rule()
    def renew(self):
        self.learning = True

    @invariant()
    def nobody_is_certified_who_should_not_be(self):
        for met, raters, roles, proposer, signer, learning, first in self.granted:
            assert met == {"talk", "quiz", "practice"}
            assert learning
            assert len(raters) >= 2 or not first
            assert proposer != signer
            assert 1 not in (proposer, signer)
            assert (proposer, "supervisor") in roles
            assert (signer, "certifier") in roles


Decision.TestCase.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)
TestDecision = Decision.TestCase
