"""What a learner sends."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.progress.actions import LONGEST


class ReflectionForm(forms.Form):
    """A few lines and whether to share them."""

    text = forms.CharField(
        label=_("Your lines"), required=False, max_length=LONGEST, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": _("This is %(show_value)d characters. %(limit_value)d is the most. Shorten it and save again.")},
    )  # fmt: skip
    share = forms.BooleanField(label=_("Share with mentors and supervisors"), required=False)

    @property
    def reflection(self) -> dict[str, Any]:
        """What the action asks for."""
        return {"text": self.cleaned_data["text"], "share": self.cleaned_data["share"]}


class AnswerForm(forms.Form):
    """What somebody writes back."""

    text = forms.CharField(label=_("Your answer"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
