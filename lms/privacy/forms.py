"""The one question before somebody is erased."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.people.models import Person


class LeaveForm(forms.Form):
    """One's own alias, typed: nobody leaves by a slip of the thumb."""

    alias = forms.CharField(label=_("Write your alias to confirm"), max_length=30)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["alias"].widget.attrs["autocomplete"] = "off"

    def clean_alias(self) -> str:
        written: str = self.cleaned_data["alias"].strip()
        if written.casefold() != (self.person.alias or self.person.email).casefold():
            raise forms.ValidationError(_("That is not your alias. Nothing was deleted."))
        return written
