from django import forms


class AnswerForm(forms.Form):
    """A reply by its number at the place where it was offered."""

    place = forms.SlugField(max_length=40)
    reply = forms.IntegerField(min_value=0, max_value=20)
