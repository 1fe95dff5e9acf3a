"""Questions from other systems come in as drafts, and ours go out; what a format cannot carry is said."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.exchange.foreign import gift, moodle
from courses.exchange.foreign.bank import write_out
from courses.exchange.foreign.items import Item, Notes, option
from courses.exchange.foreign.shelf import bring_in
from courses.quizzes.bank import Question
from tests.builders import a_question

WORDS = {"keep": "Behold", "tell": "Si fra", "alert": "Varsle"}

FROM_MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
<!-- question: 0  -->
  <question type="category">
    <category><text>$course$/top/Default for Kurs/Safety</text></category>
    <info format="moodle_auto_format"><text>The default category</text></info>
  </question>
<!-- question: 41  -->
  <question type="multichoice">
    <name><text>Hva først?</text></name>
    <questiontext format="html">
      <text><![CDATA[<p dir="ltr">Noen skriver &laquo;hjelp&raquo; &amp; venter.<br></p><p><img src="@@PLUGINFILE@@/fjord%20a.png" alt="en fjord" width="20"></p>]]></text>
<file name="fjord a.png" path="/" encoding="base64">iVBORw0KGgo=</file>
    </questiontext>
    <generalfeedback format="html"><text>Les leksjonen.</text></generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <single>true</single>
    <shuffleanswers>true</shuffleanswers>
    <answer fraction="100" format="html"><text><![CDATA[<p>Svar &lt;varmt&gt;</p>]]></text><feedback format="html"><text><![CDATA[<p>Ja.</p>]]></text></feedback></answer>
    <answer fraction="50" format="html"><text>Vent</text><feedback format="html"><text>Tja.</text></feedback></answer>
    <answer fraction="0" format="html"><text>Gå</text><feedback format="html"><text>Nei.</text></feedback></answer>
  </question>
  <question type="multichoice">
    <name><text>Flere</text></name>
    <questiontext format="plain_text"><text>Hvilke?</text></questiontext>
    <single>false</single>
    <answer fraction="50" format="html"><text>a</text><feedback><text>x</text></feedback></answer>
    <answer fraction="50" format="html"><text>b</text><feedback><text>x</text></feedback></answer>
    <answer fraction="-100" format="html"><text>c</text><feedback><text>x</text></feedback></answer>
  </question>
  <question type="truefalse">
    <name><text>Sant</text></name>
    <questiontext format="html"><text>Chatten er anonym.</text></questiontext>
    <answer fraction="0" format="moodle_auto_format"><text>false</text><feedback format="html"><text>Nei?</text></feedback></answer>
    <answer fraction="100" format="moodle_auto_format"><text>true</text><feedback format="html"><text>Ja!</text></feedback></answer>
  </question>
  <question type="numerical">
    <name><text>Nummer</text></name><questiontext format="html"><text>Hvilket nummer?</text></questiontext>
    <answer fraction="100" format="moodle_auto_format"><text>116123</text><feedback format="html"><text>Ja.</text></feedback><tolerance>0.5</tolerance></answer>
  </question>
  <question type="matching">
    <name><text>Par</text></name><questiontext format="html"><text>Hva hører sammen?</text></questiontext>
    <subquestion format="html"><text><![CDATA[<p>Norge</p>]]></text><answer><text>116 123</text></answer></subquestion>
    <subquestion format="html"><text>Danmark</text><answer><text>70 201 201</text></answer></subquestion>
    <subquestion format="html"><text></text><answer><text>999</text></answer></subquestion>
  </question>
  <question type="ordering">
    <name><text>Steg</text></name><questiontext format="html"><text>Rekkefølgen?</text></questiontext>
    <answer fraction="2" format="html"><text>Varsle</text></answer>
    <answer fraction="1" format="html"><text>Bli</text></answer>
    <answer fraction="3" format="html"><text>Lande</text></answer>
  </question>
  <question type="essay"><name><text>Skriv</text></name><questiontext format="html"><text>Skriv litt.</text></questiontext></question>
  <question type="quantum"><name><text>Rar</text></name></question>
</quiz>
"""


def from_moodle(text=FROM_MOODLE):
    notes = Notes()
    return list(moodle.read(io.BytesIO(text.encode()), notes)), notes.lines


def test_what_moodle_exports_arrives_with_its_words_and_the_rest_is_noted():
    items, notes = from_moodle()
    assert [(item.kind, item.name) for item in items] == [
        ("single", "Hva først?"), ("multiple", "Flere"), ("true_false", "Sant"), ("short_text", "Nummer"), ("match", "Par"), ("order", "Steg"),
    ]  # fmt: skip
    first, several, truth, number, pairs, steps = items
    assert (first.stem, first.category) == ("Noen skriver «hjelp» & venter.\n\nen fjord", "Default for Kurs/Safety")
    assert first.parts == [
        option("Svar <varmt>", "Ja.", right=True),
        option("Vent", "Tja.", right=False),
        option("Gå", "Nei.", right=False),
    ]
    assert [one["is_right"] for one in several.parts] == [True, True, False]
    assert truth.parts == [{"answer": "true", "why_true": "Ja!", "why_false": "Nei?"}]
    assert number.parts == [{"text": "116123", "tolerance": 0.5, "explanation": "Ja."}]
    assert [(one["left"], one["right"]) for one in pairs.parts] == [("Norge", "116 123"), ("Danmark", "70 201 201"), ("", "999")]
    assert [one["text"] for one in steps.parts] == ["Bli", "Varsle", "Lande"]
    said = "\n".join(notes)
    for what in ("a picture was left out: fjord%20a.png", "the picture fjord a.png is not taken: not a JPEG", "whole question", "part of the points",
                 "question 7 (Skriv): an essay", "question 8 (Rar): the kind “quantum”"):  # fmt: skip
        assert what in said


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE q [<!ENTITY a "aaaa">]><quiz><question type="essay"><name><text>&a;</text></name></question></quiz>',
        '<!DOCTYPE q SYSTEM "file:///etc/passwd"><quiz></quiz>',
        '<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay">&x;</question></quiz>',
        "<quiz><question>",
        "GIF89a",
    ],
)
def test_xml_that_plays_tricks_is_refused(text):
    with pytest.raises(moodle.Unreadable):
        from_moodle(text)


FROM_GIFT = r"""// question: 1  name: Switch category
$CATEGORY: $course$/top/Safety

// question: 41
::Q1\: hva?::[html]<p>Hva er 2 \= 2?</p>{
	=<p>Sant\: ja</p>#<p>Fint</p>
	~<p>Usant \{nei\}</p>#Tja
	~%50%Kanskje
}

Grant is {~buried =entombed ~living} in Grant's tomb.

::Flere:: Hvilke? {~%50%a#x ~%50%b#y ~%-100%c#z}

::S::Chatten er anonym.{TRUE#Nei?#Ja!}

Når? {#1822:5#Ja}

Mellom? {#3..5}

Hva heter det? {=ord#Ja =et ord}

Par {
  =Norge -> 116 123
  =Danmark -> 70 201 201
}

Bare en beskrivelse.

Skriv. {}

Aldri lukket {=a
"""


def test_what_moodle_writes_as_gift_arrives_and_the_rest_is_noted():
    notes = Notes()
    items = gift.read(FROM_GIFT, notes)
    assert [item.kind for item in items] == [
        "single", "single", "multiple", "true_false", "short_text", "short_text", "short_text", "match",
    ]  # fmt: skip
    assert (items[0].name, items[0].stem, items[0].category) == ("Q1: hva?", "Hva er 2 = 2?", "Safety")
    assert items[0].parts == [
        option("Sant: ja", "Fint", right=True),
        option("Usant {nei}", "Tja", right=False),
        option("Kanskje", "", right=False),
    ]
    assert items[1].stem == "Grant is _____ in Grant's tomb."
    assert items[3].parts == [{"answer": "true", "why_true": "Ja!", "why_false": "Nei?"}]
    assert [one["tolerance"] for item in items[4:6] for one in item.parts] == [5.0, 1.0]
    assert [(one["left"], one["right"]) for one in items[7].parts] == [("Norge", "116 123"), ("Danmark", "70 201 201")]
    assert notes.lines == [
        "line 5 (Q1: hva?): some answers give part of the points there; here an answer is right or not",
        "line 28: a description without answers: left out",
        "line 30: an essay, which nobody can mark by itself: left out",
        "line 32: the brace is never closed: left out",
    ]


TEXT = st.text(
    st.characters(blacklist_categories=("Cc", "Cs", "Zl", "Zp", "Cn"), blacklist_characters="<>&\ufeff\xa0"), min_size=1, max_size=30
)
LINE = st.one_of(
    TEXT,
    st.sampled_from(["a = b", "{x}", "~ # :", "::q::", "\\n", "// d", "%50% e", "$CATEGORY: f", "TRUE", "[html]g", "=5:2", "####"]),
)
SAID = LINE.map(lambda text: " ".join(text.split())).filter(bool)
WHY = st.one_of(st.just(""), SAID)
OPTIONS = st.lists(st.tuples(SAID, WHY), min_size=2, max_size=5)
SINGLE = st.tuples(OPTIONS, st.integers(0, 4)).map(
    lambda t: Item("single", "", [option(a, b, right=n == t[1] % len(t[0])) for n, (a, b) in enumerate(t[0])])
)
SEVERAL = OPTIONS.map(lambda all: Item("multiple", "", [option(a, b, right=n < 2) for n, (a, b) in enumerate(all)]))
TRUTH = st.tuples(st.sampled_from(["true", "false"]), WHY, WHY).map(
    lambda t: Item("true_false", "", [{"answer": t[0], "why_true": t[1], "why_false": t[2]}])
)
SHORT = OPTIONS.map(lambda all: Item("short_text", "", [{"text": a, "tolerance": None, "explanation": b} for a, b in all]))
NUMBERS = st.lists(st.tuples(st.integers(-999, 999), st.integers(0, 9), WHY), min_size=1, max_size=3).map(
    lambda all: Item("short_text", "", [{"text": str(a), "tolerance": float(b), "explanation": c} for a, b, c in all])
)
PAIRS = OPTIONS.map(lambda all: Item("match", "", [{"left": a, "right": b or "x", "explanation": ""} for a, b in all]))
STEPS = OPTIONS.map(lambda all: Item("order", "", [{"text": a, "explanation": b} for a, b in all]))


def named(item, stem, name):
    return Item(item.kind, stem, item.parts, name, "bank/role", tags={"kind": [item.kind]})


def same(mine, theirs):
    assert [(one.kind, one.stem, one.name, one.parts) for one in theirs] == [(one.kind, one.stem, one.name, one.parts) for one in mine]


@given(st.lists(st.builds(named, st.one_of(SINGLE, SEVERAL, TRUTH, SHORT, NUMBERS, PAIRS), SAID, SAID), max_size=3))
def test_whatever_goes_out_as_gift_comes_back_word_for_word(items):
    notes = Notes()
    same(items, gift.read(gift.write(items, WORDS, notes), notes))


@given(st.lists(st.builds(named, st.one_of(SINGLE, SEVERAL, TRUTH, SHORT, NUMBERS, PAIRS, STEPS), SAID, SAID), max_size=3))
def test_whatever_goes_out_as_moodle_xml_comes_back_word_for_word(items):
    notes = Notes()
    same(items, list(moodle.read(io.BytesIO(moodle.write(items, WORDS, notes)), notes)))


def brought(text, style, **wishes):
    notes = Notes()
    wishes = {"bank": "ny", "area": "role", "by": None, "dry": False, **wishes}
    return bring_in(io.BytesIO(text if isinstance(text, bytes) else text.encode()), style, notes, **wishes), notes.lines


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "style", "count"), [(FROM_MOODLE, "moodle", 6), (FROM_GIFT, "gift", 8)])
def test_questions_arrive_as_drafts_and_a_second_time_changes_nothing(cast, text, style, count):
    rehearsed, _notes = brought(text, style, dry=True)
    assert (rehearsed.made["question"], Question.objects.count()) == (count, 0)
    report, notes = brought(text, style)
    rows = Question.objects.filter(bank="ny")
    assert (report.made["question"], rows.count(), rows.filter(live=True).count()) == (count, count, 0)
    assert {row.area for row in rows} == {"safety"}
    assert any("before it can be published" in line for line in notes)
    again, _notes = brought(text, style)
    assert (again.made, again.same["question"], rows.count()) == ({}, count, count)


@pytest.mark.django_db
@pytest.mark.parametrize("style", ["gift", "moodle"])
def test_our_own_questions_come_back_as_they_were(cast, style):
    question = a_question("role-01")
    text = write_out(question.bank, style, Notes())
    report, _notes = brought(text, style, bank=question.bank)
    assert (dict(report.same), report.made, report.changed) == ({"question": 1}, {}, {})

    changed = text.replace(question.stem[:8].encode(), b"Nye ord, ")
    assert changed != text
    report, _notes = brought(changed, style, bank=question.bank)
    question.refresh_from_db()
    assert (dict(report.changed), question.stem.startswith("Nye ord")) == ({"question": 1}, False)
    assert question.get_latest_revision_as_object().stem.startswith("Nye ord")


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_changes_nothing_and_says_the_line(cast):
    report, _notes = brought(FROM_MOODLE.replace("</quiz>", ""), "moodle")
    assert [(problem.file, problem.line > 50) for problem in report.errors] == [("questions", True)]
    report, _notes = brought(b"a\nb \xff {=c}", "gift")
    assert [(problem.line, problem.reason) for problem in report.errors] == [(2, "not UTF-8 text")]
    assert not Question.objects.exists()
