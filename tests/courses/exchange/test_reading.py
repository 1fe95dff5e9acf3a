from io import StringIO

import pytest
from django.core.management import call_command

from courses.exchange.lesson_text import parse_lesson
from courses.exchange.reading import messages, passages, reading_of, sentences_of
from courses.exchange.report import Report
from tests.courses.exchange.small import LESSON, change, replace, write_package

HARD = " ".join(["organisasjonsutviklingsprosjekter"] * 30) + "."


@pytest.mark.parametrize(
    ("text", "words", "sentences", "long_words", "lix"),
    [
        ("Vi lytter. Vi venter.", 4, 2, 0, 2.0),
        ("Vi lytter sammen. Vi venter.", 5, 2, 0, 2.5),  # six letters are not long
        ("Vi lytter skriftlig. Vi venter.", 5, 2, 1, 22.5),
        ("# Tittel\n\n- én ting\n- to ting", 5, 3, 0, 5 / 3),
        ("«Hva skjedde?» Så ventet han. »Hvad?« Så. “What?” So.", 9, 6, 1, 9 / 6 + 100 / 9),
        ("**Gi tilbake** 116 ting på av-og-til-måten", 6, 1, 2, 6 + 200 / 6),
        ("", 0, 0, 0, 0.0),
    ],
)
def test_lix_is_words_per_sentence_and_the_share_of_long_words(text, words, sentences, long_words, lix):
    reading = reading_of([text])
    assert (reading.words, reading.sentences, reading.long_words) == (words, sentences, long_words)
    assert reading.lix == pytest.approx(lix)


def test_two_passages_are_never_one_sentence_and_the_longest_is_known():
    reading = reading_of(["Vi venter", "og så lytter vi"])
    assert (reading.sentences, reading.longest, reading.longest_words) == (2, "og så lytter vi", 4)


def test_an_abbreviation_of_dots_in_the_middle_does_not_end_a_sentence():
    assert sentences_of("Du har fortalt om … og om det andre") == ["Du har fortalt om … og om det andre"]


def test_messages_are_told_apart_from_the_rest_of_a_lesson():
    lesson = parse_lesson(LESSON, "lesson.nb.md", Report())
    assert list(messages(lesson)) == ["hei", "Hei: så fint!"]
    assert [one for one in passages(lesson) if one] == [
        "TITLE", "Noen ord.", "Slik", "Et kolon i svaret.", "Hva nå?", "Ja", "Fint.", "Nei", "Tja.", "Hva tenker du?",
    ]  # fmt: skip


def printed(path):
    out = StringIO()
    call_command("reading_level", path, stdout=out, stderr=out)
    return out.getvalue()


def test_the_command_prints_every_lesson_in_every_language(tmp_path):
    lines = printed(write_package(tmp_path)).splitlines()
    assert lines[0] == "lite, for young"
    assert lines[1].split() == ["lesson", "nb", "da"]
    assert [line.split()[0] for line in lines[2:]] == ["en", "to"]


def test_a_lesson_too_hard_for_young_readers_ends_the_command_with_1(tmp_path):
    root = write_package(tmp_path)
    replace(root, "course/00-start/02-to/lesson.da.md", "Noen ord.", HARD)
    with pytest.raises(SystemExit) as ended:
        printed(root)
    assert ended.value.code == 1


def test_what_professionals_read_is_measured_and_not_judged(tmp_path):
    root = write_package(tmp_path)
    replace(root, "course/00-start/02-to/lesson.da.md", "Noen ord.", HARD)
    change(root, "package.yaml", (root / "package.yaml").read_text() + "readers: professionals\n")
    assert "!" in printed(root)
