"""Each kind from the editor's form to the result page."""

import html
import json
import re
import uuid
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale

from cms.editors import grant
from cms.training.health import health_of
from courses.exchange import load
from courses.quizzes.actions import save_answer, start_attempt, submit_attempt
from courses.quizzes.bank import Question
from courses.quizzes.kinds import KINDS, Unreadable
from courses.quizzes.models import QuestionVersion, QuizAttempt
from lms.kernel.errors import DomainError
from tests.builders import a_quiz_of, parts_of

LETTERS = "abc"


def url(name, language="en", **kwargs):
    with translation.override(language):
        return reverse(name, kwargs=kwargs)


def ids(kind):
    """The ids of a built question's parts by their letters."""
    return {one["id"][-1]: one["id"] for one in parts_of(kind, uuid.uuid5(uuid.NAMESPACE_URL, f"chatvert/{kind}"), "nb")}


def right_and_wrong(kind):
    """What a learner sends: a right answer and a wrong one."""
    of = ids(kind)
    return {
        "single": ([of.get("b")], [of.get("a")]),
        "next_message": ([of.get("b")], [of.get("a")]),
        "spot_line": ([of.get("b")], [of.get("c")]),
        "multiple": ([of.get("a"), of.get("b")], [of.get("a")]),
        "true_false": (["false"], ["true"]),
        "case": (["alert"], ["keep"]),
        "order": ([of.get("c"), of.get("a"), of.get("b")], [of.get("a"), of.get("b"), of.get("c")]),
        "match": ([f"{of.get('a')}=c", f"{of.get('b')}=b"], [f"{of.get('a')}=a", f"{of.get('b')}=b"]),
        "short_text": (["canary-key  DA!"], ["something else"]),
        "rate_replies": ([f"{of.get('a')}=5", f"{of.get('b')}=2"], [f"{of.get('a')}=1", f"{of.get('b')}=5"]),
    }[kind]


@pytest.fixture(params=list(KINDS))
def kind(request):
    return request.param


@pytest.fixture
def attempt(cast, kind):
    return start_attempt(a_quiz_of(kind), by=cast.tuva)


def page_of(client, attempt, language="en"):
    return client.get(url("quiz_question", language, attempt=attempt.pk, position=1)).content.decode()


def test_a_right_answer_is_right_and_a_wrong_one_is_not(cast, attempt, kind):
    right, wrong = right_and_wrong(kind)
    how, asked, key = KINDS[kind], attempt.questions.get().version.asked, attempt.questions.get().version.answers["right"]
    assert how.points(how.read(right, asked), key) == 100
    assert how.points(how.read(wrong, asked), key) == 0
    assert how.points([], key) == 0
    save_answer(attempt, position=1, chosen=right, by=cast.tuva)
    assert submit_attempt(attempt, by=cast.tuva).state == "passed"
    assert attempt.questions.get().points == 100


def test_the_page_holds_neither_key_nor_reasons_in_any_language(attempt, kind, sign_in, cast):
    client, version = sign_in(cast.tuva), QuestionVersion.objects.get()
    assert "CANARY-WHY" in json.dumps(version.answers)  # there is something to leak
    for language in ("nb", "da", "en"):
        for _answered in range(2):
            page = page_of(client, attempt, language)
            assert f"Stem {kind} {language}" in page
            assert "CANARY" not in page
            assert "is_right" not in page
            save_answer(attempt, position=1, chosen=right_and_wrong(kind)[1], by=cast.tuva)


def test_what_stands_open_in_a_version_does_not_tell_the_key(attempt, kind):
    """An order is kept by id, and the right sides of pairs have letters by the alphabet."""
    version = attempt.questions.get().version
    assert "CANARY" not in json.dumps(version.content)
    if kind == "order":
        assert version.option_ids == sorted(version.option_ids)
        assert attempt.questions.get().option_order != version.answers["right"]
    if kind == "match":
        assert [one["text"][0] for one in version.asked["matches"]] == ["x", "y", "z"]


def test_an_answer_sent_by_the_page_without_scripts_is_kept_and_shown_again(attempt, kind, sign_in, cast):
    client, (sent, _wrong) = sign_in(cast.tuva), right_and_wrong(kind)  # the right order is never the one that is offered
    name = "chosen-x" if kind == "rate_replies" else "chosen"
    client.post(url("quiz_question", attempt=attempt.pk, position=1), {name: sent, "go": "next"})
    kept = attempt.questions.get()
    sent = KINDS[kind].read(sent, kept.version.asked)  # as it is kept: without spaces at the ends, say
    assert sorted(kept.chosen) == sorted(sent)
    page = page_of(client, attempt)
    drawn = re.findall(r'value="([^"]+)"(?: checked| selected)', page) or re.findall(r'name="chosen" value="([^"]+)"', page)
    assert sorted(drawn) == sorted(sent)


@pytest.mark.parametrize("sent", ["text", [1], ["nonsense"], ["a=b=c"], None, [["a"]], {"a": 1}, ["x" * 81], ["a", "b", "c", "d"]])
def test_nonsense_is_refused(attempt, kind, sent):
    if kind == "short_text" and sent in (["nonsense"], ["a=b=c"]):
        pytest.skip("words are words")
    with pytest.raises(Unreadable):
        KINDS[kind].read(sent, attempt.questions.get().version.asked)


def test_the_result_explains_every_part_in_the_language_of_the_page(attempt, kind, sign_in, cast):
    save_answer(attempt, position=1, chosen=right_and_wrong(kind)[1], by=cast.tuva)
    submit_attempt(attempt, by=cast.tuva)
    why = QuestionVersion.objects.get().reasons("da")
    page = sign_in(cast.tuva).get(url("quiz_result", "da", attempt=attempt.pk)).content.decode()
    assert len(why) >= 2
    for reason in why.values():
        assert reason in page
    assert "CANARY-WHY a nb" not in page


def test_an_unanswered_question_has_a_result_too(attempt, kind, sign_in, cast):
    submit_attempt(attempt, by=cast.tuva)
    page = sign_in(cast.tuva).get(url("quiz_result", attempt=attempt.pk)).content.decode()
    assert page.count("CANARY-WHY") == len(QuestionVersion.objects.get().reasons("en"))


def test_the_pages_cost_the_same_whatever_the_kind(attempt, kind, sign_in, cast, django_assert_num_queries):
    client = sign_in(cast.tuva)
    page_of(client, attempt)
    with django_assert_num_queries(2):
        page_of(client, attempt)


# moving steps --------------------------------------------------------------------------------------


def test_a_step_moves_with_its_button_and_one_stays_on_the_page(cast, sign_in):
    attempt = start_attempt(a_quiz_of("order"), by=cast.tuva)
    order, there = attempt.questions.get().option_order, url("quiz_question", attempt=attempt.pk, position=1)
    answer = sign_in(cast.tuva).post(there, {"chosen": order, "go": "down-1"})
    assert answer.url == f"{there}#q"
    assert attempt.questions.get().chosen == [order[1], order[0], order[2]]


def test_an_order_left_as_it_was_is_no_answer(cast, sign_in):
    attempt = start_attempt(a_quiz_of("order"), by=cast.tuva)
    order, there = attempt.questions.get().option_order, url("quiz_question", attempt=attempt.pk, position=1)
    client = sign_in(cast.tuva)
    client.post(there, {"chosen": order, "go": "next"})
    assert not attempt.questions.get().is_answered
    client.post(there, {"chosen": order, "go": "down-1"})
    client.post(there, {"chosen": order, "go": "next"})  # and back again: now it is one
    assert attempt.questions.get().chosen == order


@pytest.mark.parametrize("go", ["up-0", "up-1", "down-3", "down-99", "up-", "up-x", "down--1"])
def test_a_move_over_the_edge_changes_nothing(cast, sign_in, go):
    attempt = start_attempt(a_quiz_of("order"), by=cast.tuva)
    order = attempt.questions.get().option_order
    answer = sign_in(cast.tuva).post(url("quiz_question", attempt=attempt.pk, position=1), {"chosen": order, "go": go})
    assert answer.status_code == 302
    assert attempt.questions.get().chosen in ([], order)


# what editors write --------------------------------------------------------------------------------


def test_every_kind_is_complete(kind):
    how = KINDS[kind]
    assert how.name == kind
    for words in (how.label, how.description, how.ask, how.counted):
        assert str(words)


def sent_by_the_form(kind, **fields):
    parts = parts_of(kind, uuid.uuid4(), "nb")
    data = {
        "kind": kind, "area": "role", "level": "apply", "stem": "What now?", "slug": "new-1", "bank": "chatvert", "lesson_key": "",
        "goals-count": "0", "options-count": str(len(parts)), "action-publish": "publish",
    }  # fmt: skip
    for number, part in enumerate(parts):
        data |= {
            f"options-{number}-{name}": value for name, value in (("type", part["type"]), ("order", number), ("id", ""), ("deleted", ""))
        }
        for name, value in part["value"].items():
            if value is not False and value is not None:
                data[f"options-{number}-value-{name}"] = "on" if value is True else value
    return {**data, **fields}


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    Locale.objects.get_or_create(language_code="nb")
    return sign_in(cast.ed)


def admin(view, *args):
    return reverse(f"wagtailsnippets_courses_question:{view}", args=args)


def test_an_editor_chooses_a_kind_and_gets_only_its_fields(editor, kind):
    assert f"?kind={kind}" in editor.get(admin("add")).content.decode()
    page = html.unescape(editor.get(admin("add"), {"kind": kind}).content.decode())
    shown = {how.part for how in KINDS.values() if f'"wagtail.blocks.StructBlock", "_args": ["{how.part}"' in page}
    assert shown == {KINDS[kind].part}


def test_an_editor_writes_a_question_of_each_kind_and_opens_it_again(editor, kind):
    answer = editor.post(admin("add"), sent_by_the_form(kind))
    assert answer.status_code == 302, answer.content.decode()[:3000]
    question = Question.objects.get()
    assert (question.kind, question.live) == (kind, True)
    assert KINDS[kind].complaint(question.parts()) is None
    assert editor.get(admin("edit", question.pk)).status_code == 200


def test_the_form_sends_the_kind_that_was_chosen(editor, kind):
    """A browser sends no field that is shut."""
    page = editor.get(admin("add"), {"kind": kind}).content.decode()
    fields = re.findall(r'<(?:input|select)[^>]* name="kind"[^>]*>', page)
    assert [re.findall(r'value="([^"]*)"', one) for one in fields if " disabled" not in one] == [[kind]]


def test_the_kind_of_a_question_stays(editor):
    editor.post(admin("add"), sent_by_the_form("order"))
    question = Question.objects.get()
    editor.post(admin("edit", question.pk), sent_by_the_form("single"))
    question.refresh_from_db()
    assert question.kind == "order"


@pytest.mark.parametrize("mode", ["face", "after"])
def test_the_preview_shows_each_kind_as_the_trainee_sees_it(editor, kind, mode):
    preview = admin("preview_on_add")
    assert editor.post(preview, sent_by_the_form(kind)).json()["is_valid"]
    page = editor.get(f"{preview}?mode={mode}").content.decode()
    assert "What now?" in page
    assert ("CANARY-WHY" in page) == (mode == "after")


def test_a_half_done_question_can_be_previewed(editor, kind):
    preview = admin("preview_on_add")
    editor.post(preview, sent_by_the_form(kind, **{"options-count": "0"}))
    assert "Svarene kommer her." in editor.get(f"{preview}?mode=face").content.decode()


def broken(kind, change):
    key = uuid.uuid4()
    parts = parts_of(kind, key, "nb")
    change(parts)
    locale = Locale.objects.get_or_create(language_code="nb")[0]
    return Question(translation_key=key, locale=locale, slug="q", kind=kind, area="role", stem="What?", options=parts)


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("order", lambda parts: parts.pop()),
        ("order", lambda parts: parts[0]["value"].update(text=parts[1]["value"]["text"])),
        ("match", lambda parts: parts[0]["value"].update(left="")),
        ("match", lambda parts: parts[0]["value"].update(right=parts[1]["value"]["right"])),
        ("short_text", lambda parts: parts[0]["value"].update(text=" ")),
        ("rate_replies", lambda parts: parts.pop()),
        ("rate_replies", lambda parts: parts[0]["value"].update(professionals="", youth="")),
        ("spot_line", lambda parts: parts[1]["value"].update(is_right=False)),
        ("true_false", lambda parts: parts[0]["value"].update(answer="perhaps")),
        ("case", lambda parts: parts.append(parts[0])),
        ("case", lambda parts: parts[0]["value"].update(why_tell=" ")),
        ("single", lambda parts: parts[0].update(type="step")),
    ],
)
def test_what_cannot_be_asked_is_refused(db, kind, change):
    broken(kind, lambda parts: None).full_clean()
    with pytest.raises(ValidationError) as wrong:
        broken(kind, change).full_clean()
    assert set(wrong.value.message_dict) == {"options"}


def test_nobody_is_stopped_by_a_panel_that_is_not_complete(db):
    question = broken("rate_replies", lambda parts: parts[0]["value"].update(youth="4, 4"))
    question.full_clean()
    question.is_critical = True
    with pytest.raises(ValidationError, match="panel"):
        question.full_clean()


def rated_by_too_few(**ratings):
    for row in Question.objects.all():
        for part in row.options:
            part.value.update(ratings)
        row.save()


@pytest.mark.parametrize("ratings", [{"youth": "4"}, {"professionals": "", "youth": ""}])
def test_what_waits_for_its_panel_is_never_drawn(cast, ratings):
    quiz = a_quiz_of("rate_replies")
    assert start_attempt(quiz, by=cast.pia).total == 1
    rated_by_too_few(**ratings)
    with pytest.raises(DomainError, match="not_ready"):
        start_attempt(quiz, by=cast.tuva)


def test_it_is_shown_to_try_and_nothing_is_kept(cast, sign_in):
    a_quiz_of("rate_replies")
    tuva, there = sign_in(cast.tuva), url("quiz_tryout", key=Question.objects.first().translation_key)
    assert tuva.get(there).status_code == 404
    rated_by_too_few(professionals="", youth="")
    first = tuva.get(there).content.decode()
    assert "reply a en" in first
    assert "CANARY-WHY" not in first
    options = [part.id for part in Question.objects.first().options]
    half = tuva.post(there, {f"chosen-{options[0]}": f"{options[0]}=4"})
    assert (half.status_code, "CANARY-WHY" in half.content.decode()) == (422, False)
    assert tuva.post(there, {"chosen-x": "x=9"}).status_code == 422
    whole = tuva.post(there, {f"chosen-{one}": f"{one}=4" for one in options}).content.decode()
    assert "CANARY-WHY a en" in whole
    assert "The panel:" not in whole
    assert not QuizAttempt.objects.exists()
    assert sign_in(cast.stein).get(there).status_code == 403


def test_editors_are_told_that_the_panel_is_missing(cast, editor):
    a_quiz_of("rate_replies")
    question = Question.objects.get(locale__language_code="nb")
    assert not [said for said in health_of([question], Question)[question.translation_key] if "panel" in said]
    rated_by_too_few(professionals="", youth="")
    assert [said for said in health_of([question], Question)[question.translation_key] if "panel" in said]
    assert Question.objects.first().slug in editor.get(url("question_health")).content.decode()


def test_a_translation_that_differs_in_more_than_words_is_refused_and_not_shown(cast, kind):
    quiz = a_quiz_of(kind)
    danish = Question.objects.get(locale__language_code="da")
    danish.full_clean(exclude=["options"])
    parts = list(danish.options.raw_data)
    if kind in ("true_false", "case"):
        parts[0]["value"]["answer"] = {"true_false": "true", "case": "keep"}[kind]
    elif kind == "order":
        parts.reverse()
    else:
        parts[0]["id"] = str(uuid.uuid4())
    danish.options = parts
    with pytest.raises(ValidationError):
        danish.full_clean(exclude=["options"])
    danish.save()
    assert set(start_attempt(quiz, by=cast.tuva).questions.get().version.content) == {"nb", "en"}


# packages ------------------------------------------------------------------------------------------

DOCS = Path(__file__).parents[3] / "docs" / "editors.md"
PACKAGE = "format: 1\nkey: small\ntitle: {nb: S, da: S, en: S}\nsource_language: nb\nlanguages: [nb, da, en]\nlicence: x\nversion: 1\n"


@pytest.fixture
def package(tmp_path):
    """A package with the questions of the editors' handbook; `package(old, new)` changes them first."""

    def written(old="", new=""):
        text = DOCS.read_text().split("```yaml\n")[1].split("```")[0]
        assert old in text
        (tmp_path / "questions").mkdir(exist_ok=True)
        (tmp_path / "package.yaml").write_text(PACKAGE)
        text = text.replace(old, new, 1) if old else text
        (tmp_path / "questions" / "small.yaml").write_text(re.sub(r"\{en: ([^}]*)\}", r"{nb: \1, da: \1, en: \1}", text))
        return tmp_path

    return written


def test_the_handbooks_questions_are_loaded_and_can_be_asked(db, package):
    report = load(package())
    assert str(report.errors) == "[]"
    assert {row.kind for row in Question.objects.all()} == set(KINDS) - {"single", "multiple", "next_message"}
    for row in Question.objects.all():
        row.full_clean()
    assert load(package()).changed == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("answer: false", "answer: perhaps", 1, "'answer' is one of true, false"),
        ("why_true: {en: Age is a piece of who you are.}, ", "", 1, "'why_true' is missing"),
        ("    - {key: alert,", "    - {key: stay,", 3, "the same key"),
        ("right: {en: reflection}", "right: {en: open question}", 12, "the same side"),
        ("tolerance: 0", "tolerance: some", 22, "'tolerance' is a number"),
        ("youth: [2, 1, 2]", "youth: [2, 1, 6]", 29, "'youth' is a list of whole numbers from 1 to 5"),
        ("who: host", "who: me", 38, "'who' is one of they, host"),
        ("answer: alert", "answer: call", 40, "'answer' is one of keep, tell, alert"),
        ("steps:", "options:", 3, "'options' is not known here"),
    ],
)
def test_what_is_wrong_in_a_package_is_said_with_file_line_and_reason(db, package, old, new, line, reason):
    report = load(package(old, new))
    found = [(one.file, one.line, one.reason) for one in report.errors]
    assert any(file == "questions/small.yaml" and reason in why for file, _line, why in found), found
    assert not Question.objects.exists()
    assert any(abs(at - line) <= 5 for _file, at, why in found if reason in why), found
