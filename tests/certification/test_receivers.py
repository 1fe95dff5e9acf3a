import pytest

from certification.programmes.models import Enrolment
from lms.people.actions import accept_invitation, invite
from lms.people.models import Cohort, Person, Role
from lms.people.programmes import invitable
from tests.builders import a_programme_version

TALK = {"key": "talk", "kind": "suitability_talk"}


def invited(cast, **fields):
    newcomer = Person.objects.create_user("ny@example.org", alias="Ny")
    accept_invitation(invite(cast.fjordvik, email=newcomer.email, by=cast.kari, **fields), by=newcomer)
    return newcomer


def test_who_accepts_is_enrolled_on_the_newest_version_in_their_cohort(cast):
    a_programme_version(requirements=[])
    newest = a_programme_version(requirements=[TALK])
    cohort = Cohort.objects.create(organisation=cast.fjordvik, name="Høst")
    newcomer = invited(cast, programme="chatvert", cohort=cohort)
    way = Enrolment.objects.get(person=newcomer)
    assert (way.version, way.organisation, way.cohort, way.state) == (newest, cast.fjordvik, cohort, "learning")
    assert way.fulfilments.get().state == "waiting"


def test_the_only_programme_is_meant_when_none_was_named(cast):
    a_programme_version(requirements=[TALK])
    assert Enrolment.objects.get(person=invited(cast)).programme == "chatvert"


def test_with_two_programmes_and_none_named_nobody_guesses(cast):
    a_programme_version(requirements=[TALK])
    a_programme_version(slug="mentor", requirements=[TALK])
    assert not Enrolment.objects.filter(person=invited(cast)).exists()
    assert [slug for slug, _name in invitable()] == ["chatvert", "mentor"]


@pytest.mark.parametrize("role", [Role.PARTNER, Role.SUPERVISOR])
def test_only_trainees_are_enrolled(cast, role):
    a_programme_version(requirements=[TALK])
    assert not Enrolment.objects.filter(person=invited(cast, role=role, programme="chatvert")).exists()
