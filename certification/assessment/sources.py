"""The rubric as editors write it: one object per language, frozen when it is published."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from certification.assessment import blocks
from cms.approval.models import SafetyMixin


class Rubric(PreviewableMixin, SafetyMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """Criteria under headings, with ticks; critical behaviours; the words for levels, judgement and the partner's form."""

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    slug = models.SlugField(_("name in addresses"), help_text=_("The same in every language."))
    title = models.CharField(_("title"), max_length=120)
    criteria = StreamField(
        [("group", blocks.GroupBlock()), ("criterion", blocks.CriterionBlock())],
        verbose_name=_("criteria"), help_text=_("A heading, then its criteria. Drag to reorder."),
    )  # fmt: skip
    critical = StreamField([("line", blocks.LineBlock())], verbose_name=_("critical behaviours: one is enough"), blank=True)
    levels = StreamField([("level", blocks.LevelBlock())], verbose_name=_("the four levels"), min_num=4, max_num=4)
    judgements = StreamField([("answer", blocks.JudgementBlock())], verbose_name=_("overall judgement, from least to most"))
    panel = StreamField([("line", blocks.LineBlock())], verbose_name=_("quick notes at a line: they decide nothing"), blank=True)
    partner_form = StreamField([("item", blocks.PartnerItemBlock())], verbose_name=_("the practice partner's form"), blank=True)

    lenient = False  # a draft may be saved half done; see admin.RubricForm
    loaded = models.CharField(max_length=64, blank=True, editable=False)  # digest of what a package last said; see package.py

    panels = [
        FieldPanel("title"),
        FieldPanel("criteria"),
        FieldPanel("critical"),
        MultiFieldPanel(
            [FieldPanel("levels"), FieldPanel("judgements"), FieldPanel("partner_form")], heading=_("Words"), classname="collapsed"
        ),
        MultiFieldPanel([FieldPanel("panel"), FieldPanel("slug")], heading=_("More"), classname="collapsed"),
    ]  # fmt: skip

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("rubric")
        verbose_name_plural = _("rubrics")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A rubric begins with a heading, every criterion has basics, and no two lines have the same name."""
        super().clean()
        if self.lenient:
            return
        blocks_there = list(self.criteria)
        if not blocks_there or blocks_there[0].block_type != "group":
            raise ValidationError({"criteria": _("Begin with a heading.")})
        if any(block.block_type == "criterion" and not list(block.value["basic"]) for block in blocks_there):
            raise ValidationError({"criteria": _("Every criterion needs at least one basic behaviour.")})
        if len(self.levels) != 4:
            raise ValidationError({"levels": _("There are four levels.")})
        doubled = [name for name, count in Counter(names_in(self)).items() if count > 1]
        if doubled:
            raise ValidationError({"criteria": _("The name %(name)s stands here twice.") % {"name": doubled[0]}})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "certification/previews/rubric.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {"rubric": self}


def names_in(rubric: Rubric) -> list[str]:
    """The names of criteria and of everything that can be ticked; doubled ones twice."""
    structure = structure_of(rubric)
    names = [*structure["critical"], *structure["panel"]]
    for group in structure["groups"]:
        for one in group["criteria"]:
            names += [one["key"], *one["unhelpful"], *one["basic"], *one["advanced"]]
    return names


def name_of(value: Any, item_id: str) -> str:
    """The lasting name of a line: the one in files, or for lines new in the admin the start of the block's own id."""
    return value.get("key") or f"n{str(item_id).replace('-', '')[:8]}"


def _lines(listed: Any) -> list[tuple[str, str]]:
    """(key, text) of a ListBlock's lines."""
    return [(name_of(bound.value, bound.id), bound.value["text"]) for bound in listed.bound_blocks]


def structure_of(rubric: Rubric) -> dict[str, Any]:
    """What is the same in every language: keys, kinds, must-pass flags. The source language decides."""
    groups: list[dict[str, Any]] = []
    number = 0
    for block in rubric.criteria:
        key = name_of(block.value, block.id)
        if block.block_type == "group" or not groups:
            groups.append({"key": key, "barrier": block.block_type == "group" and bool(block.value["barrier"]), "criteria": []})
        if block.block_type == "criterion":
            number += 1
            kinds = {kind: [line for line, _text in _lines(block.value[kind])] for kind in ("unhelpful", "basic", "advanced")}
            groups[-1]["criteria"].append({"key": key, "number": number, "code": block.value["code"] or "", **kinds})
    return {
        "groups": groups,
        "critical": [name_of(block.value, block.id) for block in rubric.critical],
        "panel": [name_of(block.value, block.id) for block in rubric.panel],
        "partner": [{"key": name_of(b.value, b.id), "reverse": bool(b.value["reverse"])} for b in rubric.partner_form],
        "judgements": list(range(len(rubric.judgements))),
    }


def words_of(rubric: Rubric) -> dict[str, Any]:
    """The words of one language, each under its key."""
    words: dict[str, Any] = {"title": rubric.title, "groups": {}, "criteria": {}, "help": {}, "own": {}, "behaviours": {}}
    for block in rubric.criteria:
        key = name_of(block.value, block.id)
        if block.block_type == "group":
            words["groups"][key] = block.value["title"]
            continue
        words["criteria"][key] = block.value["title"]
        words["help"][key] = block.value["help"] or ""
        words["own"][key] = block.value["own"] or ""
        for kind in ("unhelpful", "basic", "advanced"):
            words["behaviours"] |= dict(_lines(block.value[kind]))
    words["behaviours"] |= {name_of(b.value, b.id): b.value["text"] for b in [*rubric.critical, *rubric.panel]}
    words["levels"] = [{"name": b.value["name"], "rule": b.value["rule"]} for b in rubric.levels]
    words["judgements"] = [b.value["text"] for b in rubric.judgements]
    words["partner"] = {name_of(b.value, b.id): b.value["text"] for b in rubric.partner_form}
    return words
