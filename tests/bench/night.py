"""The nightly habit that brings every way up to date, once, in a process of its own: portion after portion, as the worker does it."""

import json
import resource
import time

import django

django.setup()

from certification.programmes import nightly  # noqa: E402
from certification.programmes.models import Enrolment  # noqa: E402

begun, longest, moved = time.monotonic(), 0.0, 0
for portion in nightly.portions():
    before = time.monotonic()
    moved += nightly.bring_up_to_date(*portion)
    longest = max(longest, time.monotonic() - before)
answer = {
    "ways": Enrolment.objects.current().count(), "moved": moved, "seconds": time.monotonic() - begun, "longest": longest,
    "processor": time.process_time(), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}  # fmt: skip
print(json.dumps(answer))
