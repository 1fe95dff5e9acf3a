"""A question to the database whose SQL is written once in this process.

Django writes the SQL of a queryset anew for every asking, and that costs several times what the database takes to answer. It is worth
sparing in the few questions that other systems ask all day; everywhere else a queryset is plainer.
"""

from collections.abc import Callable, Sequence
from copy import copy
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Expression, F, QuerySet
from django.db.models.lookups import In

Word = int | str | UUID | datetime
SHORT = 12  # words in a list; SQL for a longer one is written for that asking alone


class Blank(Expression):
    """A place in the SQL that is filled when it is asked: the word number `word`, of a list its part number `part`."""

    def __init__(self, word: int, part: int | None = None) -> None:
        super().__init__()
        self.word, self.part = word, part

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def among(field: str, words: Sequence[Any]) -> In:
    """The filter `field__in` for fields that point to other tables: these want numbers, and no blanks."""
    return In(F(field), words)


class _Written(NamedTuple):
    """A question as it was written: the queryset it came from, the compiler that knows what stands where, SQL and its blanks."""

    queryset: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: dict[int, Any]


class Prepared[Row]:
    """`build` gets a Blank for each word it will be asked with, or a list of them for a list, and makes a queryset of it.

    The SQL is written once for each number of words in the lists, as long as these are short. Rows are what the queryset gives:
    models with what `select_related` joins and `annotate` adds, or the tuples of `values_list`. Fields that `only` leaves out are read
    when somebody asks for them. Nothing is prefetched.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]]) -> None:
        self._build = build
        self._written: dict[Any, _Written] = {}

    def ask(self, *words: Word | Sequence[Word]) -> list[Row]:
        """The rows, with one query. No list may be empty if it makes the question empty."""
        shape = (connection.vendor, *(len(word) if isinstance(word, list) else None for word in words))
        written = self._written.get(shape) or self._write(shape)
        filled = written.sql, tuple(_filled(one, words) for one in written.params)
        compiler = copy(written.compiler)  # somebody else may be asking the same on another connection
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_options: filled
        compiler.get_converters = lambda _columns: written.converters
        asking = written.queryset._chain()  # type: ignore[attr-defined]
        asking.query.get_compiler = lambda *_args, **_options: compiler
        return list(asking._iterable_class(asking))

    def _write(self, shape: tuple[Any, ...]) -> _Written:
        blanks = [
            Blank(number) if length is None else [Blank(number, part) for part in range(length)] for number, length in enumerate(shape[1:])
        ]
        queryset = self._build(*blanks)
        compiler = queryset.query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        columns = [column for column, *_rest in compiler.select]
        written = _Written(queryset, compiler, sql, params, compiler.get_converters(columns))
        if all(length is None or length <= SHORT for length in shape[1:]):
            self._written[shape] = written
        return written


def _filled(param: Any, words: Sequence[Any]) -> Any:
    if not isinstance(param, Blank):
        return param
    value = words[param.word] if param.part is None else words[param.word][param.part]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value.hex if isinstance(value, UUID) and not connection.features.has_native_uuid_field else value
