"""Circles in what needs what. Plain values in, plain values out."""

from collections.abc import Hashable, Iterable, Mapping


def cycle_from[K: Hashable](graph: Mapping[K, Iterable[K]], start: K) -> list[K]:
    """The way from `start` along what each needs and back to `start`, both ends named; empty when there is none."""
    seen: set[K] = set()

    def walk(here: K, way: list[K]) -> list[K]:
        for there in graph.get(here, ()):
            if there == start:
                return [*way, here, there]
            if there not in seen:
                seen.add(there)
                if found := walk(there, [*way, here]):
                    return found
        return []

    return walk(start, [])
