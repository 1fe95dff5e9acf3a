"""What may be typed about a certificate."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.credentials import queries
from certification.credentials.models import Certificate


class ReasonForm(forms.Form):
    """Why something is done to a certificate; read by professionals of the organisation only."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        help_text=_("One or two sentences. Only professionals of your organisation can read it, never the public page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FindForm(forms.Form):
    """Another certificate to check: a code, an id or a whole link."""

    code = forms.CharField(
        label=_("The code or the link"),
        max_length=200,
        strip=True,
        error_messages={"required": _("Write the code that stands on the certificate.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    found: Certificate | None = None

    def clean_code(self) -> Any:
        typed = self.cleaned_data["code"]
        self.found = queries.find(typed)
        if self.found is None:
            raise ValidationError(_("We know no certificate with this code. Look for mistyped letters and try again."))
        return typed
