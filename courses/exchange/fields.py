"""Taking values out of a mapping, one rule each; what is wrong goes into the report with its line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from courses.exchange.report import Report
from courses.exchange.yaml_text import Mapping

KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


class Fields:
    """Reads one mapping. Every wrong or missing value gives an error and an empty value of the right type."""

    def __init__(self, found: Any, file: str, report: Report, *, allowed: Iterable[str]) -> None:
        self.file, self.report = file, report
        self.found = found if isinstance(found, Mapping) else Mapping()
        if not isinstance(found, Mapping):
            self.wrong("", _("expected names with values"))
        for name in self.found:
            if name not in set(allowed):
                self.wrong(name, _("'%(name)s' is not known here") % {"name": name})

    def wrong(self, name: str, reason: str) -> None:
        """Note a problem at the line of `name`."""
        self.report.error(self.file, self.found.lines.get(name, self.found.line), reason)

    def _value(self, name: str, kind: type, default: Any, *, required: bool = True) -> Any:
        value = self.found.get(name)
        if value is None:
            if required:
                self.wrong(name, _("'%(name)s' is missing") % {"name": name})
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.wrong(name, _("'%(name)s' is of the wrong kind") % {"name": name})
            return default
        return value

    def text(self, name: str, *, most: int = 300, required: bool = True) -> str:
        value = self._value(name, str, "", required=required).strip()
        if len(value) > most:
            self.wrong(name, _("'%(name)s' is longer than %(most)s characters") % {"name": name, "most": most})
        elif required and name in self.found and not value and isinstance(self.found[name], str):
            self.wrong(name, _("'%(name)s' is empty") % {"name": name})
        return value

    def key(self, name: str = "key") -> str:
        """A short name in small letters: it becomes part of an address or of a key."""
        value = self.text(name, most=60)
        if value and not KEY.fullmatch(value):
            self.wrong(name, _("'%(name)s' may only have small letters, digits and hyphens") % {"name": name})
            return ""
        return value

    def slug(self, key: str) -> str:
        """The short name: the key, unless `slug` says otherwise."""
        return self.key("slug") if "slug" in self.found else key

    def number(self, name: str, low: int, high: int) -> int:
        value = self._value(name, int, low)
        if not low <= value <= high:
            self.wrong(name, _("'%(name)s' must be %(low)s to %(high)s") % {"name": name, "low": low, "high": high})
            return low
        return value

    def decimal(self, name: str) -> float:
        """A number that is not below nothing."""
        value = self.found.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
            self.wrong(name, _("'%(name)s' is a number from 0 on") % {"name": name})
            return 0.0
        return float(value)

    def whole_numbers(self, name: str, low: int, high: int) -> list[int]:
        """A list of whole numbers."""
        found = self.items(name)
        if all(isinstance(one, int) and not isinstance(one, bool) and low <= one <= high for one in found):
            return found
        self.wrong(name, _("'%(name)s' is a list of whole numbers from %(low)s to %(high)s") % {"name": name, "low": low, "high": high})
        return []

    def flag(self, name: str) -> bool:
        return self._value(name, bool, False, required=False)

    def items(self, name: str, *, required: bool = False) -> list[Any]:
        return self._value(name, list, [], required=required)

    def words(self, name: str) -> list[str]:
        """A list of short names."""
        found = [word for word in self.items(name) if isinstance(word, str) and KEY.fullmatch(word)]
        if len(found) != len(self.items(name)):
            self.wrong(name, _("'%(name)s' must be a list of short names") % {"name": name})
        return found

    def languages(self, name: str, wanted: Iterable[str], *, most: int = 300, required: bool = True) -> dict[str, str]:
        """A text in every language. One that is not required may be missing, or empty in some of them."""
        value = self._value(name, dict, None, required=required)
        if not isinstance(value, Mapping):
            return dict.fromkeys(wanted, "")
        return self._each(name, value, list(wanted), most, required)

    def _each(self, name: str, value: Mapping, wanted: list[str], most: int, required: bool) -> dict[str, str]:
        inner = Fields(value, self.file, self.report, allowed=wanted)
        for language in wanted:
            if language not in value:
                self.wrong(name, _("'%(name)s' is missing in %(language)s") % {"name": name, "language": language})
        return {language: inner.text(language, most=most, required=required) if language in value else "" for language in wanted}
