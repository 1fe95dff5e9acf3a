"""The form of whoever writes something down: a day and the few numbers its kind has. No field holds words about a talk."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.programmes.forms import not_in_the_future
from certification.programmes.logs import SelfCarePlan
from certification.programmes.states import NextTime, Proof

A_DAY = 24 * 60


def _fields() -> dict[str, forms.Field]:
    day = forms.DateInput(format="%Y-%m-%d")
    return {
        "on": forms.DateField(label=_("When"), validators=[not_in_the_future], widget=day),
        "minutes": forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=A_DAY),
        "talks": forms.IntegerField(label=_("How many talks"), min_value=0, max_value=50),
        "next_time": forms.TypedChoiceField(
            label=_("Next time"), choices=NextTime.choices, coerce=int, widget=forms.RadioSelect,
            help_text=_("How much support would be right on the next shift?"),
        ),
        "source": forms.CharField(label=_("Which course, and who held it"), max_length=160, help_text=_("Name of the course and the organiser.")),
        "proof": forms.ChoiceField(label=_("What did you see?"), choices=Proof.choices, widget=forms.RadioSelect),
        "until": forms.DateField(label=_("Counts until"), required=False, widget=day),
    }  # fmt: skip


class LogForm(forms.Form):
    """The fields of one kind of requirement. `slip` makes a double tap one entry."""

    slip = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, names: tuple[str, ...], needs_end: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = _fields()
        for name in names:
            self.fields[name] = known[name]
        if needs_end:
            self.fields["until"].required = True
            self.fields["until"].label = _("The day they turn 18")
        self.initial = {"on": timezone.localdate(), "slip": uuid.uuid4(), **(self.initial or {})}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("until") and found.get("on") and found["until"] < found["on"]:
            raise ValidationError({"until": _("It cannot stop counting before it began.")})
        return found


class PlanForm(forms.ModelForm):
    """Four open questions to oneself. Empty is fine."""

    class Meta:
        model = SelfCarePlan
        fields = ("signs", "calms", "people", "limits")
        labels = {
            "signs": _("How do I notice that it was much?"),
            "calms": _("What does me good afterwards?"),
            "people": _("Whom can I talk to?"),
            "limits": _("When do I take a break from duty?"),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in fields}
