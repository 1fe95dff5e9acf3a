"""The style guide: each component in its states, as template source that can be copied."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template import engines

from lms.ui import styleguide_cast as cast


@dataclass(frozen=True, slots=True)
class Specimen:
    """One component: its name, a sentence, and the template source that shows its states.

    In the source `p` is unique per pane, for ids, and the names of `styleguide_cast` are at hand.
    """

    name: str
    source: str
    say: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    specimens: tuple[Specimen, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A specimen rendered once per mode."""

    name: str
    say: str
    source: str
    panes: list[tuple[str, str]] = field(default_factory=list)


class SampleForm(forms.Form):
    """Every kind of widget once."""

    alias = forms.CharField(label="Alias", help_text="The others see this. Do not use your name.", max_length=30)
    email = forms.EmailField(label="E-mail", required=False)
    code = forms.CharField(
        label="Code from the e-mail", widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"})
    )
    say = forms.CharField(label="Anything you want to say?", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    theme = forms.ChoiceField(label="Theme", choices=[("home", "At home"), ("school", "School")])
    when = forms.DateTimeField(label="When", widget=forms.DateTimeInput)
    day = forms.DateField(label="Day", widget=forms.DateInput)
    mode = forms.ChoiceField(label="How", choices=[("chat", "In a chat"), ("call", "On the phone")], widget=forms.RadioSelect)
    nights = forms.MultipleChoiceField(
        label="Evenings", choices=[("tue", "Tuesday"), ("thu", "Thursday")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="I have read the agreement")


def specimens() -> Iterator[Specimen]:
    """Every component, in the order of the page."""
    for group in GROUPS:
        yield from group.specimens


def groups(request: HttpRequest | None = None) -> list[tuple[str, list[Shown]]]:
    """Each group with its specimens rendered in light and in dark."""
    return [(group.name, [_shown(s, request) for s in group.specimens]) for group in GROUPS]


def _shown(specimen: Specimen, request: HttpRequest | None) -> Shown:
    template = engines["django"].from_string(specimen.source)
    shown = Shown(specimen.name, specimen.say, specimen.source)
    for mode in ("light", "dark"):
        shown.panes.append((mode, template.render(_context(f"{mode}-{_slug(specimen.name)}"), request)))
    return shown


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower())


def _context(prefix: str) -> dict[str, Any]:
    told = {"alias": "Rype", "code": "417 902", "say": "Call me on 987 65 …", "theme": "school", "mode": "chat"}
    blank = SampleForm(initial=told, auto_id=f"{prefix}-%s")
    wrong = SampleForm(data=told, auto_id=f"{prefix}-w-%s")
    wrong.add_error("say", "It looks like a phone number. The text is not sent. Take it away, and all is well.")
    return {"p": prefix, "form": blank, "wrong": wrong, **cast.CAST}


GROUPS = tuple(Group(name, tuple(Specimen(*entry) for entry in entries)) for name, entries in cast.SPECIMENS)
