"""Stories of the demonstration in which something goes another way: a worry, a renewal, an appeal."""

from lms.management.demo.almanac import Almanac
from lms.management.demo.deeds import join, note
from lms.management.demo.director import Story
from lms.management.demo.names import Somebody
from lms.management.demo.places import Place
from lms.management.demo.professionals import countersign, propose
from lms.management.demo.stories import up_to_signoff
from lms.management.demo.turns import ask_the_neighbours, disagree, let_them_know, look_into, renew, worry


def certified_with_a_worry(when: Almanac, place: Place, who: Somebody) -> Story:
    """Holds a certificate whose conditions have come back; a host was worried, the coordinator looks into it and has said so."""
    yield when.day(108, 17)
    trainee = join(place, who)
    yield from up_to_signoff(when, trainee, 108)
    yield when.day(38, 12)
    signoff = propose(trainee, by=place.crew.supervisors[0], look_again=when.day(5).date())
    yield when.day(36, 14)
    countersign(trainee, signoff, by=place.crew.certifier)
    yield when.day(3, 20)
    concern = worry(trainee, by="ida")
    yield when.day(2.6, 10)
    look_into(concern, by=place.coordinator)
    yield when.day(2, 15)
    let_them_know(concern, by=place.coordinator)


def renews(when: Almanac, place: Place, who: Somebody) -> Story:
    """A short certificate that ends in some weeks; its holder has opened the way to renew it, and has come half of it."""
    yield when.day(119, 17)
    trainee = join(place, who)
    yield from up_to_signoff(when, trainee, 119)
    yield when.day(70, 12)
    signoff = propose(trainee, by=place.crew.supervisors[1], valid_months=4)
    yield when.day(69, 14)
    countersign(trainee, signoff, by=place.crew.certifier)
    for days in (36, 22):
        yield when.day(days, 22)
        note(trainee, "activity", place.crew.supervisors[0], minutes=240)
    yield when.day(9, 19)
    renew(trainee)
    yield when.day(7, 18)
    note(trainee, "guided", place.crew.supervisors[1])


def disagrees(when: Almanac, place: Place, who: Somebody) -> Story:
    """The answer was no. They see it differently, and a certifier of the other house is asked to look again."""
    yield when.day(90, 17)
    trainee = join(place, who)
    yield from up_to_signoff(when, trainee, 90)
    yield when.day(12, 12)
    signoff = propose(trainee, by=place.crew.supervisors[0])
    yield when.day(10, 14)
    countersign(trainee, signoff, by=place.crew.certifier, decision="decline")
    yield when.day(8, 21)
    appeal = disagree(trainee, signoff)
    yield when.day(7, 10)
    ask_the_neighbours(trainee, appeal)
