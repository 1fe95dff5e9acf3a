import copy
import json
import shutil
from pathlib import Path

import pytest

from courses.exchange import load
from courses.exchange.keys import key_of
from courses.quizzes.actions import start_attempt
from courses.quizzes.bank import Question, Quiz
from tests.courses.exchange.small import write_package

SHIPPED = Path(__file__).parents[3] / "courses" / "packages" / "chatvert"
LM = {"nb": "norsk", "da": "dansk", "en": "english"}
QUESTION = {
    "key": "q-1", "kind": "single", "area": "role", "level": "apply", "critical": False, "goals": [], "stem": LM,
    "options": [{"key": "a", "right": True, "text": LM, "why": LM}, {"key": "b", "right": False, "text": LM, "why": LM}],
}  # fmt: skip
QUIZ = {
    "key": "quiz-1", "title": LM, "intro": LM, "pass_share": 0.8, "minutes": 20, "draw": [{"area": "role", "critical": False, "count": 1}],
    "retry_hours": [24, 72], "max_attempts": 3,
}  # fmt: skip


@pytest.fixture
def package(tmp_path):
    """Writes a small package; `package(questions=[…], quiz={…})` gives its folder."""

    def written(*, questions=None, quiz=None):
        facts = {
            "format": 1,
            "key": "small",
            "title": LM,
            "source_language": "nb",
            "languages": ["nb", "da", "en"],
            "licence": "x",
            "version": 1,
        }
        for name, content in (
            ("package", facts),
            ("questions/small", questions if questions is not None else [QUESTION]),
            ("quizzes/small", quiz or QUIZ),
        ):
            file = tmp_path / f"{name}.yaml"
            file.parent.mkdir(exist_ok=True)
            file.write_text(json.dumps(content, indent=1, ensure_ascii=False))
        return tmp_path

    return written


def changed(base, **fields):
    return {**copy.deepcopy(base), **fields}


def test_a_quiz_of_one_module_asks_only_about_its_lessons(cast, tmp_path):
    def without_english(found):
        if isinstance(found, dict):
            return {name: without_english(value) for name, value in found.items() if name != "en"}
        return [without_english(one) for one in found] if isinstance(found, list) else found

    def load_with(modules):
        row = {"area": "role", "critical": False, "count": 1, "modules": modules}
        asked = [changed(QUESTION, key="inside", lesson="en"), changed(QUESTION, key="outside")]
        for name, content in (("questions", asked), ("quizzes", changed(QUIZ, draw=[row]))):
            (root / name).mkdir(exist_ok=True)
            (root / name / "small.yaml").write_text(json.dumps(without_english(content)))
        return load(root)

    root = write_package(tmp_path)
    assert str(load_with(["start"]).errors) == "[]"
    for _try in range(3):
        attempt = start_attempt(Quiz.objects.get(slug="quiz-1", locale__language_code="nb"), by=cast.tuva)
        assert {question.version.lesson_key for question in attempt.questions.all()} == {key_of("lite", "lesson", "en")}
        attempt.delete()
    assert "there is no module 'nowhere'" in str(load_with(["nowhere"]).errors)


def test_loading_twice_changes_nothing(db, package):
    load(package())
    before = (list(Question.objects.values()), list(Quiz.objects.values()))
    report = load(package())
    assert (report.made, report.changed, report.same) == ({}, {}, {"question": 3, "quiz": 3})
    assert before == (list(Question.objects.values()), list(Quiz.objects.values()))


def test_what_editors_wrote_since_stays_until_the_package_says_something_new(db, package):
    load(package())
    mine = Question.objects.get(locale__language_code="nb")
    mine.stem = "Edited"
    mine.save_revision().publish()
    load(package())
    assert Question.objects.get(pk=mine.pk).stem == "Edited"
    report = load(package(questions=[changed(QUESTION, stem={**LM, "nb": "nytt"})]))
    assert (Question.objects.get(pk=mine.pk).stem, report.changed["question"]) == ("nytt", 1)


def test_the_ids_of_options_are_the_same_in_every_language(db, package):
    load(package())
    assert len({tuple(one["id"] for one in row.parts()) for row in Question.objects.all()}) == 1


BAD = [
    ({"questions": [changed(QUESTION, kind="riddle")]}, "questions/small.yaml", "'kind' is one of single, multiple, next_message, true_false"),
    ({"questions": [changed(QUESTION, area="space")]}, "questions/small.yaml", "'area' is one of"),
    ({"questions": [changed(QUESTION, options=QUESTION["options"][:1])]}, "questions/small.yaml", "2 to 6 options"),
    ({"questions": [changed(QUESTION, options=[*QUESTION["options"], QUESTION["options"][0]])]}, "questions/small.yaml", "the same key"),
    ({"questions": [changed(QUESTION, options=[changed(one, right=False) for one in QUESTION["options"]])]}, "questions/small.yaml", "exactly one"),
    ({"questions": [changed(QUESTION, options=[changed(one, why={"nb": "x"}) for one in QUESTION["options"]])]}, "questions/small.yaml", "'why' is missing in da"),
    ({"questions": [changed(QUESTION, stem={**LM, "nb": "x" * 601})]}, "questions/small.yaml", "longer than 600"),
    ({"questions": [QUESTION, QUESTION]}, "questions/small.yaml", "another question has the key 'q-1'"),
    ({"questions": {"key": "q"}}, "questions/small.yaml", "expected a list"),
    ({"questions": ["text"]}, "questions/small.yaml", "expected names with values"),
    ({"questions": []}, "quizzes/small.yaml", "1 are asked for, the package has 0"),
    ({"quiz": changed(QUIZ, draw=[{"area": "role", "critical": True, "count": 1}])}, "quizzes/small.yaml", "role (critical)"),
    ({"quiz": changed(QUIZ, draw=[{"area": "role", "critical": False, "count": 1, "modules": "all"}])}, "quizzes/small.yaml", "'modules'"),
    ({"quiz": changed(QUIZ, pass_share=8)}, "quizzes/small.yaml", "'pass_share' is a number"),
    ({"quiz": changed(QUIZ, retry_hours=["soon"])}, "quizzes/small.yaml", "'retry_hours' is a list"),
    ({"quiz": changed(QUIZ, minutes=0)}, "quizzes/small.yaml", "'minutes' must be"),
    ({"quiz": changed(QUIZ, colour="red")}, "quizzes/small.yaml", "'colour' is not known here"),
    ({"quiz": [1]}, "quizzes/small.yaml", "expected names with values"),
]  # fmt: skip


@pytest.mark.parametrize(("parts", "file", "reason"), BAD, ids=[reason for _p, _f, reason in BAD])
def test_what_is_wrong_is_said_with_file_and_line_and_nothing_is_written(db, package, parts, file, reason):
    report = load(package(**parts))
    assert any(problem.file == file and reason in problem.reason for problem in report.errors), report
    assert not Question.objects.exists()
    assert not Quiz.objects.exists()


def test_a_question_about_a_lesson_or_goal_the_course_does_not_have_is_refused(db, tmp_path):

    shutil.copytree(SHIPPED, tmp_path / "copy")
    file = tmp_path / "copy" / "questions" / "chatvert.yaml"
    file.write_text(file.read_text().replace("lesson: velkommen-1", "lesson: nowhere-9", 1).replace("[role-1]", "[nothing-1]", 1))
    reasons = [problem.reason for problem in load(tmp_path / "copy").errors]
    assert any("nowhere-9" in reason for reason in reasons)
    assert any("nothing-1" in reason for reason in reasons)
    assert not Question.objects.exists()
