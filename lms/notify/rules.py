"""The words of a notice's parameters. Plain values in, plain values out."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def worded(params: Mapping[str, Any], said: Callable[[date], str]) -> dict[str, Any]:
    """The parameters with every day, kept as ISO text, as people write it; `said` puts a day into words."""

    def word(value: Any) -> Any:
        if isinstance(value, str) and _DAY.fullmatch(value):
            try:
                return said(date.fromisoformat(value))
            except ValueError:
                return value
        return value

    return {name: word(value) for name, value in params.items()}
