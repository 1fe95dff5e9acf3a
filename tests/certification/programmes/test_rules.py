from datetime import UTC, datetime

import pytest

from certification.programmes.rules import (
    Requirement,
    aged,
    expiry,
    impossible,
    missing,
    months_after,
    requirements,
    settle,
    star_states,
)

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def asked(*rows):
    return [Requirement(key=row.pop("key"), kind="manual", **row) for row in rows]


TALK = {"key": "talk"}
READ = {"key": "read"}
QUIZ = {"key": "quiz", "needs": ("read",)}


def test_what_needs_something_unmet_is_closed():
    assert settle(asked({**READ}, {**QUIZ}), {"read": "open", "quiz": "open"}) == {"read": "open", "quiz": "locked"}


def test_it_opens_when_what_it_needs_is_met_or_waived():
    ways = asked({**READ}, {**QUIZ})
    assert settle(ways, {"read": "met", "quiz": "open"})["quiz"] == "open"
    assert settle(ways, {"read": "open", "quiz": "open"}, waived={"read"}) == {"read": "waived", "quiz": "open"}


@pytest.mark.parametrize("state", ["met", "in_progress", "not_yet", "expired"])
def test_what_is_done_or_begun_never_locks_again(state):
    assert settle(asked({**READ}, {**QUIZ}), {"read": "open", "quiz": state})["quiz"] == state


def test_waiting_for_somebody_locks_only_while_nothing_has_begun():
    ways = asked({**READ}, {**QUIZ})
    found = {"read": "open", "quiz": "waiting"}
    assert settle(ways, found)["quiz"] == "locked"
    assert settle(ways, found, begun={"quiz"})["quiz"] == "waiting"


def test_evidence_weighs_more_than_a_waiver():
    assert settle(asked({**READ}), {"read": "met"}, waived={"read"}) == {"read": "met"}


def test_one_of_a_group_opens_what_needs_the_group():
    ways = asked({"key": "a", "group": "course"}, {"key": "b", "group": "course"}, {"key": "c", "needs": ("course",)})
    assert settle(ways, {"a": "open", "b": "met", "c": "open"})["c"] == "open"
    assert settle(ways, {"a": "open", "b": "open", "c": "open"})["c"] == "locked"


def test_missing_names_mandatory_ones_and_groups_without_a_met_member():
    ways = asked({**TALK}, {"key": "extra", "mandatory": False}, {"key": "a", "group": "g"}, {"key": "b", "group": "g"})
    states = {"talk": "met", "extra": "open", "a": "open", "b": "open"}
    assert missing(ways, states) == ("a", "b")
    assert missing(ways, {**states, "b": "waived"}) == ()
    assert missing(ways, {**states, "b": "met", "talk": "expired"}) == ("talk",)


def test_exactly_one_star_is_next_and_it_is_the_first_one_can_do():
    ways = asked({**TALK}, {**READ}, {"key": "sign"})
    states = {"talk": "waiting", "read": "open", "sign": "in_progress"}
    assert star_states(ways, states, ["sign"]) == {"talk": "waiting", "read": "open", "sign": "next"}
    assert star_states(ways, states, ["read", "sign"]) == {"talk": "waiting", "read": "next", "sign": "open"}
    assert star_states(ways, states, []) == {"talk": "waiting", "read": "next", "sign": "open"}


def test_optional_ones_and_the_rest_of_a_group_never_ask():
    ways = asked({"key": "extra", "mandatory": False}, {"key": "a", "group": "g"}, {"key": "b", "group": "g"})
    assert star_states(ways, {"extra": "open", "a": "open", "b": "met"}, ["extra", "a"]) == {
        "extra": "optional",
        "a": "optional",
        "b": "done",
    }


def test_months_end_where_the_month_ends():
    assert months_after(NOON, 1) == datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert months_after(NOON, 12) == datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert months_after(NOON, 11) == datetime(2026, 12, 31, 12, tzinfo=UTC)


def test_the_earlier_of_two_ends_counts_and_only_what_is_met_ages():
    yearly = 12
    soon = datetime(2026, 6, 1, tzinfo=UTC)
    assert expiry(yearly, NOON, soon) == soon
    assert expiry(yearly, NOON, None) == datetime(2027, 1, 31, 12, tzinfo=UTC)
    assert expiry(None, NOON, None) is None
    assert aged("met", soon, soon) == "expired"
    assert aged("met", soon, NOON) == "met"
    assert aged("open", soon, soon) == "open"


def test_a_programme_nobody_could_finish_says_what_is_wrong():
    assert impossible(asked({**READ}, {**QUIZ})) == []
    assert impossible(asked({**READ}, {"key": "read"})) == ["doubled:read"]
    assert impossible(asked({**QUIZ})) == ["unknown:quiz:read"]
    assert impossible(asked({"key": "a", "needs": ("b",)}, {"key": "b", "needs": ("a",)}, {"key": "c"})) == ["circle:a", "circle:b"]
    assert impossible(asked({"key": "a", "needs": ("a",)})) == ["circle:a"]


def test_rows_of_a_frozen_version_become_requirements_in_order():
    rows = [{"key": "b", "kind": "quiz", "needs": ["a"], "params": {"quiz": "x"}}, {"key": "a", "kind": "manual", "mandatory": False}]
    first, second = requirements({"requirements": rows})
    assert (first.key, first.needs, first.params, first.mandatory) == ("b", ("a",), {"quiz": "x"}, True)
    assert (second.key, second.optional) == ("a", True)
