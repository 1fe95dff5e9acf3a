"""Questions and quizzes in the Wagtail admin, in the menu "Training"."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column

from cms.training.findings import findings_panel
from cms.training.listing import TrainingFilterSet, TrainingIndexView, TrainingViewSet
from courses.quizzes.bank import Question, Quiz
from courses.quizzes.freezing import pool
from courses.quizzes.question_forms import AddQuestionView, QuestionForm, SourceForm
from courses.quizzes.rules import short_rows


class QuizForm(SourceForm):
    def clean(self) -> dict[str, Any]:
        """A quiz that asks for more than its bank holds is no quiz. Half-done drafts may."""
        fields = super().clean()
        draw, bank = fields.get("draw"), fields.get("bank")
        if draw and bank and not self.is_deferred_validation:
            asked = Quiz(draw=list(draw.raw_data)).blueprint.rows
            for row, there in short_rows(asked, pool(bank)):
                self.add_error("draw", _("%(area)s: %(count)s are asked for, %(there)s are published.") % {
                    "area": row.area, "count": row.count, "there": there})  # fmt: skip
        return fields


class QuestionFilters(TrainingFilterSet):
    is_critical = ChoiceFilter(label=_("Critical"), choices=[("True", _("Critical")), ("False", _("Not critical"))])

    class Meta:
        model = Question
        fields = ["area", "is_critical", "kind", "level", "bank"]


class QuestionIndexView(TrainingIndexView):
    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """A corrected question is marked anew from its row."""
        there = reverse("question_regrade", args=[instance.translation_key])
        return [*super().get_list_more_buttons(instance), MenuItem(_("Mark anew"), url=there, icon_name="rotate", priority=23)]


class QuestionViewSet(TrainingViewSet):
    model = Question
    index_view_class = QuestionIndexView
    icon = "help"
    menu_label = _("Questions")
    menu_name = "questions"
    add_view_class = AddQuestionView
    menu_order = 200
    url_prefix = "training/questions"
    list_first = [
        "stem", "slug", Column("area", label=_("Area"), accessor="get_area_display", sort_key="area"),
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("is_critical", label=_("Critical"), accessor=lambda row: _("Critical") if row.is_critical else "", sort_key="is_critical"),
    ]  # fmt: skip
    list_export_first = ["bank", "slug", "kind", "area", "level", "is_critical", "stem"]
    filterset_class = QuestionFilters
    search_fields = ["stem", "slug"]
    ordering = ["bank", "slug", "locale_id"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        facts = [FieldPanel("level"), FieldPanel("lesson_key"), FieldPanel("goals")]
        names = [FieldRowPanel([FieldPanel("slug"), FieldPanel("bank")])]
        panels = [
            findings_panel(),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("area")]),
            FieldPanel("stem"),
            FieldPanel("picture"),
            FieldPanel("picture_alt"),
            FieldPanel("options"),
            FieldPanel("is_critical"),
            MultiFieldPanel([*facts, *names], heading=_("Level, lesson and names"), classname="collapsed"),
        ]
        return ObjectList(panels, base_form_class=QuestionForm).bind_to_model(self.model)


class QuizIndexView(TrainingIndexView):
    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        """A panel sets the pass mark of a quiz."""
        there = reverse("quiz_pass_mark", args=[instance.translation_key])
        return [*super().get_list_more_buttons(instance), MenuItem(_("Pass mark"), url=there, icon_name="group", priority=23)]


class QuizViewSet(TrainingViewSet):
    model = Quiz
    index_view_class = QuizIndexView
    icon = "form"
    menu_label = _("Quizzes")
    menu_name = "quizzes"
    menu_order = 210
    url_prefix = "training/quizzes"
    list_first = ["title", "slug", "bank"]
    list_export_first = ["bank", "slug", "title", "minutes", "pass_share", "retry_hours", "max_attempts"]
    list_filter = ["bank"]
    search_fields = ["title", "slug"]
    ordering = ["bank", "slug", "locale_id"]

    @cached_property
    def edit_handler(self) -> ObjectList:
        again = [FieldRowPanel([FieldPanel("retry_hours"), FieldPanel("max_attempts")])]
        names = [FieldRowPanel([FieldPanel("slug"), FieldPanel("bank")])]
        panels = [
            FieldPanel("title"),
            FieldPanel("intro"),
            FieldPanel("draw"),
            FieldRowPanel([FieldPanel("minutes"), FieldPanel("pass_share")]),
            MultiFieldPanel([*again, *names], heading=_("Trying again, and names"), classname="collapsed"),
        ]
        return ObjectList(panels, base_form_class=QuizForm).bind_to_model(self.model)
