"""A lesson submitted for translation through the admin keeps its key, its structure and its block ids."""

import pytest
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from courses.outline.models import LessonPage
from tests.builders import a_course, lessons_of


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
