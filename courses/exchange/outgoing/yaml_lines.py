"""YAML as people write it: short lists on one line, long texts in lines, always the same for the same values."""

from __future__ import annotations

from typing import Any

import yaml


class Row(list[Any]):
    """A list of short names that stands on one line."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True  # our reader refuses them

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # items stand under their name, not beside it


def _text(dumper: _Dumper, value: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", list(row), flow_style=True))


def yaml_lines(value: Any) -> str:
    """The text of a YAML file, names in the order they were given."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110, default_flow_style=False)
