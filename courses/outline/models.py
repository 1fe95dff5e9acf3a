"""Course ▸ module ▸ lesson as Wagtail pages, one per language, sharing their `translation_key`.

What people did points to that key, never to a page.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.approval.models import SafetyPageMixin
from cms.blocks import LessonBody
from cms.markup import to_html
from cms.training.findings import findings_panel
from cms.versions import digest_of
from courses.outline.cycles import cycle_from
from courses.outline.goals import chosen
from courses.outline.module_form import ModuleForm
from lms.ui.drawings import drawing_choices

__all__ = ["CoursePage", "LessonPage", "ModulePage"]


class GoalBlock(blocks.StructBlock):
    """A learning goal of the course: what somebody can do afterwards."""

    key = blocks.RegexBlock(r"^[a-z][a-z0-9-]*$", max_length=40, label=_("Key"), help_text=_("Short name for lessons: listening-1"))
    text = blocks.CharBlock(max_length=300, label=_("Can do"))

    class Meta:
        icon = "check"
        label = _("Learning goal")
        description = _("What somebody can do after the course, and a short name for it")
        preview_value = {"key": "listening-1", "text": "…"}


class CoursePage(SafetyPageMixin, Page):
    """A whole course. Everybody may read what it is about."""

    summary = models.CharField(_("summary"), max_length=300, help_text=_("One or two sentences for those who do not know it."))
    intro = models.TextField(_("introduction"), blank=True, help_text=_("Markdown works here."))
    goals = StreamField([("goal", GoalBlock())], verbose_name=_("learning goals"), blank=True)

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["courses.ModulePage"]
    template = "courses/course_page.html"
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("intro"), FieldPanel("goals")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        verbose_name, verbose_name_plural = _("course"), _("courses")

    @property
    def key(self) -> uuid.UUID:
        return self.translation_key

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "intro": to_html(self.intro)}


class ModulePage(SafetyPageMixin, Page):
    """A few lessons that belong together."""

    summary = models.CharField(_("summary"), max_length=300, help_text=_("One sentence."))
    picture = models.CharField(_("drawing"), max_length=20, blank=True, choices=drawing_choices)
    opens_on = models.DateField(_("opens on"), null=True, blank=True, help_text=_("Empty: open from the start."))
    needs = models.JSONField(_("comes after"), default=list, blank=True)  # keys of modules of the same course

    base_form_class = ModuleForm
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "courses/module_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("picture"),
        MultiFieldPanel([FieldPanel("opens_on"), FieldPanel("needs")], heading=_("When it opens"), classname="collapsed"),
    ]
    override_translatable_fields = [SynchronizedField("slug", overridable=False), SynchronizedField("opens_on"), SynchronizedField("needs")]

    class Meta:
        verbose_name, verbose_name_plural = _("module"), _("modules")

    @property
    def key(self) -> uuid.UUID:
        return self.translation_key

    def clean(self) -> None:
        """Refuse a circle of modules that wait for each other, and name it: nobody could ever begin them."""
        super().clean()
        if not self.pk or not self.needs:
            return
        others = {str(one.key): one for one in ModulePage.objects.sibling_of(self, inclusive=False).live()}
        graph = {**{key: one.needs for key, one in others.items()}, str(self.key): self.needs}
        if circle := cycle_from(graph, str(self.key)):
            names = " → ".join(f"“{self.title if key == str(self.key) else others[key].title}”" for key in circle)
            raise ValidationError({"needs": _("These modules wait for each other: %(names)s") % {"names": names}})


class LessonPage(SafetyPageMixin, Page):
    """One idea in three to ten minutes."""

    summary = models.CharField(_("summary"), max_length=300, help_text=_("One sentence: what this is about."))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=5, validators=[MinValueValidator(1), MaxValueValidator(60)], help_text=_("Three to ten is good.")
    )
    goals = StreamField(
        [("goal", chosen(blocks.RegexBlock(r"^[a-z][a-z0-9-]*$", max_length=40, label=_("Goal"))))],
        verbose_name=_("learning goals"), blank=True, help_text=_("What it leads to, among the goals of the courses."),
    )  # fmt: skip
    open_to_all = models.BooleanField(_("open to everybody"), default=False, help_text=_("Can be read without an account."))
    safety = models.BooleanField(
        _("safety content"), default=False,
        help_text=_("A professional approves it before it is published. A lesson with a content note always counts as such."),
    )  # fmt: skip
    body = StreamField(LessonBody(), verbose_name=_("lesson"))

    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "courses/lesson_page.html"
    preview_modes = [("", _("As a trainee sees it")), ("opened", _("As a supervisor, with every answer open"))]
    content_panels = [
        findings_panel(),
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("minutes"), FieldPanel("open_to_all")]), FieldPanel("safety"), FieldPanel("goals")],
            heading=_("About the lesson"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        *Page.search_fields,
        *(field for name in ("summary", "body") for field in (index.SearchField(name), index.AutocompleteField(name))),
    ]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False), SynchronizedField("minutes"), SynchronizedField("open_to_all"), SynchronizedField("goals"),
        SynchronizedField("safety", overridable=False),
        TranslatableField("body"),
    ]  # fmt: skip

    class Meta:
        verbose_name, verbose_name_plural = _("lesson"), _("lessons")

    @property
    def key(self) -> uuid.UUID:
        return self.translation_key

    @property
    def is_safety(self) -> bool:
        return self.safety or any(child["type"] == "content_note" for child in self.body.raw_data)

    @property
    def content_digest(self) -> str:
        """Names this version of the words: evidence says which one was read."""
        return digest_of({"title": self.title, "summary": self.summary, "body": list(self.body.raw_data)})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The lesson, for this reader only: no cache keeps what somebody wrote."""
        answer = super().serve(request, *args, **kwargs)
        add_never_cache_headers(answer)
        return answer

    def reflection_question(self, block_id: uuid.UUID) -> str | None:
        """The question of one reflection of this lesson, or None when it has no such block."""
        for child in self.body:
            if child.block_type == "reflection" and child.id == str(block_id):
                return str(child.value["question"])
        return None
