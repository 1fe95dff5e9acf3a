"""Which programmes a coordinator can invite to: told by whoever knows programmes, so that people need not know them."""

from collections.abc import Callable

_sources: list[Callable[[], list[tuple[str, str]]]] = []


def offers_programmes(source: Callable[[], list[tuple[str, str]]]) -> Callable[[], list[tuple[str, str]]]:
    """Register a function that lists (slug, name) of programmes open for invitation."""
    _sources.append(source)
    return source


def invitable() -> list[tuple[str, str]]:
    """All (slug, name) pairs that somebody can be invited to now."""
    return [pair for source in _sources for pair in source()]
