"""What may be typed about a certificate."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.credentials import carried, queries
from certification.credentials.models import Certificate
from lms.people.signing_forms import CodeField, SigningForm


class ReasonForm(forms.Form):
    """Why something is done to a certificate; read by professionals of the organisation only."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=1000,
        help_text=_("One or two sentences. Only professionals of your organisation can read it, never the public page."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class RevocationForm(SigningForm, ReasonForm):
    """The first of two signatures under a withdrawal."""

    code = CodeField()


class ConfirmForm(SigningForm):
    """The second of two signatures under a withdrawal."""

    code = CodeField()


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


class FileForm(forms.Form):
    """A signed file or an emblem, chosen or pasted. `text` is what it carries; nothing of it is kept."""

    file = forms.FileField(
        label=_("The file"), required=False, help_text=_("The signed file, or the emblem as SVG or PNG."), allow_empty_file=True
    )
    pasted = forms.CharField(
        label=_("Or what stands in it"), required=False, max_length=carried.LARGEST, strip=True,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )  # fmt: skip
    text = ""

    def clean_file(self) -> Any:
        chosen = self.cleaned_data["file"]
        if chosen and chosen.size > carried.LARGEST:
            raise ValidationError(_("That is larger than any certificate. Choose the signed file or the emblem."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        raw = data["file"].read() if data.get("file") else data.get("pasted", "").encode()
        if not raw:
            raise ValidationError(_("Choose a file, or paste what stands in it."))
        try:
            self.text = carried.carried(raw)
        except carried.NothingInside:
            raise ValidationError(_("There is no certificate in this. A photo of one carries nothing: write its code instead.")) from None
        return data


class NameForm(forms.Form):
    """The name somebody was told, to be compared with the one on the certificate."""

    name = forms.CharField(
        label=_("The name you were told"), max_length=120, help_text=_("The whole name. We say yes or no, and keep nothing."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Write the name you were told.")},
    )  # fmt: skip
