"""One state machine is one table: who may come from where, and what the move is called.

    CHAT = Machine("practice", PracticeState, {(PracticeState.LIVE, PracticeState.STOPPED): "stop", …})
    CHAT.move(chat, PracticeState.STOPPED, by=person)

`move` claims the row with `UPDATE … WHERE state = source`; it never relies on row locks, which SQLite does not have.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models, transaction

from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition

REGISTRY: list["Machine"] = []


class Machine:
    """The allowed moves of one field of one kind of thing.

    `start` is the state a thing is born in. Every member of `states` must be reachable from it; a system check and a test walk the table.
    """

    def __init__(
        self,
        name: str,
        states: type[models.TextChoices],
        moves: Mapping[tuple[str, str], str],
        *,
        start: str,
        field: str = "state",
    ) -> None:
        self.name, self.states, self.field, self.start = name, states, field, start
        self.moves = {(str(source), str(target)): deed for (source, target), deed in moves.items()}
        REGISTRY.append(self)

    def allows(self, source: str, target: str) -> bool:
        """Whether the table has a row from `source` to `target`."""
        return (str(source), str(target)) in self.moves

    def targets(self, source: str) -> set[str]:
        """The states one move away from `source`."""
        return {target for (origin, target) in self.moves if origin == str(source)}

    def reachable(self) -> set[str]:
        """Every state that can be reached from `start`, itself included."""
        seen, todo = {str(self.start)}, [str(self.start)]
        while todo:
            for target in self.targets(todo.pop()) - seen:
                seen.add(target)
                todo.append(target)
        return seen

    @transaction.atomic
    def move(self, obj: models.Model, to: str, *, by: Any, fields: Mapping[str, Any] | None = None, **audit: Any) -> None:
        """Move `obj` to the state `to` and write `fields` with it, in one claim; leave an audit line.

        Raises IllegalTransition: `not_now` when the table has no such row, `stale` when somebody moved it first.
        `audit` holds ids and state names for the audit line, never anything a person wrote.
        """
        source, target = str(getattr(obj, self.field)), str(to)
        if not self.allows(source, target):
            raise IllegalTransition()
        changes = {self.field: target, **(fields or {})}
        claimed = type(obj)._default_manager.filter(pk=obj.pk, **{self.field: source}).update(**changes)
        if not claimed:
            raise IllegalTransition(code="stale")
        for name, value in changes.items():
            setattr(obj, name, value)
        deed = f"{self.name}.{self.moves[(source, target)]}"
        record(deed, obj, by=by, fields={"from": source, "to": target, **audit})
