import uuid

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.quizzes.bank import Question, Quiz
from courses.quizzes.freezing import families, freeze_questions, freeze_quiz, pool
from courses.quizzes.kinds import KINDS
from tests.builders import a_question, a_quiz


def options(*rights, why="because"):
    return [
        {"type": "option", "id": str(uuid.uuid4()), "value": {"text": f"o{n}", "is_right": r, "explanation": why}}
        for n, r in enumerate(rights)
    ]


def unsaved(**fields):
    kept = {"slug": "new-1", "area": "role", "stem": "What?", "options": options(True, False, False), **fields}
    return Question(locale=Locale.objects.get_or_create(language_code="nb")[0], **kept)


def complaints(question):
    with pytest.raises(ValidationError) as wrong:
        question.full_clean()
    return wrong.value.message_dict


@pytest.mark.parametrize(
    ("kind", "rights", "good"),
    [
        ("single", (True, False), True), ("single", (False, False), False), ("single", (True, True), False),
        ("next_message", (False, True, False), True), ("next_message", (True, True, False), False),
        ("multiple", (True, True, False), True), ("multiple", (True,) * 6, True), ("multiple", (False, False), False),
    ],
)  # fmt: skip
def test_the_key_must_fit_the_kind(db, kind, rights, good):
    question = unsaved(kind=kind, options=options(*rights))
    if good:
        question.full_clean()
    else:
        assert "options" in complaints(question)


def test_every_option_needs_its_own_explanation(db):
    assert "options" in complaints(unsaved(options=options(True, False, why=" ")))


@pytest.mark.parametrize("many", [1, 7])
def test_a_question_has_two_to_six_options(db, many):
    assert "options" in complaints(unsaved(kind="multiple", options=options(*[True] * many)))


def test_a_half_done_draft_may_be_kept(db):
    draft = unsaved(options=options(False, False))
    draft.lenient = True
    draft.full_clean()


def test_two_questions_of_a_bank_do_not_share_a_name_but_languages_do(db):
    a_question("role-01")
    assert "slug" in complaints(unsaved(slug="role-01"))
    unsaved(slug="role-01", bank="other").full_clean()


def test_a_translation_has_the_same_options_with_the_same_right_ones(db):
    source = a_question("role-01", languages=("nb",))
    danish = Question(
        translation_key=source.translation_key, locale=Locale.objects.get_or_create(language_code="da")[0], slug="role-01", area="role",
        stem="Hvad?", options=[{**one, "value": {**one["value"], "text": "dansk"}} for one in source.options.raw_data],
    )  # fmt: skip
    danish.full_clean()
    danish.options[0].value["is_right"], danish.options[1].value["is_right"] = True, False
    assert "options" in complaints(danish)
    danish.options = list(danish.options.raw_data)[:2]
    assert "options" in complaints(danish)


@pytest.mark.parametrize(("hours", "good"), [("24, 72", True), ("", True), ("24;72", True), ("soon", False), ("1.5", False)])
def test_the_pauses_of_a_quiz_are_whole_hours(db, hours, good):
    quiz = a_quiz(questions=False)
    quiz.retry_hours = hours
    if good:
        quiz.full_clean()
    else:
        assert "retry_hours" in complaints(quiz)


@pytest.mark.parametrize("share", ["-0.1", "1.01"])
def test_the_pass_mark_is_a_share(db, share):
    quiz = a_quiz(questions=False)
    quiz.pass_share = share
    assert "pass_share" in complaints(quiz)


def test_the_pool_holds_each_published_question_once(db):
    a_question("role-01")
    a_question("role-02", critical=True)
    a_question("elsewhere", bank="other")
    Question.objects.filter(slug="role-02").update(live=False)
    assert [(one.area, one.critical) for one in pool("chatvert")] == [("role", False)]


def test_freezing_keeps_the_face_apart_from_the_key(db):
    question = a_question("role-01", right="b")
    key = str(question.translation_key)
    [version] = freeze_questions(families([key]), [key])
    assert "CANARY" not in str(version.content)
    assert [one[-1] for one in version.answers["right"]] == ["b"]
    assert version.reasons("da")[version.answers["right"][0]] == "CANARY-WHY b da"
    assert freeze_questions(families([key]), [key]) == [version]


def test_a_changed_key_is_a_new_version(db):
    question = a_question("role-01")
    key = str(question.translation_key)
    freeze_questions(families([key]), [key])
    question.options[2].value["explanation"] = "better"
    question.save()
    [newest] = freeze_questions(families([key]), [key])
    assert newest.number == 2


def test_a_quiz_is_frozen_with_the_rules_of_its_source_language(db):
    quiz = a_quiz(questions=False)
    Quiz.objects.filter(locale__language_code="da").update(pass_share="0.10")
    version = freeze_quiz(quiz.translation_key)
    assert version.blueprint.pass_share == "0.8"
    assert version.text("da")["title"] == "Quiz da"


def test_every_kind_is_complete():
    for name, kind in KINDS.items():
        assert kind.name == name
        assert kind.label
        assert kind.ask
        assert isinstance(kind.many, bool)


def test_a_copy_for_translation_keeps_the_ids_of_the_options(db):
    source = a_question("role-01", languages=("nb",))
    danish = source.copy_for_translation(Locale.objects.get_or_create(language_code="da")[0])
    danish.save()
    assert [one["id"] for one in danish.parts()] == [one["id"] for one in source.parts()]
    danish.full_clean(exclude=["options"])


def test_translating_in_the_admin_keeps_the_ids_of_the_options_and_the_key(db):
    source = a_question("role-01", languages=("nb",), right="b")
    danish = Locale.objects.get_or_create(language_code="da")[0]
    kept, _new = TranslationSource.update_or_create_from_instance(source)
    translation = Translation.objects.create(source=kept, target_locale=danish)
    for place in kept.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(translation_of=place.string, locale=danish, context=place.context, data=f"da: {place.string.data}")
    translation.save_target(publish=True)
    row = Question.objects.get(locale=danish)
    assert [(one["id"], one["is_right"]) for one in row.parts()] == [(one["id"], one["is_right"]) for one in source.parts()]
    assert row.stem.startswith("da: ")
    assert (row.kind, row.area, row.slug) == (source.kind, source.area, source.slug)
