"""Reports of the menu "Training": lists of what was found, not of rows in a table; with a table to take away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import ReportView


class TrainingReport(ReportView):
    """Subclasses answer `found()` with plain things; `gaps` of a thing says whether `?gaps=1` keeps it."""

    guarded_by_the_admin = True
    permission_policy = None
    any_permission_required: list[str] = []
    paginate_by = 100
    is_searchable = False
    gaps_words: Any = _("Only what is missing")
    template_name = "cms/admin/report.html"
    results_template_name = "cms/admin/report_results.html"

    def found(self) -> list[Any]:
        raise NotImplementedError

    def get_filtered_queryset(self) -> list[Any]:
        rows = self.found()
        return [row for row in rows if row.gaps] if self.request.GET.get("gaps") else rows

    def get_queryset(self) -> list[Any]:
        return self.get_filtered_queryset()

    def get_table(self, object_list: Any, **kwargs: Any) -> Any:
        return self.table_class(self.columns, list(object_list), **self.get_table_kwargs())

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "gaps": bool(self.request.GET.get("gaps")), "gaps_words": self.gaps_words, "explained": self.explained}

    explained: Any = ""
