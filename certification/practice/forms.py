"""What people fill in around a practice chat."""

import uuid
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.practice import rules
from certification.practice.actions.talk import written
from certification.practice.models import Mode, MomentKind, Scenario
from lms.kernel.errors import Invalid
from lms.people.models import Organisation


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


class OpeningForm(forms.Form):
    """A time a partner offers, by the partner's own clock."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Where"), empty_label=None)
    on = forms.DateField(label=_("Day"), widget=forms.DateInput)
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput)

    def __init__(self, *args: Any, organisations: set[int], zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        places = Organisation.objects.filter(pk__in=organisations).order_by("name")
        self.fields["organisation"].queryset = places  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
            self.fields["organisation"].initial = next(iter(organisations))

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        if kept.get("on") and kept.get("at"):
            kept["starts_at"] = timezone.make_aware(datetime.combine(kept["on"], kept["at"]), self.zone)
        return kept


class BookingForm(forms.Form):
    """What to practise at a time one has chosen."""

    scenario = forms.UUIDField(widget=forms.RadioSelect, label=_("What do you want to practise?"))
    mode = forms.ChoiceField(choices=Mode, widget=forms.RadioSelect, label=_("What is it for?"))

    def __init__(self, *args: Any, language: str, mode: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scenarios = {one.translation_key: one for one in Scenario.objects.in_language(language)}
        self.fields["mode"].initial = mode

    def clean_scenario(self) -> Scenario:
        key = self.cleaned_data["scenario"]
        if key not in self.scenarios:
            raise forms.ValidationError(_("Choose one of these."))
        return self.scenarios[key]
