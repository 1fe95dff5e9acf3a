from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LARGEST = 1_000_000  # bytes


class TableForm(forms.Form):
    """A table as a file, or as text on the way from the preview. `text` is what stands in it."""

    file = forms.FileField(label=_("Table (CSV)"), required=False, help_text=_("Saved as CSV from a spreadsheet, at most 2,000 lines."))
    table = forms.CharField(required=False, strip=False, max_length=LARGEST, widget=forms.HiddenInput)
    text = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("file")
        if chosen and chosen.size > LARGEST:
            raise ValidationError(_("That file is too large. Divide it into several."))
        written = chosen.read() if chosen else data.get("table", "").encode()
        try:
            self.text = written.decode("utf-8-sig")
        except UnicodeDecodeError:
            self.text = written.decode("cp1252", "replace")  # what older spreadsheets write
        if not self.errors and not self.text.strip():
            raise ValidationError(_("Choose a file."))
        return data
