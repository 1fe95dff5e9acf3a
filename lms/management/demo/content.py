"""The course and all that belongs to it, through the same code that imports a package."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError

from certification.package import load_certification
from courses.exchange import load

PACKAGE = Path(settings.ROOT) / "courses" / "packages" / "chatvert"


def load_content() -> str:
    """Load the package of the repository; a few lines about what came of it."""
    said = []
    for part in (load, load_certification):
        report = part(PACKAGE)
        if not report.ok:
            raise CommandError(f"The content package has errors:\n{report}")
        said.append(str(report))
    return "\n".join(said)
