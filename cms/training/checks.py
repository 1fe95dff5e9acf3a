"""The report of what the checks found. Apart from findings.py, because models ask for its panel before Wagtail's views can be loaded."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn

from cms.training.findings import Finding, findings
from cms.training.reports import TrainingReport


class FindingsView(TrainingReport):
    page_title = _("Checks")
    header_icon = "glasses"
    index_url_name = "training_checks"
    index_results_url_name = "training_checks_results"
    explained = _("What the checks found in the newest drafts. Nothing here stops anybody; it is what others would stumble over.")
    gaps_words = ""
    columns = [
        TitleColumn("where", label=_("Name"), get_url=lambda one: one.url), Column("language", label=_("Language")),
        Column("what", label=_("To mend")),
    ]  # fmt: skip
    list_export = ["where", "language", "what"]
    export_headings = {"where": _("Name"), "language": _("Language"), "what": _("To mend")}

    def found(self) -> list[Finding]:
        return findings()

    def get_filename(self) -> str:
        return "checks"
