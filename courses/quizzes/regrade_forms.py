"""What an editor sends about a corrected question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.quizzes.regrade_models import LONGEST, Way


class RehearsalForm(forms.Form):
    """What would happen, in two ways, before anything happens."""

    way = forms.ChoiceField(label=_("How to mark"), choices=Way, initial=Way.KEY, widget=forms.RadioSelect)
    may_lower = forms.BooleanField(
        label=_("Results may sink"), required=False,
        help_text=_("As a rule nobody loses what they had because a question was wrong. Say yes only for a reason you can defend."),
    )  # fmt: skip


class RegradeForm(RehearsalForm):
    """The deed: exactly what was rehearsed, and why."""

    way = forms.ChoiceField(choices=Way, widget=forms.HiddenInput)
    may_lower = forms.BooleanField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What was wrong"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the correction. Those whose result changes are told that it did, and see it beside their result."),
    )  # fmt: skip
