"""What lies on the desk while ways are looked at: each sort of evidence read once, for all of the ways that lie there together.

A kind reads with a function of its own that answers for many enrolments at once, and asks for it through `on_desk`. For one way that
spares the kinds from asking for the same rows one after another; for the ways of a whole night it makes a few queries of many thousands.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from certification.programmes.models import Enrolment

type Reader[T] = Callable[[Sequence[Enrolment]], T]


class Desk:
    """Some enrolments, and what was read about them so far. Whoever lays one out sees the evidence as it was when it was first asked for.

    `known` is what readers would answer, where somebody has read it just now.
    """

    def __init__(self, ways: Sequence[Enrolment], known: Mapping[Reader[Any], Any] | None = None) -> None:
        self.ways = list(ways)
        self.ids = {way.pk for way in self.ways}
        self._read: dict[Reader[Any], Any] = dict(known or {})

    def read[T](self, reader: Reader[T]) -> T:
        if reader not in self._read:
            self._read[reader] = reader(self.ways)
        found: T = self._read[reader]
        return found


_laid: ContextVar[Desk | None] = ContextVar("desk", default=None)


@contextmanager
def laid_out(desk: Desk) -> Iterator[Desk]:
    """Within this, `on_desk` reads for all enrolments of the desk."""
    before = _laid.set(desk)
    try:
        yield desk
    finally:
        _laid.reset(before)


def desk_of(enrolment: Enrolment) -> Desk:
    """The desk that is laid out, when this enrolment lies there; else one for it alone."""
    desk = _laid.get()
    return desk if desk and enrolment.pk in desk.ids else Desk([enrolment])


def on_desk[T](reader: Reader[T], enrolment: Enrolment) -> T:
    """What the reader says about the enrolments on the desk, this one among them; without a desk about this one alone.

    Readers answer by the id of the enrolment, of the person, or of what is the same for everybody.
    """
    return desk_of(enrolment).read(reader)


def people(ways: Sequence[Enrolment]) -> set[int]:
    """The ids of those who walk these ways."""
    return {way.person_id for way in ways}


def by[K, V](key: Callable[[V], K], rows: Iterable[V]) -> dict[K, list[V]]:
    """Rows in their order, sorted under a key."""
    found: dict[K, list[V]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
