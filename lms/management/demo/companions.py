"""What those live through who walk the two programmes beside that of the chat hosts."""

from lms.management.demo.almanac import Almanac
from lms.management.demo.deeds import (
    Trainee,
    join,
    lessons_of,
    mark,
    note,
    read,
    reflect,
    show_certificate,
    sign_paper,
    take_quiz,
    write_plan,
)
from lms.management.demo.director import Story
from lms.management.demo.names import Somebody
from lms.management.demo.places import Place
from lms.management.demo.professionals import calibrate


def module(when: Almanac, trainee: Trainee, name: str, days: float, *, lessons: int = 9, quiz: str = "") -> Story:
    """So many lessons of a module, one each evening from a day on; then its short quiz, where one is named."""
    pages = lessons_of(trainee, name)[:lessons]
    for number, lesson in enumerate(pages):
        yield when.day(days - number, 19)
        read(trainee, lesson)
    yield when.day(days - len(pages) + 0.9, 20)
    reflect(trainee, pages[0], share=True)
    if quiz:
        take_quiz(trainee, quiz)


def becomes_a_mentor(when: Almanac, place: Place, who: Somebody) -> Story:
    """A certified chat host who studies social work: what she signed then counts now, three parts are read, and two of six transcripts
    rated."""
    yield when.day(29, 17)
    trainee = join(place, who, "mentor")
    yield when.day(28, 11)
    mark(trainee, "host", place.crew.certifier)
    yield when.day(27, 13)
    note(trainee, "background", place.crew.coordinator, source="Sosialt arbeid, tredje studieår", proof="letter")
    yield from module(when, trainee, "mentor/over-tid", 23, quiz="mentor/modul-over-tid")
    yield from module(when, trainee, "mentor/risiko", 17, quiz="mentor/modul-risiko")
    yield from module(when, trainee, "mentor/vurdere", 11)
    yield when.day(4, 18)
    calibrate(trainee.person, transcripts=2)
    yield from module(when, trainee, "mentor/bro", 2, lessons=1)


def becomes_a_supervisor(when: Almanac, place: Place, who: Somebody) -> Story:
    """A nurse of the neighbourhood's youth house: her papers are in order, two parts are read, and half of the transcripts rated."""
    crew = place.crew
    yield when.day(26, 9)
    trainee = join(place, who, "veileder")
    yield when.day(25, 10)
    note(trainee, "profession", crew.coordinator, source="Sygeplejerske, Ungehuset i Sundby", proof="letter")
    yield when.day(25, 16)
    sign_paper(trainee, "confidentiality")
    yield when.day(19, 11)
    show_certificate(trainee, crew.vetting)
    yield from module(when, trainee, "veileder/frivillige", 22, quiz="veileder/modul-frivillige")
    yield from module(when, trainee, "veileder/se-og-si", 15, quiz="veileder/modul-se-og-si")
    yield when.day(8, 13)
    calibrate(trainee.person, transcripts=3, milder=("reflecting-b4",))
    yield when.day(5, 20)
    write_plan(trainee)
    yield from module(when, trainee, "veileder/gjelder", 1, lessons=1)
