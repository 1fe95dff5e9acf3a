"""What editors write: agreements and programmes, one snippet for each language. Publishing freezes a version.

Evidence and enrolments point to the frozen versions, so an editor may improve anything at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import BlockGroup
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from certification.programmes import kinds, papers
from certification.programmes.level_blocks import LevelBlock
from certification.programmes.levels import Level, level_choices
from certification.programmes.models import AgreementVersion, ProgrammeVersion
from certification.programmes.publishing import complaints, nobody_can_meet, nobody_would_see, warnings
from certification.programmes.queries import content_key
from certification.programmes.reading import details, resolved, skills, with_words_of, wrong_skill
from cms.approval.models import SafetyMixin
from cms.markup import to_html
from cms.same import same_everywhere
from cms.training.short_names import ShortNameForm
from cms.versions import SOURCE_LANGUAGE
from lms.people.models import Country, LegalProfile

PLACES = [*Country.values, *LegalProfile.values]


class LenientForm(ShortNameForm):
    """A draft may be half done; what is published must hold."""

    def defer_required_fields(self) -> None:
        super().defer_required_fields()
        self.instance.lenient = True  # stays so: saving the revision cleans the same object once more


class Source(TranslatableMixin, SafetyMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):
    """What agreements and programmes share: publishing the row of one language freezes all published languages together."""

    slug = models.SlugField(_("short name"), max_length=60, help_text=_("The same in all languages."))
    lenient = False
    from_package = False  # its content may come after it
    base_form_class = LenientForm

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        done = super().publish(revision, user, **kwargs)
        fresh = type(self)._default_manager.get(pk=self.pk)
        if fresh.live:
            fresh.freeze()
        return done

    def family(self) -> dict[str, Any]:
        """The published rows of all languages by language code, this one among them."""
        rows = type(self)._default_manager.filter(translation_key=self.translation_key, live=True).select_related("locale")
        return {row.locale.language_code: row for row in rows} or {self.locale.language_code: self}

    def freeze(self) -> Any:
        raise NotImplementedError


class Agreement(PreviewableMixin, Source):
    """A paper people sign on their phone: a plain summary first, the whole text below."""

    # The wish for a large change is the source's alone: copied along, the translation would ask everybody to sign once more.
    translatable_fields = [
        *[TranslatableField(name) for name in ("title", "summary", "text", "to_verify")],
        *[SynchronizedField(name, overridable=False) for name in ("slug", "verified_on")],
    ]  # fmt: skip
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("plain summary"), help_text=_("Five to seven short points, in Markdown."))
    text = models.TextField(
        _("the whole text"),
        help_text=_("Markdown. Headings with ##. What holds in some houses only stands between ::: only no_ngo and a line with :::"),
    )
    major = models.BooleanField(
        _("a large change"), default=False, help_text=_("Everybody who signed an older version is asked to read and sign again.")
    )

    to_verify = models.TextField(
        _("verify before use"),
        blank=True,
        help_text=_("What somebody who knows the law of the place must check. Those who sign never see it."),
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True, help_text=_("Empty until somebody has checked it."))

    class Meta(Source.Meta):
        verbose_name, verbose_name_plural = _("agreement"), _("agreements")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuses a part for some houses that nobody could read."""
        super().clean()
        if line := papers.wrong_line(self.text, PLACES):
            raise ValidationError({"text": _("This line does not fit: %(line)s") % {"line": line}})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "certification/agreement.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """As it is read before it is signed, with every part that holds in some houses only."""
        words = {"summary": to_html(self.summary or ""), "whole": to_html(papers.for_houses(self.text or "", []))}
        return {**super().get_preview_context(request, mode_name), "text": self.content(), **words}

    def content(self) -> dict[str, str]:
        return {"title": self.title, "summary": self.summary, "text": self.text}

    def freeze(self) -> AgreementVersion:
        """The newest version when no word changed, else a new one. The first is always major; the wish for a major one is spent."""
        content = {language: row.content() for language, row in self.family().items()}
        newest = AgreementVersion.objects.filter(key=self.translation_key).order_by("-number").first()
        if newest and newest.content == content:
            return newest
        major = self.major or newest is None
        version = AgreementVersion.freeze(self.translation_key, content, slug=self.slug, major=major)
        Agreement.objects.filter(pk=self.pk).update(major=False)
        return version


def kind_choices() -> list[tuple[str, str]]:
    return sorted(((name, str(kind.label)) for name, kind in kinds.every().items()), key=lambda one: one[1])


class RequirementBlock(blocks.StructBlock):
    """One requirement. What only programmers would look for is folded away."""

    name = blocks.CharBlock(label=_("Name"), max_length=80)
    why = blocks.TextBlock(label=_("Why we ask"), rows=2, help_text=_("One or two warm, plain sentences."))
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=kind_choices)
    params = same_everywhere(
        blocks.TextBlock(
            label=_("Details"),
            required=False,
            rows=2,
            help_text=_("One on each line, such as module: rolle. Taken from the original language."),
        )
    )
    needs = same_everywhere(
        blocks.CharBlock(label=_("Opens after"), required=False, help_text=_("Keys of other requirements, with commas between."))
    )
    mandatory = blocks.BooleanBlock(label=_("Everybody must"), required=False, default=True)
    key = blocks.RegexBlock(
        regex=r"^[a-z][a-z0-9_-]*$", label=_("Key"), max_length=60, help_text=_("Never change it: evidence hangs on it.")
    )
    group = same_everywhere(blocks.CharBlock(label=_("One of a group"), required=False, max_length=40))
    least = blocks.IntegerBlock(
        label=_("How many of the group"), required=False, min_value=1, help_text=_("Empty means that one of the group is enough.")
    )
    valid_months = blocks.IntegerBlock(label=_("Valid for months"), required=False, min_value=1)
    phase = blocks.ChoiceBlock(
        label=_("Asked for"), required=False, choices=[("renewal", _("the renewal only")), ("both", _("the first certificate and the renewal"))],
        help_text=_("Empty means the first certificate only."),
    )  # fmt: skip

    class Meta:
        icon = "check"
        label = _("Requirement")
        form_layout = BlockGroup(
            children=["name", "why", "kind", "params", "needs", "mandatory"],
            settings=["key", "group", "least", "valid_months", "phase"],
        )


class StageBlock(blocks.StructBlock):
    """A part of the way with its requirements in order."""

    name = blocks.CharBlock(label=_("Name"), max_length=60)
    key = blocks.RegexBlock(regex=r"^[a-z][a-z0-9_-]*$", label=_("Key"), max_length=60)
    requirements = blocks.ListBlock(RequirementBlock(), label=_("Requirements"))

    class Meta:
        icon = "list-ol"
        label = _("Stage")
        description = _("A part of the way, with its requirements in order")
        preview_value = {"name": "…", "key": "", "requirements": []}


class ProgrammeForm(LenientForm):
    named_by = "name"


class Programme(PreviewableMixin, Source):
    """A way to a certificate in one language. The rules are the source language's; translations give the words."""

    base_form_class = ProgrammeForm
    override_translatable_fields = [SynchronizedField(name, overridable=False) for name in ("slug", "package", "course", "skills")]
    name = models.CharField(_("name"), max_length=80)
    package = models.SlugField(_("content package"), default="chatvert", help_text=_("Where the names of modules and quizzes come from."))
    course = models.CharField(
        _("course"), max_length=60, blank=True, default="chatvert", help_text=_("What “Continue” on the home page goes on with.")
    )
    valid_months = models.PositiveSmallIntegerField(_("certificate valid for months"), default=24)
    fades = models.BooleanField(
        _("skills fade without hours"), default=False,
        help_text=_("After five weeks without hours written down somebody reads along again; after six months it is renewed first."),
    )  # fmt: skip
    level = models.PositiveSmallIntegerField(
        _("level that is proposed"), default=Level.ON_SHIFT, choices=level_choices,
        help_text=_("Chosen already when a supervisor proposes somebody. They may choose another one."),
    )  # fmt: skip
    levels = StreamField(
        [("level", LevelBlock())], verbose_name=_("levels of this programme"), blank=True, help_text=_("Empty means every level.")
    )
    skills = models.TextField(
        _("known skills it shows"), blank=True,
        help_text=_("One on each line: what it is called, then its web address, such as from ESCO. They stand in the signed file, so that other systems know what a certificate is about."),
    )  # fmt: skip
    stages = StreamField([("stage", StageBlock())], verbose_name=_("stages"))

    class Meta(Source.Meta):
        verbose_name, verbose_name_plural = _("programme"), _("programmes")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """What is published can be finished by somebody: no circles, no unknown needs, details every kind can use."""
        super().clean()
        found = self.rules()
        seen = [] if self.from_package else [*nobody_can_meet(found), *nobody_would_see(found)]
        if not self.lenient and (wrong := complaints(found) or seen):
            raise ValidationError({"stages": [_("This cannot be published yet: %(what)s") % {"what": "; ".join(wrong)}]})
        if line := wrong_skill(self.skills):
            raise ValidationError({"skills": _("This line does not fit: %(line)s") % {"line": line}})

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "certification/previews/programme.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"programme": self.content(), "warnings": warnings(self.rules())}

    def content(self) -> dict[str, Any]:
        levels = {str(one.value["level"]): one.value["words"].strip() for one in self.levels if one.value["words"].strip()}
        return {
            "name": self.name,
            **({"levels": levels} if levels else {}),
            "stages": [
                {
                    "key": stage.value["key"],
                    "name": stage.value["name"],
                    "requirements": [{"key": r["key"], "name": r["name"], "why": r["why"]} for r in stage.value["requirements"]],
                }
                for stage in self.stages
            ],
        }

    def rules(self) -> dict[str, Any]:
        """What counts, without words. References to content become keys that hold on every machine."""
        rows = [self._row(r, stage.value["key"]) for stage in self.stages for r in stage.value["requirements"]]
        course = str(content_key("course", self.course, self.package)) if self.course else ""
        found = skills(self.skills)
        return {"requirements": rows, "decision": self._decision(), "course": course, **({"skills": found} if found else {})}

    def _decision(self) -> dict[str, Any]:
        """What is usual is not written down: then a programme that keeps to it needs no new version."""
        levels = [int(one.value["level"]) for one in self.levels]
        return {
            "valid_months": self.valid_months, **({"fades": True} if self.fades else {}),
            **({"level": int(self.level)} if int(self.level) != Level.ON_SHIFT else {}), **({"levels": levels} if levels else {}),
        }  # fmt: skip

    def _row(self, requirement: Mapping[str, Any], stage: str) -> dict[str, Any]:
        return {
            "key": requirement["key"],
            "kind": requirement["kind"],
            "stage": stage,
            "params": resolved(requirement["kind"], details(requirement["params"]), self.package),
            "mandatory": bool(requirement["mandatory"]),
            "group": requirement["group"] or "",
            **({"least": requirement["least"]} if requirement.get("least") else {}),
            **({"phase": requirement["phase"]} if requirement.get("phase") else {}),
            "needs": [need.strip() for need in (requirement["needs"] or "").split(",") if need.strip()],
            "valid_months": requirement["valid_months"],
        }

    def freeze(self) -> ProgrammeVersion:
        """All published languages as one version; the newest one again when nothing changed."""
        family = self.family()
        source = family.get(SOURCE_LANGUAGE) or self
        content = {language: with_words_of(source.content(), row.content()) for language, row in family.items()}
        return ProgrammeVersion.freeze(self.translation_key, content, slug=source.slug, rules=source.rules())
