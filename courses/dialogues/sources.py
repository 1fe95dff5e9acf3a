"""What editors write: dialogues of nodes and replies, one snippet for each language, frozen as a learner began them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.approval.models import SafetyMixin
from cms.same import same_everywhere
from cms.versions import SOURCE_LANGUAGE, FrozenVersion
from courses.dialogues import rules

FAULTS = {
    rules.TWICE: _("“%(node)s” is the name of two places. Give one of them another name."),
    rules.NOWHERE: _("A reply in “%(node)s” leads to “%(to)s”, which is not there."),
    rules.DEAD_END: _("“%(node)s” is a dead end: it has no replies and is no ending."),
    rules.GOES_ON: _("“%(node)s” is an ending and has replies. It can only be one of the two."),
    rules.UNREACHABLE: _("Nobody can come to “%(node)s”: no reply leads there."),
    rules.ENDLESS: _("From “%(node)s” no way leads to an ending."),
    rules.NO_END: _("There is no ending."),
}


class ReplyBlock(blocks.StructBlock):
    """Something one can answer, what comes of it, and why."""

    text = blocks.TextBlock(label=_("Reply"), rows=2, max_length=400)
    feedback = blocks.TextBlock(
        label=_("What it does"), rows=2, max_length=500, help_text=_("Shown when it has been chosen. Never a verdict.")
    )
    to = same_everywhere(blocks.CharBlock(label=_("Leads to"), max_length=40, help_text=_("The name of another place.")))

    class Meta:
        icon = "comment"
        label = _("Reply")
        label_format = "{text}"


class EndBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Ending"), max_length=80, required=False, help_text=_("Only where the dialogue ends."))
    text = blocks.TextBlock(label=_("What there is to see in it"), rows=3, max_length=900, required=False)


class NodeBlock(blocks.StructBlock):
    """One place in the dialogue: what the other writes, and what one can answer, or an ending."""

    key = blocks.RegexBlock(
        regex=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", label=_("Name of this place"), max_length=40,
        help_text=_("Small letters, digits, hyphens. The same in every language."),
        error_messages={"invalid": _("Small letters, digits and hyphens only.")},
    )  # fmt: skip
    says = blocks.TextBlock(label=_("The other writes"), rows=3, max_length=900, help_text=_("An empty line begins a new message."))
    replies = blocks.ListBlock(ReplyBlock(), label=_("Replies"), default=[], min_num=0, max_num=4)
    end = EndBlock(label=_("Or it ends here"), required=False)

    class Meta:
        icon = "view"
        label = _("Place")
        label_format = "{key}"
        description = _("What the other writes, and the replies to choose from")
        preview_value = {"key": "start", "says": "hei", "replies": [], "end": {}}


class DialogueVersion(FrozenVersion):
    """A dialogue as somebody walks it. `content` per language: {title, theme, intro, persona,
    nodes: [{key, says, replies: [{text, feedback, to}], end: {title, text} | None}]}."""

    slug = models.SlugField()
    minutes = models.PositiveSmallIntegerField(default=5)

    class Meta(FrozenVersion.Meta):
        pass


class DialogueQuerySet(models.QuerySet["Dialogue"]):
    def in_language(self, language: str) -> list[Dialogue]:
        """The published ones, each in the language wanted, or in the source language when it was not written in that one yet."""
        found: dict[Any, Dialogue] = {}
        for one in self.filter(live=True).select_related("locale").order_by("slug"):
            code = one.locale.language_code
            if code == language or (code == SOURCE_LANGUAGE and one.translation_key not in found):
                found[one.translation_key] = one
        return sorted(found.values(), key=lambda one: one.slug)


class Dialogue(TranslatableMixin, SafetyMixin, DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, models.Model):
    """A mini-dialogue in one language. The first place is where it begins."""

    slug = models.SlugField(_("short name"), help_text=_("The same in every language, such as hun-svarer-ikke."))
    title = models.CharField(_("title"), max_length=80)
    theme = models.CharField(_("theme"), max_length=80)
    intro = models.TextField(_("introduction"), max_length=600, help_text=_("Who writes, and what is practised. Two or three sentences."))
    persona = models.CharField(_("name of the person played"), max_length=30)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=5, validators=[MinValueValidator(1), MaxValueValidator(30)])
    nodes = StreamField([("node", NodeBlock())], verbose_name=_("places"), min_num=2, max_num=60)
    is_safety = models.BooleanField(_("safety content"), default=False, help_text=_("A professional approves it before it is published."))
    loaded = models.CharField(max_length=64, blank=True, editable=False)  # digest of what a package last said; see package.py
    lenient = False  # a draft may be saved half done; see admin.DialogueForm
    objects = models.Manager.from_queryset(DialogueQuerySet)()
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    preview_modes = [("map", _("The map, with what is missing")), ("walk", _("As it is walked"))]

    class Meta:
        verbose_name, verbose_name_plural = _("dialogue to practise alone"), _("dialogues to practise alone")
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="dialogue_once_per_language"),
            models.UniqueConstraint(fields=["slug", "locale"], name="dialogue_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def content(self) -> dict[str, Any]:
        """The text of this language as a version keeps it."""
        return {
            "title": self.title, "theme": self.theme, "intro": self.intro, "persona": self.persona,
            "nodes": [_node(block.value) for block in self.nodes],
        }  # fmt: skip

    def problems(self) -> list[str]:
        """What keeps it from being published, in words, each with its place."""
        found = [str(FAULTS[fault.kind] % fault._asdict()) for fault in rules.faults(rules.shape(self.content()["nodes"]))]
        source = type(self).objects.filter(translation_key=self.translation_key, locale__language_code=SOURCE_LANGUAGE).exclude(pk=self.pk)
        original = source.filter(live=True).first()
        if original and rules.shape(original.content()["nodes"]) != rules.shape(self.content()["nodes"]):
            found.append(str(_("The places and where the replies lead differ from the original's.")))
        return found

    def clean(self) -> None:
        super().clean()
        if not self.lenient and (problems := self.problems()):
            raise ValidationError(problems)  # at the top of the form: a stream field shows only the errors of its own blocks

    def freeze(self) -> DialogueVersion:
        """All published languages of this moment as one version; the newest one again when nothing changed since.

        A translation whose places are not the original's (it was not brought up to date yet) stays out: nobody may step from one
        language into a place the other does not have.
        """
        family = type(self).objects.filter(translation_key=self.translation_key, live=True).select_related("locale")
        texts = {one.locale.language_code: one.content() for one in family}
        source = rules.shape((texts.get(SOURCE_LANGUAGE) or next(iter(texts.values())))["nodes"])
        content = {code: text for code, text in texts.items() if rules.shape(text["nodes"]) == source}
        return DialogueVersion.freeze(self.translation_key, content, slug=self.slug, minutes=self.minutes)

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/dialogue_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"dialogue": self, "text": self.content(), "rows": self.rows(), "problems": self.problems(), "mode": mode_name or "map"}

    def rows(self) -> list[dict[str, Any]]:
        """Every place in the order it was written, with the messages one by one and whether anybody can come there."""
        nodes = self.content()["nodes"]
        here = rules.reachable(rules.shape(nodes))
        return [{**node, "bubbles": rules.bubbles(node["says"]), "reached": node["key"] in here} for node in nodes]


def _node(value: Any) -> dict[str, Any]:
    """A written place as plain values; half of it may be missing in a draft."""
    replies = [
        {"text": reply.get("text") or "", "feedback": reply.get("feedback") or "", "to": (reply.get("to") or "").strip()}
        for reply in value.get("replies") or []
    ]
    end = value.get("end") or {}
    title = (end.get("title") or "").strip()
    ending = {"title": title, "text": end.get("text") or ""} if title else None
    return {"key": value.get("key") or "", "says": value.get("says") or "", "replies": replies, "end": ending}
