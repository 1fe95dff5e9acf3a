"""What a question and a quiz are put together from in the admin."""

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


class RowBlock(blocks.StructBlock):
    """So many questions of one area, perhaps only about the lessons of some modules."""

    area = blocks.ChoiceBlock(label=_("Area"), choices=Area.choices)
    critical = blocks.BooleanBlock(label=_("From the critical ones"), required=False)
    count = blocks.IntegerBlock(label=_("How many"), min_value=1, max_value=60, default=1)
    modules = blocks.MultipleChoiceBlock(
        label=_("Only about lessons of"), choices=module_names, required=False, help_text=_("Nothing marked: about any lesson.")
    )

    class Meta:
        icon = "order"
        label = _("Draw")
        label_format = "{area} × {count}"
        description = _("How many questions to draw from one area, critical ones apart")
