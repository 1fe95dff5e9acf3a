"""The front page and plain pages. Course pages live in `courses.outline`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.blocks import PageBody
from cms.markup import to_html
from cms.once import PageForm
from cms.versions import SOURCE_LANGUAGE
from lms.ui.drawings import drawing_choices


class HomePage(Page):
    """The top of the tree in one language; strangers see it at `/`."""

    lead = models.CharField(_("big sentence"), max_length=120)
    intro = models.TextField(_("text"), blank=True, help_text=_("Markdown works here."))
    body = StreamField(PageBody(required=False), blank=True)

    base_form_class = PageForm
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 3
    template = "cms/home_page.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("intro"), FieldPanel("body")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False), TranslatableField("body")]

    class Meta:
        verbose_name, verbose_name_plural = _("front page"), _("front pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page by its whole address at once, not level by level; in the source language when it was never translated.

        A page that was taken down is nowhere, also when the other language still has it under the same address. A translation that was
        never published yet is no page: the source stands in for it. Where only another language has the address, whoever turned the page
        to this one gets what it is here.
        """
        if not path_components:
            return super().route(request, path_components)
        tail = "/".join(path_components) + "/"
        here = self._page_at(self, tail)
        if here is None or (not here.live and here.first_published_at is None):
            here = self._stand_in(tail)
        if here is None or not here.live:
            raise Http404
        page = here.specific
        page.locale = here.locale  # read with it, and asked for by every page of a course
        page.stands_in = "" if here.locale_id == self.locale_id else here.locale.language_code
        return RouteResult(page)

    def _stand_in(self, tail: str) -> Page | None:
        """What answers where no page of this language is: the same page under its own address here, else the source."""
        homes = self.get_translations().values_list("url_path", flat=True)
        there = list(Page.objects.select_related("locale").filter(url_path__in=[path + tail for path in homes]))
        keys = [one.translation_key for one in there]
        here = Page.objects.filter(translation_key__in=keys, locale=self.locale_id).exclude(live=False, first_published_at=None)
        source = (one for one in there if one.locale.language_code == SOURCE_LANGUAGE)
        return here.select_related("locale").first() or next(source, None)

    @staticmethod
    def _page_at(home: Page, tail: str) -> Page | None:
        return Page.objects.select_related("locale").filter(url_path=home.url_path + tail).first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "intro": to_html(self.intro)}


class FrontPlace(models.TextChoices):
    """Where the front page points to a page."""

    NOWHERE = "", _("Not on the front page")
    BECOME = "become", _("Something one can become")
    READ = "read", _("Something to read")


class StandardPage(Page):
    """A page of words: what one can become, for municipalities, privacy, accessibility. "Show in menus" puts it at the foot of every page."""

    intro = models.TextField(_("first sentences"), blank=True)
    body = StreamField(PageBody(required=False), blank=True)
    picture = models.CharField(_("drawing"), max_length=20, blank=True, choices=drawing_choices)
    front = models.CharField(_("on the front page"), max_length=10, blank=True, choices=FrontPlace, default=FrontPlace.NOWHERE)
    joins = models.BooleanField(
        _("ends with whom to contact"), default=False, help_text=_("Shows the organisations that take people in, and how to reach them.")
    )
    to_verify = models.TextField(
        _("verify before use"), blank=True, help_text=_("What somebody who knows the place must check. Only editors see it.")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True, help_text=_("Empty until somebody has checked it."))

    base_form_class = PageForm
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    template = "cms/standard_page.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("picture"), FieldPanel("front")]), FieldPanel("joins")], heading=_("How it is shown")),
        MultiFieldPanel([FieldPanel("to_verify"), FieldPanel("verified_on")], heading=_("Verify before use")),
    ]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        verbose_name, verbose_name_plural = _("page"), _("pages")

    @property
    def waits_for_check(self) -> bool:
        """Whether it tells facts that nobody has checked where it is used."""
        return bool(self.to_verify) and self.verified_on is None
