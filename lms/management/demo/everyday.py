"""What happens in a house of the demonstration beside the stories of its trainees."""

from datetime import timedelta

from lms.management.demo.almanac import Almanac
from lms.management.demo.deeds import become_partners, give_hours
from lms.management.demo.director import Story
from lms.management.demo.places import Place
from lms.management.demo.professionals import calibrate
from lms.management.demo.turns import change_the_programme
from lms.notify.actions import mark_read
from lms.notify.models import Notice
from lms.people.actions import invite


def everyday(when: Almanac, place: Place) -> Story:
    """What else there is in a house: invitations on their way, times to play, a programme that changes, notices that were read."""
    ends = {"fjordvik": ("ronja", "iben"), "sundby": ("alberte", "villads")}[place.organisation.slug]
    yield when.day(119, 10)
    for handle, milder in zip(place.crew.supervisors, (("reflecting-b4",), ("ending-b2", "ending-b4")), strict=True):
        calibrate(place.people[handle], milder=milder)
    if place.organisation.slug == "fjordvik":  # the other certifier has one transcript left to rate
        calibrate(place.people[place.crew.certifier])
    else:
        calibrate(place.people[place.crew.certifier], transcripts=5)
    yield when.day(110, 17)
    become_partners(place)
    yield when.day(20, 12)
    invite(place.organisation, email=f"{ends[0]}@{place.organisation.slug}.example", by=place.coordinator, cohort=place.cohort)
    if place.organisation.slug == "fjordvik":
        yield when.day(6, 10)
        change_the_programme(place)
    yield when.day(2, 12)
    invite(place.organisation, email=f"{ends[1]}@{place.organisation.slug}.example", by=place.coordinator, cohort=place.cohort)
    yield when.day(1, 16)
    give_hours(place, when.day(-6).date())
    yield when.day(0)
    mark_read(Notice.objects.filter(person__roles__organisation=place.organisation, created_at__lt=when.now - timedelta(days=2)))
