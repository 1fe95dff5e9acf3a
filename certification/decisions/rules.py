"""When a sign-off may be proposed and granted, as plain facts. The system prepares and checks; it never grants."""

from collections.abc import Collection
from dataclasses import dataclass

PROPOSE, GRANT = "propose", "grant"
RATERS_NEEDED = 2
HERE, ELSEWHERE = "here", "elsewhere"


@dataclass(frozen=True)
class Case:
    """What is known about one enrolment at the moment of a signature."""

    trainee: int
    learning: bool  # the enrolment is under way: not paused, withdrawn or certified
    missing: tuple[str, ...]  # mandatory requirements neither met nor waived
    asked: int  # how many requirements the programme has
    asks_assessed: bool  # it asks for assessed practice, and that was not waived
    raters: frozenset[int]  # whose ratings stand behind it
    first: bool  # no certificate was granted on this enrolment before
    varying: bool = False  # it changes the terms of what was granted, on a way that is finished
    rises: bool = False  # and lets them do more than before
    unsettled: str = ""  # a live certificate of the programme is paused or asked to be withdrawn: HERE or ELSEWHERE


def raters_short(case: Case) -> bool:
    """Whether a first certificate would rest on fewer than two people's eyes."""
    return case.first and case.asks_assessed and len(case.raters) < RATERS_NEEDED


def objections(case: Case, signers: Collection[int]) -> tuple[str, ...]:
    """Everything that stands against signing now, as codes; empty means nothing does.

    `signers` are everybody whose name would stand under it: one for a proposal, two for a grant.
    """
    found = []
    if not case.learning:
        found.append("not_learning")
    if (not case.asked or case.missing) and (not case.varying or case.rises):
        found.append("requirements")
    if raters_short(case):
        found.append("raters")
    if case.trainee in signers:
        found.append("oneself")
    if len(set(signers)) != len(signers):
        found.append("same_signer")
    if case.unsettled == ELSEWHERE:
        found.append("unsettled_elsewhere")
    if case.unsettled == HERE and case.varying:  # a renewal may follow a pause, a change of terms never lifts one
        found.append("unsettled")
    return tuple(found)
