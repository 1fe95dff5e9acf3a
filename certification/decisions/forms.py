"""What signers fill in. A refusal by the action comes back beside the field, and nothing written is lost."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.decisions.models import SignOff
from certification.programmes import levels
from certification.programmes.models import ProgrammeVersion
from lms.people.signing_forms import CodeField, SigningForm


class ProposalForm(SigningForm):
    """Level, conditions, how long, and why."""

    level = forms.TypedChoiceField(label=_("Which level of supervision?"), coerce=int, widget=forms.RadioSelect)
    statement = forms.CharField(
        label=_("Why do you propose it?"), max_length=1200, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences about what you have seen. Only the two who sign read it."),
    )  # fmt: skip
    conditions = forms.CharField(
        label=_("Conditions"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They stand on the certificate's page for the one who holds it. For instance: not on night shifts."),
    )  # fmt: skip
    conditions_until = forms.DateField(
        label=_("Look at them again on"), required=False, widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("On that day they come back to the supervisors by themselves. They hold until somebody changes them."),
    )  # fmt: skip
    valid_months = forms.IntegerField(label=_("Valid for months"), min_value=1, max_value=60, initial=24)
    code = CodeField()

    def __init__(self, *args: Any, version: ProgrammeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (level, f"{level}. {levels.words(version, level)}") for level in levels.known(version.rules)
        ]


class VariationForm(ProposalForm):
    """The same without a new end: a change of level or conditions never prolongs a certificate."""

    valid_months = None  # type: ignore[assignment]


class GrantForm(SigningForm):
    code = CodeField()


class DeferForm(SigningForm):
    """Not yet: what is needed, and by when."""

    what = forms.CharField(
        label=_("What would you like to see?"), max_length=600, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing, said kindly. The trainee reads it."),
    )  # fmt: skip
    until = forms.DateField(label=_("By when"), widget=forms.DateInput(format="%Y-%m-%d"))
    code = CodeField()

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until <= timezone.localdate():
            raise ValidationError(_("Choose a day after today."))
        return until


class DeclineForm(SigningForm):
    """No, with reasons."""

    reasons = forms.CharField(
        label=_("Your reasons"), max_length=1200, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Written to the person. Only they and the two who sign can read it. They are told how to appeal."),
    )  # fmt: skip
    code = CodeField()


DECISIONS: dict[str, type[SigningForm]] = {"grant": GrantForm, "defer": DeferForm, "decline": DeclineForm}


def decision_forms(signoff: SignOff, decision: str = "", posted: Any = None) -> dict[str, SigningForm]:
    """The three forms of the second signature; the one that was sent is bound. Each has ids of its own."""
    return {name: form(posted if name == decision else None, auto_id=f"{name}_%s") for name, form in DECISIONS.items()}
