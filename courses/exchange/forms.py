"""What arrives by hand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.exchange.folder import MOST_BYTES, MOST_MEDIA


class ArrivalForm(forms.Form):
    """A file from elsewhere. What is in it is looked at afterwards."""

    file = forms.FileField(label=_("File"), help_text=_("A package as a zip."))

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES + MOST_MEDIA:
            raise ValidationError(_("The file is too large."))
        return file
