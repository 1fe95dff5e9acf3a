"""What editors write: questions in banks, and quizzes that draw from them. One row per language, sharing `translation_key`.

Nobody's attempt points here: attempts keep frozen versions (models.py), so an editor may improve or delete anything.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RegexBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, TranslatableMixin
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.approval.models import SafetyMixin
from cms.versions import SOURCE_LANGUAGE
from courses.outline.goals import chosen
from courses.quizzes.blocks import PARTS, Area, RowBlock
from courses.quizzes.blueprint import Blueprint, Row
from courses.quizzes.kinds import CHOICES, KINDS, Graded, Kind, Parts, told
from lms.people.models import Person, Role


class Level(models.TextChoices):
    REMEMBER = "remember", _("Remember")
    APPLY = "apply", _("Apply")
    JUDGE = "judge", _("Judge")


class SourceQuerySet(models.QuerySet[Any]):
    """Questions and quizzes alike."""

    def live(self) -> SourceQuerySet:
        return self.filter(live=True)


class Source(TranslatableMixin, SafetyMixin, DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, models.Model):
    """What questions and quizzes share: a bank they belong to and a short name in it."""

    bank = models.SlugField(_("question bank"), max_length=60, default="chatvert", help_text=_("A quiz draws from its own bank only."))
    slug = models.SlugField(_("short name"), max_length=60, help_text=_("The same in all languages, such as role-01."))
    loaded = models.CharField(max_length=64, blank=True, editable=False)  # digest of what a package last said; see package.py
    lenient = False  # a draft may be saved half done; see admin.SourceForm

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return str(self.locale.language_code) if self.locale_id else SOURCE_LANGUAGE

    def find_source(self) -> Any:
        """The row in the language the others are translated from: bokmål when there is one, otherwise the first that was written."""
        rows = type(self)._default_manager.filter(translation_key=self.translation_key).exclude(pk=self.pk).select_related("locale")
        family = sorted([*rows, self], key=lambda row: row.pk or float("inf"))
        return next((row for row in family if row.language == SOURCE_LANGUAGE), family[0])

    def clean(self) -> None:
        super().clean()
        taken = type(self)._default_manager.filter(bank=self.bank, slug=self.slug, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.locale_id and taken.exists():
            raise ValidationError({"slug": _("Another one in this bank has this short name.")})


class Question(Source):
    """A question in one language. `options` block ids are the ids of the options in every language."""

    kind = models.CharField(_("kind"), max_length=20, choices=CHOICES, default="single")
    area = models.CharField(_("area"), max_length=20, choices=Area)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.APPLY)
    is_critical = models.BooleanField(
        _("critical"), default=False, help_text=_("One critical question wrong is “not yet”, whatever the score.")
    )
    goals = StreamField(
        [("goal", chosen(RegexBlock(r"^[a-z][a-z0-9-]*$", max_length=40, label=_("Goal"))))],
        verbose_name=_("learning goals"), blank=True, help_text=_("What it asks about, among the goals of the courses."),
    )  # fmt: skip
    lesson_key = models.UUIDField(_("lesson to read"), null=True, blank=True)
    stem = models.TextField(
        _("question"), max_length=600,
        help_text=_("Sixty words at most. What a young person writes goes in quotation marks and is shown as a chat bubble."),
    )  # fmt: skip
    picture = models.ForeignKey(
        get_image_model_string(), models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture"),
        help_text=_("One at most. It stands above what is asked."),
    )  # fmt: skip
    picture_alt = models.CharField(
        _("what the picture shows"), max_length=250, blank=True, help_text=_("For those who cannot see it: everything one needs to answer.")
    )
    options = StreamField(PARTS, min_num=1, max_num=12, verbose_name=_("answers"))  # how many of which: the kind says
    objects = SourceQuerySet.as_manager()

    translatable_fields = [
        TranslatableField("stem"), TranslatableField("picture_alt"), TranslatableField("options"),
        *[SynchronizedField(name, overridable=False)
          for name in ("bank", "slug", "kind", "area", "level", "is_critical", "goals", "lesson_key", "picture")],
    ]  # fmt: skip
    preview_modes = [("face", _("As the trainee sees it")), ("after", _("With the explanations"))]

    class Meta(TranslatableMixin.Meta):
        verbose_name, verbose_name_plural = _("question"), _("questions")
        indexes = [models.Index(fields=["bank", "live"])]

    def __str__(self) -> str:
        return f"{self.slug}: {self.stem[:60]}"

    @property
    def is_safety(self) -> bool:
        return self.is_critical or self.area == Area.SAFETY

    @property
    def how(self) -> Kind:
        return KINDS[self.kind]

    def parts(self) -> list[dict[str, Any]]:
        """The blocks of `options` as plain values: id, type, and what the kind's class reads. Blocks that were never saved get an id here."""
        return [{"id": block.id or str(uuid.uuid4()), "type": block.block_type, **block.value} for block in self.options]

    def said(self, source: Question | None = None) -> dict[str, Any]:
        """What is asked, in the question's own language: {stem}, and {picture: {image, alt}} where there is one; the picture is the source's."""
        image = (source or self).picture_id
        return {"stem": self.stem, **({"picture": {"image": image, "alt": self.picture_alt}} if image else {})}

    def face(self, source: Question | None = None) -> dict[str, Any]:
        """What may be shown at any time, in the question's own language."""
        with translation.override(self.language):
            return self.how.face(self.parts(), (source or self).parts())

    def clean(self) -> None:
        """A question that can be asked: parts that fit its kind, a reason for every option, the same parts in every language."""
        super().clean()
        if self.lenient:
            return
        if self.picture_id and not self.picture_alt.strip():
            raise ValidationError({"picture_alt": _("Say what the picture shows, for those who cannot see it.")})
        parts = self.parts()
        if complaint := self.how.complaint(parts):
            raise ValidationError({"options": complaint})
        if not all(why.strip() for why in self.how.reasons(parts).values()):
            raise ValidationError({"options": _("Every option needs its own explanation.")})
        if self.is_critical and self.how.is_provisional(self.how.right({"": parts})):
            raise ValidationError({"is_critical": _("The panel is not complete yet: until then nobody may be stopped by this question.")})
        source = self.find_source()
        if source is not self and self.how.outline(source.parts()) != self.how.outline(parts):
            raise ValidationError({"options": _("The options differ from the original's: the same ones, with the same marked right.")})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/question_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        parts, how = self.parts(), self.how
        shown = {"how": how, "after": mode_name == "after", **preview_of(how, parts, self.said(), self.language)}
        return {**super().get_preview_context(request, mode_name), **shown}


def preview_of(how: Kind, parts: Parts, said: dict[str, Any], language: str) -> dict[str, Any]:
    """A question as the learner sees it, and with its explanations, also while it is half done."""
    ready = how.complaint(parts) is None
    right, asked = how.right({language: parts}) if ready else None, how.face(parts, parts) if ready else {"options": []}
    order = how.order([one["id"] for one in asked["options"]], right)
    words = told(how, said)
    answers = how.explained(Graded(asked, order, (), right, how.reasons(parts), language)) if ready else []
    item = {"position": 1, "parts": words, "answers": answers, "answered": True, "provisional": ready and how.is_provisional(right)}
    face = {"parts": words, "form": f"courses/parts/answer_{how.form}.html", **(how.shown(asked, order, ()) if ready else {})}
    return {"face": face, "item": item, "ready": ready}


class QuizQuerySet(SourceQuerySet):
    def visible_to(self, person: Person) -> QuizQuerySet:
        """Published quizzes, for everybody who learns here; drafts are the admin's."""
        return self.live() if person.organisations_as(*LEARNERS) else self.none()  # type: ignore[return-value]


# An auditor reads logs and takes no course (domain.md §2.5)
LEARNERS = tuple(role for role in Role if role != Role.AUDITOR)


def hours_of(text: str) -> tuple[int, ...]:
    """ "24, 72" as numbers; raises ValueError for anything else."""
    return tuple(int(part) for part in re.split(r"[,;\s]+", text.strip()) if part)


class Quiz(Source):
    """What is asked, for how long, and what happens after "not yet". The rules are those of the source language."""

    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("introduction"), max_length=1500, blank=True)
    draw = StreamField([("row", RowBlock())], min_num=1, max_num=20, verbose_name=_("what to draw"))
    pass_share = models.DecimalField(
        _("share that must be right"), max_digits=3, decimal_places=2, default="0.80",
        validators=[MinValueValidator(0), MaxValueValidator(1)], help_text=_("0.80 is eighty per cent. Critical questions must all be right."),
    )  # fmt: skip
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True, help_text=_("Empty: no time limit."))
    retry_hours = models.CharField(
        _("hours before the next try"), max_length=40, blank=True, default="24, 72", help_text=_("After the first, the second … Such as 24, 72.")
    )  # fmt: skip
    max_attempts = models.PositiveSmallIntegerField(
        _("tries before a talk"), null=True, blank=True, default=3, validators=[MinValueValidator(1)],
        help_text=_("Then a supervisor has a talk with the person and opens it again. Empty: no end."),
    )  # fmt: skip
    objects = QuizQuerySet.as_manager()

    translatable_fields = [
        TranslatableField("title"), TranslatableField("intro"),
        *[SynchronizedField(name, overridable=False)
          for name in ("bank", "slug", "draw", "pass_share", "minutes", "retry_hours", "max_attempts")],
    ]  # fmt: skip

    class Meta(TranslatableMixin.Meta):
        verbose_name, verbose_name_plural = _("quiz"), _("quizzes")

    def __str__(self) -> str:
        return self.title

    @property
    def blueprint(self) -> Blueprint:
        rows = tuple(
            Row(row.value["area"], bool(row.value["critical"]), row.value["count"], tuple(row.value.get("modules") or ()))
            for row in self.draw
        )
        return replace(self.terms, rows=rows)

    @property
    def only_module(self) -> str:
        """The key of the module it asks about when it asks about no other; "" else."""
        asked = {tuple(row["value"].get("modules") or ()) for row in self.draw.raw_data}
        only = next(iter(asked)) if len(asked) == 1 else ()
        return str(only[0]) if len(only) == 1 else ""

    @property
    def terms(self) -> Blueprint:
        """The rules without what is drawn: to read those rows the names of all modules are asked for, once for each."""
        return Blueprint((), f"{float(self.pass_share):g}", self.minutes or None, hours_of(self.retry_hours), self.max_attempts)

    @property
    def facts(self) -> dict[str, Any]:
        """What the start page says about the rules."""
        rules = self.blueprint
        return {"rules": rules, "needed": rules.needed, "minutes": rules.minutes}

    def clean(self) -> None:
        super().clean()
        try:
            hours_of(self.retry_hours)
        except ValueError as wrong:
            raise ValidationError({"retry_hours": _("Whole numbers with commas between, such as 24, 72.")}) from wrong

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "courses/quiz_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **self.facts}
