"""What people may type about themselves and whom they may invite."""

import re
import zoneinfo

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from lms.people.models import Cohort, Language, Organisation, Person, Role

MOST_AT_ONCE = 50
ALIAS = re.compile(r"^[\w][\w .\-]{0,28}[\w]$", re.UNICODE)
INVITABLE = [role for role in Role if role not in (Role.HOST, Role.PLATFORM)]


class AliasForm(forms.ModelForm[Person]):
    """The name others see."""

    class Meta:
        model = Person
        fields = ["alias"]

    alias = forms.CharField(
        label=_("Your alias"),
        max_length=30,
        help_text=_("2 to 30 letters. Not your full name. You can change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}),
    )

    def clean_alias(self) -> str:
        alias = " ".join(self.cleaned_data["alias"].split())
        if not ALIAS.match(alias):
            raise ValidationError(_("Use 2 to 30 letters or numbers, for instance “Rype” or “Nordlys 7”."))
        taken = Person.objects.filter(alias__iexact=alias).exclude(pk=self.instance.pk)
        if taken.exists():
            raise ValidationError(_("Somebody has this alias already. Try another one."))
        return alias


class ProfileForm(AliasForm):
    """Alias, language, time zone, and the full name that only coordinator, vetting officer and certificate use."""

    class Meta(AliasForm.Meta):
        fields = ["alias", "legal_name", "language", "time_zone"]

    legal_name = forms.CharField(
        label=_("Full name"),
        max_length=120,
        required=False,
        help_text=_("Stands on the certificate if you want that. Only your coordinator and the vetting officer see it before."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def clean_time_zone(self) -> str:
        zone = self.cleaned_data["time_zone"]
        if zone not in zoneinfo.available_timezones():
            raise ValidationError(_("We do not know this time zone. Example: Europe/Oslo."))
        return zone


class WelcomeForm(forms.Form):
    """Where somebody begins: which programme, and with whom."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    cohort = forms.ModelChoiceField(label=_("Cohort"), queryset=Cohort.objects.none(), required=False)

    def __init__(self, *args: object, organisation: Organisation, programmes: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["cohort"].queryset = Cohort.objects.filter(organisation=organisation)  # type: ignore[attr-defined]
        self.fields["programme"].choices = programmes  # type: ignore[attr-defined]


class InviteForm(WelcomeForm):
    """One or many addresses, one role."""

    emails = forms.CharField(
        label=_("E-mail addresses"),
        max_length=6000,
        help_text=_("One or several, with a comma, a space or a new line between them."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in INVITABLE])
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=Language)
    days = forms.IntegerField(label=_("The link works for (days)"), min_value=1, max_value=60, initial=14)

    def __init__(self, *args: object, organisation: Organisation, programmes: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, organisation=organisation, programmes=programmes, **kwargs)
        self.fields["language"].initial = organisation.language

    def clean_emails(self) -> list[str]:
        found = list(dict.fromkeys(part.lower() for part in re.split(r"[\s,;]+", self.cleaned_data["emails"]) if part))
        wrong = []
        for address in found:
            try:
                validate_email(address)
            except ValidationError:
                wrong.append(address if len(address) < 60 else f"{address[:58]}…")
        if wrong:
            text = ngettext(
                "This is not an e-mail address: %(list)s. Nothing was sent yet.",
                "These are not e-mail addresses: %(list)s. Nothing was sent yet.",
                len(wrong),
            )
            raise ValidationError(text % {"list": ", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else "")})
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(_("At most 50 at once. Nothing was sent yet."))
        return found


class DeclineForm(forms.Form):
    """A line of one's own in the letter that says no."""

    words = forms.CharField(
        label=_("A line of your own"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance when you take in people again, or who else looks for volunteers."),
    )  # fmt: skip


class KeyForm(forms.Form):
    """A name for a key, so that it can be told from the others."""

    name = forms.CharField(label=_("What is it for?"), max_length=60, help_text=_("Such as: the chat service."))


class ApplicationForm(forms.Form):
    """What somebody says who would like to join. As little as an answer needs."""

    name = forms.CharField(
        label=_("What shall we call you?"), max_length=40, help_text=_("A first name or an alias."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    email = forms.EmailField(
        label=_("Where can we answer?"), help_text=_("Your e-mail address."), widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    words = forms.CharField(
        label=_("Anything you want to say?"), max_length=600, required=False,
        help_text=_("For instance where you live and when you have time. Nothing about your health or about others, please."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    website = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"})
    )
