from datetime import datetime, timedelta

import pytest

from courses.outline.rules import first_undone, in_language, place_left, tail

T = datetime(2026, 11, 1)


def row(key, path, language):
    return {"key": key, "path": path, "language": language}


def test_the_source_decides_what_there_is_and_the_language_lends_its_words():
    nb = [row("course", "0001", "nb"), row("a", "00010001", "nb"), row("b", "00010002", "nb")]
    da = [row("course", "0002", "da"), row("b", "00020001", "da"), row("only-danish", "00020002", "da")]
    pairs = in_language([*nb, *da], language="da", source="nb")
    assert [(place["key"], words["language"]) for place, words in pairs] == [("course", "da"), ("a", "nb"), ("b", "da")]


def test_a_course_without_a_source_stands_for_itself():
    assert [p["key"] for p, _w in in_language([row("c", "0002", "da")], language="da", source="nb")] == ["c"]


@pytest.mark.parametrize(
    ("done", "after", "expected"),
    [(set(), None, 1), ({1}, None, 2), (set(), 1, 2), ({2}, 1, 3), ({2, 3}, 1, None), ({1}, 3, 2), ({1, 2, 3}, None, None), (set(), 99, 1)],
)
def test_the_next_one_is_the_first_undone_after_this_then_from_the_beginning(done, after, expected):
    assert first_undone([1, 2, 3], done, after=after) == expected


@pytest.mark.parametrize(
    ("opened", "done", "expected"),
    [
        ({}, {}, 1),
        ({1: 1}, {}, 1),
        ({1: 1}, {1: 2}, 2),
        ({1: 1, 3: 2}, {1: 1}, 3),  # looked ahead: that is where they were
        ({1: 1, 2: 2}, {2: 3}, 3),  # skipped the first, did the second: on to the third
        ({1: 1, 2: 2, 3: 3}, {2: 4, 3: 5}, 1),
        ({1: 1, 2: 1, 3: 1}, {1: 2, 2: 2, 3: 2}, None),
    ],
)
def test_one_goes_on_where_one_left_off(opened, done, expected):
    at = {key: T + timedelta(hours=hour) for key, hour in opened.items()}
    finished = {key: T + timedelta(hours=hour) for key, hour in done.items()}
    assert place_left([1, 2, 3], at, finished) == expected


def test_an_address_without_its_front_page():
    assert tail("/ledestjerne-nb/kurs/m1/") == "kurs/m1/"
