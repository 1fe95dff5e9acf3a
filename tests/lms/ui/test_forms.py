"""A form looks and speaks like the house, whatever its widgets."""

import pytest
from django import forms
from django.template import Context, Template

from lms.ui.styleguide import SampleForm


def shown(form: forms.Form, name: str, **options: object) -> str:
    words = "".join(f" {key}={key}" for key in options)
    return Template(f"{{% field field=field{words} %}}").render(Context({"field": form[name], **options}))


def wrong() -> SampleForm:
    return SampleForm(data={"alias": "", "mode": "fax"})


def test_label_hint_and_error_are_tied_to_the_field() -> None:
    html = shown(wrong(), "alias")
    assert '<label for="id_alias">' in html
    assert 'id="id_alias_helptext"' in html
    assert 'id="id_alias_error"' in html
    assert 'aria-describedby="id_alias_helptext id_alias_error"' in html
    assert 'aria-invalid="true"' in html


def test_a_hint_given_in_the_template_is_tied_too() -> None:
    assert 'aria-describedby="id_email_helptext"' in shown(SampleForm(), "email", hint="Only for codes.")


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("alias", 'type="text"'),
        ("email", 'type="email"'),
        ("say", "<textarea"),
        ("theme", "<select"),
        ("when", 'type="datetime-local"'),
        ("day", 'type="date"'),
        ("mode", 'type="radio"'),
        ("nights", 'type="checkbox"'),
        ("agree", 'type="checkbox"'),
    ],
)
def test_every_kind_of_widget_has_its_control(name: str, piece: str) -> None:
    html = shown(SampleForm(), name)
    assert piece in html
    assert html.count(piece) == (2 if name in {"mode", "nights"} else 1)


def test_a_code_can_be_pasted_and_filled_in_by_the_phone() -> None:
    html = shown(SampleForm(), "code")
    assert "input--code" in html
    assert 'autocomplete="one-time-code"' in html
    assert 'inputmode="numeric"' in html


def test_groups_are_fieldsets_with_a_legend() -> None:
    html = shown(wrong(), "mode")
    assert html.startswith("<fieldset")
    assert "<legend" in html
    assert 'aria-describedby="id_mode_error"' in html


def test_fields_that_may_stay_empty_say_so() -> None:
    assert "(optional)" in shown(SampleForm(), "email")
    assert "(optional)" not in shown(SampleForm(), "alias")
    assert "(optional)" not in shown(SampleForm(), "email", optional=False)


def test_what_was_chosen_stays_chosen() -> None:
    form = SampleForm(data={"mode": "call", "nights": ["thu"], "agree": "on", "theme": "school"})
    assert 'value="call" id="id_mode_1" checked' in shown(form, "mode")
    assert 'value="thu" id="id_nights_1" checked' in shown(form, "nights")
    assert " checked" in shown(form, "agree")
    assert '<option value="school" selected>' in shown(form, "theme")


def test_a_date_is_given_back_as_the_picker_wants_it() -> None:
    import datetime

    form = SampleForm(initial={"day": datetime.date(2026, 11, 19), "when": datetime.datetime(2026, 11, 19, 19, 30)})
    assert 'value="2026-11-19"' in shown(form, "day")
    assert 'value="2026-11-19T19:30"' in shown(form, "when")


def test_a_whole_form_lists_its_errors_with_links() -> None:
    html = str(wrong())
    assert 'role="alert"' in html
    assert '<a href="#id_alias">Alias</a>' in html
    assert "fields need another look" in html


def test_an_untouched_form_shows_no_errors() -> None:
    assert "form-errors" not in str(SampleForm())


def test_a_field_group_is_the_same_field() -> None:
    assert SampleForm()["alias"].as_field_group() == shown(SampleForm(), "alias")


def test_words_in_choices_and_errors_stay_words() -> None:
    class Odd(forms.Form):
        pick = forms.ChoiceField(choices=[("<i>", "<i>a</i>")], widget=forms.RadioSelect)

        def clean(self) -> None:
            raise forms.ValidationError("<i>b</i>")

    html = str(Odd(data={"pick": "<i>"}))
    assert "<i>" not in html
