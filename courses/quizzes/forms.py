"""What people send from the pages of a quiz."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.quizzes.kinds import Unreadable
from courses.quizzes.models import AttemptQuestion, ExtraTime


class AnswerForm(forms.Form):
    """An answer as a browser without scripts sends it: zero or more option ids under `chosen`."""

    chosen = forms.Field(required=False, widget=forms.SelectMultiple)

    def __init__(self, question: AttemptQuestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question

    def clean_chosen(self) -> list[str]:
        try:
            return self.question.version.how.read(list(self.cleaned_data["chosen"] or []), self.question.version.option_ids)
        except Unreadable as wrong:
            raise ValidationError(_("That is not one of the answers to this question. Choose again.")) from wrong

    @property
    def says_something(self) -> bool:
        """Whether there is an answer to keep: no dot chosen says nothing, no box ticked may take an answer back."""
        return bool(self.cleaned_data["chosen"]) or (self.question.version.how.many and self.question.is_answered)


class ExtraTimeForm(forms.ModelForm):
    class Meta:
        model = ExtraTime
        fields = ("percent",)
        widgets = {"percent": forms.RadioSelect}
