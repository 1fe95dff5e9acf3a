"""What a question and a quiz are put together from in the admin."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.outline.queries import module_names


class Area(models.TextChoices):
    """What a question is about: the rows of a blueprint draw from these."""

    ROLE = "role", _("Role and frames")
    LISTENING = "listening", _("Listening in text")
    MAP = "map", _("The conversation map")
    AGENCY = "agency", _("Agency and own story")
    SAFETY = "safety", _("Safety and handing over")
    LAW = "law", _("Law, secrecy and privacy")
    CARE = "care", _("Difficult chats and self-care")


class OptionBlock(blocks.StructBlock):
    """One option. The block's id is the option's id, the same in every language."""

    text = blocks.TextBlock(label=_("Answer"), rows=2, max_length=300)
    is_right = blocks.BooleanBlock(label=_("This is right"), required=False)
    explanation = blocks.TextBlock(
        label=_("Why"), rows=3, max_length=600, help_text=_("Shown after the quiz is handed in, never before. For every option.")
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")
        label_format = "{text}"
        description = _("An answer one can choose, and why it is or is not a good one")
        preview_value = {"text": "…", "is_right": True, "explanation": "…"}


def why(label: Any = None) -> blocks.TextBlock:
    """The explanation beside an option; `label` where "Why" is not enough."""
    return blocks.TextBlock(
        label=label or _("Why"), rows=2, max_length=600, help_text=_("Shown after the quiz is handed in, never before.")
    )


class StepBlock(blocks.StructBlock):
    """One step. The order in which they are written is the right one."""

    text = blocks.TextBlock(label=_("Step"), rows=2, max_length=160)
    explanation = why(_("Why here"))

    class Meta:
        icon = "order"
        label = _("Step")
        label_format = "{text}"
        description = _("A step, and why it comes in this place")
        preview_value = {"text": "…", "explanation": "…"}


class PairBlock(blocks.StructBlock):
    """Two sides that belong together."""

    left = blocks.CharBlock(label=_("This"), max_length=160, required=False, help_text=_("Empty: the other side belongs to nothing."))
    right = blocks.CharBlock(label=_("belongs to this"), max_length=160)
    explanation = why()

    class Meta:
        icon = "link"
        label = _("Pair")
        label_format = "{left} → {right}"
        description = _("Two sides that belong together, and why")
        preview_value = {"left": "…", "right": "…", "explanation": "…"}


class AcceptedBlock(blocks.StructBlock):
    """An answer that counts."""

    text = blocks.CharBlock(label=_("This counts"), max_length=80)
    tolerance = blocks.FloatBlock(
        label=_("Give or take"), required=False, min_value=0, help_text=_("For numbers: how far off still counts.")
    )
    explanation = why()

    class Meta:
        icon = "edit"
        label = _("Answer that counts")
        label_format = "{text}"
        description = _("A word or a number that counts as right")
        preview_value = {"text": "…", "tolerance": None, "explanation": "…"}


RATINGS = r"^\s*[1-5](\s*[,; ]\s*[1-5])*\s*$"


def ratings(label: Any, help_text: Any) -> blocks.RegexBlock:
    return blocks.RegexBlock(RATINGS, label=label, required=False, max_length=120, help_text=help_text,
                             error_messages={"invalid": _("Numbers from 1 to 5 with commas between, one for each person.")})  # fmt: skip


class ReplyBlock(blocks.StructBlock):
    """A reply, and how the panel rated it."""

    text = blocks.TextBlock(label=_("Reply"), rows=2, max_length=300)
    explanation = why(_("What the reply does, and why"))
    professionals = ratings(
        _("Ratings by professionals"), _("1 closes the door, 5 opens the conversation. At least five people, such as 4, 5, 4, 4, 5.")
    )
    youth = ratings(
        _("Ratings by young people"), _("At least three people. Until then the question is only shown to try, and never counts.")
    )

    class Meta:
        icon = "pick"
        label = _("Reply")
        label_format = "{text}"
        description = _("A reply, why it is seen as it is, and the panel's ratings")
        preview_value = {"text": "…", "explanation": "…", "professionals": "4, 5", "youth": "4"}


class LineBlock(blocks.StructBlock):
    """A line of a conversation."""

    who = blocks.ChoiceBlock(label=_("Who writes"), choices=[("they", _("The young person")), ("host", _("The chat host"))], default="they")
    text = blocks.TextBlock(label=_("Line"), rows=2, max_length=300)
    is_right = blocks.BooleanBlock(label=_("This is the line"), required=False)
    explanation = why()

    class Meta:
        icon = "comment"
        label = _("Line")
        label_format = "{text}"
        description = _("A line of the conversation, and why it is or is not the one")
        preview_value = {"who": "they", "text": "…", "is_right": False, "explanation": "…"}


class StatementBlock(blocks.StructBlock):
    """Whether what the question says is so."""

    answer = blocks.ChoiceBlock(label=_("Is it so?"), choices=[("true", _("Yes, that is so")), ("false", _("No, that is not so"))])
    why_true = why(_("What to say about “yes”"))
    why_false = why(_("What to say about “no”"))

    class Meta:
        icon = "check"
        label = _("True or not")
        description = _("Whether the statement is so, and why")
        preview_value = {"answer": "true", "why_true": "…", "why_false": "…"}


class CaseBlock(blocks.StructBlock):
    """What to do with what was told."""

    answer = blocks.ChoiceBlock(
        label=_("What is right here?"),
        choices=[("keep", _("Keep it in the chat")), ("tell", _("Tell your supervisor after the chat")), ("alert", _("Alert your supervisor now"))],
    )  # fmt: skip
    why_keep = why(_("What to say about “keep”"))
    why_tell = why(_("What to say about “tell”"))
    why_alert = why(_("What to say about “alert”"))

    class Meta:
        icon = "warning"
        label = _("Tell, alert or keep")
        description = _("What to do with what was told, and why")
        preview_value = {"answer": "alert", "why_keep": "…", "why_tell": "…", "why_alert": "…"}


PARTS: list[tuple[str, blocks.Block]] = [
    ("option", OptionBlock()), ("step", StepBlock()), ("pair", PairBlock()), ("accepted", AcceptedBlock()), ("reply", ReplyBlock()),
    ("line", LineBlock()), ("statement", StatementBlock()), ("case", CaseBlock()),
]  # fmt: skip


class RowBlock(blocks.StructBlock):
    """So many questions of one area, perhaps only about the lessons of some modules."""

    area = blocks.ChoiceBlock(label=_("Area"), choices=Area.choices)
    critical = blocks.BooleanBlock(label=_("From the critical ones"), required=False)
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=60, default=1)
    modules = blocks.MultipleChoiceBlock(
        label=_("Only about lessons of"),
        choices=module_names,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing marked: about any lesson."),
    )

    class Meta:
        icon = "order"
        label = _("Draw")
        label_format = "{area} × {count}"
        description = _("How many questions to draw from one area, critical ones apart")
        preview_value = {"area": "role", "critical": False, "count": 3, "modules": []}
