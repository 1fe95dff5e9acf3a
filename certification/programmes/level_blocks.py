"""What an editor fills in for one level of a programme."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from certification.programmes.levels import level_choices


class LevelBlock(blocks.StructBlock):
    """A level of supervision as this programme has it."""

    level = blocks.ChoiceBlock(label=_("Level"), choices=level_choices)
    words = blocks.CharBlock(
        label=_("What it says on the certificate"), required=False, max_length=120,
        help_text=_("One line that a stranger understands without the other levels. Empty means the words of the house."),
    )  # fmt: skip

    class Meta:
        icon = "order"
        label = _("Level")
        description = _("How much supervision a certificate can come with")
        preview_value = {"level": "3", "words": "…"}
