"""The block that shows a branching dialogue inside a lesson."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.media_blocks import PREVIEW
from cms.versions import SOURCE_LANGUAGE


def dialogues_to_choose() -> list[tuple[str, str]]:
    """The dialogues there are, by their short name, with the title of the source language. By name of the model: what courses hold
    stands above what pages are made of."""
    rows = (
        apps.get_model("courses", "Dialogue")
        .objects.filter(live=True)
        .order_by("slug", "locale_id")
        .values_list("slug", "title", "locale__language_code")
    )
    titles: dict[str, str] = {}
    for slug, title, language in rows:
        if language == SOURCE_LANGUAGE or slug not in titles:
            titles[slug] = title
    return list(titles.items())


class DialogueBlock(blocks.StructBlock):
    """A dialogue to walk inside the lesson. Where somebody stands in it is theirs, and is the same as on the page for practising alone."""

    dialogue = blocks.ChoiceBlock(choices=dialogues_to_choose, label=_("Dialogue"))

    class Meta:
        icon = "view"
        label = _("Dialogue to walk")
        description = _("Somebody writes, the reader chooses what to answer and sees what it does. Goes on where they left it. No points.")
        template = "cms/blocks/dialogue.html"
        preview_template = PREVIEW
        preview_value = {"dialogue": ""}
        group = _("Chats and trying it")
