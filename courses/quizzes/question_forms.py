"""The form for a question in the admin: first its kind, then only what that kind needs."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BlockField, StreamBlock
from wagtail.snippets.views.snippets import CreateView

from cms.training.short_names import ShortNameForm
from cms.versions import SOURCE_LANGUAGE
from courses.outline.models import LessonPage
from courses.quizzes.blocks import PARTS
from courses.quizzes.kinds import KINDS, Kind


def stream_of(how: Kind) -> StreamBlock:
    """A stream that holds the parts of one kind and nothing else."""
    return StreamBlock([(how.part, dict(PARTS)[how.part])], min_num=how.least, max_num=how.most, required=True)


STREAMS = {name: stream_of(how) for name, how in KINDS.items()}


class SourceForm(ShortNameForm):
    """A draft may be saved half done; publishing asks for the whole of it."""

    def _post_clean(self) -> None:
        self.instance.lenient = self.is_deferred_validation
        super()._post_clean()


def lessons() -> list[tuple[str, str]]:
    """Every published lesson once, by its key, in the order of the tree."""
    pages = LessonPage.objects.live().filter(locale__language_code=SOURCE_LANGUAGE).order_by("path")
    return [("", "–"), *[(str(key), title) for key, title in pages.values_list("translation_key", "title")]]


class ToldKind(forms.Select):
    """A kind that is shown and not chosen. Browsers send nothing of a field that is shut, so it also stands in one that is hidden."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        return format_html('{}<input type="hidden" name="{}" value="{}">', super().render(name, value, attrs, renderer), name, value)


class QuestionForm(SourceForm):
    """The kind is chosen when a question is made and stays: its answers would mean nothing in another one."""

    named_by = "stem"

    lesson_key = forms.TypedChoiceField(
        choices=lessons, coerce=lambda key: UUID(str(key)), empty_value=None, required=False, label=_("Lesson to read"),
        help_text=_("Named on the result page when the answer was not right yet. A quiz about one module asks only what has a lesson of it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        how = KINDS.get(self.data.get("kind", "") if self.instance.pk is None else self.instance.kind) or KINDS[self.instance.kind]
        self.instance.kind = self.initial["kind"] = how.name
        self.fields["kind"] = forms.ChoiceField(
            choices=[(how.name, how.label)],
            initial=how.name,
            label=_("Kind"),
            help_text=str(how.description),
            required=False,
            disabled=True,
            widget=ToldKind,
        )
        old = self.fields["options"]
        self.fields["options"] = BlockField(block=STREAMS[how.name], label=old.label, required=old.required)
        if self.instance.pk is None and not self.instance.options:
            self.initial["options"] = STREAMS[how.name].to_python([{"type": how.part, "value": {}}] * how.begins)


class AddQuestionView(CreateView):
    """Which kind? Then its form."""

    guarded_by_the_admin = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("kind") in KINDS:
            return super().get(request, *args, **kwargs)
        context = {
            "kinds": KINDS.values(),
            "query": request.GET,
            "header_title": _("New question"),
            "page_title": _("What kind of question?"),
        }
        return TemplateResponse(request, "courses/admin/question_kinds.html", context)

    def get_initial_form_instance(self) -> Any:
        instance = super().get_initial_form_instance() or self.model()
        kind = self.request.POST.get("kind") or self.request.GET.get("kind")
        instance.kind = kind if kind in KINDS else "single"
        return instance
