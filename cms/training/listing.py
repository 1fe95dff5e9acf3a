"""Lists of the menu "Training": each thing once with its languages and its use, filters, search, and a table to take away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, TitleColumn, UpdatedAtColumn
from wagtail.admin.views.generic import UsageView
from wagtail.admin.widgets.button import Button, ButtonWithDropdown
from wagtail.models import Page, Revision, WorkflowState
from wagtail.snippets.views.snippets import CopyView, IndexView, SnippetViewSet

from cms.editors import TRAINING
from cms.training.columns import HealthColumn, LanguagesColumn, UseColumn
from cms.training.families import heads, lacking, languages_of
from cms.training.health import health_of, knows_health_of
from cms.training.uses import references_to, uses_of

STATES = {"live": Q(live=True), "draft": Q(live=False), "changed": Q(live=True, has_unpublished_changes=True)}


class TrainingFilterSet(WagtailFilterSet):
    """What every list can be narrowed to."""

    state = ChoiceFilter(
        label=_("State"), method="in_state",
        choices=[("live", _("Published")), ("draft", _("Never published, or taken down")), ("changed", _("Published, with a newer draft"))],
    )  # fmt: skip
    lacks = ChoiceFilter(label=_("To translate"), method="lacking", choices=lambda: settings.LANGUAGES)

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(STATES[value])

    def lacking(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        return rows.filter(lacking(rows.model, value))


class Rows(list[Any]):
    """Rows with what was looked up for all of them at once; keeps the model for the headings of a table."""

    def __init__(self, rows: Iterable[Any], model: Any) -> None:
        super().__init__(rows)
        self.model = model


class FactsMixin:
    """Looks up languages and use for all rows of a page, or of a table to take away, at once."""

    guarded_by_the_admin = True
    model: Any
    request: Any

    def with_facts(self, rows: Iterable[Any]) -> Rows:
        listed = Rows(rows, self.model)
        languages, uses, scheduled = languages_of(listed, self.model), uses_of(listed, self.model), scheduled_for(listed, self.model)
        asked, health = asked_for(listed, self.model), health_of(listed, self.model)
        for row in listed:
            row.scheduled_revision = scheduled.get(str(row.pk))  # Wagtail would ask for each row
            row._current_workflow_states = asked[str(row.pk)]  # and so it would for this
            row.languages, row.uses = languages[row.translation_key], uses[row.translation_key]
            row.health = health[row.translation_key]
            row.usage_link = usage_url(self.model, row.pk)
        return listed

    def get_base_queryset(self) -> QuerySet[Any]:
        """Each thing once, unless somebody searches or asks for a language: then every language is looked through."""
        rows = super().get_base_queryset()  # type: ignore[misc]
        asked = self.request.GET
        return rows if asked.get("q") or asked.get("locale") else heads(rows)

    def get_table(self, object_list: Iterable[Any]) -> Any:
        return super().get_table(self.with_facts(object_list))  # type: ignore[misc]

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> Any:
        return super().as_spreadsheet(self.with_facts(queryset), spreadsheet_format)  # type: ignore[misc]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: cell(item, name) for name in self.list_export}  # type: ignore[attr-defined]


def scheduled_for(rows: Iterable[Any], model: Any) -> dict[str, Revision]:
    """The revisions that will be published by themselves, by the number of their row."""
    found = Revision.objects.filter(
        content_type=ContentType.objects.get_for_model(model, for_concrete_model=False),
        object_id__in=[str(row.pk) for row in rows], approved_go_live_at__isnull=False,
    )  # fmt: skip
    return {revision.object_id: revision for revision in found.order_by("-created_at", "-pk")}


def asked_for(rows: Iterable[Any], model: Any) -> dict[str, list[WorkflowState]]:
    """The approvals that are under way, by the number of their row."""
    content = ContentType.objects.get_for_model(Page if issubclass(model, Page) else model, for_concrete_model=False)
    found: dict[str, list[WorkflowState]] = defaultdict(list)
    under_way = WorkflowState.objects.active().filter(base_content_type=content, object_id__in=[str(row.pk) for row in rows])
    for state in under_way.select_related("current_task_state__task"):
        found[state.object_id].append(state)
    return found


def cell(item: Any, name: str) -> Any:
    """What stands in a table to take away: words instead of codes, sums instead of lists."""
    if name == "languages":
        return [f"{one.language}: {one.word}" for one in item.languages]
    if name == "uses":
        return len(item.uses)
    shown = getattr(item, f"get_{name}_display", None)
    value = shown() if shown else getattr(item, name)
    return value() if callable(value) else value


class TrainingIndexView(FactsMixin, IndexView):
    base_filterset_class = TrainingFilterSet

    def get_list_buttons(self, instance: Any) -> list[Any]:
        """Wagtail's own, and what else can be done. wagtail-localize's are left out: they ask three questions for every row, and the
        column of languages leads to the same places."""
        done = [MenuItem(_("Used"), url=instance.usage_link, icon_name="link", priority=22), *self.get_list_more_buttons(instance)]
        history = reverse(self.model.snippet_viewset.get_url_name("history"), args=[quote(instance.pk)])
        done.append(MenuItem(_("History"), url=history, icon_name="history", priority=24))
        if instance.live:
            down = reverse(self.model.snippet_viewset.get_url_name("unpublish"), args=[quote(instance.pk)])
            done.append(MenuItem(_("Take down"), url=down, icon_name="download", priority=25))
        return [more_button(instance, [Button.from_menu_item(item) for item in done if item.is_shown(self.request.user)])]

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        return {
            "languages": _("Languages"),
            "uses": _("Used"),
            "health": _("Health"),
            "status_string": _("Status"),
            "_updated_at": _("Updated"),
            "locale": _("Language"),
        }


def more_button(thing: Any, buttons: list[Button]) -> ButtonWithDropdown:
    """Three dots with everything that can be done to a row."""
    label = _("What can be done with “%(title)s”") % {"title": thing}
    return ButtonWithDropdown(buttons=sorted(buttons), icon_name="dots-horizontal", attrs={"aria-label": label})


class UsesMixin:
    """The list behind the column "Used": what slices know of, and Wagtail's own references."""

    guarded_by_the_admin = True
    paginate_by = None
    object: Any
    request: Any

    def get_queryset(self) -> list[Any]:
        thing = self.object
        return [*uses_of([thing], type(thing))[thing.translation_key], *references_to(thing, self.request.user)]

    @cached_property
    def columns(self) -> list[Column]:
        return [TitleColumn("what", label=_("Name"), get_url=lambda use: use.url or None), Column("how", label=_("How"))]

    def get_table(self, object_list: Iterable[Any], **kwargs: Any) -> Any:
        return self.table_class(self.columns, list(object_list), **self.get_table_kwargs())  # type: ignore[attr-defined]


class TrainingUsageView(UsesMixin, UsageView):
    view_name = "usage"


def usage_url(model: Any, pk: Any) -> str:
    """Where the list of its uses stands."""
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:usage", args=[pk])
    return reverse(model.snippet_viewset.get_url_name("usage"), args=[quote(pk)])


class TrainingCopyView(CopyView):
    """A copy begins with another short name: two of the same would be refused."""

    guarded_by_the_admin = True

    def get_initial_form_instance(self) -> Any:
        thing = self.get_object().get_latest_revision_as_object()
        taken = set(self.model._default_manager.values_list("slug", flat=True))
        thing.slug = next(name for n in range(2, 1000) if (name := f"{thing.slug[:55]}-{n}") not in taken)
        return thing


class TrainingViewSet(SnippetViewSet):
    """One kind of thing in the menu "Training". `list_first` are the columns between the name and what all have in common."""

    menu_hook = TRAINING
    index_view_class = TrainingIndexView
    usage_view_class = TrainingUsageView
    copy_view_class = TrainingCopyView
    copy_view_enabled = True
    list_first: list[Any] = []
    list_export_first: list[str] = []
    list_per_page = 50

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            *self.list_first,
            LanguagesColumn(),
            UseColumn(),
            *([HealthColumn()] if knows_health_of(self.model) else []),
            UpdatedAtColumn(label=_("Updated")),
            LiveStatusTagColumn(label=_("Status")),
        ]

    @cached_property
    def list_export(self) -> list[str]:
        health = ["health"] if knows_health_of(self.model) else []
        return [*self.list_export_first, "locale", "languages", "uses", *health, "status_string", "_updated_at"]

    @cached_property
    def export_filename(self) -> str:
        return str(self.menu_name)
