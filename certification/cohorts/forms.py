"""What a coordinator and the people of a cohort send."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from certification.cohorts.actions import LONGEST
from certification.cohorts.models import Announcement, CohortDate, Why
from certification.cohorts.queries import coordinators, could_join
from lms.people.models import Cohort, Person


class CohortForm(forms.ModelForm[Cohort]):
    """Name, coordinator and days."""

    class Meta:
        model = Cohort
        fields = ["name", "coordinator", "starts_on", "ends_on"]

    coordinator = forms.ModelChoiceField(label=_("Coordinator"), queryset=Person.objects.none(), required=False)

    def __init__(self, *args: Any, organisation_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].queryset = coordinators(organisation_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if kept.get("starts_on") and kept.get("ends_on") and kept["ends_on"] < kept["starts_on"]:
            raise ValidationError({"ends_on": _("The last day is before the first.")})
        return kept


class GatherForm(forms.Form):
    """Who is in the cohort: those who are, and those here who are in none."""

    people = forms.MultipleChoiceField(label=_("Who is in it?"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(could_join(cohort))
        self.fields["people"].choices = [(row.pk, f"{row.person}, {row.programme_name}") for row in rows]  # type: ignore[attr-defined]
        self.fields["people"].initial = [row.pk for row in rows if row.cohort_id]


class DateForm(forms.ModelForm[CohortDate]):
    class Meta:
        model = CohortDate
        fields = ["title", "starts_at"]


class AnnouncementForm(forms.ModelForm[Announcement]):
    class Meta:
        model = Announcement
        fields = ["title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}


class PostForm(forms.Form):
    text = forms.CharField(label=_("Write to the others"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class HideForm(forms.Form):
    why = forms.ChoiceField(label=_("Why?"), choices=[one for one in Why.choices if one[0] != Why.TAKEN_BACK])
