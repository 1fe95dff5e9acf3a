"""What people send from the pages of a quiz."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.quizzes.kinds import Unreadable
from courses.quizzes.marking import moved
from courses.quizzes.models import AttemptQuestion, ExtraTime

MOVES = {"up": -1, "down": 1}


class Sent(forms.Widget):
    """Everything a browser sent under `chosen`, or under `chosen-…` where one question has several groups of dots; empty texts are none."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        names = [one for one in data if one == name or one.startswith(f"{name}-")]
        return [value for one in names for value in data.getlist(one) if value.strip()]


class AnswerForm(forms.Form):
    """An answer as a browser without scripts sends it; `go` may move a step of an order up or down before it is kept."""

    chosen = forms.Field(required=False, widget=Sent)
    go = forms.CharField(required=False)

    def __init__(self, question: AttemptQuestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question

    def clean_chosen(self) -> list[str]:
        try:
            return self.question.version.how.read(self.cleaned_data["chosen"] or [], self.question.version.asked)
        except Unreadable as wrong:
            raise ValidationError(_("That is not one of the answers to this question. Choose again.")) from wrong

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        way, _dash, place = fields.get("go", "").partition("-")
        if way in MOVES and place.isdecimal() and "chosen" in fields:
            fields["chosen"] = moved(fields["chosen"], int(place[:3]) - 1, MOVES[way])
        return fields

    @property
    def moves(self) -> bool:
        """Whether a step was moved, and one wants to stay on the page."""
        return str(self.cleaned_data.get("go", "")).partition("-")[0] in MOVES

    @property
    def says_something(self) -> bool:
        """Whether there is an answer to keep."""
        kept = self.question
        return kept.version.how.says_something(self.cleaned_data["chosen"], kept.option_order, kept.chosen)


class ExtraTimeForm(forms.ModelForm):
    class Meta:
        model = ExtraTime
        fields = ("percent",)
        widgets = {"percent": forms.RadioSelect}
