"""Rubrics and gold transcripts in the Wagtail admin, in the menu "Training"."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from certification.assessment.gold import GoldTranscript
from certification.assessment.models import Rubric
from cms.editors import TRAINING


class RubricForm(WagtailAdminModelForm):
    """A draft may be saved half done; publishing asks for the whole of it."""

    def _post_clean(self) -> None:
        self.instance.lenient = self.is_deferred_validation
        super()._post_clean()


class RubricViewSet(SnippetViewSet):
    model = Rubric
    icon = "tick-inverse"
    menu_label = _("Rubrics")
    menu_name = "rubrics"
    menu_order = 410
    menu_hook = TRAINING
    url_prefix = "training/rubrics"
    list_display = ["title", "slug", LocaleColumn(), UpdatedAtColumn(), LiveStatusTagColumn()]
    search_fields = ["title", "slug"]
    ordering = ["slug", "locale_id"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        return ObjectList(Rubric.panels, base_form_class=RubricForm).bind_to_model(self.model)


class GoldViewSet(SnippetViewSet):
    model = GoldTranscript
    icon = "openquote"
    menu_label = _("Gold transcripts")
    menu_name = "gold-transcripts"
    menu_order = 420
    menu_hook = TRAINING
    url_prefix = "training/gold"
    list_display = ["title", "slug", LocaleColumn(), UpdatedAtColumn(), LiveStatusTagColumn()]
    search_fields = ["title", "slug"]
    ordering = ["slug", "locale_id"]
