import pytest
from django.urls import reverse
from wagtail.models import Locale

from cms.editors import grant
from courses.quizzes.bank import Question, Quiz
from tests.builders import a_course, a_question, a_quiz, lessons_of


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def admin(model, view, *args):
    return reverse(f"wagtailsnippets_courses_{model}:{view}", args=args)


def posted(**fields):
    """What the admin's form for a question sends."""
    option = {"value-text": "text", "value-explanation": "because"}
    data = {
        "kind": "single", "area": "role", "level": "apply", "stem": "What now?", "slug": "new-1", "bank": "chatvert", "lesson_key": "",
        "goals-count": "0", "options-count": "2", "action-publish": "publish",
    }  # fmt: skip
    for number in range(2):
        data |= {f"options-{number}-{name}": value for name, value in option.items()}
        data |= {
            f"options-{number}-type": "option",
            f"options-{number}-order": str(number),
            f"options-{number}-id": "",
            f"options-{number}-deleted": "",
        }
    return {**data, "options-0-value-is_right": "on", **fields}


def test_an_editor_lists_filters_and_searches_questions(cast, editor):
    a_question("role-01", area="role")
    a_question("safety-01", area="safety", critical=True)
    everything = editor.get(admin("question", "list")).content.decode()
    assert "role-01" in everything
    assert "safety-01" in everything
    for narrow in ("?area=safety", "?is_critical=True", "?q=safety"):
        page = editor.get(admin("question", "list") + narrow).content.decode()
        assert "safety-01" in page
        assert "role-01" not in page


def test_an_editor_writes_a_question_and_publishes_it(cast, editor):
    Locale.objects.get_or_create(language_code="nb")
    assert editor.get(admin("question", "add")).status_code == 200
    editor.post(admin("question", "add"), posted())
    question = Question.objects.get()
    assert question.live
    assert [one["is_right"] for one in question.parts()] == [True, False]
    assert question.latest_revision is not None


def test_what_cannot_be_asked_is_told_and_kept(cast, editor):
    answer = editor.post(admin("question", "add"), posted(**{"options-1-value-is_right": "on"}))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "What now?" in page
    assert not Question.objects.exists()


def test_a_draft_may_be_half_done(cast, editor):
    half = posted(**{"options-0-value-is_right": ""})
    del half["action-publish"], half["options-0-value-is_right"]
    editor.post(admin("question", "add"), half)
    draft = Question.objects.get()
    assert not draft.live


def test_a_quiz_that_asks_for_more_than_the_bank_holds_is_told(cast, editor):
    a_question("role-01")
    sent = {
        "title": "Q", "intro": "", "slug": "q", "bank": "chatvert", "minutes": "20", "pass_share": "0.80", "retry_hours": "24", "max_attempts": "3",
        "draw-count": "1", "draw-0-type": "row", "draw-0-order": "0", "draw-0-id": "", "draw-0-deleted": "", "draw-0-value-area": "role",
        "draw-0-value-count": "2", "action-publish": "publish",
    }  # fmt: skip
    assert editor.post(admin("quiz", "add"), sent).status_code == 200
    assert not Quiz.objects.exists()
    editor.post(admin("quiz", "add"), {**sent, "draw-0-value-count": "1"})
    assert Quiz.objects.get().live


@pytest.mark.parametrize(("mode", "shown"), [("face", False), ("after", True)])
def test_the_preview_shows_what_a_trainee_sees_before_and_after(cast, editor, mode, shown):
    question = a_question("role-01")
    preview = admin("question", "preview_on_edit", question.pk)
    sent = posted(stem="Previewed?", slug="role-01")
    assert editor.post(preview, sent).json()["is_valid"]
    page = editor.get(f"{preview}?mode={mode}").content.decode()
    assert "Previewed?" in page
    assert ("because" in page) == shown


def test_a_quiz_can_be_previewed(cast, editor):
    quiz = a_quiz()
    assert "Quiz nb" in quiz.make_preview_request().content.decode()


def test_history_and_edit_pages_open(cast, editor):
    question, quiz = a_question("other-1"), a_quiz()
    for model, row in (("question", question), ("quiz", quiz)):
        for view in ("edit", "history", "usage", "delete"):
            assert editor.get(admin(model, view, row.pk)).status_code == 200


@pytest.mark.parametrize("who", ["tuva", "pia", "siv", "stein"])
def test_nobody_but_editors_sees_the_bank(cast, sign_in, who):
    question = a_question("role-01")
    client = sign_in(getattr(cast, who))
    for address in (admin("question", "list"), admin("question", "edit", question.pk), admin("quiz", "list")):
        answer = client.get(address)
        assert answer.status_code in (302, 403)
        assert b"CANARY" not in answer.content


def test_a_short_name_that_is_left_empty_makes_itself(cast, editor):
    for _time in range(2):
        editor.post(admin("question", "add"), posted(slug="", stem="Når Øyvind æder, hva da?"))
    assert sorted(Question.objects.values_list("slug", flat=True)) == ["nar-oyvind-aeder-hva-da", "nar-oyvind-aeder-hva-da-2"]
    page = editor.post(admin("question", "add"), posted(slug="", stem="…?"))
    assert (page.status_code, Question.objects.count()) == (200, 2)  # no letter in it: asked for


def test_a_question_with_a_lesson_to_read_can_be_changed(cast, editor):
    lesson = lessons_of(a_course(lessons=(1,)))[0]
    editor.post(admin("question", "add"), posted(lesson_key=str(lesson.key)))
    question = Question.objects.get()
    editor.post(admin("question", "edit", question.pk), posted(lesson_key=str(lesson.key), stem="What then?"))
    question.refresh_from_db()
    assert (question.lesson_key, question.stem) == (lesson.key, "What then?")
