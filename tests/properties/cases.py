"""Appeals and concerns of the house in plain values (D11): who is asked, who takes them, who lets go, what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certification.decisions.states import APPEAL, APPEAL_OPEN, APPEALABLE, CONCERN

if TYPE_CHECKING:
    from tests.properties.house import House, Way

SUPERVISOR, CERTIFIER, COORDINATOR = "supervisor", "certifier", "coordinator"


@dataclass
class Appeal:
    """`proposal` is the number of the one it is about; `seats` are those on its list."""

    proposal: int
    state: str = "lodged"
    taken_by: str = ""
    seats: set[str] = field(default_factory=set)


@dataclass
class Concern:
    raised_by: str
    state: str = "raised"
    taken_by: str = ""
    told: bool = False
    untold_by: str = ""  # who signed that the one concerned is not told
    seats: set[str] = field(default_factory=set)


class Cases:
    """What `House` does about them. Each deed answers whether it was done."""

    def appeal(self: House, n: int, which: int, deed: str, by: str, code: bool) -> bool:
        way = self.ways[n]
        if deed == "lodge_appeal":
            return which < len(way.proposals) and _lodge(self, way, len(way.proposals) - 1 - which, by)
        if which >= len(way.appeals):
            return False
        return APPEAL_DEEDS[deed](self, way, way.appeals[-1 - which], by, code)

    def concern(self: House, n: int, which: int, deed: str, by: str, code: bool) -> bool:
        way = self.ways[n]
        if deed == "raise_concern":
            return _raise(self, way, by)
        if which >= len(way.concerns):
            return False
        return CONCERN_DEEDS[deed](self, way, way.concerns[-1 - which], by, code)

    def could_review(self: House, by: str, way: Way, one: Appeal) -> bool:
        about = way.proposals[one.proposal]
        part = {about.proposer, about.signer} | about.raters | {concern.taken_by for concern in way.concerns}
        return self.holds(by, CERTIFIER) and self.far(by, way) and by not in part

    def could_handle(self: House, by: str, way: Way, one: Concern) -> bool:
        may = self.holds(by, COORDINATOR, CERTIFIER, SUPERVISOR) and self.apart(by, way)
        return may and by not in (one.raised_by, one.untold_by)

    def night(self: House, left: str = "") -> bool:
        """What nobody holds any more is free again; with `left` only what this person held."""
        for way in self.ways:
            for one in way.proposals:
                if (
                    one.state == "proposed"
                    and left in ("", one.proposer)
                    and not (self.holds(one.proposer, SUPERVISOR) and self.far(one.proposer, way))
                ):
                    one.state = "withdrawn"
        for way in self.ways:
            for appeal in way.appeals:
                if appeal.state == "taken" and left in ("", appeal.taken_by) and not self.answers(way, appeal, appeal.taken_by):
                    free_appeal(self, way, appeal)
        for way in self.ways:
            for concern in way.concerns:
                if (
                    concern.state in ("taken", "decided")
                    and left in ("", concern.taken_by)
                    and not self.handles(way, concern, concern.taken_by)
                ):
                    free_concern(self, way, concern)
        for way in self.ways:
            ask_again(self, way)
        return True

    def answers(self: House, way: Way, one: Appeal, by: str) -> bool:
        return self.could_review(by, way, one) and by in one.seats and by == one.taken_by

    def handles(self: House, way: Way, one: Concern, by: str) -> bool:
        return self.could_handle(by, way, one) and by in one.seats and by == one.taken_by


def everybody() -> tuple[str, ...]:
    from tests.properties.house import PEOPLE

    return PEOPLE


def ask_again(house: House, way: Way) -> None:
    """Where nobody on the list may take it."""
    for appeal in way.appeals:
        if appeal.state == "lodged" and not any(house.could_review(one, way, appeal) for one in appeal.seats):
            invite_reviewers(house, way, appeal)
    for concern in way.concerns:
        if concern.state == "raised" and not any(house.could_handle(one, way, concern) for one in concern.seats):
            invite_hands(house, way, concern)


def invite_reviewers(house: House, way: Way, one: Appeal) -> None:
    one.seats |= {person for person in everybody() if house.could_review(person, way, one)}


def invite_hands(house: House, way: Way, one: Concern) -> None:
    able = [person for person in everybody() if house.could_handle(person, way, one)]
    first = {person for person in able if house.holds(person, COORDINATOR, CERTIFIER)}
    one.seats |= first or set(able)


def free_appeal(house: House, way: Way, one: Appeal) -> None:
    one.state, one.taken_by, one.seats = "lodged", "", set()
    invite_reviewers(house, way, one)


def free_concern(house: House, way: Way, one: Concern) -> None:
    one.state, one.taken_by, one.seats = "raised", "", set()
    invite_hands(house, way, one)


def _lodge(house: House, way: Way, number: int, by: str) -> bool:
    there = any(one.proposal == number and one.state in APPEAL_OPEN for one in way.appeals)
    if by != way.person or by in house.shut or way.proposals[number].state not in APPEALABLE or there:
        return False
    one = Appeal(number)
    way.appeals.append(one)
    invite_reviewers(house, way, one)
    return True


def _take_appeal(house: House, way: Way, one: Appeal, by: str, _code: bool) -> bool:
    if not (house.could_review(by, way, one) and by in one.seats) or not APPEAL.allows(one.state, "taken"):
        return False
    one.state, one.taken_by, one.seats = "taken", by, {by}
    return True


def _hand_appeal_back(house: House, way: Way, one: Appeal, by: str, _code: bool) -> bool:
    if not house.answers(way, one, by) or not APPEAL.allows(one.state, "lodged"):
        return False
    free_appeal(house, way, one)
    return True


def _answer(to: str):
    def deed(house: House, way: Way, one: Appeal, by: str, code: bool) -> bool:
        if not (house.answers(way, one, by) and code) or not APPEAL.allows(one.state, to):
            return False
        one.state = to
        return True

    return deed


def _withdraw_appeal(house: House, way: Way, one: Appeal, by: str, _code: bool) -> bool:
    if by != way.person or by in house.shut or not APPEAL.allows(one.state, "withdrawn"):
        return False
    one.state, one.seats = "withdrawn", set()
    return True


def _name_reviewer(person: str):
    def deed(house: House, way: Way, one: Appeal, by: str, _code: bool) -> bool:
        may = house.holds(by, COORDINATOR) and house.far(by, way) and house.could_review(person, way, one)
        if not may or one.state != "lodged":
            return False
        one.seats.add(person)
        return True

    return deed


APPEAL_DEEDS = {
    "take_appeal": _take_appeal, "hand_appeal_back": _hand_appeal_back, "uphold_appeal": _answer("upheld"),
    "change_appeal": _answer("changed"), "withdraw_appeal": _withdraw_appeal, "name_cille": _name_reviewer("cille"),
    "name_sol": _name_reviewer("sol"),
}  # fmt: skip


def _raise(house: House, way: Way, by: str) -> bool:
    if by in house.shut or by == way.person or not any(person == by for person, _role in house.roles):
        return False
    one = Concern(by)
    way.concerns.append(one)
    invite_hands(house, way, one)
    return True


def _take_concern(pauses: bool):
    def deed(house: House, way: Way, one: Concern, by: str, _code: bool) -> bool:
        if not (house.could_handle(by, way, one) and by in one.seats) or not CONCERN.allows(one.state, "taken"):
            return False
        one.state, one.taken_by = "taken", by
        one.seats &= {by} | {person for person, role in house.roles if role == CERTIFIER}
        for card in way.cards if pauses else ():
            card.state = "suspended" if card.state == "active" else card.state
        return True

    return deed


def _hand_concern_back(house: House, way: Way, one: Concern, by: str, _code: bool) -> bool:
    if not house.handles(way, one, by) or not CONCERN.allows(one.state, "raised"):
        return False
    free_concern(house, way, one)
    return True


def _tell(house: House, way: Way, one: Concern, by: str, _code: bool) -> bool:
    if not house.handles(way, one, by) or one.told or one.state in ("raised", "closed"):
        return False
    one.told, one.seats = True, one.seats & {by}
    return True


def _sign_untold(house: House, way: Way, one: Concern, by: str, code: bool) -> bool:
    may = house.holds(by, CERTIFIER) and house.apart(by, way) and by in one.seats and by != one.taken_by and code
    if not may or one.told or one.untold_by or one.state not in ("taken", "decided"):
        return False
    one.untold_by = by
    return True


def _decide(house: House, way: Way, one: Concern, by: str, _code: bool) -> bool:
    if not house.handles(way, one, by) or not CONCERN.allows(one.state, "decided"):
        return False
    one.state = "decided"
    return True


def _close(house: House, way: Way, one: Concern, by: str, _code: bool) -> bool:
    if not house.handles(way, one, by) or not CONCERN.allows(one.state, "closed") or not (one.told or one.untold_by):
        return False
    one.state, one.seats = "closed", one.seats & {by}
    return True


CONCERN_DEEDS = {
    "take_concern": _take_concern(False), "take_and_pause": _take_concern(True), "hand_concern_back": _hand_concern_back, "tell_them": _tell,
    "sign_untold": _sign_untold, "decide_concern": _decide, "close_concern": _close,
}  # fmt: skip
