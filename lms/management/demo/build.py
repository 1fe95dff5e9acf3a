"""From an empty house to a full one, in the order in which it has to happen."""

from collections.abc import Callable
from datetime import timedelta
from itertools import islice

from django.utils import timezone

from lms.management.demo.casting import stories_of
from lms.management.demo.clock import moved_clock
from lms.management.demo.director import play
from lms.management.demo.names import (
    FJORDVIK,
    SUNDBY,
    SUPERVISOR_TO_BE,
    TRAINEES_DK,
    TRAINEES_NO,
    Somebody,
    more_trainees,
)
from lms.management.demo.places import make_places
from lms.management.founding import NUMBERS, put_numbers
from lms.management.starter_kit import load_content

OPENED = timedelta(days=120)  # so long ago the house opened its doors


def build(seed: int, trainees: int, say: Callable[[str], None]) -> None:
    """Everything in one go, in the transaction of the caller."""
    now = timezone.now()
    with moved_clock() as clock:
        clock.at = now - OPENED
        for country in NUMBERS:
            put_numbers(country)
        places = list(make_places(seed))
        say(f"  {', '.join(place.organisation.name for place in places)}: {sum(len(place.people) for place in places)} people work there")
        for line in load_content().splitlines():
            say(f"  {line}")
        groups = zip(places, share(seed, trainees), strict=True)
        stories = [story for place, group in groups for story in stories_of(place, group, seed=seed, now=now)]

        def told(ended: int) -> None:
            if ended % 10 == 0 or ended == len(stories):
                say(f"  {ended} of {len(stories)} stories told")

        play(stories, clock=clock, told=told)


def share(seed: int, trainees: int) -> tuple[list[Somebody], list[Somebody]]:
    """Two of three trainees are Norwegian; those with names of their own come first."""
    danish = trainees // 3
    groups = []
    for language, named, count in (("nb", TRAINEES_NO, trainees - danish), ("da", TRAINEES_DK, danish)):
        taken = {one.handle for one in [*FJORDVIK, *SUNDBY, *TRAINEES_NO, *TRAINEES_DK, SUPERVISOR_TO_BE]}
        more = islice(more_trainees(language, seed, taken), max(0, count - len(named)))
        groups.append([*named[:count], *more])
    return groups[0], groups[1]
