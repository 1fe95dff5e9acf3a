"""What the companions of the chat host programme ask: a short quiz about each module, and one over all of them that counts."""

from collections import Counter

import pytest
import yaml

from tests.courses.packages.shelf import documents, folders, packages, questions

CLOSING = {"mentor": ("mentorquiz", 4), "veileder": ("veilederquiz", 5)}  # the quiz that counts, and how many of its twelve are critical
of_each = pytest.mark.parametrize("package", CLOSING)
MORE = 1.5  # a pool holds at least so many times what a short quiz draws from it
TWICE = 2  # and what the quiz that counts draws: whoever tries again can meet only other questions


def quizzes(package):
    return {found["key"]: found for file, found in documents("quizzes/") if file.startswith(f"{package}/")}


def total(quiz):
    return sum(row["count"] for row in quiz["draw"])


def pools(package):
    """How many questions there are by area, critical or not, and module."""
    modules = {lesson.key: module.key for module in packages()[package].course.modules for lesson in module.lessons}
    return Counter((one["area"], one["critical"], modules[one["lesson"]]) for one in questions(package))


@of_each
def test_every_module_has_a_quiz_of_six_about_itself_to_be_taken_as_often_as_one_likes(package):
    short = {key.removeprefix("modul-"): quiz for key, quiz in quizzes(package).items() if key.startswith("modul-")}
    assert set(short) == {module.key for module in packages()[package].course.modules}
    for name, quiz in short.items():
        assert total(quiz) == 6
        assert {tuple(row["modules"]) for row in quiz["draw"]} == {(name,)}
        assert not {"max_attempts", "minutes", "retry_hours"} & set(quiz)


@of_each
def test_every_short_quiz_has_a_question_where_a_mistake_would_harm_somebody(package):
    assert all(any(row["critical"] for row in quiz["draw"]) for quiz in quizzes(package).values())


@of_each
def test_pools_hold_more_than_is_drawn(package):
    there = pools(package)
    for key, quiz in quizzes(package).items():
        for row in quiz["draw"]:
            wanted = row["count"] * (MORE if key.startswith("modul-") else TWICE)
            assert there[row["area"], row["critical"], row["modules"][0]] >= wanted, (key, row)


@of_each
def test_no_question_of_the_bank_is_left_out_of_the_short_quizzes(package):
    drawn = {(r["area"], r["critical"], r["modules"][0]) for key, quiz in quizzes(package).items() if "modul-" in key for r in quiz["draw"]}
    assert set(pools(package)) == drawn


@of_each
def test_the_quiz_that_counts_asks_twelve_over_every_module_and_the_programme_asks_for_it_before_anybody_goes_on_shift(package):
    key, critical = CLOSING[package]
    quiz = quizzes(package)[key]
    assert (total(quiz), sum(row["count"] for row in quiz["draw"] if row["critical"])) == (12, critical)
    assert {row["modules"][0] for row in quiz["draw"]} == {module.key for module in packages()[package].course.modules}
    asked = {one["key"]: one for stage in programme(package)["stages"] for one in stage["requirements"]}
    assert asked["quiz"]["params"] == {"quiz": key}
    assert set(asked["quiz"]["needs"]) == {name for name, one in asked.items() if one["kind"] == "lesson_set"}
    assert all("quiz" in one["needs"] for one in asked.values() if one["kind"] == "supported_shift")


def programme(package):
    return yaml.safe_load(folders()[package].texts["programme.yaml"])


@of_each
def test_kinds_and_levels_are_mixed(package):
    kinds, levels = (Counter(one[name] for one in questions(package)) for name in ("kind", "level"))
    assert set(kinds) >= {"single", "multiple", "next_message", "order", "match", "case", "true_false"}
    assert max(kinds.values()) <= 0.45 * kinds.total()
    share = {level: number / levels.total() for level, number in levels.items()}
    assert 0.25 <= share["remember"] <= 0.35
    assert 0.45 <= share["apply"] <= 0.55
    assert 0.15 <= share["judge"] <= 0.25
