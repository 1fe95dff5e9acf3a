"""What the worker does for the house itself."""

from importlib import import_module

from django.conf import settings
from django.core.cache import cache
from django.tasks import task
from django.utils import timezone

from lms.kernel import stamps

HEARTBEAT = "worker-heartbeat"


@task
def beat() -> None:
    """Say that the worker lives: processes cannot see each other, so the page that watches reads this. Fades after three minutes."""
    cache.set(HEARTBEAT, timezone.now().isoformat(), timeout=180)


@task
def tidy_stamps() -> None:
    """One stamp in place of the many that have settled."""
    stamps.tidy()


@task
def forget_old_sessions() -> None:
    """Sign-ins that ran out are of no use to anybody but a thief."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
