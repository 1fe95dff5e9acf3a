"""Every way brought up to date, also where a signal was lost or a date has passed.

Most ways are as they were. They are looked at many at a time, without a lock; only where something is different does the engine look
again, alone with a few enrolments, and write. A portion is done long before the worker gives up on a task.
"""

import logging
from collections.abc import Iterator
from itertools import batched

from certification.programmes.desk import Desk
from certification.programmes.engine import is_up_to_date, recompute_many
from certification.programmes.models import Enrolment

PORTION = 500  # ways in one task
LOOKED_AT = 100  # whose evidence is read at once
WRITTEN = 20  # at once at most: nobody else can write meanwhile
logger = logging.getLogger("lms.ways")


def portions() -> Iterator[tuple[int, int]]:
    """The first and the last id of each portion; every current way is in one of them."""
    ids = Enrolment.objects.current().order_by("pk").values_list("pk", flat=True)
    for portion in batched(list(ids), PORTION, strict=False):
        yield portion[0], portion[-1]


def bring_up_to_date(first: int, last: int) -> int:
    """Those with these ids and between. Returns how many stand elsewhere than before, and says in the log how far the night is."""
    some = Enrolment.objects.current().filter(pk__range=(first, last)).select_related("version", "person", "organisation")
    moved = 0
    for ways in batched(some.order_by("pk").iterator(chunk_size=LOOKED_AT), LOOKED_AT, strict=False):
        desk = Desk(ways)
        different = [way for way in ways if not is_up_to_date(way, desk=desk)]
        for few in batched(different, WRITTEN, strict=False):
            moved += sum(bool(keys) for keys in recompute_many(few, cause="nightly").values())
    logger.info("ways %s to %s are up to date; %s stand elsewhere than before", first, last, moved)
    return moved
