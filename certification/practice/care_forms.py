"""What people fill in about themselves around a chat."""

from django import forms
from django.utils.translation import gettext_lazy as _

from certification.practice.wellbeing import Face, LettingGo


class FaceForm(forms.Form):
    face = forms.TypedChoiceField(choices=Face, coerce=int)


class DebriefForm(forms.Form):
    """Obligatory is that one stops for a moment; words are not."""

    letting_go = forms.ChoiceField(choices=LettingGo, widget=forms.RadioSelect, label=_("How is it to let go of it?"))
    words = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea, label=_("What do you do for yourself now?"),
        help_text=_("Only for you. Deleted after thirty days. Leave it empty if you like."),
    )  # fmt: skip
    talk = forms.BooleanField(required=False, label=_("I would like a talk with a professional"))


class TalkForm(forms.Form):
    how = forms.CharField(
        required=False, max_length=200, label=_("How can we reach you?"),
        help_text=_("For instance a number, or when you are at the house. Only professionals who take care of talks see it."),
    )  # fmt: skip
