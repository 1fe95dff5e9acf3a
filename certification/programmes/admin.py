"""Agreements and programmes in the admin's menu "Training"."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from certification.programmes.sources import Agreement, Programme
from cms.training.findings import findings_panel
from cms.training.listing import TrainingViewSet
from cms.verified import VerifiedColumn


class AgreementViewSet(TrainingViewSet):
    model = Agreement
    icon = "doc-full-inverse"
    menu_label = _("Agreements")
    menu_order = 500
    menu_name = "agreements"
    url_prefix = "training/agreements"
    list_first = ["title", "slug", VerifiedColumn()]
    list_export_first = ["slug", "title", "verified_on"]
    ordering = ["slug", "locale_id"]
    search_fields = ["title", "slug"]
    panels = [
        FieldPanel("title"),
        FieldPanel("summary"),
        FieldPanel("text"),
        FieldPanel("major"),
        MultiFieldPanel([FieldPanel("to_verify"), FieldPanel("verified_on")], heading=_("Verify before use")),
        MultiFieldPanel([FieldPanel("slug")], heading=_("For those who know"), classname="collapsed"),
    ]


class ProgrammeViewSet(TrainingViewSet):
    model = Programme
    icon = "list-ol"
    menu_label = _("Programmes")
    menu_order = 600
    menu_name = "programmes"
    url_prefix = "training/programmes"
    list_first = ["name", "slug", "valid_months"]
    list_export_first = ["slug", "name", "package", "course", "valid_months"]
    ordering = ["slug", "locale_id"]
    search_fields = ["name", "slug"]
    panels = [
        findings_panel(),
        FieldPanel("name"),
        FieldPanel("stages"),
        MultiFieldPanel(
            [FieldPanel("level"), FieldPanel("levels"), FieldPanel("valid_months"), FieldPanel("fades")],
            heading=_("The certificate"), classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("skills", "course", "package", "slug")], heading=_("For those who know"), classname="collapsed",
        ),
    ]  # fmt: skip
