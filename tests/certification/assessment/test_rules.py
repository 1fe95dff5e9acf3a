"""The sums: ticks decide, nothing is averaged, and a draft knows what it lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certification.assessment import rules
from certification.assessment.rules import Criterion, Draft, Missing, Rubric, Verdict

OPENING = Criterion("opening", 1, "contact", False, "", ("o-u",), ("o-b1", "o-b2"), ("o-a",))
SAFETY = Criterion("noticing", 2, "safety", True, "S1", ("s-u",), ("s-b",), ("s-a",))
RUBRIC = Rubric((OPENING, SAFETY), ("c1", "c2"), ("jargon",))
KEYS = sorted(RUBRIC.keys)

ticks = st.frozensets(st.sampled_from(KEYS))
verdicts = st.dictionaries(
    st.sampled_from(["opening", "noticing"]),
    st.builds(Verdict, st.none() | st.integers(1, 4), st.sampled_from(["", "fordi"]), st.booleans(), st.booleans()),
)
drafts = st.builds(
    Draft, ticks, ticks, st.frozensets(st.sampled_from(["strength", "next_step"])), verdicts,
    st.sampled_from(["", "varm"]), st.sampled_from(["", "spør mer"]), st.none() | st.integers(0, 3),
)  # fmt: skip
WHOLE = Draft(
    ticks=frozenset({"o-b1", "o-b2", "s-b"}), roles=frozenset({"strength", "next_step"}), strength="varm", next_step="mer", judgement=2,
)  # fmt: skip


@pytest.mark.parametrize(
    ("seen", "level"),
    [
        ((), 2), (("o-b1",), 2), (("o-b1", "o-b2"), 3),
        (("o-b1", "o-b2", "o-a"), 4), (("o-a",), 2), (("o-b1", "o-b2", "o-a", "o-u"), 1), (("o-u",), 1),
    ],
)  # fmt: skip
def test_the_level_follows_from_the_ticks(seen, level):
    assert rules.level_of(seen, OPENING) == level


@given(ticks)
def test_one_unhelpful_tick_is_level_one_whatever_else_was_seen(seen):
    assert rules.level_of(seen | {"o-u"}, OPENING) == 1


@given(ticks)
def test_one_more_helpful_tick_never_lowers_a_level(seen):
    for key in OPENING.basic + OPENING.advanced:
        assert rules.level_of(seen | {key}, OPENING) >= rules.level_of(seen, OPENING)


@given(ticks)
def test_other_criteria_do_not_matter(seen):
    assert rules.level_of(seen, OPENING) == rules.level_of(seen & set(OPENING.behaviours), OPENING)


@given(drafts, st.booleans())
def test_an_override_is_one_step_and_nothing_else(draft, risk):
    for criterion in RUBRIC.criteria:
        computed, final = rules.computed_level(draft, criterion, risk=risk), rules.final_level(draft, criterion, risk=risk)
        assert (computed is None) == (final is None)
        if final is not None:
            assert abs(final - computed) <= 1
            assert 1 <= final <= 4


@given(drafts)
def test_a_must_pass_criterion_always_had_an_opportunity_in_a_risk_scenario(draft):
    assert not rules.is_skipped(draft, SAFETY, risk=True)


@given(drafts, st.booleans())
def test_what_was_seen_had_an_opportunity(draft, risk):
    if draft.ticks & set(OPENING.behaviours):
        assert not rules.is_skipped(draft, OPENING, risk=risk)


def test_a_whole_draft_lacks_nothing():
    assert rules.what_is_missing(WHOLE, RUBRIC, risk=True) == []


def test_an_empty_draft_lacks_everything_in_the_order_of_the_form():
    assert [one.kind for one in rules.what_is_missing(Draft(), RUBRIC, risk=True)] == [
        "criterion", "criterion", "strength", "strength_words", "next_step", "next_step_words", "judgement",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"ticks": WHOLE.ticks | {"o-u"}}, [Missing("quote", "o-u")]),
        ({"ticks": WHOLE.ticks | {"o-u"}, "quoted": frozenset({"o-u"})}, []),
        ({"ticks": WHOLE.ticks | {"c1"}}, [Missing("quote", "c1")]),
        ({"ticks": WHOLE.ticks | {"jargon"}}, []),
        ({"verdicts": {"opening": Verdict(override=2)}}, [Missing("reason", "opening")]),
        ({"verdicts": {"opening": Verdict(override=2, reason="fordi")}}, []),
        ({"verdicts": {"opening": Verdict(override=1, reason="fordi")}}, [Missing("override", "opening")]),
        ({"ticks": frozenset({"o-b1"})}, [Missing("criterion", "noticing")]),
        ({"ticks": frozenset({"o-b1"}), "verdicts": {"noticing": Verdict(no_opportunity=True)}}, [Missing("criterion", "noticing")]),
        ({"ticks": frozenset({"o-b1"}), "verdicts": {"noticing": Verdict(considered=True)}}, []),
        ({"roles": frozenset({"strength"})}, [Missing("next_step")]),
        ({"strength": "  "}, [Missing("strength_words")]),
        ({"judgement": 7}, [Missing("judgement")]),
    ],
)
def test_what_is_missing_names_the_place(changes, missing):
    draft = Draft(**{**WHOLE.__dict__, **changes})
    assert rules.what_is_missing(draft, RUBRIC, risk=True) == missing


@given(drafts, st.booleans())
def test_a_draft_that_lacks_nothing_has_a_level_or_a_reason_for_none_everywhere_and_proof_for_the_worst(draft, risk):
    if rules.what_is_missing(draft, RUBRIC, risk=risk):
        return
    for criterion in RUBRIC.criteria:
        assert rules.is_rated(draft, criterion, risk=risk)
    worst = (set(OPENING.unhelpful) | set(SAFETY.unhelpful) | set(RUBRIC.critical)) & draft.ticks
    assert worst <= draft.quoted


@given(drafts, st.booleans())
def test_nothing_good_outweighs_a_critical_behaviour_or_harm(draft, risk):
    levels = rules.levels(draft, RUBRIC, risk=risk)
    outcome = rules.chat_outcome(levels, draft.ticks, RUBRIC)
    bad = bool(draft.ticks & set(RUBRIC.critical)) or 1 in levels.values() or (levels["noticing"] or 3) < 3
    assert outcome.passed == (not bad)


@pytest.mark.parametrize(
    ("levels", "critical", "passed"),
    [
        ({"opening": 4, "noticing": 3}, [], True),
        ({"opening": 2, "noticing": 3}, [], True),
        ({"opening": 4, "noticing": 2}, [], False),
        ({"opening": 4, "noticing": 4}, ["c1"], False),
        ({"opening": 1, "noticing": 4}, [], False),
        ({"opening": 3, "noticing": None}, [], True),
    ],
)
def test_a_chat_is_passed_when_nothing_speaks_against_it(levels, critical, passed):
    assert rules.chat_outcome(levels, critical, RUBRIC).passed is passed


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ({"opening": 4, "noticing": 3}, {"opening": 2, "noticing": 3}, ("opening",)),
        ({"opening": 3, "noticing": 2}, {"opening": 2, "noticing": 3}, ("noticing",)),
        ({"opening": 3, "noticing": None}, {"opening": 3, "noticing": 1}, ()),
        ({"opening": 3, "noticing": 4}, {"opening": 4, "noticing": 3}, ()),
    ],
)
def test_two_ratings_call_for_a_talk_when_they_lie_far_apart(one, other, where):
    assert rules.disagreements(one, other, RUBRIC) == where


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 70), st.integers(-5, 70)), max_size=6))
def test_a_marked_line_is_still_the_same_line(text, ranges):
    pieces = rules.segments(text, ranges)
    assert "".join(piece for piece, _covered in pieces) == text
    for n, (start, end) in enumerate(ranges):
        marked = "".join(piece for piece, covered in pieces if n in covered)
        assert marked == (text[max(0, start) : max(0, end)] if start < end else "")
