"""YAML with line numbers, and without its surprises: no aliases, no doubled keys, no objects, no dates."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.exchange.report import Report


class Mapping(dict[str, Any]):
    """A mapping that remembers on which line each key stood."""

    line: int = 1

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines: dict[str, int] = {}


class Refused(yaml.MarkedYAMLError):
    """Well-formed YAML that we do not take."""


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise Refused(problem=_("aliases (*) are not allowed"), problem_mark=self.peek_event().start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Hashable, Any]:
        found = Mapping()
        found.line, found.lines = node.start_mark.line + 1, {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str):
                raise Refused(problem=_("keys are plain words"), problem_mark=key_node.start_mark)
            if key in found:
                raise Refused(problem=_("'%(name)s' stands here twice") % {"name": key}, problem_mark=key_node.start_mark)
            found[key] = self.construct_object(value_node, deep=True)
            found.lines[key] = key_node.start_mark.line + 1
        return found  # type: ignore[return-value]

    def construct_yaml_map(self, node: Any) -> Any:
        yield self.construct_mapping(node, deep=True)


def _mapping(loader: Any, node: Any) -> Any:
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
# `2026-01-01` stays text, and so does `no`: a language code is not a truth value
_Loader.yaml_implicit_resolvers = {
    letter: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


SAID = {  # what PyYAML says most, by how it begins
    "mapping values are not allowed": gettext_lazy("a colon stands here where none can be: put the text in quotation marks"),
    "could not find expected ':'": gettext_lazy("a colon is missing here, or just before"),
    "found character '\\t'": gettext_lazy("a tab stands here: use spaces"),
    "expected <block end>": gettext_lazy("this does not stand as far in as what it belongs to"),
    "expected ',' or": gettext_lazy("a comma or the closing bracket is missing"),
    "found unexpected end of stream": gettext_lazy("a quotation mark is never closed"),
}


def _said(error: yaml.MarkedYAMLError) -> str:
    """Our own words as they are; PyYAML's, which are English, in the language of the reader."""
    if isinstance(error, Refused):
        return str(error.problem)
    return str(next((words for start, words in SAID.items() if (error.problem or "").startswith(start)), _("this is not YAML")))


def read_yaml(text: str, file: str, report: Report, *, first_line: int = 1) -> Any:
    """The content of a YAML text, mappings with line numbers; None with an error in the report when it cannot be read."""
    try:
        return yaml.load("\n" * (first_line - 1) + text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        report.error(file, line, _said(error))
    except (yaml.YAMLError, RecursionError, ValueError):
        report.error(file, 0, _("this is not YAML"))
    return None
