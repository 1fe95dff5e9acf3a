"""Field by field: every text that a person reads is put before the translator, and nothing else is.

Each field and each block is filled with its own name; what the translator is given is held against the table. A new field that is in
neither column of its kind fails here, so nobody forgets to decide.
"""

import json
import uuid

import pytest
from django.db import models
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Locale
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import OverridableSegmentValue
from wagtail_localize.segments.extract import extract_segments

from certification.assessment.gold import GoldTranscript
from certification.assessment.models import Rubric
from certification.practice.models import Scenario
from certification.programmes.sources import Agreement, Programme
from cms.pages import HomePage, StandardPage
from courses.dialogues.models import Dialogue
from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.quizzes.bank import Question, Quiz
from tests.builders import a_dialogue

PAGE = {"title", "seo_title", "search_description"}
BODY = {
    "body.text", "body.markdown", "body.image.image.alt_text", "body.image.caption", "body.callout.title", "body.callout.text",
    "body.video.title", "body.video.transcript", "body.audio.title", "body.audio.transcript", "body.download.title", "body.download.text",
}  # fmt: skip
WORDS = {
    HomePage: PAGE | BODY | {"lead", "intro"},
    StandardPage: PAGE | BODY | {"intro", "to_verify"},
    CoursePage: PAGE | {"summary", "intro", "goals.goal.text"},
    ModulePage: PAGE | {"summary"},
    LessonPage: PAGE | BODY | {
        "summary", "body.chat.title", "body.chat.lines.who", "body.chat.lines.text", "body.chat.lines.aside", "body.check.question",
        "body.check.options.text", "body.check.options.why", "body.flip.title", "body.flip.cards.front", "body.flip.cards.back",
        "body.reflection.question", "body.content_note.title", "body.content_note.text",
    },
    Question: {
        "picture_alt",
        "stem", "options.option.text", "options.option.explanation", "options.step.text", "options.step.explanation", "options.pair.left",
        "options.pair.right", "options.pair.explanation", "options.accepted.text", "options.accepted.explanation", "options.reply.text",
        "options.reply.explanation", "options.line.text", "options.line.explanation", "options.statement.why_true",
        "options.statement.why_false", "options.case.why_keep", "options.case.why_tell", "options.case.why_alert",
    },
    Quiz: {"title", "intro"},
    Dialogue: {
        "title", "theme", "intro", "persona", "nodes.node.says", "nodes.node.replies.text", "nodes.node.replies.feedback",
        "nodes.node.end.title", "nodes.node.end.text",
    },
    Scenario: {
        "title", "theme", "persona_name", "content_note", "situation", "who", "opening", "ladder.rung.title", "ladder.rung.say",
        "ifs.if.when", "ifs.if.then", "stop", "partner_note", "must.line", "must_here.duty.must", "strong.line", "weak.line", "national_no",
        "national_dk", "debrief.line",
    },
    Rubric: {
        "title", "criteria.group.title", "criteria.criterion.title", "criteria.criterion.help", "criteria.criterion.own",
        "criteria.criterion.unhelpful.text",
        "criteria.criterion.basic.text", "criteria.criterion.advanced.text", "critical.line.text", "levels.level.name", "levels.level.rule",
        "judgements.answer.text", "panel.line.text", "partner_form.item.text",
    },
    GoldTranscript: {"title", "situation", "young_name", "host_name", "lines.line.text", "reference.criterion.reason"},
    Agreement: {"title", "summary", "text", "to_verify"},
    Programme: {
        "name", "stages.stage.name", "stages.stage.requirements.name", "stages.stage.requirements.why", "levels.level.words",
    },
}  # fmt: skip
PLAIN = (blocks.CharBlock, blocks.TextBlock, blocks.RegexBlock, blocks.ChoiceBlock, blocks.BlockQuoteBlock)


def filled(block, name):
    """A raw value in which every text says where it stands; None for numbers, ticks and files."""
    if isinstance(block, ImageBlock):
        return {"image": None, "alt_text": f"{name}.alt_text", "decorative": False}
    if isinstance(block, blocks.StructBlock):
        return {part: filled(child, f"{name}.{part}") for part, child in block.child_blocks.items()}
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        several = isinstance(block, blocks.StreamBlock)
        parts = (
            [(kind, child, f"{name}.{kind}") for kind, child in block.child_blocks.items()]
            if several
            else [("item", block.child_block, name)]
        )
        return [{"type": kind, "value": filled(child, where), "id": str(uuid.uuid4())} for kind, child, where in parts]
    return f"<p>{name}</p>" if isinstance(block, blocks.RichTextBlock) else name if isinstance(block, PLAIN) else None


def full(model):
    """A row of the model, never saved, whose texts say where they stand."""
    row = model(locale=Locale(language_code="nb"))
    for field in model._meta.get_fields():
        if isinstance(field, StreamField):
            setattr(row, field.name, json.dumps(filled(field.stream_block, field.name)))
        elif isinstance(field, models.CharField | models.TextField) and field.editable:
            setattr(row, field.name, field.name)
    return row


@pytest.mark.parametrize("model", list(WORDS), ids=lambda model: model.__name__)
def test_every_text_that_people_read_is_translated_and_nothing_else(model, db):
    segments = [one for one in extract_segments(full(model)) if hasattr(one, "string")]
    given = {one.string.data.removeprefix("<p>").removesuffix("</p>") for one in segments}
    assert given == WORDS[model]


@pytest.mark.parametrize("model", list(WORDS), ids=lambda model: model.__name__)
def test_names_keys_and_numbers_are_copied_and_a_translator_cannot_change_them(model, db):
    changeable = {one.path for one in extract_segments(full(model)) if isinstance(one, OverridableSegmentValue)}
    assert changeable == set()
    copied = {one.field_name for one in get_translatable_fields(model) if one.is_synchronized(full(model))}
    assert "slug" in copied
    assert not copied & WORDS[model]


def test_a_large_change_of_an_agreement_is_not_asked_for_once_more_by_its_translation():
    assert "major" not in {one.field_name for one in get_translatable_fields(Agreement)}


def test_a_translated_dialogue_leads_where_the_original_leads(cast):
    source, danish = a_dialogue(), Locale.objects.get_or_create(language_code="da")[0]
    kept, _new = TranslationSource.get_or_create_from_instance(source)
    order = Translation.objects.create(source=kept, target_locale=danish)
    for one in kept.stringsegment_set.select_related("string", "context"):
        StringTranslation.objects.create(translation_of=one.string, locale=danish, context=one.context, data=f"da {one.string.data}"[:40])
    order.save_target(publish=True)
    made = Dialogue.objects.get(translation_key=source.translation_key, locale=danish)
    shape = [[(r["to"]) for r in node["replies"]] for node in made.content()["nodes"]]
    assert shape == [[(r["to"]) for r in node["replies"]] for node in source.content()["nodes"]]
    assert made.slug == source.slug
    assert made.title.startswith("da ")
    assert made.problems() == []
