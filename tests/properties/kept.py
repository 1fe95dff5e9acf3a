"""Questions to the database that are asked after every deed: put into SQL once."""

from functools import cached_property
from typing import Any

from django.db import connection


class Kept:
    """The rows of a `values_list` without anything that changes from one time to the next, converted as Django does."""

    def __init__(self, rows: Any) -> None:
        self.rows = rows

    @cached_property
    def _sql(self) -> tuple[str, tuple[Any, ...], Any, Any]:
        compiler = self.rows.query.get_compiler(connection.alias)
        sql, params = compiler.as_sql()
        return sql, tuple(params), compiler, compiler.get_converters([column for column, _sql, _alias in compiler.select])

    def __call__(self) -> list[tuple[Any, ...]]:
        sql, params, compiler, converters = self._sql
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found = cursor.fetchall()
        return [tuple(row) for row in compiler.apply_converters(found, converters)] if converters else found
