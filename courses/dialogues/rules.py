"""The shape of a branching dialogue, and what is wrong with it. Plain values in, plain values out."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

UNREACHABLE, DEAD_END, NOWHERE, TWICE, NO_END, ENDLESS, GOES_ON = (
    "unreachable", "dead_end", "nowhere", "twice", "no_end", "endless", "goes_on"
)  # fmt: skip


class Fault(NamedTuple):
    """One thing that keeps a dialogue from being published: what, at which node, and (a reply) leading where."""

    kind: str
    node: str = ""
    to: str = ""


class Node(NamedTuple):
    """A node as far as its shape goes: where its replies lead, and whether it ends the dialogue."""

    key: str
    to: tuple[str, ...] = ()
    ends: bool = False


def shape(nodes: Iterable[Mapping[str, Any]]) -> list[Node]:
    """The bones of written nodes ({key, replies: [{to}], end})."""
    return [Node(one["key"], tuple(reply["to"] for reply in one["replies"]), bool(one["end"])) for one in nodes]


def reachable(nodes: Sequence[Node]) -> set[str]:
    """The nodes somebody can come to, from the first one."""
    known = {node.key: node for node in nodes}
    seen, todo = set(), [nodes[0].key] if nodes else []
    while todo:
        key = todo.pop()
        if key in seen or key not in known:
            continue
        seen.add(key)
        todo += known[key].to
    return seen


def leads_to_an_end(nodes: Sequence[Node]) -> set[str]:
    """The nodes from which some way leads to an end."""
    good = {node.key for node in nodes if node.ends}
    while more := {node.key for node in nodes if node.key not in good and good.intersection(node.to)}:
        good |= more
    return good


def faults(nodes: Sequence[Node]) -> list[Fault]:
    """Everything that is wrong, in the order of the nodes; an empty list means that it can be published."""
    keys = [node.key for node in nodes]
    found = [Fault(TWICE, key) for key in dict.fromkeys(keys) if keys.count(key) > 1]
    here, ending = reachable(nodes), leads_to_an_end(nodes)
    for node in nodes:
        found += [Fault(NOWHERE, node.key, to) for to in node.to if to not in keys]
        if node.ends and node.to:
            found.append(Fault(GOES_ON, node.key))
        elif not node.ends and not node.to:
            found.append(Fault(DEAD_END, node.key))
        elif node.key in here and node.key not in ending and set(node.to) <= set(keys):
            found.append(Fault(ENDLESS, node.key))
        if node.key not in here:
            found.append(Fault(UNREACHABLE, node.key))
    if not any(node.ends for node in nodes):
        found.append(Fault(NO_END))
    return found


def bubbles(says: str) -> list[str]:
    """What the other writes, message by message: an empty line begins a new one."""
    return [part.strip() for part in says.replace("\r\n", "\n").split("\n\n") if part.strip()]
