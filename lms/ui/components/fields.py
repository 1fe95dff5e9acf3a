"""Fields of forms: one tag for every kind of widget, plus choices, switches and the list of errors."""

import copy
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.forms import BaseForm
from django.template import TemplateSyntaxError
from django.utils.safestring import SafeString

from lms.ui.register import register, render, render_kept

# Django's own date widgets are plain text; the browser's pickers want ISO dates
_PICKERS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


@register.simple_tag
def field(
    *,
    field: BoundField,
    label: str = "",
    hint: str = "",
    code: bool = False,
    rows: int = 0,
    hide_label: bool = False,
    optional: bool = True,
    heading: bool = False,
) -> SafeString:
    """A bound field with label, hint, error and their aria links, whatever its widget.

    `code` is the wide field for one-time codes (pasting works). Not required fields say "(optional)"
    unless `optional=False`. `heading` makes the label of a group as large as a heading.
    """
    if not isinstance(field, BoundField):
        raise TemplateSyntaxError(f"field: expected a bound field, got {field!r}")
    shape = _shape(field)
    context: dict[str, Any] = {
        "field": field,
        "shape": shape,
        "label": label or field.label,
        "hint": hint or field.help_text,
        "hint_id": f"{field.auto_id}_helptext",
        "error_id": f"{field.auto_id}_error",
        "say_optional": optional and not field.field.required and shape != "check",
        "hide_label": hide_label,
        "heading": heading,
        "described": _described(field, hint),
    }
    if shape in ("input", "group"):
        context["control"] = _control(field, code=code, rows=rows, hint=hint)
    if shape == "choices":
        context["multiple"] = isinstance(field.field.widget, forms.CheckboxSelectMultiple)
    return render("field", **context)


def _shape(field: BoundField) -> str:
    """hidden, check (one box), choices (radios or boxes), group (several inputs), input."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "group" if field.use_fieldset else "input"


def _described(field: BoundField, hint: str) -> str:
    ids = [f"{field.auto_id}_helptext"] if hint or field.help_text else []
    ids += [f"{field.auto_id}_error"] if field.errors else []
    return " ".join(ids)


def _control(field: BoundField, *, code: bool, rows: int, hint: str) -> SafeString:
    """The widget itself with our class, pickers for dates, and the attributes of codes."""
    widget = copy.deepcopy(field.field.widget)
    for kind, input_type, form in _PICKERS:
        if isinstance(widget, kind) and widget.input_type == "text":
            widget.input_type, widget.format = input_type, form
            break
    code = code or widget.attrs.get("autocomplete") == "one-time-code"
    css = f"{widget.attrs.get('class', '')} input{' input--code' if code else ''}".strip()
    attrs: dict[str, Any] = {"class": css}
    if code:
        attrs |= {"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
    if rows:
        attrs["rows"] = rows
    if hint and not field.use_fieldset:
        attrs["aria-describedby"] = _described(field, hint)
    return field.as_widget(widget=widget, attrs=attrs)


@register.simple_tag
def form_errors(*, form: BaseForm, title: str = "") -> SafeString:
    """What stopped the form, at its top: its own errors, and a link to each field that needs another look."""
    if not isinstance(form, BaseForm):
        raise TemplateSyntaxError(f"form_errors: expected a form, got {form!r}")
    named = [bound for bound in form if bound.errors and not bound.is_hidden] if form.is_bound else []
    hidden = [(bound.label, e) for bound in form.hidden_fields() for e in bound.errors] if form.is_bound else []
    general = form.non_field_errors() if form.is_bound else []
    return render("form_errors", title=title, fields=named, hidden=hidden, general=general)


@register.simple_tag
def switch(
    *,
    label: str,
    name: str = "",
    value: str = "on",
    checked: bool = False,
    hint: str = "",
    field: BoundField | None = None,
    id: str = "",
    submits: bool = False,
) -> SafeString:
    """On or off, from a bound checkbox field or by name. `submits` sends its form at once when scripts are on."""
    if isinstance(field, BoundField):
        name, checked, id = field.html_name, bool(field.value()), field.auto_id
    if not name:
        raise TemplateSyntaxError("switch: needs a field or a name")
    return render("switch", label=label, name=name, value=value, checked=checked, hint=hint, id=id, submits=submits)


@register.simple_tag
def choice(
    *,
    name: str,
    value: str,
    text: str,
    checked: bool = False,
    reply: str = "",
    multiple: bool = False,
    more: str = "",
    required: bool = False,
    disabled: bool = False,
    id: str = "",
) -> SafeString:
    """One answer. `more` is a quieter second sentence; `reply` appears when it is chosen.

    What stands in it was written by editors: the same choices are drawn for everybody who learns.
    """
    return render_kept(
        "choice", name=name, value=value, text=text, checked=checked, reply=reply, multiple=multiple, more=more,
        required=required, disabled=disabled, id=id,
    )  # fmt: skip
