"""What people send from the pages of a programme. Every field says next to itself what is missing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.programmes.models import BackgroundCheck
from certification.programmes.states import AskAgain, CheckType
from lms.people.models import Person


def not_in_the_future(day: Any) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("Choose today or an earlier day."))


class SignForm(forms.Form):
    """The tick under an agreement."""

    agree = forms.BooleanField(
        label=_("I have read this, and I will keep to it"), error_messages={"required": _("Tick here when you have read it and agree.")}
    )


class CheckForm(forms.ModelForm):
    """The fact of a background check: a day and a type. There is no other field, on purpose."""

    class Meta:
        model = BackgroundCheck
        fields = ("type", "on")
        widgets = {"type": forms.RadioSelect, "on": forms.DateInput(format="%Y-%m-%d")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = CheckType.choices  # type: ignore[attr-defined]
        self.fields["on"].validators.append(not_in_the_future)
        self.initial.setdefault("on", timezone.localdate())


class MarkForm(forms.Form):
    """The day on which something was seen, and of what two do together, who the other one was."""

    on = forms.DateField(label=_("When"), validators=[not_in_the_future], widget=forms.DateInput(format="%Y-%m-%d"))
    second: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Who else was there?"), queryset=None, empty_label=_("Choose"),
        help_text=_("Two professionals hold this talk. The other one is told that you named them."),
    )  # fmt: skip

    def __init__(self, *args: Any, company: QuerySet[Person] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if company is None:
            del self.fields["second"]
        else:
            self.fields["second"].queryset = company  # type: ignore[attr-defined]
            self.fields["second"].label_from_instance = lambda person: person.alias  # type: ignore[attr-defined]


class WaiverForm(forms.Form):
    """Why a requirement should be set aside for somebody."""

    reason = forms.CharField(
        label=_("Your reason"),
        max_length=600,
        help_text=_("Two or three sentences about what they can do already, and how you know. Nothing about health."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    source = forms.CharField(
        label=_("Learned elsewhere? Where?"),
        max_length=160,
        required=False,
        help_text=_("Name of the course, work or programme. Then it is recognised, and not only set aside."),
    )
    on = forms.DateField(
        label=_("When was that?"), required=False, validators=[not_in_the_future], widget=forms.DateInput(format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if bool(found.get("source")) != bool(found.get("on")) and not self.errors:
            raise ValidationError({"on" if found.get("source") else "source": _("Say both where it was learned and when.")})
        return found


class AgainForm(forms.Form):
    """Why a new background check is asked for: a word from the list, and never a regular one where the law knows none."""

    because = forms.ChoiceField(label=_("Why is a new one needed?"), choices=AskAgain.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, regularly: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not regularly:
            self.fields["because"].choices = [  # type: ignore[attr-defined]
                (value, label) for value, label in AskAgain.choices if value != AskAgain.REGULAR
            ]
