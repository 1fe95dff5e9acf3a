"""Fields that stand alone in a stream, with a name that one can hear: Wagtail writes the label above them and ties it to nothing."""

from wagtail.blocks import FieldBlock


def named[B: FieldBlock](block: B) -> B:
    """The block, whose field says its label to those who do not see it. It stays of its own class, so no migration comes of it."""
    block.field.widget.attrs["aria-label"] = block.meta.label
    return block
