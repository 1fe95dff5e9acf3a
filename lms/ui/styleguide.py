"""The style guide: each component in its states, as template source that can be copied.

The specimens stand in `templates/styleguide/<group>.html`, each under a line `{# name: a sentence #}`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template import engines
from django.template.backends.django import DjangoTemplates

from lms.ui import styleguide_cast as cast

GROUPS = {
    "ground": "Ground",
    "stars": "The stars",
    "deeds": "Deeds",
    "fields": "Fields",
    "chat": "Chat",
    "rating": "Rating and overview",
}
WIDE = frozenset({"top", "todo", "matrix", "dist", "tl", "secret", "skies"})
_HEAD = re.compile(r"^\{# (?P<name>[^:#]+?)(?:: (?P<say>.+?))? #\}\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Specimen:
    """One component: its group, its name, a sentence, and the template source that shows its states.

    In the source `p` is unique per pane, for ids, and the names of `styleguide_cast` are at hand.
    """

    group: str
    name: str
    say: str
    source: str

    @property
    def wide(self) -> bool:
        """Whether the two modes stand under each other."""
        return self.name in WIDE


@dataclass(frozen=True, slots=True)
class Shown:
    """A specimen rendered once per mode."""

    specimen: Specimen
    panes: tuple[tuple[str, str], ...]


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
    for stem, group in GROUPS.items():
        source = _engine().engine.get_template(f"styleguide/{stem}.html").source
        heads = list(_HEAD.finditer(source))
        for head, following in zip(heads, [*heads[1:], None], strict=True):
            part = source[head.end() : following.start() if following else None]
            yield Specimen(group, head["name"], head["say"] or "", part.strip())


def groups(request: HttpRequest | None = None) -> list[tuple[str, list[Shown]]]:
    """Each group with its specimens rendered in light and in dark."""
    shown: dict[str, list[Shown]] = {}
    for specimen in specimens():
        shown.setdefault(specimen.group, []).append(show(specimen, request))
    return list(shown.items())


def show(specimen: Specimen, request: HttpRequest | None = None) -> Shown:
    """The specimen in both modes. Ids differ between the panes, so that the page stays valid."""
    template = _engine().from_string(specimen.source)
    panes = ((mode, template.render(_context(mode, _slug(specimen.name)), request)) for mode in ("light", "dark"))
    return Shown(specimen, tuple(panes))


def _engine() -> DjangoTemplates:
    engine = engines["django"]
    assert isinstance(engine, DjangoTemplates)
    return engine


def _slug(name: str) -> str:
    return "".join(c if c.isalnum() else "-" for c in name.lower())


def _context(mode: str, slug: str) -> dict[str, Any]:
    prefix = f"{mode}-{slug}"
    told = {"alias": "Rype", "code": "417 902", "say": "Call me on 987 65 …", "theme": "school", "mode": "chat"}
    blank = SampleForm(initial=told, prefix=prefix)
    wrong = SampleForm(data={f"{prefix}-w-{name}": value for name, value in told.items()}, prefix=f"{prefix}-w")
    wrong.add_error("say", "It looks like a phone number. The text is not sent. Take it away, and all is well.")
    return {"p": prefix, "mode": mode, "form": blank, "wrong": wrong, **cast.CAST}
