"""What other systems really write: nothing wrong becomes right on the way, and nothing goes without a word."""

import io

import pytest
from django.utils import translation

from courses.exchange.foreign import gift, moodle
from courses.exchange.foreign.items import Notes


def from_gift(text):
    notes = Notes()
    return gift.read(text, notes), "\n".join(notes.lines)


def from_xml(questions):
    notes = Notes()
    return list(moodle.read(io.BytesIO(f"<quiz>{questions}</quiz>".encode()), notes)), "\n".join(notes.lines)


def test_a_wrong_answer_that_moodle_has_words_for_never_counts_as_right():
    items, said = from_gift(
        "::Hovedstad::Hva heter den?{\n\t=%100%Oslo#<p>Ja</p>\n\t=%50%Kristiania#Før\n\t=%0%Bergen#Nei\n\t=%0%*#Prøv igjen\n}\n"
    )
    assert [part["text"] for part in items[0].parts] == ["Oslo", "Kristiania"]
    assert "a wrong answer with its own words has no place here: Bergen" in said
    items, said = from_gift("Hva? {=%0%a =%0%b}\n")
    assert (items, "no answer counts as right: left out" in said) == ([], True)


def test_a_star_in_gift_is_told_as_in_xml():
    items, said = from_gift("Hva? {=*sol*}\n")
    assert (items[0].parts[0]["text"], "a star stands for anything there" in said) == ("*sol*", True)


def test_tags_that_moodle_writes_into_gift_are_read_or_told():
    items, said = from_gift("// question: 7  name: x\n// [id:K\\]1] [tag:area:law] [tag:kapittel 2]\n::x::Hva? {=a ~b}\n")
    assert items[0].tags == {"area": ["law"]}
    assert "a tag has no place here: id:K]1" in said
    assert "a tag has no place here: kapittel 2" in said


@pytest.mark.parametrize("path", ["$course$/top/Lov", "$system$/top/Lov", "$cat1$/top/Lov", "top/Lov", "Lov"])
def test_whose_a_category_is_does_not_become_a_part_of_it(path):
    assert from_gift(f"$CATEGORY: {path}\n\nHva? {{=a ~b}}\n")[0][0].category == "Lov"
    category = f'<question type="category"><category><text>{path}</text></category></question>'
    one = '<question type="truefalse"><answer fraction="100"><text>true</text></answer></question>'
    assert from_xml(category + one)[0][0].category == "Lov"


def test_where_any_right_answer_was_enough_it_is_said_that_all_are_asked_for_here():
    items, said = from_gift("Hva? {=a =b ~c}\n")
    assert (items[0].kind, "any one of the right answers was enough there" in said) == ("multiple", True)
    both = '<answer fraction="100"><text>a</text></answer><answer fraction="100"><text>b</text></answer><answer fraction="0"><text>c</text></answer>'
    assert "any one of the right" in from_xml(f'<question type="multichoice"><single>true</single>{both}</question>')[1]
    for one in ('type="multichoice"><single>false</single>', 'type="multichoiceset">'):
        items, said = from_xml(f"<question {one}{both}</question>")
        assert (items[0].kind, "any one of the right" in said) == ("multiple", False)


def test_without_an_equals_sign_several_may_be_ticked():
    items, _said = from_gift("Hva? {~%100%a ~%-50%b ~%0%c}\n\nOg? {~=x ~y}\n")
    assert [(item.kind, [one["is_right"] for one in item.parts]) for item in items] == [
        ("multiple", [True, False, False]),
        ("single", [True, False]),
    ]


def test_lines_of_an_old_mac_are_lines():
    assert [item.name for item in from_gift("::a::Hva? {=b ~c}\r\r::b::Hva? {=b ~c}\r")[0]] == ["a", "b"]


def test_raised_and_lowered_letters_tables_links_and_formulas_keep_their_meaning_or_are_told():
    html = '<p>H<sub>2</sub>O, 10<sup>5</sup>, x<sup>ab</sup> <a href="https://x.example/a">les</a></p><table><tr><td>a</td><td>b</td></tr></table>\\(x\\)'
    items, said = from_xml(
        f'<question type="essay"/><question type="truefalse"><questiontext format="html"><text><![CDATA[{html}]]></text></questiontext></question>'
    )
    assert items[0].stem.split("\n") == ["H₂O, 10⁵, x^(ab) les", "", "a | b", "", "\\(x\\)"]
    for what in ("a link became words: https://x.example/a", "a table became lines", "a formula is shown as it is written"):
        assert what in said


def test_what_moodle_keeps_beside_a_question_is_told():
    beside = """<defaultgrade>2.0000000</defaultgrade><hidden>1</hidden><idnumber>Q-17</idnumber><shuffleanswers>false</shuffleanswers>
      <correctfeedback format="html"><text>Bra!</text></correctfeedback><tags><tag><text>uke 2</text></tag></tags>
      <units><unit><multiplier>1</multiplier><unit_name>km</unit_name></unit></units><hint format="html"><text>Tenk</text></hint>"""
    one = f'<question type="multichoice">{beside}<answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question>'
    _items, said = from_xml(one + one)
    for what in (
        "gives 2 points",
        "hidden there",
        "Q-17",
        "fixed order",
        "a tag has no place here: uke 2",
        "a unit has no place here: km",
        "a hint",
    ):
        assert said.count(what) == 2, what
    assert said.count("as a whole has no place here: Bra!") == 1  # the same words about a thousand questions are one note


def test_pairs_to_drag_are_pairs():
    pair = "<subquestion><text>a</text><answer><text>b</text></answer></subquestion>"
    assert from_xml(f'<question type="ddmatch">{pair}</question>')[0][0].parts == [{"left": "a", "right": "b", "explanation": ""}]


def test_what_is_noted_is_said_in_the_language_of_whoever_reads_it():
    with translation.override("nb"):
        _items, said = from_gift("Skriv. {}\n")
        assert said == "linje 1: en fritekst, som ingen kan rette av seg selv: ikke med"
        assert from_xml('<question type="quantum"/><question type="cloze"/>')[1].split("\n") == [
            "spørsmål 1: typen «quantum» er ikke kjent her: ikke med", "spørsmål 2: hull i en tekst: ikke med",
        ]  # fmt: skip
