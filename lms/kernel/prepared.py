"""A question to the database whose SQL is written once in this process.

Django writes the SQL of a queryset anew for every asking, and that costs several times what the database takes to answer. It is worth
sparing in the few questions that other systems ask all day; everywhere else a queryset is plainer.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Expression, Model, QuerySet

Word = int | str | UUID


class Blank(Expression):
    """A place in the SQL that is filled when it is asked: the word number `word`, of a list its part number `part`."""

    def __init__(self, word: int, part: int | None = None) -> None:
        super().__init__()
        self.word, self.part = word, part

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Prepared[M: Model]:
    """`build` gets a Blank for each word it will be asked with, or a list of them for a list, and makes a queryset of it.

    The SQL is written once for each number of words in the lists, so keep lists that vary short. Fields that `only` leaves out are
    read when somebody asks for them; what comes from related tables is annotated.
    """

    def __init__(self, build: Callable[..., QuerySet[M]]) -> None:
        self._build = build
        self._written: dict[Any, tuple[type[M], str, tuple[Any, ...], dict[str, Any]]] = {}

    def ask(self, *words: Word | Sequence[Word]) -> list[M]:
        """The rows, with one query. No list may be empty if it makes the question empty."""
        shape = (connection.vendor, *(len(word) if isinstance(word, list) else None for word in words))
        model, sql, params, annotated = self._written.get(shape) or self._write(shape)
        rows = list(model._default_manager.raw(sql, [_filled(one, words) for one in params]))
        for row in rows:
            for name, (expression, converters) in annotated.items():
                for convert in converters:
                    setattr(row, name, convert(getattr(row, name), expression, connection))
        return rows

    def _write(self, shape: tuple[Any, ...]) -> Any:
        blanks = [
            Blank(number) if length is None else [Blank(number, part) for part in range(length)] for number, length in enumerate(shape[1:])
        ]
        query = self._build(*blanks).query
        sql, params = query.sql_with_params()
        annotated = {
            name: (one, [*connection.ops.get_db_converters(one), *one.get_db_converters(connection)])
            for name, one in query.annotation_select.items()
        }
        self._written[shape] = written = (cast(type[M], query.model), sql, params, annotated)
        return written


def _filled(param: Any, words: Sequence[Any]) -> Any:
    if not isinstance(param, Blank):
        return param
    value = words[param.word] if param.part is None else words[param.word][param.part]
    return value.hex if isinstance(value, UUID) and not connection.features.has_native_uuid_field else value
