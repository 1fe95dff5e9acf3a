"""What people fill in around a practice chat."""

import uuid
from typing import Any

from django import forms

from certification.practice import rules
from certification.practice.actions.talk import written
from certification.practice.models import MomentKind
from lms.kernel.errors import Invalid


class LineForm(forms.Form):
    """A line for the room. The phone gives it a number of its own, so that sending again is harmless."""

    client_id = forms.UUIDField(required=False)
    body = forms.CharField(required=False, strip=False, widget=forms.Textarea)
    sure = forms.BooleanField(required=False)  # “It is made up”, on a page without a script

    def clean_client_id(self) -> uuid.UUID:
        return self.cleaned_data["client_id"] or uuid.uuid4()

    def clean_body(self) -> str:
        try:
            return written(self.cleaned_data["body"])
        except Invalid as fault:
            raise forms.ValidationError(str(fault.message), code=fault.code) from None


class StepForm(forms.Form):
    """Stand on a step, mark one as told, or take that back: one of the three."""

    step = forms.IntegerField(min_value=1, max_value=20, required=False)
    told = forms.IntegerField(min_value=1, max_value=20, required=False)
    untold = forms.IntegerField(min_value=1, max_value=20, required=False)

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if sum(kept.get(name) is not None for name in ("step", "told", "untold")) != 1:
            raise forms.ValidationError("one of the three")
        return kept


class MomentForm(forms.Form):
    """Mark a moment of a kind, or take one's own mark back."""

    kind = forms.ChoiceField(choices=MomentKind, required=False)
    undo = forms.IntegerField(min_value=1, max_value=rules.LARGEST_CURSOR, required=False)


class NoteForm(forms.Form):
    body = forms.CharField(required=False, strip=False, widget=forms.Textarea)


class SignalForm(forms.Form):
    """Things that are never stored: that somebody is writing, and how far they have read."""

    typing = forms.BooleanField(required=False)
    seen = forms.IntegerField(required=False, min_value=1, max_value=rules.LARGEST_CURSOR)
