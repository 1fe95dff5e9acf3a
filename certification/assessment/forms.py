"""What people fill in after a chat. The questions come from the frozen rubric, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.assessment import rules
from certification.assessment.models import RubricVersion

LONGEST = 2000


def _words(label: Any, *, help_text: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )


class SelfRatingForm(forms.Form):
    """One choice for each criterion (what did not come up is left out) and two short texts.

    Asks in words that are meant for the trainee; a rubric frozen before it had such words asks with its headings alone.
    """

    strength = _words(_("What did you do well?"))
    next_step = _words(_("What do you want to practise?"))

    def __init__(self, rubric: RubricVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = rubric.words()
        self.criteria = rules.rubric_from(rubric.structure).criteria
        names = words["levels"]
        choices = [(str(n), names[n - 1]["name"]) for n in (1, 2, 3, 4)] + [("", _("Did not come up"))]
        for criterion in self.criteria:
            self.fields[f"level-{criterion.key}"] = forms.ChoiceField(
                label=words["criteria"][criterion.key], help_text=words.get("own", {}).get(criterion.key, ""), choices=choices,
                required=False, widget=forms.RadioSelect,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (self.levels() or cleaned.get("strength") or cleaned.get("next_step")):
            raise forms.ValidationError(_("Choose at least one level, or write a few words."))
        return cleaned

    def levels(self) -> dict[str, int]:
        """The chosen levels by criterion, without those that did not come up."""
        chosen = {c.key: self.cleaned_data.get(f"level-{c.key}") for c in self.criteria}
        return {key: int(value) for key, value in chosen.items() if value}

    def rows(self) -> list[tuple[rules.Criterion, forms.BoundField]]:
        return [(criterion, self[f"level-{criterion.key}"]) for criterion in self.criteria]


class PartnerFormForm(forms.Form):
    """Five sentences from 1 to 5, and a few words."""

    words = _words(_("Something you want to tell the trainee?"), help_text=_("They read it together with their feedback."))

    def __init__(self, rubric: RubricVersion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = rubric.words()
        self.asked = [key for key, _reverse in rules.rubric_from(rubric.structure).partner]
        choices = [("1", _("Not at all")), ("2", "2"), ("3", "3"), ("4", "4"), ("5", _("Completely"))]
        for key in self.asked:
            self.fields[f"item-{key}"] = forms.ChoiceField(
                label=words["partner"][key], choices=choices, widget=forms.RadioSelect,
                error_messages={"required": _("Choose a number from 1 to 5.")},
            )  # fmt: skip

    def answers(self) -> dict[str, int]:
        return {key: int(self.cleaned_data[f"item-{key}"]) for key in self.asked}

    def rows(self) -> list[forms.BoundField]:
        return [self[f"item-{key}"] for key in self.asked]


class QuestionForm(forms.Form):
    body = _words(_("What do you wonder about?"), required=True)


class AnswerForm(forms.Form):
    answer = _words(_("Your answer"), required=True)


class RecheckForm(forms.Form):
    words = _words(_("What do you see differently?"), help_text=_("You need not write anything."))


class RecheckAnswerForm(forms.Form):
    keep = forms.ChoiceField(
        label=_("What stands?"), choices=[("yes", _("The rating stands")), ("no", _("The rating counts no more"))], widget=forms.RadioSelect
    )
    answer = _words(_("Why? The trainee and the assessor read it."), required=True)


class RemovalForm(forms.Form):
    reason = _words(_("Why? The assessor reads it."), required=True)


class AnnulForm(forms.Form):
    reason = _words(_("Why is this assessment taken back?"), help_text=_("The reason is kept. The trainee does not see it."), required=True)


class RatingForm(forms.Form):
    """The whole rating form as a browser without scripts sends it: everything on it, also what is not ticked."""

    strength = forms.CharField(required=False, max_length=LONGEST)
    next_step = forms.CharField(required=False, max_length=LONGEST)

    def __init__(self, structure: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rubric = rules.rubric_from(structure)
        self.fields["tick"] = forms.MultipleChoiceField(choices=[(key, key) for key in self.rubric.keys], required=False)
        answers = [("", "")] + [(str(n), str(n)) for n in self.rubric.judgements]
        self.fields["judgement"] = forms.ChoiceField(choices=answers, required=False)
        for criterion in self.rubric.criteria:
            levels = [("", ""), *((str(n), str(n)) for n in (1, 2, 3, 4))]
            self.fields[f"override-{criterion.key}"] = forms.ChoiceField(choices=levels, required=False)
            self.fields[f"reason-{criterion.key}"] = forms.CharField(required=False, max_length=LONGEST)
            self.fields[f"skip-{criterion.key}"] = forms.BooleanField(required=False)
            self.fields[f"none-{criterion.key}"] = forms.BooleanField(required=False)

    def ticks(self) -> dict[str, bool]:
        seen = set(self.cleaned_data["tick"])
        return {key: key in seen for key in self.rubric.keys}

    def verdicts(self) -> dict[str, dict[str, Any]]:
        """What is said of each criterion; criteria nothing is said of are set back to that."""
        said = self.cleaned_data
        return {
            c.key: {
                "override": int(said[f"override-{c.key}"]) if said[f"override-{c.key}"] else None,
                "reason": said[f"reason-{c.key}"],
                "no_opportunity": said[f"skip-{c.key}"],
                "considered": said[f"none-{c.key}"],
            }
            for c in self.rubric.criteria
        }


class ModerationForm(forms.Form):
    """One level for each disputed criterion, yes or no for each disputed critical behaviour, and why."""

    words = _words(_("Why do you see it so?"), help_text=_("Both assessors read it. The trainee does not."), required=True)

    def __init__(self, disputes: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels_asked, self.critical_asked = disputes.get("levels", {}), disputes.get("critical", ())
        again = {"required": _("Choose one.")}
        for key, pair in self.levels_asked.items():
            choices = [(str(n), str(n)) for n in range(min(pair), max(pair) + 1)]
            self.fields[f"level-{key}"] = forms.ChoiceField(choices=choices, error_messages=again)
        for key in self.critical_asked:
            self.fields[f"critical-{key}"] = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], error_messages=again)

    def levels(self) -> dict[str, int]:
        return {key: int(self.cleaned_data[f"level-{key}"]) for key in self.levels_asked}

    def critical(self) -> list[str]:
        """Those that did happen."""
        return [key for key in self.critical_asked if self.cleaned_data[f"critical-{key}"] == "yes"]
