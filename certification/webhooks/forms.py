from django import forms
from django.utils.translation import gettext_lazy as _


class ListenForm(forms.Form):
    """Where another system wants to hear."""

    url = forms.URLField(
        label=_("Address"), max_length=300, assume_scheme="https", help_text=_("It must begin with https."),
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
    )  # fmt: skip
