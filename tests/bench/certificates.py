"""Checking a certificate and asking for duty among a thousand and among a million certificates, in a process and a database of its own.

Processor time, not the clock: on a busy machine that alone says what a question costs.
"""

import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from certification.credentials import keys  # noqa: E402
from certification.credentials.models import Certificate  # noqa: E402
from lms.people.api_keys import make_key  # noqa: E402
from tests.blank import lay_out  # noqa: E402
from tests.builders import a_certificate, a_programme_version, an_enrolment  # noqa: E402
from tests.cast import assemble  # noqa: E402
from tests.multitude import multiply  # noqa: E402

FEW, MANY = 1_000, int(os.environ.get("CERTIFICATES", "1000000"))
ROUNDS, EACH = 7, 40


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def a_house() -> tuple[Certificate, dict[str, Callable[[], object]]]:
    """An empty house with one certificate, and the ways to ask for it."""
    connection.close()
    if connection.vendor != "sqlite" or not lay_out(Path(settings.DATABASES["default"]["NAME"])):
        call_command("migrate", verbosity=0)
    cast = assemble()
    keys.ensure()
    version = a_programme_version(requirements=[{"key": f"krav-{number}", "kind": "manual"} for number in range(6)])
    certificate = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version), proposed_by=cast.siv)
    bearer = {"Authorization": f"Bearer {make_key(cast.fjordvik, name='bench', scopes=['duty'], by=cast.kari)[1]}"}
    ids, client = certificate.public_id, Client()
    shift = json.dumps({"refs": [str(ids), certificate.code, str(cast.tuva.public_id)]})
    return certificate, {
        "verification page": lambda: client.get(f"/nb/verify/{ids}/"),
        "verification as JSON": lambda: client.get(f"/verify/{ids}/?format=json"),
        "verification by code": lambda: client.get("/nb/verify/", {"code": certificate.code}),
        "duty passport": lambda: client.get(f"/api/v1/duty/{ids}", headers=bearer),
        "duty passport by person": lambda: client.get(f"/api/v1/duty/{cast.tuva.public_id}", headers=bearer),
        "duty of a shift": lambda: client.post("/api/v1/duty", shift, content_type="application/json", headers=bearer),
    }


def measured(ways: dict[str, Callable[[], object]]) -> dict[str, tuple[float, int]]:
    """Of each way the milliseconds of processor time of one question (median of rounds) and how many queries it takes."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _round in range(ROUNDS):
        for name, ask in ways.items():
            ask()
            begun = time.process_time()
            for _n in range(EACH):
                ask()
            found[name].append((time.process_time() - begun) / EACH * 1000)
    queries = {}
    for name, ask in ways.items():
        with CaptureQueriesContext(connection) as seen:
            ask()
        queries[name] = len(seen)
    return {name: (statistics.median(times), queries[name]) for name, times in found.items()}


def main() -> None:
    certificate, ways = a_house()
    multiply(certificate, FEW - 1)
    few = measured(ways)
    begun = time.monotonic()
    for start in range(FEW - 1, MANY - 1, 100_000):
        multiply(certificate, min(100_000, MANY - 1 - start), after=start)
        say(f"  {Certificate.objects.count():,} certificates after {time.monotonic() - begun:.0f} s")
    for one in caches.all():
        one.clear()
    many = measured(ways)
    rows = {
        name: {"few": few[name][0], "many": many[name][0], "queries": [few[name][1], many[name][1]]} for name in ways
    }  # fmt: skip
    print(json.dumps({"few": FEW, "many": Certificate.objects.count(), "ways": rows}))


main()
