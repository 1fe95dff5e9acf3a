"""Scenarios in the Wagtail admin, in the menu "Training": three tabs, as three people see them."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface

from certification.practice.scenarios import Scenario
from cms.training.listing import TrainingViewSet
from cms.training.short_names import ShortNameForm
from cms.verified import VerifiedColumn

SITUATION = [
    FieldPanel("title"),
    FieldPanel("theme"),
    FieldPanel("content_note"),
    FieldPanel("situation"),
    FieldRowPanel([FieldPanel("persona_name"), FieldPanel("persona_age")]),
    MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("level"), FieldPanel("minutes"), FieldPanel("is_risk"), FieldPanel("is_boundary")],
        heading=_("Level, length and kind"),
        classname="collapsed",
    ),
]
CARD = [FieldPanel(name) for name in ("who", "opening", "ladder", "ifs", "stop", "partner_note")]
KEY = [FieldPanel(name) for name in ("must", "must_here", "strong", "weak", "national_no", "national_dk", "verified_on", "debrief")]


class ScenarioViewSet(TrainingViewSet):
    model = Scenario
    icon = "comment"
    menu_label = _("Practice scenarios")
    menu_name = "scenarios"
    menu_order = 300
    url_prefix = "training/scenarios"
    list_first = ["title", "theme", "level", VerifiedColumn()]
    list_export_first = ["slug", "title", "theme", "level", "is_risk", "is_boundary", "minutes", "verified_on"]
    list_filter = ["level", "is_risk", "is_boundary", "verified_on"]
    search_fields = ["title", "theme", "slug"]
    ordering = ["slug", "locale_id"]

    @cached_property
    def edit_handler(self) -> TabbedInterface:
        tabs = [
            ObjectList(SITUATION, heading=_("Situation")),
            ObjectList(CARD, heading=_("Secret card")),
            ObjectList(KEY, heading=_("Key")),
        ]
        return TabbedInterface(tabs, base_form_class=ShortNameForm).bind_to_model(self.model)
