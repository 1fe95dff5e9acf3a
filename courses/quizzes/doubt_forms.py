"""What is sent about unclear questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.quizzes.doubts import LONGEST, Doubt, Sort
from courses.quizzes.states import DoubtState


class DoubtForm(forms.ModelForm):
    class Meta:
        model = Doubt
        fields = ("sort", "words")
        widgets = {"sort": forms.RadioSelect, "words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sort: Any = self.fields["sort"]
        sort.choices = Sort.choices  # without an empty one


class DoubtAnswerForm(forms.Form):
    """What an editor decides, and what is told to whoever asked."""

    state = forms.ChoiceField(
        label=_("What comes of it"), widget=forms.RadioSelect,
        choices=[(DoubtState.CHANGED.value, _("I have changed the question")), (DoubtState.KEPT.value, _("The question stays as it is"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("What you tell whoever asked"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They see it beside their result. You do not see who it was."),
    )  # fmt: skip
