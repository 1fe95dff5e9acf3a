"""A start-up check: nobody adds a table about people without saying how it is given out and erased."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.checks import Error, register
from django.db import models

from lms.people.models import Person
from lms.privacy.holdings import holdings

OURS = ("lms", "cms", "courses", "certification")
WORDS = (models.TextField, models.CharField, models.JSONField)
WAGTAILS = ("owner", "locked_by")  # who made or locks content: numbers, on pages and snippets alike
HINT = "Give it a row in the package's holdings.py, or name the field in its NUMBERS."


def references(model: type[models.Model]) -> Iterator[tuple[str, type[models.Model]]]:
    """(field, table it points to) of every foreign key of a table of ours."""
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete and not field.many_to_many and isinstance(field.related_model, type):
            yield field.name, field.related_model


@register()
def every_table_about_people_is_held(**_kwargs: Any) -> list[Error]:
    """Every reference to a person is an owner or a number; whatever has words and hangs on a held table is held itself."""
    table, errors = holdings(), []
    owners = {(one.model.lower(), one.owner.split("__", maxsplit=1)[0]) for one in table.rows}
    numbers = {(model.lower(), field) for model, fields in table.numbers.items() for field in fields}
    held = {one.table for one in table.rows}
    for model in (one for name in OURS for one in apps.get_app_config(name).get_models()):
        label = model._meta.label_lower
        for field, target in references(model):
            known = (label, field) in owners | numbers
            if target is Person and not known and field not in WAGTAILS:
                errors.append(
                    Error(f"{model._meta.label}.{field} names a person and nothing says what becomes of it", hint=HINT, id="lms.E010")
                )
            elif target in held and model not in held and _has_words(model) and not known:
                errors.append(
                    Error(f"{model._meta.label} has words about what {field} points to and is not held", hint=HINT, id="lms.E011")
                )
    return errors


def _has_words(model: type[models.Model]) -> bool:
    return any(isinstance(field, WORDS) and not field.choices for field in model._meta.get_fields())
