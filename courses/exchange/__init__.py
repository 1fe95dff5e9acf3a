"""Course packages: folders of Markdown and YAML that people can read and diff."""

from pathlib import Path
from typing import Any


def load(path: Path, *, by: Any = None) -> Any:
    """Load a package; see `courses.exchange.loader.load`. Imported late: models must be there first."""
    from courses.exchange.loader import load as load_package

    return load_package(path, by=by)
