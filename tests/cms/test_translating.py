"""A lesson submitted for translation through the admin keeps its key, its structure and its block ids."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from cms.approval.actions import approve, ask_for_approval
from cms.approval.models import ApprovalState
from cms.editors import grant
from cms.training.families import edit_url
from courses.outline.models import LessonPage
from courses.quizzes.bank import Question
from tests.builders import a_course, a_question, lessons_of, parts_of


@pytest.fixture
def translated(db):
    course = a_course(languages=("nb",))
    danish = Locale.objects.get(language_code="da")
    course.copy_for_translation(danish, copy_parents=True)
    course.get_children().first().specific.copy_for_translation(danish)
    lesson = lessons_of(course)[0]
    source, _new = TranslationSource.get_or_create_from_instance(lesson)
    translation = Translation.objects.create(source=source, target_locale=danish)
    for segment in source.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(
            translation_of=segment.string, locale=danish, context=segment.context, data=f"da: {segment.string.data}"
        )
    translation.save_target(publish=True)
    LessonPage.objects.get(translation_key=lesson.key, locale=danish).get_latest_revision().publish()  # what comes after the commit
    return lesson, LessonPage.objects.get(translation_key=lesson.key, locale=danish)


def test_words_are_translated_and_the_rest_is_the_same(translated):
    lesson, danish = translated
    assert danish.title == "da: l1 nb"
    assert (danish.slug, danish.minutes, danish.open_to_all) == (lesson.slug, lesson.minutes, lesson.open_to_all)
    assert [(child.block_type, child.id) for child in danish.body] == [(child.block_type, child.id) for child in lesson.body]
    check = danish.body[1].value
    assert check["question"] == "da: Hva svarer du?"
    assert [(o["text"], o["right"], o["why"]) for o in check["options"]] == [("da: Ja", True, "da: Fint."), ("da: Nei", False, "da: Tja.")]
    assert danish.body[0].value.startswith("da: ## Hei")


def test_markdown_survives_translation(translated):
    _lesson, danish = translated
    assert "**ord**" in danish.body[0].value


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def test_a_translation_of_safety_content_waits_for_a_professional_too(translated, editor, cast, django_capture_on_commit_callbacks):
    lesson, danish = translated
    LessonPage.objects.filter(translation_key=lesson.key).update(safety=True)
    StringTranslation.objects.filter(data="da: l1 nb").update(data="da: nyt")
    address = reverse("wagtailadmin_pages:edit", args=[danish.pk])
    assert '"canPublish": true' in editor.get(address).content.decode().replace("&quot;", '"')

    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(address, {"action": "publish"}).status_code == 302

    asked = ApprovalState.objects.get()
    assert (LessonPage.objects.get(pk=danish.pk).title, asked.thing.title) == ("da: l1 nb", "da: nyt")
    approve(asked, by=cast.siv)
    assert LessonPage.objects.get(pk=danish.pk).title == "da: nyt"


def test_other_translations_are_published_as_ever(translated, editor, django_capture_on_commit_callbacks):
    _lesson, danish = translated
    StringTranslation.objects.filter(data="da: l1 nb").update(data="da: nyt")
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(reverse("wagtailadmin_pages:edit", args=[danish.pk]), {"action": "publish"})
    assert LessonPage.objects.get(pk=danish.pk).title == "da: nyt"


def test_what_was_only_submitted_for_translation_is_shown_to_nobody(editor):
    lesson = lessons_of(a_course(languages=("nb",)))[0]
    module = lesson.get_parent()
    danish = Locale.objects.get(language_code="da")
    module.get_parent().copy_for_translation(danish, copy_parents=True)
    asked = {"locales": [danish.pk], "include_subtree": "on"}
    assert editor.post(reverse("wagtail_localize:submit_page_translation", args=[module.pk]), asked).status_code == 302
    assert not LessonPage.objects.get(translation_key=lesson.key, locale=danish).live


def test_a_newer_draft_takes_the_place_of_the_one_that_waits(cast):
    page = lessons_of(a_course())[0]
    LessonPage.objects.filter(pk=page.pk).update(safety=True)
    for title in ("en", "to"):
        page.title = title
        page.save_revision(user=cast.ed)
        ask_for_approval(LessonPage.objects.get(pk=page.pk), by=cast.ed)
    assert [one.thing.title for one in ApprovalState.objects.waiting()] == ["to"]


def say_in_danish(danish):
    """Every segment of everything that was submitted."""
    for translation in Translation.objects.all():
        for segment in translation.source.stringsegment_set.select_related("string", "context"):
            StringTranslation.objects.create(
                translation_of=segment.string, locale=danish, context=segment.context, data=f"da: {segment.string.data}"
            )


@pytest.mark.parametrize("kind", ["single", "true_false"])
def test_a_translation_of_a_question_that_waits_waits_too(editor, cast, kind, django_capture_on_commit_callbacks):
    """Written, sent to a professional, and translated before anybody has read it."""
    danish = Locale.objects.get_or_create(language_code="da")[0]
    question = a_question("q-1", languages=("nb",), critical=True)
    Question.objects.update(live=False, kind=kind, options=json.dumps(parts_of(kind, question.translation_key, "nb")))
    question.refresh_from_db()
    question.save_revision(user=cast.ed)
    ask_for_approval(question, by=cast.ed)
    submit = reverse("wagtail_localize:submit_snippet_translation", args=["courses", "question", question.pk])
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(submit, {"locales": [danish.pk]})
    there = Question.objects.get(translation_key=question.translation_key, locale=danish)
    say_in_danish(danish)
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(edit_url(Question, there.pk), {"action": "publish"}).status_code == 302
    assert (
        reverse(Question.snippet_viewset.get_url_name("workflow_history"), args=[there.pk])
        in editor.get(edit_url(Question, there.pk)).content.decode()
    )
    there.refresh_from_db()
    assert not there.live
    assert {one.thing.locale.language_code for one in ApprovalState.objects.waiting()} == {"nb", "da"}


def test_a_translation_that_is_published_again_has_the_corrected_key(editor, cast, django_capture_on_commit_callbacks):
    danish = Locale.objects.get_or_create(language_code="da")[0]
    question = a_question("q-1", languages=("nb",), right="b")
    submit = reverse("wagtail_localize:submit_snippet_translation", args=["courses", "question", question.pk])
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(submit, {"locales": [danish.pk]})
    there = Question.objects.get(translation_key=question.translation_key, locale=danish)
    say_in_danish(danish)
    for right in "ba":
        question.refresh_from_db()
        for one in question.options.raw_data:
            one["value"]["is_right"] = one["id"].endswith(right)
        question.save_revision(user=cast.ed).publish()
        with django_capture_on_commit_callbacks(execute=True):
            editor.post(edit_url(Question, there.pk), {"action": "publish"})
        there.refresh_from_db()
        assert there.how.outline(there.parts()) == question.how.outline(question.parts())
    assert there.parts()[0]["text"] == "da: q-1 a nb"


def test_new_words_of_the_original_are_there_to_be_translated_when_it_is_published(translated, editor, cast):
    lesson, danish = translated
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.summary = "Noe nytt"
    lesson.save_revision(user=cast.ed)
    address = reverse("wagtailadmin_pages:edit", args=[danish.pk])
    assert "Noe nytt" not in editor.get(address).content.decode()
    lesson.get_latest_revision().publish()
    assert "Noe nytt" in editor.get(address).content.decode()
