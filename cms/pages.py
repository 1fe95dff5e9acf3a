"""The front page and plain pages. Course pages live in `courses.outline`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField, TranslatableField

from cms.blocks import PageBody
from cms.markup import to_html
from cms.versions import SOURCE_LANGUAGE


class HomePage(Page):
    """The top of the tree in one language; strangers see it at `/`."""

    lead = models.CharField(_("big sentence"), max_length=120)
    intro = models.TextField(_("text"), blank=True, help_text=_("Markdown works here."))
    body = StreamField(PageBody(required=False), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 3
    template = "cms/home_page.html"
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("intro"), FieldPanel("body")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False), TranslatableField("body")]

    class Meta:
        verbose_name = _("front page")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page by its whole address at once, not level by level; in the source language when it was never translated.

        A page that is unpublished is nowhere, also when the other language still has it under the same address.
        """
        if not path_components:
            return super().route(request, path_components)
        tail = "/".join(path_components) + "/"
        here = self._page_at(self, tail)
        if here is None:
            source = self.get_translations().filter(locale__language_code=SOURCE_LANGUAGE).first()  # none when this is it
            here = self._page_at(source, tail) if source else None
        if here is None or not here.live:
            raise Http404
        page = here.specific
        page.locale = here.locale  # read with it, and asked for by every page of a course
        page.stands_in = "" if here.locale_id == self.locale_id else here.locale.language_code
        return RouteResult(page)

    @staticmethod
    def _page_at(home: Page, tail: str) -> Page | None:
        return Page.objects.select_related("locale").filter(url_path=home.url_path + tail).first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), "intro": to_html(self.intro)}


class StandardPage(Page):
    """A page of words: about, privacy, accessibility, for municipalities."""

    intro = models.TextField(_("first sentences"), blank=True)
    body = StreamField(PageBody(required=False), blank=True)

    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]
    template = "cms/standard_page.html"
    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    override_translatable_fields = [SynchronizedField("slug", overridable=False)]

    class Meta:
        verbose_name = _("page")
