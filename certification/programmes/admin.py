"""Agreements and programmes in the admin's menu "Training"."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from certification.programmes.sources import Agreement, Programme
from cms.editors import TRAINING
from cms.verified import VerifiedColumn


class AgreementViewSet(SnippetViewSet):
    model = Agreement
    icon = "doc-full-inverse"
    menu_label = _("Agreements")
    menu_order = 500
    menu_hook = TRAINING
    list_display = ["title", "slug", VerifiedColumn(), UpdatedAtColumn()]
    search_fields = ["title", "slug"]
    copy_view_enabled = False
    panels = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("text"),
        FieldPanel("major"),
        MultiFieldPanel([FieldPanel("to_verify"), FieldPanel("verified_on")], heading=_("Verify before use")),
        MultiFieldPanel([FieldPanel("slug")], heading=_("For those who know"), classname="collapsed"),
    ]


class ProgrammeViewSet(SnippetViewSet):
    model = Programme
    icon = "list-ol"
    menu_label = _("Programmes")
    menu_order = 600
    menu_hook = TRAINING
    list_display = ["name", "slug", UpdatedAtColumn()]
    search_fields = ["name", "slug"]
    copy_view_enabled = False
    panels = [
        FieldPanel("name"),
        FieldPanel("stages"),
        MultiFieldPanel(
            [FieldPanel("valid_months"), FieldPanel("course"), FieldPanel("package"), FieldPanel("slug")],
            heading=_("For those who know"), classname="collapsed",
        ),
    ]  # fmt: skip
