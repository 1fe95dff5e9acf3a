"""What an editor meets in the chooser of blocks: a picture, a sentence and a sign for each, few fields, and nothing deep."""

import pytest
from django.template.loader import render_to_string
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Locale

from certification.assessment.gold import GoldTranscript
from certification.assessment.models import Rubric
from certification.practice.models import Scenario
from certification.programmes.sources import Agreement, Programme
from cms.pages import HomePage, StandardPage
from courses.dialogues.models import Dialogue
from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.quizzes.bank import Question, Quiz

KINDS = (
    CoursePage,
    ModulePage,
    LessonPage,
    HomePage,
    StandardPage,
    Question,
    Quiz,
    Dialogue,
    Scenario,
    Rubric,
    GoldTranscript,
    Agreement,
    Programme,
)
MOST = 6
DEEPEST = 2
NO_SIGN = {"placeholder", "cup"}


def streams():
    for model in KINDS:
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                yield f"{model.__name__}.{field.name}", field.stream_block


def below(block):
    """The blocks directly inside a block."""
    return [block.child_block] if isinstance(block, blocks.ListBlock) else list(getattr(block, "child_blocks", {}).values())


def everything(block):
    yield block
    for child in below(block):
        yield from everything(child)


def depth(block):
    inside = max((depth(child) for child in below(block)), default=0)
    return inside + isinstance(block, blocks.ListBlock | blocks.StreamBlock)


def chosen():
    """Every block with several fields that stands in a chooser."""
    for name, stream in streams():
        for kind, block in stream.child_blocks.items():
            if isinstance(block, blocks.StructBlock) or name == "LessonPage.body":
                yield pytest.param(block, id=f"{name}.{kind}")


@pytest.mark.parametrize("block", list(chosen()))
def test_it_has_a_picture_a_sentence_and_a_sign(block):
    assert block.is_previewable
    assert block.get_description()
    assert block.meta.icon not in NO_SIGN


@pytest.mark.django_db
@pytest.mark.parametrize("block", list(chosen()))
def test_its_picture_can_be_drawn(block, rf):
    value = block.get_preview_value()
    context = block.get_preview_context(value, {"request": rf.get("/"), "block_def": block, "bound_block": block.bind(value)})
    assert "<main" in render_to_string(block.get_preview_template(value, context), context)


@pytest.mark.parametrize(("name", "stream"), list(streams()), ids=lambda value: value if isinstance(value, str) else "")
def test_it_is_at_most_two_levels_deep_and_shows_six_fields(name, stream):
    assert depth(stream) <= DEEPEST
    for block in everything(stream):
        if isinstance(block, blocks.StructBlock):
            layout = getattr(block.meta, "form_layout", None)
            assert len(layout.children if layout else block.child_blocks) <= MOST, block


def test_an_agreement_is_seen_as_it_is_signed(rf, cast):
    agreement = Agreement(title="Taushet", summary="- Du tier", text="Alt", locale=Locale(language_code="nb"))
    request = rf.get("/")
    request.user = cast.ed
    page = agreement.make_preview_request(request).content.decode()
    assert "<li>Du tier</li>" in page
    assert "Alt" in page
