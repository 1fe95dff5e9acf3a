import pytest
from django.utils import timezone, translation

from certification.programmes import engine
from certification.programmes.actions import mark_met
from certification.programmes.models import Enrolment
from certification.reports.standing import standings
from lms.people.programmes import standing_of
from tests.builders import a_certificate, a_programme_version, a_signoff, an_enrolment

pytestmark = pytest.mark.django_db
TALKS = [{"key": "talk", "kind": "suitability_talk"}, {"key": "plan", "kind": "suitability_talk"}]


@pytest.fixture
def way(cast):
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=TALKS))
    engine.recompute(enrolment)
    return enrolment


def line(person):
    with translation.override("en"):
        return standings([person.pk])[person.pk]


def test_it_says_how_much_is_met_and_what_comes_now(cast, way):
    assert line(cast.tuva) == "0 of 2 are met. Now: talk"
    mark_met(way, requirement="talk", by=cast.kari, second=cast.siv)
    assert line(cast.tuva) == "1 of 2 are met. Now: plan"


def test_it_says_who_decides_now(cast, way):
    Enrolment.objects.filter(pk=way.pk).update(ready_since=timezone.now())
    assert line(cast.tuva) == "Everything is met. Ready to be proposed"
    a_signoff(way, proposed_by=cast.siv)
    assert line(cast.tuva) == "Proposed. A second person decides"


def test_a_certificate_is_named_with_its_state(cast, way):
    a_certificate(way, proposed_by=cast.siv)
    assert line(cast.tuva) == "Certificate: granted"


def test_people_hear_of_it_without_knowing_programmes(cast, way, django_assert_num_queries):
    with django_assert_num_queries(4):
        assert set(standing_of([cast.tuva.pk, cast.pia.pk])) == {cast.tuva.pk}
