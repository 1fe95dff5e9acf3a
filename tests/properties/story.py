"""Stories: deeds in any order by anybody, right and wrong ones, with shortcuts so that many of them end with a certificate."""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from tests.properties import oracle
from tests.properties.cases import APPEAL_DEEDS, CONCERN_DEEDS
from tests.properties.house import BY_HAND, CERTIFIER, COORDINATOR, MONTHS, PEOPLE, SUPERVISOR, House

WAY = st.integers(0, 1)
PERSON = st.sampled_from(PEOPLE)
PRO = st.sampled_from(["siv", "carl", "cille", "sol", "siv", "carl"])
KEY = st.sampled_from([*BY_HAND, "practice", "check"])
LAST = st.sampled_from([0, 0, 0, 1, 2])  # the newest most of the time
LEVEL = st.sampled_from([2, 3, 4])
CODE = st.sampled_from([True, True, True, True, False])
GONE = st.sampled_from(["stays", "stays", "back", "role", "shut"])
ANSWER = st.sampled_from(["uphold_appeal", "change_appeal", "withdraw_appeal"])
VARIES = st.sampled_from([None, None, None, 0, 1, 2])
BUT = st.sampled_from([None, None, None, None, "check", "shift", "story", "practice"])
APPEAL = st.sampled_from(["lodge_appeal", "lodge_appeal", *APPEAL_DEEDS])
CONCERN = st.sampled_from(["raise_concern", "raise_concern", *CONCERN_DEEDS])
CARD_DEEDS = st.sampled_from(["suspend", "resume", "ask_end", "drop_end", "confirm_end", "renew"])


class Story(RuleBasedStateMachine):
    """One house and what happens in it. `tally` counts over all stories; a step is one deed, done or refused."""

    tally: Counter[str] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.house = House()

    def do(self, deed: str, *args: Any) -> bool:
        """Try a deed, then look whether anything stands that must not."""
        before = [oracle.stand(way) for way in self.house.ways]
        done = self.attempt(deed, *args)
        self.tally.update(
            {"steps": 1, "done" if done else "refused": 1, f"{args[2] if deed in ('move', 'appeal', 'concern') else deed}": done}
        )
        if done:
            assert oracle.is_right_person(self.house, deed, args), f"{deed}{args} by somebody who must not"
            if deed in ("decide", "move", "appeal", "concern", "night"):
                wrong = oracle.wrong_moves(self.house, before) + oracle.wrong_cards(self.house) + oracle.wrong_cases(self.house)
                assert not wrong, f"{deed}{args}: {wrong}"
                self.tally["grants"] += deed == "decide" and args[2] == "granted"
        return done

    def attempt(self, deed: str, *args: Any) -> bool:
        return getattr(self.house, deed)(*args)

    @initialize(granted=st.booleans())
    def half_of_them_begin_with_a_certificate(self, granted):
        """So that a short walk is no empty one."""
        if granted:
            self.all_goes_well(0, 3, None, (True, True))

    @rule(person=PERSON, role=st.sampled_from([SUPERVISOR, CERTIFIER]), gives=st.booleans())
    def somebody_gets_or_loses_a_role(self, person, role, gives):
        self.do("give" if gives else "end", person, role)

    @rule(person=st.sampled_from(["siv", "carl", "tuva", "cille"]))
    def somebody_is_shut_out_or_let_in(self, person):
        self.do("shut_out", person)

    @rule(one=PERSON, other=st.sampled_from(["tuva", "sol"]), turn=st.booleans(), writes=st.booleans())
    def two_are_close_or_are_not(self, one, other, turn, writes):
        if one != other:
            self.do("relate" if writes else "part", *((other, one) if turn else (one, other)))

    @rule(n=WAY, person=st.sampled_from(["cille", "cille", "sol", "carl"]))
    def somebody_plays_the_partner(self, n, person):
        if self.house.ways[n].person != person:
            self.do("play", n, person)

    @rule(n=WAY, person=st.sampled_from(["siv", "carl", "cille"]))
    def a_rating_comes_or_goes(self, n, person):
        self.do("rate", n, person)

    @rule(count=st.sampled_from([1, 1, 1, 8, 29, 45]))
    def days_pass(self, count):
        self.do("days", count)

    @rule(n=WAY, key=st.sampled_from(list(BY_HAND)), by=PERSON, back=st.sampled_from([False, False, True]))
    def something_is_marked_or_taken_back(self, n, key, by, back):
        self.do("unmark" if back else "mark", n, key, by)

    @rule(n=WAY, by=st.sampled_from(["vera", "vera", "kari", "siv"]), again=st.sampled_from([False, False, True]))
    def a_check_is_recorded_or_asked_again(self, n, by, again):
        self.do("ask_again" if again else "record", n, by)

    @rule(n=WAY, key=KEY, by=PERSON)
    def a_waiver_is_asked_for(self, n, key, by):
        self.do("ask_waiver", n, key, by)

    @rule(n=WAY, which=LAST, to=st.sampled_from(["granted", "granted", "refused", "withdrawn"]), by=PERSON)
    def a_waiver_is_decided(self, n, which, to, by):
        self.do("decide_waiver", n, which, to, by)

    @rule(n=WAY, by=st.sampled_from(["tuva", "sol", "siv"]))
    def a_way_is_paused_or_taken_up(self, n, by):
        self.do("pause", n, by)

    @rule(n=WAY, choice=st.sampled_from(["bridge", "grace", "nothing"]), by=st.sampled_from(["carl", "cille", "siv", "tuva"]))
    def somebody_chooses_what_a_new_version_means(self, n, choice, by):
        self.do("choose", n, choice, by)

    @rule(n=WAY, choice=st.sampled_from(["bridge", "grace"]), wait=st.sampled_from([0, 20, 41]), law=st.booleans())
    def a_new_version_comes_between(self, n, choice, wait, law):
        self.everything_is_done(n, None)
        self.do("choose", n, choice, "carl")
        self.do("days", wait) if wait else None
        self.do("mark", n, "shift", "siv")
        self.do("mark", n, "law", "kari") if law else None
        self.do("propose", n, "siv", 3, None, True)
        self.do("decide", n, 0, "granted", "cille", True)

    @rule(n=WAY, by=PERSON, level=LEVEL, varies=VARIES, code=CODE)
    def somebody_proposes(self, n, by, level, varies, code):
        self.do("propose", n, by, level, varies, code)

    @rule(n=WAY, which=LAST, to=st.sampled_from(["granted", "granted", "deferred", "declined", "withdrawn"]), by=PERSON, code=CODE)
    def somebody_decides(self, n, which, to, by, code):
        self.do("decide", n, which, to, by, code)

    @rule(n=WAY, which=LAST, deed=CARD_DEEDS, by=PERSON)
    def something_happens_to_a_certificate(self, n, which, deed, by):
        self.do("move", n, which, deed, by)

    @rule(n=WAY, which=LAST, deed=APPEAL, by=PERSON, code=CODE)
    def something_happens_to_an_appeal(self, n, which, deed, by, code):
        self.do("appeal", n, which, deed, by, code)

    @rule(n=WAY, which=LAST, deed=CONCERN, by=PERSON, code=CODE)
    def something_happens_to_a_concern(self, n, which, deed, by, code):
        self.do("concern", n, which, deed, by, code)

    @rule()
    def a_night_passes(self):
        """And what nobody holds any more is free."""
        self.do("night")

    # shortcuts, made of the same deeds

    @rule(n=WAY, but=BUT)
    def everything_is_done(self, n, but):
        """All but one thing, perhaps; and the house is in order again."""
        self.order(n)
        for key in ("talk", "story", "shift", "refresh"):
            if key != but and not (key == "refresh" and self.house.ways[n].renewal_from is None):
                self.do("mark", n, key, "kari" if BY_HAND[key] == COORDINATOR else "siv")
        if self.house.ways[n].version == 2 and but is None:
            self.do("mark", n, "law", "kari")
        if but != "check":
            self.do("record", n, "vera")
        for rater in ("carl", "cille"):
            if but != "practice" and rater not in self.house.ways[n].raters:
                self.do("rate", n, rater)

    def order(self, n):
        """Those who usually sign hold their roles, nobody is close to anybody, and the way goes on."""
        house, way = self.house, self.house.ways[n]
        for person in sorted(house.shut):
            self.do("shut_out", person)
        for pair in sorted(house.close):
            self.do("part", *pair)
        for person, role in (("siv", SUPERVISOR), ("carl", CERTIFIER), ("cille", CERTIFIER)):
            if (person, role) not in house.roles:
                self.do("give", person, role)
        if way.state == "paused":
            self.do("pause", n, way.person)
        if way.proposals and way.proposals[-1].state == "proposed":
            self.do("decide", n, 0, "withdrawn", way.proposals[-1].proposer, True)

    @rule(n=WAY, level=LEVEL, but=BUT, codes=st.sampled_from([(True, True), (True, True), (True, False), (False, True)]))
    def all_goes_well(self, n, level, but, codes):
        """Or would, but for one thing."""
        self.everything_is_done(n, but)
        self.do("propose", n, "siv", level, None, codes[0])
        self.do("decide", n, 0, "granted", "carl" if "carl" not in self.house.ways[n].partners else "cille", codes[1])

    @rule(n=WAY, level=LEVEL, proposer=PRO, signer=PRO)
    def the_terms_change(self, n, level, proposer, signer):
        granted = sorted(oracle.granted(self.house.ways[n]))
        if granted:
            self.do("propose", n, proposer, level, granted[-1], True)
            self.do("decide", n, 0, "granted", signer, True)

    @rule(n=WAY, proposer=PRO, signer=PRO, level=LEVEL, varies=VARIES)
    def two_sign(self, n, proposer, signer, level, varies):
        self.do("propose", n, proposer, level, varies, True)
        self.do("decide", n, 0, "granted", signer, True)

    @rule(n=WAY, between=st.sampled_from(["mark", "role", "close", "shut", "days", "play", "rate"]))
    def something_changes_between_two_signatures(self, n, between):
        """The moment that matters: what stood at the proposal stands no more at the grant."""
        self.everything_is_done(n, None)
        self.do("propose", n, "siv", 3, None, True)
        change = {
            "mark": ("ask_again", n, "vera"), "role": ("end", "siv", SUPERVISOR), "close": ("relate", "siv", self.house.ways[n].person),
            "shut": ("shut_out", "siv"), "days": ("days", 31), "play": ("play", n, "carl"), "rate": ("rate", n, "cille"),
        }[between]  # fmt: skip
        self.do(*change)
        self.do("decide", n, 0, "granted", "carl", True)

    @rule(n=WAY, again=st.sampled_from([(), ("shift",), ("refresh",), ("shift", "refresh"), ("shift", "refresh")]), before=st.booleans())
    def the_end_comes_near_and_it_is_renewed(self, n, again, before):
        """With what was done again, or done too early to count."""
        self.order(n)
        if before:
            self.do("mark", n, "refresh", "siv")
        self.do("days", 31 * (MONTHS - 2))
        self.do("move", n, 0, "renew", self.house.ways[n].person)
        for key in again:
            self.do("mark", n, key, "siv")
        self.do("propose", n, "siv", 3, None, True)
        self.do("decide", n, 0, "granted", "cille", True)

    @rule(n=WAY, to=st.sampled_from(["declined", "deferred"]), first=PRO, between=GONE, second=PRO, answer=ANSWER)
    def a_decision_is_appealed(self, n, to, first, between, second, answer):
        """Siv proposed and Carl answered, so neither may look at it again; whoever took it may let go, lose the role or be shut out."""
        self.everything_is_done(n, None)
        for rater in sorted(self.house.ways[n].raters ^ {"siv", "carl"}):  # so that Cille is free to look at it
            self.do("rate", n, rater)
        self.do("propose", n, "siv", 3, None, True)
        self.do("decide", n, 0, to, "carl", True)
        self.do("appeal", n, 0, "lodge_appeal", self.house.ways[n].person, True)
        if first == "sol":
            self.do("give", "sol", CERTIFIER)
            self.do("appeal", n, 0, "name_sol", "kari", True)
        self.do("appeal", n, 0, "take_appeal", first, True)
        self.goes(n, first, between, "hand_appeal_back")
        self.do("appeal", n, 0, "take_appeal", second, True)
        self.do("appeal", n, 0, answer, second, True)

    def goes(self, n, person, how, back):
        if how == "back":
            self.do("appeal" if back == "hand_appeal_back" else "concern", n, 0, back, person, True)
        elif how in ("role", "shut"):
            self.do(*(("end", person, CERTIFIER) if how == "role" else ("shut_out", person)))
            self.do("night")

    @rule(
        n=WAY, first=PRO, how=st.sampled_from(["take_concern", "take_and_pause"]), signer=PRO, between=GONE, second=PRO, told=st.booleans()
    )
    def a_concern_is_looked_into(self, n, first, how, signer, between, second, told):
        """Somebody is worried; a certificate is paused meanwhile, and taken up when there was nothing."""
        self.order(n)
        self.do("concern", n, 0, "raise_concern", "kari", True)
        self.do("concern", n, 0, how, first, True)
        self.do("concern", n, 0, "sign_untold", signer, True)
        self.goes(n, first, between, "hand_concern_back")
        self.do("concern", n, 0, "take_concern", second, True)
        if told:
            self.do("concern", n, 0, "tell_them", second, True)
        for deed in ("decide_concern", "close_concern"):
            self.do("concern", n, 0, deed, second, True)
        self.do("move", n, 0, "resume", signer)

    @rule(n=WAY)
    def it_is_renewed_twice(self, n):
        """And the second time with what was done again the first time, which is too old by then."""
        self.all_goes_well(n, 3, None, (True, True))
        self.the_end_comes_near_and_it_is_renewed(n, ("shift", "refresh"), False)
        self.the_end_comes_near_and_it_is_renewed(n, ("shift",), False)

    @rule(n=WAY, first=st.sampled_from(["carl", "cille"]), second=st.sampled_from(["siv", "carl", "cille"]), back=PRO)
    def two_withdraw_a_certificate(self, n, first, second, back):
        """And somebody would like it back."""
        self.order(n)
        self.do("move", n, 0, "ask_end", first)
        if back == "sol":  # thought better of it, and asked again
            self.do("move", n, 0, "drop_end", second)
            self.do("move", n, 0, "ask_end", first)
        self.do("move", n, 0, "confirm_end", second)
        self.do("move", n, 0, "resume", back)

    @rule(n=WAY, first=PRO, second=PRO)
    def a_certificate_is_paused_and_taken_up(self, n, first, second):
        self.do("move", n, 0, "suspend", first)
        self.do("move", n, 0, "resume", second)

    @rule(n=WAY, key=KEY, first=PRO, second=PRO, back=st.booleans())
    def something_is_set_aside_or_marked_by_mistake(self, n, key, first, second, back):
        if back and key in BY_HAND:
            seer = "kari" if BY_HAND[key] == COORDINATOR else "siv"
            self.do("mark", n, key, seer)
            self.do("unmark", n, key, seer)
        self.do("ask_waiver", n, key, first)
        self.do("decide_waiver", n, 0, "granted", second)


LONG, APART = 50_000, 100_000
PARTS = int(os.environ.get("PARTS", "1"))  # a long walk is cut into so many, which may be walked at the same time


def share(steps: int) -> int:
    """How many of these each part walks."""
    return -(-steps // PARTS)


def run(
    machine: type[Story],
    *,
    steps: int,
    part: int = 0,
    rules_each: int = 50,
    shrinks: bool = True,
    say: Callable[[str], None] = lambda line: None,
) -> Counter[str]:
    """Tell stories until there were so many steps; what was counted. The first seed is fixed or PROPERTY_SEED says it; it is printed.
    Each part of a long walk tells other stories."""
    first, started, batch = int(os.environ.get("PROPERTY_SEED", "1")) + APART * part, time.monotonic(), 0
    machine.tally = tally = Counter()
    phases = [Phase.generate, Phase.shrink] if shrinks else [Phase.generate]
    while tally["steps"] < steps:
        examples = min(200, max(1, (steps - tally["steps"]) // (rules_each * 2)))
        terms = settings(
            max_examples=examples, stateful_step_count=rules_each, deadline=None, database=None, phases=phases,
            suppress_health_check=list(HealthCheck), print_blob=False,
        )  # fmt: skip
        run_state_machine_as_test(seed(first + batch)(type(machine.__name__, (machine,), {})), settings=terms)
        batch += 1
        if steps * PARTS >= LONG:  # for whoever waits, and for whoever has to stop it: what was walked so far holds
            say(f"  {tally['steps']:,} steps, {tally['grants']:,} granted, {time.monotonic() - started:.0f} s")
    tally["seconds"] = round(time.monotonic() - started)
    return tally


def aloud(capsys: Any) -> Callable[[str], None]:
    """Past pytest, which keeps what tests print until their end, and past its workers, which have no output but this one."""

    def say(line: str) -> None:
        with capsys.disabled():
            print(line, file=sys.stderr, flush=True)

    return say


def told(name: str, tally: Counter[str], part: int) -> str:
    """One line for people, so that an empty run shows."""
    others = ", ".join(f"{what} {tally[what]:,}" for what in sorted(tally) if what not in ("steps", "done", "refused", "seconds", "grants"))
    return (
        f"\n{name}, part {part + 1} of {PARTS}: {tally['steps']:,} steps in {tally['seconds']} s (seed {os.environ.get('PROPERTY_SEED', '1')}): {tally['done']:,} done, "
        f"{tally['refused']:,} refused; {tally['grants']:,} certificates granted. Done: {others}"
    )
