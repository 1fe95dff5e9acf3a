"""Gold transcripts: invented chats with a reference rating and the reasons for it. Raters calibrate their eyes on them."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from certification.assessment import rules
from certification.assessment.seats import RATERS
from certification.programmes.queries import ways_asking
from cms.approval.models import SafetyMixin
from cms.same import same_everywhere
from cms.versions import FrozenVersion
from lms.people.models import Person

YOUNG, HOST = "young", "host"


class GoldLineBlock(blocks.StructBlock):
    """One message."""

    who = blocks.ChoiceBlock(label=_("Who"), choices=[(YOUNG, _("the young person")), (HOST, _("the chat host"))])
    text = blocks.TextBlock(label=_("Text"), rows=2)

    class Meta:
        label = _("Message")
        icon = "comment"
        description = _("One message of the transcript")
        preview_value = {"who": "young", "text": "…"}


class ReferenceBlock(blocks.StructBlock):
    """What the reference saw of one criterion, and why. Names of behaviours are those of the rubric's file."""

    criterion = same_everywhere(blocks.CharBlock(label=_("Criterion"), max_length=40, help_text=_("Its name in files, such as opening.")))
    ticks = same_everywhere(blocks.CharBlock(label=_("Ticked"), required=False, help_text=_("Names of behaviours, with commas between.")))
    lines = same_everywhere(
        blocks.CharBlock(
            label=_("Rests on"), required=False, help_text=_("Numbers of the messages it was seen in, counted from 1, with commas between.")
        )
    )
    no_opportunity = blocks.BooleanBlock(label=_("No opportunity in this chat"), required=False)
    reason = blocks.TextBlock(label=_("Why"), rows=2)

    class Meta:
        label = _("Criterion")
        icon = "tick-inverse"
        description = _("What the reference saw of one criterion, and why")
        preview_value = {"criterion": "…", "ticks": "…", "lines": "1", "no_opportunity": False, "reason": "…"}


class GoldTranscript(SafetyMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """A gold transcript in one language. The source language decides who writes when and what the reference ticked."""

    slug = models.SlugField(_("short name"), help_text=_("The same in every language."))
    title = models.CharField(_("title"), max_length=80)
    situation = models.TextField(_("situation"), help_text=_("One to three sentences for the rater."))
    young_name = models.CharField(_("name of the person played"), max_length=30)
    host_name = models.CharField(_("alias of the chat host"), max_length=30)
    is_risk = models.BooleanField(_("about risk to life or health"), default=False)
    rubric = models.SlugField(_("rubric"), default="chatvert-rubric")
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in ("slug", "rubric", "critical")]
    lines = StreamField([("line", GoldLineBlock())], verbose_name=_("messages"), min_num=4)
    reference = StreamField([("criterion", ReferenceBlock())], verbose_name=_("reference rating"))
    critical = models.CharField(_("critical behaviours"), max_length=200, blank=True, help_text=_("Their names, with commas between."))
    judgement = models.PositiveSmallIntegerField(_("overall judgement"), default=3)
    loaded = models.CharField(max_length=64, blank=True, editable=False)  # digest of what a package last said; see gold_package.py

    panels = [
        FieldPanel("title"), FieldPanel("situation"), FieldPanel("lines"), FieldPanel("reference"),
        MultiFieldPanel([FieldPanel("critical"), FieldPanel("judgement"), FieldPanel("is_risk")], heading=_("The whole")),
        MultiFieldPanel(
            [FieldPanel("young_name"), FieldPanel("host_name"), FieldPanel("rubric"), FieldPanel("slug")], heading=_("More"),
            classname="collapsed",
        ),
    ]  # fmt: skip

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("gold transcript")
        verbose_name_plural = _("gold transcripts")

    def __str__(self) -> str:
        return self.title

    @property
    def is_safety(self) -> bool:
        return self.is_risk

    def clean(self) -> None:
        """Each criterion once, and either ticks or no opportunity."""
        super().clean()
        names = [block.value["criterion"] for block in self.reference]
        if len(names) != len(set(names)):
            raise ValidationError({"reference": _("A criterion stands here twice.")})
        if any(block.value["no_opportunity"] and names_in(block.value["ticks"]) for block in self.reference):
            raise ValidationError({"reference": _("Where there was no opportunity, nothing is ticked.")})
        there = {str(number) for number in range(1, len(self.lines) + 1)}
        if any(set(names_in(block.value["lines"])) - there for block in self.reference):
            raise ValidationError({"reference": _("A reference rests on a message that is not there.")})

    def structure(self) -> dict[str, Any]:
        """What is the same in every language: who writes, and the reference in names and numbers."""
        return {
            "rubric": self.rubric,
            "who": [block.value["who"] for block in self.lines],
            "ticks": {block.value["criterion"]: names_in(block.value["ticks"]) for block in self.reference},
            "lines": {block.value["criterion"]: [int(one) for one in names_in(block.value["lines"])] for block in self.reference},
            "skipped": [block.value["criterion"] for block in self.reference if block.value["no_opportunity"]],
            "critical": names_in(self.critical),
            "judgement": self.judgement,
        }

    def content(self) -> dict[str, Any]:
        return {
            "title": self.title, "situation": self.situation, "young": self.young_name, "host": self.host_name,
            "lines": [block.value["text"] for block in self.lines],
            "reasons": {block.value["criterion"]: block.value["reason"] for block in self.reference},
        }  # fmt: skip


def names_in(text: str | None) -> list[str]:
    return [name for name in re.split(r"[\s,]+", text or "") if name]


class GoldQuerySet(models.QuerySet["GoldVersion"]):
    def visible_to(self, person: Person) -> GoldQuerySet:
        """Everybody who rates anywhere, or whose way asks for a calibrated eye: the library belongs to no organisation."""
        return self.all() if person.organisations_as(*RATERS) or ways_asking(person, "calibrated") else self.none()

    def library(self) -> GoldQuerySet:
        """The newest version of every transcript that is published."""
        newest = Subquery(GoldVersion.objects.filter(key=OuterRef("key")).order_by("-number").values("number")[:1])
        live = GoldTranscript.objects.filter(translation_key=OuterRef("key"), live=True)
        return self.filter(Exists(live), number=newest).order_by("slug")


class GoldVersion(FrozenVersion):
    """A gold transcript as a rating used it. `structure` and `content`: see `GoldTranscript`."""

    slug = models.SlugField()
    is_risk = models.BooleanField(default=False)
    structure = models.JSONField()
    objects = GoldQuerySet.as_manager()

    class Meta(FrozenVersion.Meta):
        pass

    @property
    def ticks(self) -> frozenset[str]:
        return frozenset(key for keys in self.structure["ticks"].values() for key in keys)

    @property
    def critical(self) -> frozenset[str]:
        return frozenset(self.structure["critical"])

    def levels(self, rubric: rules.Rubric) -> dict[str, int | None]:
        """The reference's level of every criterion; None where there was no opportunity."""
        skipped = set(self.structure["skipped"])
        return {one.key: None if one.key in skipped else rules.level_of(self.ticks, one) for one in rubric.criteria}


def freeze_gold(key: Any) -> GoldVersion | None:
    """The transcript as it is published now, in all its languages; None when no language is."""
    rows = GoldTranscript.objects.filter(translation_key=key, live=True).select_related("locale").order_by("pk")
    family = {row.locale.language_code: row for row in rows}
    if not family:
        return None
    source = family.get("nb") or next(iter(family.values()))
    content = {language: row.content() for language, row in family.items()}
    return GoldVersion.freeze(key, content, slug=source.slug, is_risk=source.is_risk, structure=source.structure())
