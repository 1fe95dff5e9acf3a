"""A house in plain values: people, roles, two ways, and every deed that leads to a certificate or away from one.

The sums are the product's own pure ones (`rules`, `states`); who may do what is said here once more, in other words than in `lms/policy.py`.
The database must answer every deed as this house does, and stand as this house stands afterwards.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from certification.credentials.states import CERTIFICATE, DUE, LIVE, Standing, standing
from certification.decisions import rules as decisions
from certification.decisions.states import SIGNOFF
from certification.programmes import rules
from certification.programmes.states import ENROLMENT, WAIVER
from tests.properties.cases import Appeal, Cases, Concern

BEGAN = datetime(2026, 3, 2, 11, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
MONTHS = 4  # how long a certificate holds here, so that renewals come soon
SUPERVISOR, CERTIFIER, COORDINATOR, VETTING = "supervisor", "certifier", "coordinator", "vetting"
PEOPLE = ("tuva", "sol", "siv", "carl", "cille", "kari", "vera")
WALKERS = ("tuva", "sol")  # Sol is a professional who walks a way too
BY_HAND = {
    "talk": COORDINATOR,
    "story": COORDINATOR,
    "film": COORDINATOR,
    "shift": SUPERVISOR,
    "refresh": SUPERVISOR,
    "extra": SUPERVISOR,
    "law": COORDINATOR,
}
ROWS = [
    {"key": "talk", "kind": "suitability_talk"},
    {"key": "check", "kind": "background_check"},
    {"key": "story", "kind": "manual", "mandatory": False, "group": "either", "params": {"role": COORDINATOR}},
    {"key": "film", "kind": "manual", "mandatory": False, "group": "either", "params": {"role": COORDINATOR}},
    {"key": "shift", "kind": "manual", "needs": ["talk"], "valid_months": 1, "phase": "both"},
    {"key": "practice", "kind": "practice_assessed"},
    {"key": "refresh", "kind": "manual", "phase": "renewal"},
    {"key": "extra", "kind": "manual", "mandatory": False},
]
NEWER = [*ROWS, {"key": "law", "kind": "manual", "params": {"role": COORDINATOR}}]  # the next version asks for one thing more
VERSIONS = {1: ROWS, 2: NEWER}
GRACE_DAYS = 40


@dataclass
class Waiver:
    requirement: str
    proposer: str
    state: str = "proposed"
    decider: str = ""


@dataclass
class Proposal:
    """`varies` is the number of the granted proposal whose terms it changes; `raters` are those it rests on."""

    proposer: str
    level: int
    varies: int | None = None
    state: str = "proposed"
    signer: str = ""
    raters: frozenset[str] = frozenset()


@dataclass
class Card:
    """A certificate; `proposal` is the number of the one it came from."""

    proposal: int
    until: date
    state: str = "active"
    asked_by: str = ""
    withdrawn_by: str = ""


@dataclass
class Way:
    person: str
    state: str = "learning"
    renewal_from: datetime | None = None
    version: int = 1
    chosen: bool = False  # whether a certifier has chosen what the newer version means for them
    grace: tuple[tuple[str, ...], date | None] = ((), None)  # what is not asked for until when
    marks: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    check: str = ""  # who recorded it
    raters: set[str] = field(default_factory=set)
    partners: set[str] = field(default_factory=set)
    waivers: list[Waiver] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    appeals: list[Appeal] = field(default_factory=list)
    concerns: list[Concern] = field(default_factory=list)


@dataclass
class House(Cases):
    """Every deed answers whether it was done; a deed that was refused changes nothing."""

    now: datetime = BEGAN
    roles: set[tuple[str, str]] = field(
        default_factory=lambda: {("siv", SUPERVISOR), ("carl", CERTIFIER), ("kari", COORDINATOR), ("vera", VETTING)}
    )
    shut: set[str] = field(default_factory=set)
    close: set[tuple[str, str]] = field(default_factory=set)
    ways: list[Way] = field(default_factory=lambda: [Way(person) for person in WALKERS])

    # who stands where

    def holds(self, by: str, *roles: str) -> bool:
        return by not in self.shut and any((by, role) in self.roles for role in roles)

    def apart(self, by: str, way: Way) -> bool:
        return by != way.person and not {(by, way.person), (way.person, by)} & self.close

    def far(self, by: str, way: Way) -> bool:
        return self.apart(by, way) and by not in way.partners

    # the house

    def give(self, person: str, role: str) -> bool:
        new = (person, role) not in self.roles
        self.roles.add((person, role))
        return self.night(person) if new else True

    def end(self, person: str, role: str) -> bool:
        if (person, role) not in self.roles:
            return False
        self.roles.discard((person, role))
        return self.night(person)

    def shut_out(self, person: str) -> bool:
        self.shut ^= {person}
        return self.night(person) if person in self.shut else True

    def relate(self, one: str, other: str) -> bool:
        self.close.add((one, other))
        return True

    def part(self, one: str, other: str) -> bool:
        if (one, other) not in self.close:
            return False
        self.close.discard((one, other))
        return True

    def days(self, count: int) -> bool:
        self.now += timedelta(days=count)
        return True

    # evidence

    def play(self, n: int, person: str) -> bool:
        self.ways[n].partners.add(person)
        return True

    def rate(self, n: int, person: str) -> bool:
        """A rating by this person stands behind the practice from now on, or no more."""
        self.ways[n].raters ^= {person}
        return True

    def asked(self, way: Way, version: int) -> tuple[rules.Requirement, ...]:
        return rules.asked_of({"requirements": VERSIONS[version]}, renewing=way.renewal_from is not None)

    def states(self, way: Way) -> tuple[tuple[rules.Requirement, ...], dict[str, str]]:
        return self.states_on(way, way.version)

    def states_on(self, way: Way, version: int) -> tuple[tuple[rules.Requirement, ...], dict[str, str]]:
        asked, (spared, until) = self.asked(way, version), way.grace
        if until and self.now.date() <= until:
            asked = rules.spared(asked, spared)
        found, at = {}, {}
        for r in asked:
            done = {"check": bool(way.check), "practice": bool(way.raters)}.get(r.key, r.key in way.marks)
            found[r.key], at[r.key] = (rules.MET if done else rules.WAITING), way.marks.get(r.key, ("", self.now))[1]
        for r in asked:
            found[r.key] = rules.aged(found[r.key], rules.expiry(r.valid_months, at[r.key], None), self.now)
            if r.phase == rules.RENEWAL:
                found[r.key] = rules.fresh(found[r.key], at[r.key], way.renewal_from)
        begun = {key for key, state in found.items() if state != rules.WAITING}
        waived = {waiver.requirement for waiver in way.waivers if waiver.state == "granted"}
        return asked, rules.settle(asked, found, begun=begun, waived=waived)

    def mark(self, n: int, key: str, by: str) -> bool:
        way = self.ways[n]
        state = self.states(way)[1].get(key, rules.LOCKED)
        unknown = key == "law" and way.version == 1
        stands = key in way.marks and state != rules.EXPIRED
        if not (self.holds(by, BY_HAND[key]) and self.apart(by, way)) or state == rules.LOCKED or stands or unknown:
            return False
        way.marks[key] = (by, self.now)
        return True

    def unmark(self, n: int, key: str, by: str) -> bool:
        way = self.ways[n]
        if by in self.shut or way.marks.get(key) != (by, self.now):
            return False
        del way.marks[key]
        return True

    def record(self, n: int, by: str) -> bool:
        way = self.ways[n]
        if not (self.holds(by, VETTING) and self.apart(by, way)) or way.check:
            return False
        way.check = by
        return True

    def ask_again(self, n: int, by: str) -> bool:
        way = self.ways[n]
        if not (self.holds(by, VETTING) and self.apart(by, way)) or not way.check:
            return False
        way.check = ""
        return True

    def ask_waiver(self, n: int, key: str, by: str) -> bool:
        way = self.ways[n]
        there = any(one.requirement == key and one.state in ("proposed", "granted") for one in way.waivers)
        done = self.states(way)[1].get(key) in rules.SATISFIED
        if (
            not (self.holds(by, SUPERVISOR) and self.apart(by, way))
            or key == "check"
            or there
            or done
            or (key == "law" and way.version == 1)
        ):
            return False
        way.waivers.append(Waiver(key, by))
        return True

    def decide_waiver(self, n: int, which: int, to: str, by: str) -> bool:
        way = self.ways[n]
        if which >= len(way.waivers):
            return False
        waiver = way.waivers[-1 - which]
        mine = by == waiver.proposer
        may = mine and by not in self.shut if to == "withdrawn" else self.holds(by, CERTIFIER) and self.apart(by, way) and not mine
        if not may or not WAIVER.allows(waiver.state, to):
            return False
        waiver.state, waiver.decider = to, "" if to == "withdrawn" else by
        return True

    # the way

    def pause(self, n: int, by: str) -> bool:
        way = self.ways[n]
        to = "learning" if way.state == "paused" else "paused"
        if by != way.person or by in self.shut or not ENROLMENT.allows(way.state, to):
            return False
        way.state = to
        return True

    def choose(self, n: int, choice: str, by: str) -> bool:
        """What the newer version means for somebody: over to it now, over to it with a grace, or nothing."""
        way = self.ways[n]
        if not (self.holds(by, CERTIFIER) and self.apart(by, way)) or way.chosen:
            return False
        way.chosen = True
        if choice != "nothing":
            asked, states = self.states_on(way, 2)
            lacks = tuple(key for key in rules.missing(asked, states) if key == "law")
            way.version = 2
            way.grace = (lacks, self.now.date() + timedelta(days=GRACE_DAYS)) if choice == "grace" else ((), None)
        return True

    # the decision

    def case(self, way: Way, level: int, varies: int | None) -> decisions.Case:
        asked, states = self.states(way)
        varying = varies is not None
        live = next((card for card in way.cards if card.state in LIVE), None)
        return decisions.Case(
            trainee=PEOPLE.index(way.person),
            learning=way.state == ("certified" if varying else "learning"),
            missing=rules.missing(asked, states),
            asked=len(asked),
            asks_assessed=states.get("practice", rules.WAIVED) != rules.WAIVED,
            raters=frozenset(PEOPLE.index(rater) for rater in way.raters) if "practice" in states else frozenset(),
            first=not any(one.state == "granted" for one in way.proposals),
            varying=varying,
            rises=varying and level > way.proposals[varies].level,
            unsettled=decisions.HERE if live and (live.state == "suspended" or live.asked_by) else "",
        )

    def propose(self, n: int, by: str, level: int, varies: int | None, code: bool) -> bool:
        way = self.ways[n]
        given = [number for number, one in enumerate(way.proposals) if one.state == "granted"]
        if varies is not None and given[-1:] != [varies]:  # what was replaced is not changed any more
            return False
        if not (self.holds(by, SUPERVISOR) and self.far(by, way) and code) or any(one.state == "proposed" for one in way.proposals):
            return False
        case = self.case(way, level, varies)
        if decisions.objections(case, [PEOPLE.index(by)]):
            return False
        way.proposals.append(Proposal(by, level, varies, raters=frozenset(PEOPLE[rater] for rater in case.raters)))
        return True

    def decide(self, n: int, which: int, to: str, by: str, code: bool) -> bool:
        way = self.ways[n]
        if which >= len(way.proposals):
            return False
        number = len(way.proposals) - 1 - which
        one = way.proposals[number]
        if to == "withdrawn":
            may = by == one.proposer and by not in self.shut
        else:
            may = self.holds(by, CERTIFIER) and self.far(by, way) and by != one.proposer and code
        if not may or not SIGNOFF.allows(one.state, to) or (to == "granted" and not self.stands(way, one, by)):
            return False
        one.state, one.signer = to, "" if to == "withdrawn" else by
        if to == "granted":
            self.issue(way, number)
        return True

    def stands(self, way: Way, one: Proposal, by: str) -> bool:
        """Whether a grant would stand at this moment."""
        signers = [PEOPLE.index(one.proposer), PEOPLE.index(by)]
        if decisions.objections(self.case(way, one.level, one.varies), signers):
            return False
        if not (self.holds(one.proposer, SUPERVISOR) and self.far(one.proposer, way)):
            return False
        return one.varies is None or any(card.proposal == one.varies and card.state == "active" and not card.asked_by for card in way.cards)

    def issue(self, way: Way, number: int) -> None:
        one = way.proposals[number]
        until = rules.months_after(self.now.astimezone(OSLO), MONTHS).date()
        for card in way.cards:
            if CERTIFICATE.allows(card.state, "superseded"):
                card.state = "superseded"
                until = card.until if one.varies is not None else until
        if one.varies is None:
            way.state = "certified"
        way.cards.append(Card(number, until))

    # the certificate

    def move(self, n: int, which: int, deed: str, by: str) -> bool:
        way = self.ways[n]
        if which >= len(way.cards):
            return False
        card = way.cards[-1 - which]
        return bool(getattr(self, f"_{deed}")(way, card, by))

    def _suspend(self, way: Way, card: Card, by: str) -> bool:
        may = self.holds(by, SUPERVISOR, CERTIFIER, COORDINATOR) and by != way.person
        return may and self._to(card, "suspended")

    def _resume(self, way: Way, card: Card, by: str) -> bool:
        return self.holds(by, CERTIFIER) and self.apart(by, way) and self._to(card, "active")

    def _to(self, card: Card, to: str) -> bool:
        if not CERTIFICATE.allows(card.state, to):
            return False
        card.state = to
        return True

    def _ask_end(self, way: Way, card: Card, by: str) -> bool:
        if not (self.holds(by, CERTIFIER) and self.apart(by, way)) or card.state not in LIVE or card.asked_by:
            return False
        card.asked_by = by
        return True

    def _drop_end(self, way: Way, card: Card, by: str) -> bool:
        if not (self.holds(by, CERTIFIER) and self.apart(by, way)) or card.state not in LIVE or not card.asked_by:
            return False
        card.asked_by = ""
        return True

    def _confirm_end(self, way: Way, card: Card, by: str) -> bool:
        may = self.holds(by, CERTIFIER, SUPERVISOR) and self.apart(by, way) and by != card.asked_by
        if not may or not card.asked_by or not self._to(card, "revoked"):
            return False
        card.withdrawn_by = by
        return True

    def _renew(self, way: Way, card: Card, by: str) -> bool:
        may = by not in self.shut and (by == way.person or self.holds(by, SUPERVISOR, CERTIFIER, COORDINATOR))
        time_to = standing(card.state, card.until, self.now.date()) in (Standing.DUE, Standing.GRACE, Standing.EXPIRED)
        newest = card is way.cards[-1]
        if (
            not (may and time_to and newest and card.state == "active")
            or not ENROLMENT.allows(way.state, "learning")
            or way.state != "certified"
        ):
            return False
        way.state, way.renewal_from = "learning", min(datetime.combine(card.until - DUE, time(), OSLO), self.now)
        return True
