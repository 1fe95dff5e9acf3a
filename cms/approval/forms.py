"""What a professional says about what they read."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DecisionForm(forms.Form):
    """Sending something back needs words; approving does not."""

    comment = forms.CharField(
        label=_("To whoever wrote it"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What should be different, or what is good. Needed when you send it back."),
    )  # fmt: skip

    def clean(self) -> dict[str, str]:
        fields = super().clean() or {}
        if self.data.get("decision") == "back" and not fields.get("comment", "").strip():
            self.add_error("comment", _("Say in a few words what should be different."))
        return fields
