"""Rubrics and gold transcripts in the Wagtail admin, in the menu "Training"."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList

from certification.assessment.gold import GoldTranscript
from certification.assessment.models import Rubric
from cms.training.listing import TrainingViewSet
from cms.training.short_names import ShortNameForm


class RubricForm(ShortNameForm):
    """A draft may be saved half done; publishing asks for the whole of it."""

    def _post_clean(self) -> None:
        self.instance.lenient = self.is_deferred_validation
        super()._post_clean()


class RubricViewSet(TrainingViewSet):
    model = Rubric
    icon = "tick-inverse"
    menu_label = _("Rubrics")
    menu_name = "rubrics"
    menu_order = 410
    url_prefix = "training/rubrics"
    list_first = ["title", "slug"]
    list_export_first = ["slug", "title"]
    search_fields = ["title", "slug"]
    ordering = ["slug", "locale_id"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(Rubric.panels, base_form_class=RubricForm).bind_to_model(self.model)


class GoldViewSet(TrainingViewSet):
    model = GoldTranscript
    icon = "openquote"
    menu_label = _("Gold transcripts")
    menu_name = "gold-transcripts"
    menu_order = 420
    url_prefix = "training/gold"
    list_first = ["title", "rubric", "is_risk"]
    list_export_first = ["slug", "title", "rubric", "is_risk"]
    list_filter = ["rubric", "is_risk"]
    search_fields = ["title", "slug"]
    ordering = ["slug", "locale_id"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(GoldTranscript.panels, base_form_class=ShortNameForm).bind_to_model(self.model)
