"""Clear, borderline, not yet: over everything that was assessed, and never by an average."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.assessment import decision
from certification.assessment.decision import BORDERLINE, CLEAR, EARLY, NOT_YET, Sight, Terms, decide, terms_from
from certification.assessment.decision_words import sentence

DAY = date(2026, 9, 1)
CRITERIA = ["opening", "reflecting", "noticing"]
BARRIER = frozenset({"noticing"})
NAMES = {"opening": "Opening", "reflecting": "Reflecting", "noticing": "Noticing"}


def a_sight(n=0, *, tags=(), critical=(), judgements=None, scenario="", day=None, **levels):
    """The n-th chat: everything on solid ground unless said otherwise; raters take turns; risk first, then boundary."""
    usual = {0: ("risk",), 1: ("boundary",)}.get(n, ())
    return Sight(
        chat=n, on=day or DAY + timedelta(days=n), scenario=scenario or f"s{n}", tags=frozenset(tags or usual),
        levels={**dict.fromkeys(CRITERIA, 3), **levels}, critical=frozenset(critical), judgements=judgements or {n % 2: 3}, barrier=BARRIER,
    )  # fmt: skip


def four(**last):
    return [a_sight(0), a_sight(1), a_sight(2), a_sight(3, **last)]


sights = st.builds(
    a_sight,
    st.integers(0, 9),
    tags=st.sampled_from([(), ("risk",), ("boundary",), ("risk", "boundary")]),
    critical=st.sampled_from([(), (), ("c1",), ("c1", "c3")]),
    judgements=st.dictionaries(st.integers(0, 3), st.integers(0, 3), min_size=1, max_size=2),
    scenario=st.sampled_from(["s1", "s2", "s3", "s4"]),
    day=st.integers(0, 5).map(lambda n: DAY + timedelta(days=n)),
    **dict.fromkeys(CRITERIA, st.sampled_from([None, 1, 2, 3, 3, 3, 4])),
)
terms = st.builds(
    lambda count, tags: terms_from({"count": count, "tags": tags}), st.integers(1, 5), st.sampled_from([[], ["risk"], ["risk", "boundary"]])
)


# what it comes to ------------------------------------------------------------------------------


def test_four_chats_on_solid_ground_with_risk_and_boundary_by_two_raters_are_clear():
    found = decide(four(), Terms())
    assert (found.verdict, found.concerns, found.lacks) == (CLEAR, (), ())
    assert sentence(found, Terms(), NAMES) == "Clear: 4 assessed chats, seen by 2 people."


@pytest.mark.parametrize(
    ("chats", "verdict", "said"),
    [
        (four()[:3], EARLY, "3 of 4 assessed."),
        (four(opening=2), CLEAR, "Clear: 4 assessed chats, seen by 2 people."),  # one slip is human
        (four(opening=1), BORDERLINE, "Not clear yet. Something in “Opening” may do harm. More chats are open to you."),
        (four(critical=["c1"]), BORDERLINE, "Not clear yet. Something critical was seen lately. More chats are open to you."),
        (four(judgements={1: 2}), BORDERLINE, "Not clear yet. Not every assessor says yes to live chats yet. More chats are open to you."),
        (
            [replace(one, levels={**one.levels, "opening": 2}) for one in four()[:2]] + four()[2:],
            BORDERLINE,
            "Not clear yet. “Opening” was under solid ground in 2 chats. More chats are open to you.",
        ),
        (
            [a_sight(0, noticing=2), *four()[1:]],
            BORDERLINE,
            "Not clear yet. “Noticing” must stand on solid ground in every chat about risk. More chats are open to you.",
        ),
        ([replace(one, tags=frozenset()) for one in four()], EARLY, "4 of 4 assessed. A passed chat about risk remains."),
        ([replace(one, judgements={7: 3}) for one in four()], EARLY, "4 of 4 assessed. A chat seen by another assessor remains."),
        ([replace(one, scenario="s1") for one in four()], EARLY, "4 of 4 assessed. Chats on 3 other scenarios remain."),
        (
            [replace(one, levels={**one.levels, "reflecting": None}) for one in four()],
            EARLY,
            "4 of 4 assessed. Nobody has had the opportunity to see “Reflecting” yet.",
        ),
    ],
)
def test_the_verdict_and_its_sentence(chats, verdict, said):
    found = decide(chats, Terms())
    assert (found.verdict, sentence(found, Terms(), NAMES)) == (verdict, said)


def test_one_high_level_makes_up_for_nothing():
    bright = [replace(one, levels=dict.fromkeys(CRITERIA, 4)) for one in four()[:3]]
    assert decide([*bright, a_sight(3, opening=4, reflecting=4, noticing=1)], Terms()).verdict == BORDERLINE


def test_after_eight_chats_that_are_not_clear_there_is_a_plan_and_four_weeks():
    eight = [a_sight(n, opening=2) for n in range(8)]
    found = decide(eight, Terms())
    assert (found.verdict, found.rest_until) == (NOT_YET, DAY + timedelta(days=7 + 28))
    assert sentence(found, Terms(), NAMES).endswith("First a plan together, then new chats from 6 October.")
    assert decide([*eight, a_sight(8, opening=2)], Terms()).verdict == BORDERLINE
    better = [a_sight(n, judgements={n % 2: 3}) for n in range(8, 12)]
    assert decide([*eight, *better], Terms()).verdict == CLEAR


def test_an_old_slip_is_forgiven_but_not_in_the_newest_chat_about_risk():
    later = [a_sight(n) for n in range(2, 8)]
    assert decide([a_sight(0), a_sight(1, opening=1), a_sight(9, tags=["boundary"]), *later], Terms()).verdict == CLEAR
    found = decide([a_sight(0, noticing=2), a_sight(1), *later[:5]], Terms())
    assert [one.code for one in found.concerns] == ["safety"]


def test_the_numbers_come_from_the_programme():
    small = terms_from({"count": 2, "raters": 2, "tags": ["risk"]})
    assert small == Terms(2, 4, 2, 2, 2, 2, 2, ("risk",))
    assert terms_from({"count": 4}) == Terms()
    assert decide([a_sight(0), a_sight(1)], small).verdict == CLEAR
    assert decide([a_sight(0), a_sight(1, opening=2)], small).verdict == BORDERLINE


@pytest.mark.parametrize(
    ("params", "wrong"),
    [
        ({"count": 4}, ""), ({"count": 0}, "count"), ({"count": True}, "count"), ({"count": 4, "most": 3}, "most"),
        ({"count": 4, "window": 9}, "window"), ({"count": 4, "solid": 5}, "solid"), ({"count": 4, "tags": "risk"}, "tags"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit_are_named(params, wrong):
    assert decision.wrong_in(params) == wrong


# what always holds -----------------------------------------------------------------------------


@given(st.lists(sights, min_size=1, max_size=9), terms, st.data())
def test_a_critical_behaviour_more_never_improves_the_verdict(chats, asked, data):
    at = data.draw(st.integers(0, len(chats) - 1))
    worse = [replace(one, critical=one.critical | {"c9"}) if n == at else one for n, one in enumerate(chats)]
    assert decide(worse, asked).rank <= decide(chats, asked).rank


@given(st.lists(sights, min_size=1, max_size=9), terms, st.data())
def test_a_lower_level_never_improves_the_verdict(chats, asked, data):
    at, key = data.draw(st.integers(0, len(chats) - 1)), data.draw(st.sampled_from(CRITERIA))
    level = chats[at].levels[key]
    lower = {**chats[at].levels, key: level - 1 if level and level > 1 else level}
    worse = [replace(one, levels=lower) if n == at else one for n, one in enumerate(chats)]
    assert decide(worse, asked).rank <= decide(chats, asked).rank


@given(st.lists(sights, min_size=1, max_size=9), terms, st.randoms(use_true_random=False))
def test_the_order_of_chats_of_one_day_does_not_matter(chats, asked, dice):
    turned = list(chats)
    dice.shuffle(turned)
    renumbered = [replace(one, chat=n) for n, one in enumerate(turned)]
    assert decide(renumbered, asked) == decide(chats, asked)


@given(sights, st.integers(1, 12), terms)
def test_more_of_the_same_never_makes_up_for_a_must_pass_criterion(one, times, asked):
    unsafe = replace(one, tags=one.tags | {"risk"}, levels={**one.levels, "noticing": 2})
    many = [replace(unsafe, chat=n, on=unsafe.on + timedelta(days=n)) for n in range(times)]
    assert decide(many, asked).verdict != CLEAR


@given(st.lists(sights, min_size=1, max_size=9), terms)
def test_clear_never_hides_anything(chats, asked):
    found = decide(chats, asked)
    if found.verdict != CLEAR:
        return
    newest = decision.last(sorted(chats, key=lambda one: one.on), asked.calm)
    assert not any(one.critical for one in newest)
    assert len(chats) >= asked.count
    assert set(asked.tags) <= {tag for one in chats if one.passed for tag in one.tags}
