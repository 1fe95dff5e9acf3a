"""Scenarios: written in the admin, one snippet for each language, and frozen as a chat uses them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.approval.models import SafetyMixin
from cms.named import named
from cms.versions import FrozenVersion
from lms.people.models import Country, LegalProfile, Organisation

TELLING = 12  # letters: a shorter line, such as "hei", gives nothing away


class ScenarioVersion(FrozenVersion):
    """A scenario as a chat used it. `content` per language: {title, theme, content_note, situation,
    card: {who, opening, ladder: [{title, say}], ifs: [{when, then}], stop, note},
    key: {must: […], must_here: [{where, line}], strong: […], weak: […], national: {no, dk}, verified_on}, debrief: […]}. Only `situation`, `title`, `theme`, `content_note`
    may reach a trainee; `card` only the partner of the chat; `key` only professionals."""

    slug = models.SlugField()
    level = models.PositiveSmallIntegerField(default=1)
    tags = models.JSONField(default=list)  # risk, boundary
    minutes = models.PositiveSmallIntegerField(default=40)
    persona_name = models.CharField(max_length=30)
    persona_age = models.PositiveSmallIntegerField()

    class Meta(FrozenVersion.Meta):
        pass

    def key_for(self, organisation: Organisation, language: str | None = None) -> dict[str, Any]:
        """The key as it stands in one house: what must happen in its own country and legal profile, nothing of the others'."""
        key = self.text(language)["key"]
        mine = {organisation.country, organisation.legal_profile}
        return {
            "verified_on": "",
            **key,
            "must_here": [duty["line"] for duty in key.get("must_here", ()) if duty["where"] in mine],
            "national": key["national"].get(organisation.country, ""),
        }


class RungBlock(blocks.StructBlock):
    """One step down the ladder."""

    title = blocks.CharBlock(label=_("Step, in at most six words"), max_length=60)
    say = blocks.TextBlock(label=_("What the partner can write, word for word"), rows=2)

    class Meta:
        icon = "arrow-down"
        description = _("One step down the ladder: what comes to light, and the words for it")
        preview_value = {"title": "…", "say": "…"}


class IfBlock(blocks.StructBlock):
    """What the partner does when the trainee does something."""

    when = blocks.CharBlock(label=_("If the chat host…"), max_length=160)
    then = blocks.TextBlock(label=_("…then"), rows=2)

    class Meta:
        icon = "redirect"
        description = _("What the partner does when the chat host does something")
        preview_value = {"when": "…", "then": "…"}


class DutyBlock(blocks.StructBlock):
    """Something that must happen in houses of one country, or of one legal profile only."""

    where = blocks.ChoiceBlock(label=_("Where"), choices=[*Country.choices, *LegalProfile.choices])
    must = blocks.TextBlock(label=_("Must happen"), rows=2)

    class Meta:
        icon = "site"
        description = _("What must happen in one country, or in one kind of house, only")
        preview_value = {"where": "no", "must": "…"}


class LineBlock(blocks.StreamBlock):
    """A list of sentences."""

    line = named(blocks.TextBlock(label=_("Sentence"), rows=2))


class ScenarioQuerySet(models.QuerySet["Scenario"]):
    def in_language(self, language: str) -> list[Scenario]:
        """The published scenarios, each in the language wanted, or in the source language when it was not written in that one yet."""
        found: dict[Any, Scenario] = {}
        for scenario in self.filter(live=True).select_related("locale").order_by("level", "slug"):
            code = scenario.locale.language_code
            if code == language or (code == "nb" and scenario.translation_key not in found):
                found[scenario.translation_key] = scenario
        return sorted(found.values(), key=lambda s: (s.level, s.slug))


class Scenario(PreviewableMixin, SafetyMixin, DraftStateMixin, RevisionMixin, TranslatableMixin, models.Model):
    """What a practice chat is about, in one language. Three views: the situation, the secret card, the key."""

    override_translatable_fields = [SynchronizedField("slug", overridable=False)]
    slug = models.SlugField(_("short name"), help_text=_("The same in every language, such as s1-lordag."))
    title = models.CharField(_("title"), max_length=80)
    theme = models.CharField(_("theme"), max_length=80)
    level = models.PositiveSmallIntegerField(_("level"), default=1, validators=[MinValueValidator(1), MaxValueValidator(3)])
    is_risk = models.BooleanField(_("about risk to life or health"), default=False)
    is_boundary = models.BooleanField(_("about boundaries"), default=False)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=40, validators=[MinValueValidator(10), MaxValueValidator(60)])
    persona_name = models.CharField(_("name of the person played"), max_length=30)
    persona_age = models.PositiveSmallIntegerField(_("age of the person played"))
    content_note = models.TextField(_("content note"), help_text=_("What comes, and that one may stop. Shown before anybody says yes."))
    situation = models.TextField(_("situation"), help_text=_("One to three sentences for the trainee. Never the secret."))

    who = models.TextField(_("who I am"), help_text=_("To the partner, as “you”. Four to seven short sentences."))
    opening = models.TextField(_("opening line"))
    ladder = StreamField([("rung", RungBlock(label=_("Step")))], verbose_name=_("ladder"), max_num=8, min_num=1)
    ifs = StreamField([("if", IfBlock(label=_("If – then")))], verbose_name=_("if – then"), blank=True)
    stop = models.TextField(_("stop rule"))
    partner_note = models.TextField(_("note to the partner"), blank=True, help_text=_("For instance what is never described."))

    must = StreamField(LineBlock(), verbose_name=_("must happen"), blank=True)
    must_here = StreamField([("duty", DutyBlock(label=_("Duty")))], verbose_name=_("must happen, where duties differ"), blank=True)
    strong = StreamField(LineBlock(), verbose_name=_("strong signs"), blank=True)
    weak = StreamField(LineBlock(), verbose_name=_("weak signs"), blank=True)
    national_no = models.TextField(_("help and duties in Norway"), blank=True)
    national_dk = models.TextField(_("help and duties in Denmark"), blank=True)
    verified_on = models.DateField(
        _("numbers and duties verified on"), null=True, blank=True,
        help_text=_("Verify before use: empty until somebody who knows the law and the help services of the place has checked them."),
    )  # fmt: skip
    debrief = StreamField(LineBlock(), verbose_name=_("questions for the debrief"), blank=True)

    loaded = models.CharField(max_length=64, blank=True, editable=False)  # digest of what a package last said; see package.py
    objects = models.Manager.from_queryset(ScenarioQuerySet)()
    preview_modes = [("trainee", _("Trainee")), ("partner", _("Practice partner")), ("supervisor", _("Supervisor"))]

    class Meta:
        verbose_name = _("practice scenario")
        verbose_name_plural = _("practice scenarios")
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="scenario_once_per_language"),
            models.UniqueConstraint(fields=["slug", "locale"], name="scenario_slug_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuses a secret line in what trainees read before and during the chat."""
        super().clean()
        secret = [self.opening, *(str(b.value["say"]) for b in self.ladder)]
        plain = [" ".join(line.casefold().split()) for line in secret]
        told = [line for line in plain if len(line) >= TELLING]
        for field in ("title", "theme", "content_note", "situation"):
            if any(line in " ".join(getattr(self, field).casefold().split()) for line in told):
                raise ValidationError({field: _("A line of the secret card stands here. Trainees read this.")})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "certification/previews/scenario.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        content, places = self.content(), dict([*Country.choices, *LegalProfile.choices])
        duties = [(places.get(one["where"], ""), one["line"]) for one in content["key"]["must_here"]]
        return {"seat": mode_name or "trainee", "text": content, "scenario": self, "duties": duties}

    @property
    def is_safety(self) -> bool:
        return self.is_risk

    @property
    def tags(self) -> list[str]:
        return [tag for tag, holds in (("risk", self.is_risk), ("boundary", self.is_boundary)) if holds]

    def content(self) -> dict[str, Any]:
        """The text of this language as a version keeps it."""
        return {
            "title": self.title,
            "theme": self.theme,
            "content_note": self.content_note,
            "situation": self.situation,
            "card": {
                "who": self.who,
                "opening": self.opening,
                "ladder": [{"title": b.value["title"], "say": b.value["say"]} for b in self.ladder],
                "ifs": [{"when": b.value["when"], "then": b.value["then"]} for b in self.ifs],
                "stop": self.stop,
                "note": self.partner_note,
            },
            "key": {
                "must": _lines(self.must),
                "must_here": [{"where": b.value["where"], "line": b.value["must"]} for b in self.must_here],
                "strong": _lines(self.strong),
                "weak": _lines(self.weak),
                "national": {"no": self.national_no, "dk": self.national_dk},
                "verified_on": self.verified_on.isoformat() if self.verified_on else "",
            },
            "debrief": _lines(self.debrief),
        }

    def freeze(self) -> ScenarioVersion:
        """All published languages of this moment as one version; the newest one again when nothing changed since."""
        family = Scenario.objects.filter(translation_key=self.translation_key, live=True).select_related("locale")
        content = {one.locale.language_code: one.content() for one in family}
        return ScenarioVersion.freeze(
            self.translation_key,
            content or {self.locale.language_code: self.content()},
            slug=self.slug,
            level=self.level,
            tags=self.tags,
            minutes=self.minutes,
            persona_name=self.persona_name,
            persona_age=self.persona_age,
        )


def _lines(field: Any) -> list[str]:
    return [str(block.value) for block in field]
