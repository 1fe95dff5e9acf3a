"""What people fill in about their time."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from certification.practice.models import Absent, Mode, Scenario
from certification.practice.times import rules
from certification.practice.times.models import Duty, Weekday
from lms.people.models import Language, Organisation, Person, Role

ENDS_FIRST = _("This is before it begins.")


class WhereForm(forms.Form):
    """For whom: the organisation and the duty, hidden where there is only one of each."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Where"), empty_label=None)
    duty = forms.ChoiceField(label=_("As"), choices=())

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        held = [duty for duty in Duty if person.has_role(Role(duty.value))]
        places = person.organisations_as(*[Role(duty.value) for duty in held])
        chosen: Any = self.fields["organisation"]
        chosen.queryset = Organisation.objects.filter(pk__in=places).order_by("name")
        self.fields["duty"].choices = [(duty.value, duty.label) for duty in held]  # type: ignore[attr-defined]
        for name, only in (("organisation", len(places) == 1), ("duty", len(held) == 1)):
            if only:
                self.fields[name].widget = forms.HiddenInput()
        chosen.initial = next(iter(places), None)
        self.fields["duty"].initial = held[0].value if held else None

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or {}
        begins, ends = kept.get("begins"), kept.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", ENDS_FIRST)
        return kept


class WeekForm(WhereForm):
    """Hours of every week."""

    prefix = "week"
    weekday = forms.TypedChoiceField(label=_("Day"), choices=Weekday.choices, coerce=int)
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput)
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput)
    field_order = ("organisation", "duty", "weekday", "begins", "ends")


class DayForm(WhereForm):
    """More time on one day, or none at all."""

    prefix = "day"
    EXTRA, AWAY = "extra", "away"
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=((EXTRA, _("More time than usual")), (AWAY, _("Not this day"))),
        widget=forms.RadioSelect, initial=EXTRA,
    )  # fmt: skip
    on = forms.DateField(label=_("Day"), widget=forms.DateInput)
    begins = forms.TimeField(label=_("From"), widget=forms.TimeInput, required=False)
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput, required=False)
    field_order = ("organisation", "duty", "kind", "on", "begins", "ends")

    def clean(self) -> dict[str, Any]:
        kept = super().clean()
        if kept.get("kind") == self.AWAY:
            kept["begins"] = kept["ends"] = None
            for name in ("begins", "ends"):
                self.errors.pop(name, None)
        elif kept.get("kind") == self.EXTRA:
            for name in ("begins", "ends"):
                if not kept.get(name) and name not in self.errors:
                    self.add_error(name, _("Say from when to when."))
        return kept


class WishForm(forms.Form):
    """What a partner also plays in, and what they want to be spared."""

    prefix = "wish"
    languages = forms.MultipleChoiceField(
        label=_("I can also play in"), choices=(), required=False, widget=forms.CheckboxSelectMultiple
    )  # fmt: skip
    spared = forms.MultipleChoiceField(
        label=_("Spare me"), choices=(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("You need not say why, and nobody else sees it. Change it whenever you like."),
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, themes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["languages"].choices = [(code, name) for code, name in Language.choices if code != person.language]
        fields["spared"].choices = [
            ("tag:risk", _("Everything about risk to life")),
            ("tag:boundary", _("Everything about boundaries")),
            *themes,
        ]


class RemindForm(forms.Form):
    """How long before a chat one wants to hear of it."""

    remind_minutes = forms.TypedChoiceField(label=_("Remind me"), coerce=int, choices=())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remind_minutes"].choices = [(minutes, before(minutes)) for minutes in rules.REMINDERS]  # type: ignore[attr-defined]


def before(minutes: int) -> Any:
    """How long before, in words."""
    if minutes < 60:
        return ngettext_lazy("%(n)d minute before", "%(n)d minutes before", minutes) % {"n": minutes}
    return ngettext_lazy("%(n)d hour before", "%(n)d hours before", minutes // 60) % {"n": minutes // 60}


class MomentForm(forms.Form):
    """A time somebody chose from the list; the list writes it as 20261124T1700Z."""

    at = forms.CharField()
    SHAPE = "%Y%m%dT%H%MZ"

    def clean_at(self) -> datetime:
        try:
            return datetime.strptime(self.cleaned_data["at"], self.SHAPE).replace(tzinfo=UTC)
        except ValueError:
            raise forms.ValidationError(_("Choose a time from the list.")) from None


class PersonChoice(forms.ModelChoiceField):
    """People by alias, with the full name that coordinators know."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.alias} ({obj.legal_name})" if obj.legal_name else str(obj)


class CloseForm(forms.Form):
    """Two people of one organisation."""

    one = PersonChoice(Person.objects.none(), label=_("One person"))
    other = PersonChoice(Person.objects.none(), label=_("The other person"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(roles__organisation=organisation, is_active=True).distinct().order_by("alias")
        for name in ("one", "other"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class AskForm(MomentForm):
    """Whom a coordinator asks, for what and when."""

    person = forms.ModelChoiceField(Person.objects.filter(is_active=True))
    duty = forms.ChoiceField(choices=Duty)


class AbsentForm(forms.Form):
    absent = forms.ChoiceField(choices=Absent)


MEANS = {
    Mode.FORMATIVE: _("To practise. You may try things out, pause and ask for help."),
    Mode.ASSESSED: _("To be assessed. It counts towards your certificate."),
}


class BookingForm(forms.Form):
    """What to practise at a time one has chosen."""

    scenario = forms.UUIDField(widget=forms.RadioSelect, label=_("What do you want to practise?"))
    mode = forms.ChoiceField(choices=Mode, widget=forms.RadioSelect, label=_("What is it for?"))

    def __init__(self, *args: Any, language: str, modes: list[Mode], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scenarios = {one.translation_key: one for one in Scenario.objects.in_language(language)}
        chosen: Any = self.fields["mode"]
        chosen.choices = [(mode, MEANS[mode]) for mode in Mode if mode in modes]
        chosen.initial = modes[0]
        if len(modes) == 1:
            chosen.widget = forms.HiddenInput()

    def clean_scenario(self) -> Scenario:
        key = self.cleaned_data["scenario"]
        if key not in self.scenarios:
            raise forms.ValidationError(_("Choose one of these."))
        return self.scenarios[key]
