"""A form that asks for the second factor once more. A refusal by the action comes back beside the field, and nothing written is lost."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.kernel.errors import Invalid


class CodeField(forms.CharField):
    """The second factor, asked for at every signature."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Your code, once more"), max_length=20, help_text=_("From your app. A signature asks for it every time."),
            widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        )  # fmt: skip


class SigningForm(forms.Form):
    """A form whose deed may be refused for its words or its code."""

    def does(self, deed: Callable[..., Any], /, **words: Any) -> bool:
        """Do the deed with what was written; False with the reason beside the field when it was refused for its words."""
        if not self.is_valid():
            return False
        try:
            deed(**words, **self.cleaned_data)
        except Invalid as refused:
            self.add_error("code", str(refused.message))
            return False
        return True


class CodeForm(SigningForm):
    """Nothing but the code."""

    code = CodeField()
