"""What is filled in around a letter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import Organisation, Person
from lms.people.signing_forms import CodeField, SigningForm


class AskForm(forms.Form):
    """The name on it, and whose hours when there are several places."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Hours at"))
    name = forms.CharField(
        label=_("The name on the letter"), max_length=120, help_text=_("Your full name, when an employer or a school shall read it.")
    )

    def __init__(self, person: Person, places: list[Organisation], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=[place.pk for place in places])  # type: ignore[attr-defined]
        self.fields["name"].initial = person.legal_name or person.alias
        if len(places) == 1:
            self.fields["organisation"].initial = places[0].pk
            self.fields["organisation"].widget = forms.HiddenInput()


class SignForm(SigningForm):
    code = CodeField()


class DropForm(forms.Form):
    words = forms.CharField(label=_("Why not? The person reads it."), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
