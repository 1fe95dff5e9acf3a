"""What people write in appeals and concerns."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.decisions.states import Outcome
from lms.people.signing_forms import CodeField, SigningForm


def _words(label: Any, *, most: int = 2000, rows: int = 5, hint: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), help_text=hint)


class AppealForm(forms.Form):
    words = _words(
        _("What have we missed?"), hint=_("In your own words. You need no reasons that sound right. It has no bad consequences.")
    )


class AnswerForm(SigningForm):
    answer = _words(_("Your answer"), hint=_("Written to the person. Say what you looked at, and what happens now."))
    code = CodeField()


class ReviewerForm(forms.Form):
    email = forms.EmailField(
        label=_("Address of a certifier"), help_text=_("Of your own or of a partner organisation. They must not have been part of it.")
    )


class RaiseForm(forms.Form):
    alias = forms.CharField(label=_("About whom? Their alias"), max_length=30)
    words = _words(_("What have you seen?"), hint=_("What happened, and when. Nothing that a young person wrote in a chat."))


class TellForm(forms.Form):
    told = _words(
        _("What they are told"),
        most=1000,
        rows=4,
        hint=_("Kindly and plainly: what it is about, and what happens next. Not who raised it."),
    )


class UntoldForm(SigningForm):
    """The exception: not telling them now."""

    because = _words(_("Who would be in danger, and how?"), most=600, rows=3)
    code = CodeField()


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=_("What it comes to"), choices=Outcome.choices, widget=forms.RadioSelect)
    words = _words(_("In words for the one it is about"), most=1000, rows=4)
