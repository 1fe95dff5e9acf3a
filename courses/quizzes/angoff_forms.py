"""What judges and editors send about a pass mark."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.quizzes.angoff_models import AngoffItem
from courses.quizzes.angoff_rules import FEWEST
from lms.people.models import Person


class PanelForm(forms.Form):
    """Who judges."""

    judges = forms.ModelMultipleChoiceField(
        queryset=Person.objects.none(), label=_("Judges"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Five at least, who know what somebody can do who is just good enough."),
    )  # fmt: skip

    def __init__(self, possible: list[Person], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        judges: Any = self.fields["judges"]
        judges.queryset = Person.objects.filter(pk__in=[one.pk for one in possible]).order_by("alias")
        judges.label_from_instance = lambda person: person.alias

    def clean_judges(self) -> Any:
        judges = self.cleaned_data["judges"]
        if len(judges) < FEWEST:
            raise forms.ValidationError(_("Choose five judges at least."))
        return judges


class EstimatesForm(forms.Form):
    """A number for every question; what is left empty is kept as it was."""

    def __init__(self, items: list[AngoffItem], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"item-{item.pk}"] = forms.IntegerField(
                label=_("How many of a hundred?"), required=False, min_value=0, max_value=100,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 5, "min": 0, "max": 100}),
            )  # fmt: skip

    @property
    def percents(self) -> dict[int, int]:
        return {int(name.removeprefix("item-")): value for name, value in self.cleaned_data.items() if value is not None}
