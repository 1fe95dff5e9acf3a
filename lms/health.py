"""For the machine that watches us: alive, and ready to work."""

from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from lms.kernel.permissions import public


@public("a load balancer asks without signing in")
def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@public("a load balancer asks without signing in")
def readyz(_request: HttpRequest) -> HttpResponse:
    """The database answers and is migrated; the worker beat less than three minutes ago (`worker` says so, but does not decide)."""
    executor = MigrationExecutor(connection)
    waiting = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    worker = cache.get("worker-heartbeat") is not None
    return JsonResponse({"ready": not waiting, "migrated": not waiting, "worker": worker}, status=503 if waiting else 200)


@public("people who find a hole must know where to tell")
def security_txt(_request: HttpRequest) -> HttpResponse:
    """RFC 9116. It is read from a running house, so it never runs out by itself: half a year from today."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=182)
    lines = [
        f"Contact: mailto:security@{settings.MAIL_DOMAIN}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nb, da, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
