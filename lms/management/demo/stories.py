"""What the trainees of the demonstration have lived through, each a small play of deeds on given days.

Who lives through which of them stands in casting.py.
"""

from collections.abc import Callable
from datetime import timedelta

from certification.credentials.actions import set_show_name
from certification.credentials.models import Certificate
from certification.practice.models import Mode, PracticeChat
from lms.management.demo.almanac import Almanac
from lms.management.demo.deeds import (
    Trainee,
    book,
    give_views,
    join,
    lessons_of,
    mark,
    note,
    practise_alone,
    read,
    read_feedback,
    reflect,
    show_certificate,
    sign_papers,
    take_quiz,
    talk,
    want_a_talk,
    write_plan,
)
from lms.management.demo.director import Story
from lms.management.demo.names import Somebody
from lms.management.demo.places import Place
from lms.management.demo.professionals import countersign, give_feedback, propose, rate, waits_for_a_second_look

MODULES = ("velkommen", "rolle", "lytte", "kart", "makt", "trygghet", "lov", "vanskelige", "holde")
Beginning = Callable[[Almanac, Place, Somebody], Story]


def papers(when: Almanac, trainee: Trainee, began: int) -> Story:
    """The talk, three signatures, the certificate: the first two weeks."""
    people = trainee.place.crew
    yield when.day(began - 2, 16)
    mark(trainee, "talk", people.coordinator, people.supervisors[0])
    note(trainee, "adult", people.coordinator)
    yield when.day(began - 3, 20)
    sign_papers(trainee)
    yield when.day(began - 12, 11)
    show_certificate(trainee, people.vetting)


def self_care(when: Almanac, trainee: Trainee, days: float) -> Story:
    """The plan was written and shown to a supervisor."""
    yield when.day(days + 1, 20)
    write_plan(trainee)
    yield when.day(days, 15)
    note(trainee, "selfcare", trainee.place.crew.supervisors[0])


def learn(when: Almanac, trainee: Trainee, first_day: float, *, until: str = "holde", lessons: int = 99, every: float = 1.0) -> Story:
    """The lessons in order up to the end of a module, or so many of them; one every so many days."""
    read_so_far = [lesson for module in MODULES[: MODULES.index(until) + 1] for lesson in lessons_of(trainee, module)]
    for number, lesson in enumerate(read_so_far[:lessons]):
        yield when.day(max(first_day - number * every, 0.2), 17 + number % 5)
        read(trainee, lesson)
        if number in (1, 4, 7):
            reflect(trainee, lesson, share=number == 1)


def chat(when: Almanac, trainee: Trainee, days: float, *, scenario: str, mode: str = Mode.FORMATIVE, pair: int = 0) -> Story:
    """A whole practice chat on an evening, booked four days before; the story gets it back with `yield from`."""
    crew = trainee.place.crew
    yield when.day(days + 4, 19)
    who = {"partner": crew.partners[pair], "supervisor": crew.supervisors[pair]}
    booked = book(trainee, scenario=scenario, at=when.day(days, 18 + pair), mode=mode, **who)
    yield when.day(days, 18 + pair)
    yield from talk(booked, scenario)
    return booked


def assessed(
    when: Almanac, trainee: Trainee, booked: PracticeChat, days: float, *, rater: int, missing: tuple[str, ...] = (), read_it: bool = True
) -> Story:
    """Views the same evening, a rating the day after, feedback, read."""
    by = trainee.place.people[trainee.place.crew.supervisors[rater]]
    yield when.day(days, 21)
    give_views(booked)
    yield when.day(max(days - 1.5, 0), 13)
    rate(booked, by=by, missing=missing, extra=("opening-a1", "presence-a2", "validation-a1"), ready=not missing)
    if waits_for_a_second_look(booked):
        yield when.day(max(days - 1.8, 0), 15)
        other = trainee.place.people[trainee.place.crew.supervisors[1 - rater]]
        rate(booked, by=other, missing=missing, extra=("opening-a1", "presence-a2", "hope-a1"), ready=not missing)
    give_feedback(booked, by=by)
    if read_it:
        yield when.day(max(days - 2, 0), 20)
        read_feedback(booked)


def up_to_practice(when: Almanac, trainee: Trainee, began: int) -> Story:
    """Papers, all modules, both workshops, the final quiz and the two practice chats with feedback."""
    supervisors = trainee.place.crew.supervisors
    yield from papers(when, trainee, began)
    yield from learn(when, trainee, began - 4, every=0.4)
    yield when.day(began - 24, 12)
    note(trainee, "workshop", supervisors[0], minutes=360)
    yield when.day(began - 24, 19)
    take_quiz(trainee)
    first = yield from chat(when, trainee, began - 26, scenario="s1")
    yield from assessed(when, trainee, first, began - 26, rater=0, missing=("reflecting-b4",))
    second = yield from chat(when, trainee, began - 29, scenario="s2", pair=1)
    yield from assessed(when, trainee, second, began - 29, rater=1, missing=("empowering-b1",))


def up_to_signoff(when: Almanac, trainee: Trainee, began: int) -> Story:
    """Everything that is asked before anybody signs."""
    supervisors = trainee.place.crew.supervisors
    yield from up_to_practice(when, trainee, began)
    yield from self_care(when, trainee, began - 31)
    for after in (31, 32):
        yield when.day(began - after, 22)
        note(trainee, "observed", supervisors[0], minutes=120)
    for after, scenario, pair in ((33, "s1", 1), (36, "s5", 0), (39, "s2", 1), (42, "s4", 0)):
        talked = yield from chat(when, trainee, began - after, scenario=scenario, mode=Mode.ASSESSED, pair=pair)
        yield from assessed(when, trainee, talked, began - after, rater=pair)
    for after, next_time in ((45, 2), (46, 3), (47, 3)):
        yield when.day(began - after, 22)
        note(trainee, "supported", supervisors[after % 2], minutes=180, talks=2, next_time=next_time)


# each their own ---------------------------------------------------------------------------------


def on_the_way(when: Almanac, place: Place, who: Somebody) -> Story:
    """Between two lessons, with a practice chat booked in two days."""
    yield when.day(25, 17)
    trainee = join(place, who)
    yield from papers(when, trainee, 25)
    yield from learn(when, trainee, 20, until="kart", every=0.9)
    yield from self_care(when, trainee, 4)
    yield when.day(1, 21)
    practise_alone(trainee, 2, 0, 0)
    yield when.day(0.4, 17)
    read(trainee, lessons_of(trainee, "makt")[0], to_the_end=False)
    crew = place.crew
    book(trainee, scenario="s1", at=when.day(-2, 19, 30), partner=crew.partners[0], supervisor=crew.supervisors[0])


def ready_to_be_proposed(when: Almanac, place: Place, who: Somebody) -> Story:
    yield when.day(51, 17)
    trainee = join(place, who)
    yield from up_to_signoff(when, trainee, 51)


def certified(when: Almanac, place: Place, who: Somebody) -> Story:
    yield when.day(108, 17)
    trainee = join(place, who)
    yield from up_to_signoff(when, trainee, 108)
    yield when.day(38, 12)
    signoff = propose(trainee, by=place.crew.supervisors[0])
    yield when.day(36, 14)
    countersign(trainee, signoff, by=place.crew.certifier)
    yield when.day(35, 20)
    set_show_name(Certificate.objects.get(person=trainee.person), show=True, by=trainee.person)
    for days in (30, 17, 4):
        yield when.day(days, 22)
        note(trainee, "activity", place.crew.supervisors[0], minutes=240)
    yield when.day(10, 18)
    note(trainee, "guided", place.crew.supervisors[1])


def not_yet(when: Almanac, place: Place, who: Somebody) -> Story:
    """The quiz was "not yet" yesterday; a practice chat has waited four days for feedback."""
    yield when.day(40, 17)
    trainee = join(place, who)
    yield from papers(when, trainee, 40)
    yield from learn(when, trainee, 34, every=0.6)
    yield from self_care(when, trainee, 12)
    first = yield from chat(when, trainee, 5, scenario="s1", pair=1)
    yield when.day(4, 21)
    give_views(first)
    yield when.day(0.9, 19)
    take_quiz(trainee, wrong=9)


def waits_for_a_rating(when: Almanac, place: Place, who: Somebody) -> Story:
    """Has had feedback once; of the first assessed chat two saw different things, and the second waits with a draft begun."""
    yield when.day(44, 17)
    trainee = join(place, who)
    yield from up_to_practice(when, trainee, 44)
    yield from self_care(when, trainee, 8)
    siv, andrea = (place.people[handle] for handle in place.crew.supervisors)
    second = yield from chat(when, trainee, 6, scenario="s1", mode=Mode.ASSESSED, pair=1)
    yield when.day(6, 21)
    give_views(second)
    yield when.day(5, 13)
    rate(second, by=andrea, missing=("boundaries-b2",), ready=False)
    yield when.day(3, 15)
    rate(second, by=siv, extra=("opening-a1",))
    third = yield from chat(when, trainee, 2, scenario="s4", mode=Mode.ASSESSED)
    yield when.day(1.9, 21)
    give_views(third)
    want_a_talk(third)
    yield when.day(0.8, 13)
    rate(third, by=siv, missing=("noticing-b4",), submit=False)


def waits_for_the_second_signature(when: Almanac, place: Place, who: Somebody) -> Story:
    yield when.day(66, 17)
    trainee = join(place, who)
    yield from up_to_signoff(when, trainee, 66)
    yield when.day(1.2, 12)
    propose(trainee, by=place.crew.supervisors[1])


def just_arrived(when: Almanac, place: Place, who: Somebody) -> Story:
    yield when.day(1, 20)
    join(place, who)


def in_the_room(when: Almanac, place: Place, who: Somebody) -> Story:
    """A practice chat that began a few minutes ago and goes on."""
    yield when.day(14, 17)
    trainee = join(place, who)
    yield from papers(when, trainee, 14)
    yield from learn(when, trainee, 12, until="kart", every=0.5)
    yield when.day(3, 19)
    crew, at = place.crew, when.now - timedelta(minutes=8)
    booked = book(trainee, scenario="s1", at=at, partner=crew.partners[1], supervisor=crew.supervisors[1])
    yield at
    yield from talk(booked, "s1", lines=4)


def has_feedback_to_read(when: Almanac, place: Place, who: Somebody) -> Story:
    yield when.day(42, 17)
    trainee = join(place, who)
    yield from papers(when, trainee, 42)
    yield from learn(when, trainee, 38, until="kart", every=1.5)
    yield when.day(18, 19)
    take_quiz(trainee, "rolle-og-trygghet")
    first = yield from chat(when, trainee, 3, scenario="s1")
    yield from assessed(when, trainee, first, 3, rater=0, missing=("exploring-b3", "empowering-b1"), read_it=False)


def deferred(when: Almanac, place: Place, who: Somebody) -> Story:
    yield when.day(70, 17)
    trainee = join(place, who)
    yield from up_to_signoff(when, trainee, 70)
    yield when.day(22, 12)
    signoff = propose(trainee, by=place.crew.supervisors[0], level=2)
    yield when.day(20, 14)
    countersign(trainee, signoff, by=place.crew.certifier, decision="defer")
