"""Courses, modules and lessons in the Wagtail admin: lists in the menu "Training", and what differs from Wagtail's own page views."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import ButtonsColumnMixin, Column, DateColumn, TitleColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.views.pages.usage import UsageView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from cms.editors import TRAINING
from cms.training.columns import HealthColumn, LanguagesColumn, UseColumn
from cms.training.families import edit_url
from cms.training.listing import FactsMixin, TrainingFilterSet, UsesMixin, more_button
from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.outline.taking_down import TakeDownView


class PageFilters(TrainingFilterSet, PageFilterSet):
    """What pages and things can be narrowed to, together."""


class CourseTitleColumn(ButtonsColumnMixin, TitleColumn):
    """The title with what can be done. Wagtail's own column lets wagtail-localize ask three questions for every row."""

    def __init__(self) -> None:
        super().__init__("title", label=_("Title"), sort_key="title", classname="title", get_url=lambda page: edit_url(Page, page.pk))

    def get_buttons(self, instance: Any, parent_context: Any) -> list[Any]:
        """Only the ways; whether somebody may go them is asked there."""
        ways = [
            (_("Edit"), "edit", "edit"), (_("See what is below"), "explore", "folder-open-inverse"), (_("Add a module"), "add_subpage", "plus"), (_("Used"), "usage", "link"),
            (_("History"), "history", "history"), (_("Copy"), "copy", "copy"), (_("Move"), "move", "arrow-right-full"),
            (_("Take down"), "unpublish", "download"),
        ]  # fmt: skip
        buttons = []
        for priority, (label, way, icon) in enumerate(ways):
            address = "wagtailadmin_explore" if way == "explore" else f"wagtailadmin_pages:{way}"
            for_courses = way in ("explore", "add_subpage")
            if (not for_courses or not isinstance(instance, LessonPage)) and (way != "unpublish" or instance.live):
                buttons.append(Button(label, url=reverse(address, args=[instance.pk]), icon_name=icon, priority=priority))
        return [more_button(instance, buttons)]


def columns(*between: Column, health: bool = False) -> list[Any]:
    """The columns of a list of pages; `between` stands after the title, `health` where somebody looks at pages of the kind."""
    return [
        BulkActionsColumn("bulk_actions"),
        CourseTitleColumn(),
        *between,
        LanguagesColumn(),
        UseColumn(),
        *([HealthColumn()] if health else []),
        DateColumn("latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at", width="12%"),
        PageStatusColumn("status", label=_("Status"), sort_key="live", width="12%"),
    ]


class CourseIndexView(FactsMixin, IndexView):
    base_filterset_class = PageFilters
    base_columns = columns()


class LessonIndexView(CourseIndexView):
    base_columns = columns(
        ParentPageColumn("parent", label=_("Module")), Column("minutes", label=_("Minutes"), sort_key="minutes"), health=True
    )


class CourseListing(PageListingViewSet):
    model = CoursePage
    icon = "folder-open-inverse"
    menu_label = _("Courses")
    menu_order = 100
    menu_hook = TRAINING
    menu_name = "courses"
    index_view_class = CourseIndexView
    filterset_class = PageFilters
    list_export = ["title", "summary", "locale", "languages", "uses", "status_string", "latest_revision_created_at"]
    export_filename = "courses"


class LessonListing(PageListingViewSet):
    model = LessonPage
    icon = "doc-full"
    menu_label = _("Lessons")
    menu_order = 110
    menu_hook = TRAINING
    menu_name = "lessons"
    index_view_class = LessonIndexView
    filterset_class = PageFilters
    list_export = [
        "title",
        "summary",
        "minutes",
        "open_to_all",
        "locale",
        "languages",
        "uses",
        "health",
        "status_string",
        "latest_revision_created_at",
    ]
    export_filename = "lessons"


class CourseUsageView(UsesMixin, UsageView):
    """Where a page of a course is used: programmes, questions, and pages that link to it."""


class CoursePageViewSet(PageViewSet):
    usage_view_class = CourseUsageView
    unpublish_view_class = TakeDownView


def page_viewsets() -> list[PageViewSet]:
    """One for each kind of page of a course."""
    return [type(f"{kind.__name__}ViewSet", (CoursePageViewSet,), {"model": kind})() for kind in (CoursePage, ModulePage, LessonPage)]
