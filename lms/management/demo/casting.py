"""Who lives through which story. The first fifteen have one of their own, so that every stage can be seen; everybody after them is
somewhere between lessons."""

import random
from collections.abc import Iterator
from datetime import datetime

from lms.management.demo.almanac import Almanac
from lms.management.demo.companions import becomes_a_mentor, becomes_a_supervisor
from lms.management.demo.deeds import join, take_quiz
from lms.management.demo.director import Story
from lms.management.demo.everyday import everyday
from lms.management.demo.names import MENTOR_TO_BE, SUPERVISOR_TO_BE, Somebody
from lms.management.demo.outcomes import certified_with_a_worry, disagrees, renews
from lms.management.demo.places import Place
from lms.management.demo.stories import (
    Beginning,
    certified,
    deferred,
    has_feedback_to_read,
    in_the_room,
    just_arrived,
    learn,
    not_yet,
    on_the_way,
    papers,
    ready_to_be_proposed,
    waits_for_a_rating,
    waits_for_the_second_signature,
)

FJORDVIK: list[Beginning] = [
    on_the_way, ready_to_be_proposed, certified, not_yet, waits_for_a_rating, waits_for_the_second_signature, just_arrived, in_the_room,
    renews, disagrees,
]  # fmt: skip
SUNDBY: list[Beginning] = [on_the_way, has_feedback_to_read, certified_with_a_worry, deferred]


def between_lessons(seed: int) -> Beginning:
    """Somebody who has come some part of the way; how far is the dice's choice, the same for the same seed."""

    def story(when: Almanac, place: Place, who: Somebody) -> Story:
        dice = random.Random(f"{seed}/{who.handle}")
        began = dice.randint(15, 60)
        yield when.day(began, 17)
        trainee = join(place, who)
        yield from papers(when, trainee, began)
        lessons = dice.randint(0, 24)
        yield from learn(when, trainee, began - 3, lessons=lessons, every=min(1.3, (began - 4) / max(lessons, 1)))
        if lessons >= 9 and dice.random() < 0.7:
            yield when.day(1, 19)
            take_quiz(trainee, "rolle-og-trygghet", wrong=dice.choice([0, 0, 0, 5]))

    return story


def stories_of(place: Place, group: list[Somebody], *, seed: int, now: datetime) -> Iterator[Story]:
    """One story for each trainee of a place, one of whoever walks another programme, and one of the place itself."""
    yield everyday(Almanac(now), place)
    fjordvik = place.organisation.slug == "fjordvik"
    if fjordvik and MENTOR_TO_BE in group:
        yield becomes_a_mentor(Almanac(now), place, MENTOR_TO_BE)
    if not fjordvik:
        yield becomes_a_supervisor(Almanac(now), place, SUPERVISOR_TO_BE)
    own = FJORDVIK if fjordvik else SUNDBY
    for number, somebody in enumerate(group):
        beginning = own[number] if number < len(own) else between_lessons(seed)
        yield beginning(Almanac(now), place, somebody)
