"""What every page of the house shows: who is here, where help is, where one can go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html; works for strangers and on error pages too."""
    return {"demo": settings.DEMO}
