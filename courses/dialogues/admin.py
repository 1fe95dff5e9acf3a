"""Dialogues in the Wagtail admin, in the menu "Training". What is unreachable or leads nowhere is said before anything is published."""

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from cms.training.listing import TrainingViewSet
from cms.training.short_names import ShortNameForm
from courses.dialogues.models import Dialogue


class DialogueForm(ShortNameForm):
    """A draft may be saved half done; publishing asks for a dialogue that can be walked from its beginning to an ending."""

    def _post_clean(self) -> None:
        self.instance.lenient = self.is_deferred_validation or "nodes" in self.errors  # first each place by itself, then all of them
        super()._post_clean()


class DialogueViewSet(TrainingViewSet):
    model = Dialogue
    icon = "comment"
    menu_label = _("Dialogues to practise alone")
    menu_name = "dialogues"
    menu_order = 310
    url_prefix = "training/dialogues"
    list_first = ["title", "theme"]
    list_export_first = ["slug", "title", "theme", "minutes"]
    search_fields = ["title", "theme", "slug"]
    ordering = ["slug", "locale_id"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        facts = [FieldRowPanel([FieldPanel("slug"), FieldPanel("minutes"), FieldPanel("is_safety")])]
        panels = [
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("theme"), FieldPanel("persona")]),
            FieldPanel("intro"),
            FieldPanel("nodes"),
            MultiFieldPanel(facts, heading=_("Short name and length"), classname="collapsed"),
        ]
        return ObjectList(panels, base_form_class=DialogueForm).bind_to_model(self.model)
