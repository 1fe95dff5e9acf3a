"""What arrives by hand."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from courses.exchange.folder import MOST_BYTES, MOST_MEDIA
from courses.exchange.foreign.bank import style_of
from courses.quizzes.blocks import Area

MOST_OF_QUESTIONS = 100_000_000  # with their pictures


class ArrivalForm(forms.Form):
    """A file from elsewhere. What is in it is looked at afterwards."""

    file = forms.FileField(label=_("File"), help_text=_("A package as a zip, or questions as GIFT (.gift, .txt) or Moodle XML (.xml)."))
    bank = forms.SlugField(
        label=_("Bank for questions"), max_length=60, initial="chatvert", required=False, help_text=_("Only for files with questions.")
    )
    area = forms.ChoiceField(
        label=_("What they are about"), choices=Area.choices, required=False, help_text=_("For questions whose category does not say it.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="nb", required=False)

    def clean(self) -> dict[str, Any]:
        """Where questions go; a package says it itself."""
        fields = super().clean() or {}
        fields["bank"], fields["area"] = fields.get("bank") or "chatvert", fields.get("area") or Area.ROLE.value
        fields["language"] = fields.get("language") or "nb"
        return fields

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > (MOST_OF_QUESTIONS if style_of(file.name) else MOST_BYTES + MOST_MEDIA):
            raise ValidationError(_("The file is too large."))
        return file
