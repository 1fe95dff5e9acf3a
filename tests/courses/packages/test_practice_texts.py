"""What we promise about the practice: ten cards that can be played, and words that are safe to read for somebody at risk."""

import re

import pytest

from courses.dialogues import rules
from tests.courses.packages.shelf import documents, everything, lessons

SCENARIOS = [(file, found) for file, found in documents("scenarios/") if file.startswith("chatvert/")]
NAMES = [file.split("/")[-1].removesuffix(".yaml") for file, _found in SCENARIOS]
# Ways, means and places, and what makes death sound like a way out: no text here needs any of these words.
NEVER_SAID = {
    "nb": r"overdose|tablett\w*|pille\w*|barberblad\w*|\btau(et)?\b|henge seg|hoppe (fra|ut)|fra (ei|en) bru|t-?bane\w*|kutte seg|få fred til slutt",
    "da": r"overdosis|tablet\w*|pille\w*|barberblad\w*|\breb(et)?\b|hænge sig|hoppe (fra|ud)|fra en bro|toget?skinne\w*|skære i sig|endelig få fred",
    "en": r"overdose|tablets?|pills?\b|razor\w*|\brope\b|hang (my|your|him|her)self|jump off|off (a|the) bridge|train tracks|cut(ting)? (my|your|him|her)self",
}


def test_there_are_ten_scenarios_with_risk_boundary_and_every_level():
    assert len(SCENARIOS) == 10
    tags = [tag for _file, one in SCENARIOS for tag in one["tags"]]
    assert tags.count("risk") >= 3
    assert tags.count("boundary") >= 2
    assert {one["level"] for _file, one in SCENARIOS} == {1, 2, 3}
    assert len({one["persona"]["name"] for _file, one in SCENARIOS}) == 10


@pytest.mark.parametrize("found", [one for _file, one in SCENARIOS], ids=NAMES)
def test_a_card_can_be_played_and_its_key_says_what_to_look_for(found):
    card, key = found["card"], found["key_points"]
    assert 4 <= len(card["ladder"]) <= 6
    assert len(card["ifs"]) >= 5
    assert len(key["must"]) >= 3
    assert min(len(key["strong"]), len(key["weak"]), len(found["debrief"])) >= 3
    assert set(key["national"]) == {"no", "dk"}
    assert 30 <= found["minutes"] <= 45
    stop = {"nb": "Stopp", "da": "Stop", "en": "Stop"}
    assert all(word in card["stop"][code] for code, word in stop.items())


@pytest.mark.parametrize("found", [one for _file, one in SCENARIOS if one["tags"]], ids=[n for n, (_f, s) in zip(NAMES, SCENARIOS, strict=True) if s["tags"]])  # fmt: skip
def test_where_there_is_risk_or_a_limit_the_partner_is_told_what_never_to_write(found):
    assert all(len(text) > 80 for text in found["card"]["partner_note"].values())
    if "risk" in found["tags"]:
        words = " ".join(line["nb"].lower() for line in found["key_points"]["must"])
        assert re.search(r"varsle", words)
        assert re.search(r"trygg|fare nå", words)
        help_numbers = found["key_points"]["national"]
        assert all(re.search(r"\b11[0-9]\b", text) for one in help_numbers.values() for text in one.values())


def test_no_text_tells_a_way_a_means_or_a_place():
    found = [
        f"{said.where} · {said.language} · {hit.group()}"
        for said in everything()
        for hit in re.finditer(rf"\b(?:{NEVER_SAID[said.language]})", said.text, re.IGNORECASE)
    ]
    assert not found


def test_numbers_to_call_stand_only_where_the_country_is_known():
    """A text is read in any house, whatever its language: the numbers come from the house, and from the key of its own country."""
    called = r"\b(?:11[0-9]|116 ?1\d\d|70 ?201 ?201|\d{3} \d{2} \d{3}|\d{2} \d{2} \d{2} \d{2})\b"
    known = {text for _file, one in SCENARIOS for here in one["key_points"]["national"].values() for text in here.values()}
    found = [
        f"{said.where} · {said.language} · {hit.group()}"
        for said in everything()
        if said.text not in known
        for hit in re.finditer(called, said.text)
    ]
    assert not found


# --- dialogues --------------------------------------------------------------------------------------------------------------


DIALOGUES = {found["key"]: found["nodes"] for file, found in documents("dialogues/") if file.startswith("chatvert/")}


def test_there_are_six_dialogues_and_at_least_one_stands_in_a_lesson():
    assert len(DIALOGUES) == 6
    shown = {(code, block.key) for code, text in lessons() for block in text.blocks if block.kind == "dialogue"}
    assert {code for code, _key in shown} == {"nb", "da", "en"}
    assert {key for _code, key in shown} <= set(DIALOGUES)


@pytest.mark.parametrize("key", DIALOGUES)
def test_every_ending_can_be_reached_and_every_reply_has_its_own_feedback(key):
    nodes = [{"replies": [], "end": None, **node} for node in DIALOGUES[key]]
    assert rules.faults(rules.shape(nodes)) == []
    assert sum(bool(node["end"]) for node in nodes) >= 2
    assert all(2 <= len(node["replies"]) <= 4 for node in nodes if not node["end"])
    for code in ("nb", "da", "en"):
        said = [reply["feedback"][code] for node in nodes for reply in node["replies"]]
        assert all(len(text) > 20 for text in said)
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("key", DIALOGUES)
def test_every_detour_can_be_mended(key):
    """From every place that is no ending, the best ending (the first one written) can still be reached: one slip ends nothing."""
    nodes = [{"replies": [], "end": None, **node} for node in DIALOGUES[key]]
    best = next(node["key"] for node in nodes if node["end"])
    only = [rules.Node(one.key, one.to, one.key == best) for one in rules.shape(nodes)]
    assert {node["key"] for node in nodes if not node["end"]} <= rules.leads_to_an_end(only)
