"""The blocks a rubric is written with: a flat list of headings and criteria, so nothing lies deeper than two levels."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.same import same_everywhere
from courses.outline.goals import chosen


class LineBlock(blocks.StructBlock):
    """One sentence with a name that stays: the same in every language and in every version."""

    text = blocks.CharBlock(label=_("Text"), max_length=200)
    key = blocks.RegexBlock(
        regex=r"^[a-z0-9-]*$", label=_("Name in files"), required=False, max_length=40,
        help_text=_("Leave empty for new lines; it is filled in. The same in every language."),
    )  # fmt: skip

    class Meta:
        label = _("Line")
        icon = "list-ul"
        description = _("One sentence that a rater can tick")
        preview_value = {"text": "…", "key": ""}
        form_layout = blocks.BlockGroup(children=["text"], settings=["key"])


class GroupBlock(blocks.StructBlock):
    """A heading over the criteria that follow it."""

    title = blocks.CharBlock(label=_("Heading"), max_length=80)
    barrier = blocks.BooleanBlock(
        label=_("Must pass"), required=False,
        help_text=_("Every criterion under this heading must stand on solid ground. It is never averaged away."),
    )  # fmt: skip
    key = blocks.RegexBlock(regex=r"^[a-z0-9-]*$", label=_("Name in files"), required=False, max_length=40)

    class Meta:
        label = _("Heading")
        icon = "title"
        description = _("A heading over the criteria that follow")
        preview_value = {"title": "…", "barrier": True, "key": ""}
        form_layout = blocks.BlockGroup(children=["title", "barrier"], settings=["key"])


class CriterionBlock(blocks.StructBlock):
    """One thing that is rated, with what a rater can see and tick."""

    title = blocks.CharBlock(label=_("Criterion"), max_length=80)
    help = blocks.TextBlock(label=_("What to look for"), required=False, rows=2)
    own = blocks.TextBlock(
        label=_("Asked of the trainee"), required=False, rows=2, help_text=_("Stands in the self-rating. To them, as “you”.")
    )
    unhelpful = blocks.ListBlock(LineBlock(), label=_("Unhelpful: one is enough for level 1"), collapsed=True)
    basic = blocks.ListBlock(LineBlock(), label=_("Basic: all of them make level 3"), collapsed=True)
    advanced = blocks.ListBlock(LineBlock(), label=_("Extra: one of them makes level 4"), collapsed=True)
    goals = chosen(
        blocks.RegexBlock(
            regex=r"^[a-z0-9, -]*$", label=_("Learning goals"), required=False, max_length=200,
            help_text=_("Which goals of the courses show here."),
        ),
        several=True,
    )  # fmt: skip
    code = same_everywhere(blocks.CharBlock(label=_("Short code"), required=False, max_length=8))
    key = blocks.RegexBlock(regex=r"^[a-z0-9-]*$", label=_("Name in files"), required=False, max_length=40)

    class Meta:
        label = _("Criterion")
        icon = "tick-inverse"
        description = _("One thing that is rated, with what a rater can see and tick")
        preview_value = {
            "title": "…",
            "help": "…",
            "own": "…",
            "unhelpful": [],
            "basic": [],
            "advanced": [],
            "goals": "",
            "code": "",
            "key": "",
        }
        form_layout = blocks.BlockGroup(
            children=["title", "help", "own", "unhelpful", "basic", "advanced"], settings=["goals", "code", "key"]
        )


class LevelBlock(blocks.StructBlock):
    """What one of the four levels is called, and the rule in words."""

    name = blocks.CharBlock(label=_("Name"), max_length=40)
    rule = blocks.CharBlock(label=_("Rule in words"), max_length=200)

    class Meta:
        label = _("Level")
        icon = "order"
        description = _("What a level is called, and its rule in words")
        preview_value = {"name": "…", "rule": "…"}


class PartnerItemBlock(blocks.StructBlock):
    """A sentence the practice partner agrees with, from 1 to 5."""

    text = blocks.CharBlock(label=_("Sentence"), max_length=120)
    reverse = blocks.BooleanBlock(label=_("A high number is worse"), required=False)
    key = blocks.RegexBlock(regex=r"^[a-z0-9-]*$", label=_("Name in files"), required=False, max_length=40)

    class Meta:
        label = _("Sentence")
        icon = "openquote"
        description = _("A sentence the practice partner agrees with, from 1 to 5")
        preview_value = {"text": "…", "reverse": False, "key": ""}
        form_layout = blocks.BlockGroup(children=["text", "reverse"], settings=["key"])


class JudgementBlock(blocks.StructBlock):
    """How a rater would let this person chat next time."""

    text = blocks.CharBlock(label=_("Next time …"), max_length=120)

    class Meta:
        label = _("Answer")
        icon = "user"
        description = _("How a rater would let this person chat next time")
        preview_value = {"text": "…"}
