"""Templates with what never changes already drawn: half of what a page is made of depends on nothing but the language.

When a template is compiled, neighbours that are plain text, translations, addresses of static files and of named pages, and components
with literal values become one node. It is drawn once per language and kept; what people write, who is asking and what a request holds
never get into it, because nothing that looks at the context is folded.
"""

from collections.abc import Callable
from typing import Any

from django.template.base import FilterExpression, Node, NodeList, Template, TextNode, Variable, VariableNode
from django.template.context import Context
from django.template.defaulttags import CommentNode, IfNode, LoadNode, URLNode
from django.template.library import SimpleNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

CONSTANTS = ("True", "False", "None")
OURS = "lms.ui.components."


class Settled(Node):
    """Neighbours that look at nothing but the language, drawn once for each."""

    child_nodelists = ()

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes
        self.drawn: dict[Any, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language(), context.autoescape, get_script_prefix())
        found = self.drawn.get(key)
        if found is None:
            found = self.drawn[key] = mark_safe("".join(node.render(context) for node in self.nodes))
        return found


class SettledName(Node):
    """`{% translate "…" as name %}`, looked up once for each language."""

    child_nodelists = ()

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.known: dict[Any, str] = {}

    def render(self, context: Context) -> str:
        key = (get_language(), context.autoescape)
        if key in self.known:
            context[str(self.node.asvar)] = self.known[key]
        else:
            self.node.render(context)
            self.known[key] = context[str(self.node.asvar)]
        return ""


class _Folded(base.Loader):
    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        fold(template.nodelist)
        return template


class Loader(cached.Loader, _Folded):
    """Django's own, which compiles every template once, with `fold` between compiling and keeping."""


def fold(nodes: NodeList) -> None:
    """Put settled neighbours together, here and in everything inside."""
    folded: list[Node] = []
    run: list[Node] = []
    for node in nodes:
        if is_settled(node):
            run.append(node)
            continue
        folded += _one(run)
        run = []
        for inner in _inside(node):
            fold(inner)
        folded.append(SettledName(node) if type(node) is TranslateNode and _is_fixed_text(node) else node)
    nodes[:] = folded + _one(run)


def _one(run: list[Node]) -> list[Node]:
    """A run as one node; text alone stays text."""
    if all(isinstance(node, TextNode) for node in run):
        return [TextNode("".join(node.s for node in run))] if run else []  # type: ignore[attr-defined]
    return [Settled(run)]


def _inside(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):  # whose `nodelist` is a copy
        return [nodes for _condition, nodes in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [nodes for nodes in found if isinstance(nodes, NodeList)]


def is_settled(node: Node) -> bool:
    """Whether a node draws the same in one language, whatever the context holds. Kinds that are not known here do not."""
    draws_the_same = KINDS.get(type(node))
    return draws_the_same is not None and draws_the_same(node)


def _is_fixed(value: FilterExpression) -> bool:
    """A word in quotes, a word to translate, a number, true, false or none; without filters."""
    if value.filters:
        return False
    var = value.var
    return not isinstance(var, Variable) or var.literal is not None or var.var in CONSTANTS


def _is_fixed_text(node: Any) -> bool:
    return _is_fixed(node.filter_expression) and (node.message_context is None or _is_fixed(node.message_context))


def _says_one_thing(node: Any) -> bool:
    tokens_with_values = [token for token in node.singular if token.token_type.name == "VAR"]
    return not (node.extra_context or node.countervar or node.asvar or node.message_context or tokens_with_values)


def _is_one_address(node: Any) -> bool:
    """A named page without arguments. A name with a namespace may mean another page for another request."""
    return not (node.args or node.kwargs or node.asvar) and _is_fixed(node.view_name) and ":" not in str(node.view_name.var)


def _is_component(node: Any) -> bool:
    """A component of ours draws from its arguments alone, unless it asks for the context."""
    return (
        not node.takes_context
        and node.target_var is None
        and node.func.__module__.startswith(OURS)
        and all(map(_is_fixed, [*node.args, *node.kwargs.values()]))
    )


KINDS: dict[type[Node], Callable[[Any], bool]] = {
    TextNode: lambda node: True,
    CommentNode: lambda node: True,
    LoadNode: lambda node: True,
    VariableNode: lambda node: _is_fixed(node.filter_expression),
    TranslateNode: lambda node: _is_fixed_text(node) and not node.asvar,
    BlockTranslateNode: _says_one_thing,
    StaticNode: lambda node: node.varname is None and _is_fixed(node.path),
    URLNode: _is_one_address,
    SimpleNode: _is_component,
}
