"""What a page is made of. Few blocks, at most two levels deep: every change of this list is a migration.

Each has a picture of itself in the block chooser (`preview_value`, drawn with our own CSS by `preview_template`).
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError, StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.dialogue_block import DialogueBlock
from cms.markup import to_html
from cms.media_blocks import PREVIEW, AudioBlock, DownloadBlock, PictureBlock, VideoBlock

WORDS, TRY, CARE = _("Words"), _("Chats and trying it"), _("Care")
TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link"]


class MarkdownBlock(blocks.TextBlock):
    """Text with Markdown marks, shown as clean HTML. What is pasted into it from Word becomes Markdown: static/cms/paste-markdown.js."""

    @cached_property
    def field(self) -> Any:
        field = super().field
        field.widget.attrs |= {
            "data-paste-markdown": "",
            "aria-label": self.label,
        }  # in a stream Wagtail names the block, and not its field
        return field

    def get_context(self, value: str, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "html": to_html(str(value or ""))}

    class Meta:
        icon = "doc-full"
        label = "Markdown"
        description = _(
            "Text with Markdown marks. Pasted from Word it keeps headings, lists, links and tables. Remote pictures are taken out."
        )
        template = "cms/blocks/markdown.html"
        preview_template = PREVIEW
        preview_value = "## One idea\n\nSay it in **short** sentences.\n\n- one thing\n- another thing"
        group = WORDS


class CalloutBlock(blocks.StructBlock):
    """A box beside the text."""

    kind = blocks.ChoiceBlock(
        choices=[("tip", _("Tip")), ("remember", _("Remember")), ("safety", _("Safety"))], default="tip", label=_("Kind")
    )
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(label=_("Text"), help_text=_("Markdown works here."))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        looks = {"tip": ("default", "note"), "remember": ("warm", "flag"), "safety": ("heavy", "heart")}
        kind, icon = looks.get(value.get("kind"), looks["tip"])
        context = super().get_context(value, parent_context)
        return {**context, "html": to_html(str(value.get("text") or "")), "note_kind": kind, "note_icon": icon}

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A tip, something to remember, or where safety stands first.")
        template = "cms/blocks/callout.html"
        preview_template = PREVIEW
        preview_value = {"kind": "tip", "title": _("Try it tonight"), "text": _("Give back what you heard **before** you ask.")}
        group = WORDS


class LineBlock(blocks.StructBlock):
    """One message of an example chat."""

    who = blocks.CharBlock(max_length=30, label=_("Who"))
    text = blocks.TextBlock(rows=2, label=_("Message"))
    host = blocks.BooleanBlock(required=False, label=_("The chat host writes this"))
    aside = blocks.CharBlock(required=False, max_length=160, label=_("Look here"), help_text=_("A few words shown under the message."))

    class Meta:
        icon = "comment"
        label = _("Message")


def _line(who: str, text: Any, host: bool = False, aside: Any = "") -> dict[str, Any]:
    return {"who": who, "text": text, "host": host, "aside": aside}


class ChatBlock(blocks.StructBlock):
    """An example chat, message by message."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    lines = blocks.ListBlock(LineBlock(), min_num=1, label=_("Messages"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """The messages in runs: a run ends where there is something to look at."""
        context = super().get_context(value, parent_context)
        runs: list[dict[str, Any]] = []
        before = None
        for line in value["lines"]:
            if not runs or runs[-1]["aside"]:
                runs.append({"lines": [], "aside": "", "host": False})
            runs[-1]["lines"].append({"who": line["who"], "text": line["text"], "host": line["host"], "first": line["who"] != before})
            runs[-1].update(aside=line["aside"], host=line["host"])
            before = line["who"]
        return {**context, "runs": runs, "uid": context.get("uid") or "chat"}

    class Meta:
        icon = "comment"
        label = _("Example chat")
        description = _("An invented chat that shows how it can sound. Never a real one.")
        template = "cms/blocks/chat.html"
        preview_template = PREVIEW
        preview_value = {
            "title": _("How it can sound"),
            "lines": [_line("Mira", _("hi, is it ok to write when nothing has happened?")), _line("Rype", _("Hi Mira! Yes, it is."), True)],
        }
        group = TRY


class OptionBlock(blocks.StructBlock):
    """One possible answer and what it does."""

    text = blocks.CharBlock(max_length=300, label=_("Answer"))
    right = blocks.BooleanBlock(required=False, label=_("A good answer"))
    why = blocks.TextBlock(rows=2, label=_("Why"), help_text=_("Shown when somebody chooses it. Kind, also to the weaker answers."))

    class Meta:
        icon = "radio-full"
        label = _("Answer")


class CheckBlock(blocks.StructBlock):
    """A question to try oneself on. No points: every answer is met with its own words."""

    question = blocks.TextBlock(rows=2, label=_("Question"))
    options = blocks.ListBlock(OptionBlock(), min_num=2, max_num=5, label=_("Answers"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not any(option["right"] for option in cleaned["options"]):
            raise StructBlockValidationError(block_errors={"options": ValidationError(_("Mark at least one answer as good."))})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """`uid` tells the questions of one page apart."""
        context = super().get_context(value, parent_context)
        return {**context, "uid": context.get("uid") or "check"}

    class Meta:
        icon = "help"
        label = _("Check yourself")
        description = _("A question with two to five answers. Each answer gets its own reply. No points.")
        template = "cms/blocks/check.html"
        preview_template = PREVIEW
        preview_value = {
            "question": _("Somebody writes: “just tell me what to do”. What do you answer?"),
            "options": [
                {"text": _("“Break up.”"), "right": False, "why": _("Kindly meant, but you have seen a small piece of their life.")},
                {"text": _("“What have you thought of yourself?”"), "right": True, "why": _("Yes. You look for the answer where it is.")},
            ],
        }
        group = TRY


class ReflectionBlock(blocks.StructBlock):
    """A question to write a few lines about. What people write is theirs and is never stored in a page."""

    question = blocks.TextBlock(rows=2, label=_("Question"))

    class Meta:
        icon = "edit"
        label = _("Reflection")
        description = _("A question to write a few lines about. Only the writer sees the text unless they share it.")
        template = "cms/blocks/reflection.html"
        preview_template = PREVIEW
        preview_value = {"question": _("Think of a time when somebody really listened to you. What did they do?")}
        group = TRY


class CardBlock(blocks.StructBlock):
    """One card: what is asked, and what is behind it."""

    front = blocks.CharBlock(max_length=160, label=_("Front"))
    back = blocks.TextBlock(rows=2, max_length=400, label=_("Back"))

    class Meta:
        icon = "rotate"
        label = _("Card")


class FlipBlock(blocks.StructBlock):
    """Cards to turn: think first, then look. Nothing is counted."""

    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    cards = blocks.ListBlock(CardBlock(), min_num=1, max_num=8, label=_("Cards"))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        return {**context, "uid": context.get("uid") or "flip"}

    class Meta:
        icon = "rotate"
        label = _("Flip cards")
        description = _("One to eight cards with a front and a back, for words and small surprises. Nothing is counted.")
        template = "cms/blocks/flip.html"
        preview_template = PREVIEW
        preview_value = {
            "title": _("What does it mean?"),
            "cards": [{"front": _("Open question"), "back": _("One that cannot be answered with yes or no.")}],
        }
        group = TRY


class ContentNoteBlock(blocks.StructBlock):
    """Before something heavy: what comes, that it can be skipped for now, where help is."""

    title = blocks.CharBlock(max_length=120, label=_("Title"), help_text=_("What it is about, in plain words."))
    text = blocks.TextBlock(label=_("Text"), help_text=_("What comes, that it can wait, and where help is. Markdown works here."))

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        return {**super().get_context(value, parent_context), "html": to_html(str(value.get("text") or ""))}

    class Meta:
        icon = "warning"
        label = _("Content note")
        description = _("Stands first in a lesson about something heavy, with a way to skip it for now.")
        template = "cms/blocks/content_note.html"
        preview_template = PREVIEW
        preview_value = {"title": _("About thoughts of suicide"), "text": _("Read it when you have peace around you. It waits for you.")}
        group = CARE


class TextBlock(blocks.RichTextBlock):
    """Formatted text."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Headings, lists, bold and links. Text pasted from Word keeps these and loses the rest.")
        template = "cms/blocks/text.html"
        preview_template = PREVIEW
        preview_value = "<h2>One idea</h2><p>Say it in <b>short</b> sentences.</p>"
        group = WORDS


class PageBody(blocks.StreamBlock):
    """The body of a plain page."""

    text = TextBlock(features=TEXT_FEATURES)
    markdown = MarkdownBlock()
    image = PictureBlock()
    callout = CalloutBlock()
    video = VideoBlock()
    audio = AudioBlock()
    download = DownloadBlock()


class LessonBody(PageBody):
    """The body of a lesson. At most one content note, and it comes first: a warning after the heavy part is none."""

    chat = ChatBlock()
    check = CheckBlock()
    flip = FlipBlock()
    dialogue = DialogueBlock()
    reflection = ReflectionBlock()
    content_note = ContentNoteBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        cleaned = super().clean(value)
        late = [n for n, child in enumerate(cleaned) if n and child.block_type == "content_note"]
        if late:
            refusal = ValidationError(_("The content note stands first in the lesson."))
            raise StreamBlockValidationError(block_errors=dict.fromkeys(late, refusal))
        return cleaned

    shows_files = frozenset({"image", "video", "audio", "download"})

    @cached_property
    def personal(self) -> frozenset[str]:
        """Blocks that are drawn anew each time: different for each person, or with files that can change."""
        return frozenset({"reflection", "content_note", "dialogue"}) | self.shows_files

    class Meta:
        block_counts = {"content_note": {"max_num": 1}}
