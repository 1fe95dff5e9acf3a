from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.practice.states import ChatState
from certification.programmes import engine
from certification.programmes.models import Enrolment, Mark
from certification.reports.rules import seen_too_little
from lms.people.models import Cohort, Person, Role, RoleAssignment
from tests.builders import a_chat, a_programme_version, an_ended_chat, an_enrolment, released_feedback

SIX = [{"key": f"talk{n}", "kind": "suitability_talk"} for n in range(6)]


@pytest.fixture
def cohort(cast):
    return Cohort.objects.create(organisation=cast.fjordvik, name="Høstkullet", starts_on=timezone.localdate())


def walker(cast, cohort, name, *, met=0, requirements=SIX):
    person = Person.objects.create_user(f"{name.lower()}@example.org", alias=name)
    RoleAssignment.objects.create(person=person, role=Role.TRAINEE, organisation=cast.fjordvik)
    way = an_enrolment(person=person, organisation=cast.fjordvik, version=a_programme_version(requirements=requirements))
    Enrolment.objects.filter(pk=way.pk).update(cohort=cohort)
    for n in range(met):
        Mark.objects.create(enrolment=way, requirement=f"talk{n}", by=cast.kari)
    engine.recompute(way)
    return way


def test_requirements_stand_down_and_people_across(cast, cohort, sign_in):
    walker(cast, cohort, "Noor", met=2)
    walker(cast, cohort, "Amina", met=6)
    page = sign_in(cast.siv).get(f"/en/cohort/{cohort.pk}/").text
    table = page[page.index('<table class="matrix"') : page.index("</table>")]
    assert table.index("Amina") < table.index("Noor")
    assert table.count('<th scope="row">') == 8  # six requirements, the certificate, and how often they were seen
    assert table.count("#s-done") == 8
    assert "7 of 7" not in page
    assert "6 of 7" in page
    assert 'class="skies sky"' in page


def test_a_renewals_own_steps_stand_in_nobodys_way_to_a_first_certificate(cast, cohort, sign_in):
    """The picture of a way has as many stars as the way itself, or none could be drawn where a renewal asks for much."""
    again = [{"key": f"again{n}", "kind": "manual", "phase": "renewal"} for n in range(20)]
    extra = {"key": "extra", "kind": "manual", "mandatory": False}
    way = walker(cast, cohort, "Noor", met=2, requirements=[*SIX, extra, *again])
    Mark.objects.create(enrolment=way, requirement="extra", by=cast.kari)
    engine.recompute(way)
    page = sign_in(cast.siv).get(f"/en/cohort/{cohort.pk}/").text
    assert page.count('<th scope="row">') == 9  # six and the optional one, the certificate, and how often they were seen
    assert 'class="skies sky"' in page
    assert engine.explain(way).total == 6


def test_who_has_been_seen_too_little_stands_out(cast, cohort, sign_in):
    eskil, noor = walker(cast, cohort, "Eskil"), walker(cast, cohort, "Noor")
    Enrolment.objects.update(began_at=timezone.now() - timedelta(days=40))
    for _ in range(2):
        a_chat(enrolment=noor, partner=cast.pia, state=ChatState.RELEASED, ended_at=timezone.now() - timedelta(days=3))
    page = sign_in(cast.siv).get(f"/en/cohort/{cohort.pk}/").text
    assert "1 is seen too little" in page
    assert "<b>Eskil</b>: not seen in practice yet." in page
    assert "<b>Noor</b>" not in page
    assert eskil.pk != noor.pk


@pytest.mark.parametrize(
    ("days", "seen", "lately", "certified", "few"),
    [
        (5, 0, 0, False, False),
        (20, 0, 0, False, True),
        (40, 3, 1, False, True),
        (40, 3, 2, False, False),
        (20, 1, 1, False, False),
        (90, 0, 0, True, False),
    ],
)
def test_when_somebody_counts_as_seen_too_little(days, seen, lately, certified, few):
    assert seen_too_little(walked=timedelta(days=days), seen=seen, lately=lately, certified=certified) is few


@pytest.mark.parametrize(
    ("name", "status"),
    [("siv", 200), ("carl", 200), ("kari", 200), ("vera", 404), ("tuva", 404), ("pia", 404), ("ed", 404), ("stein", 404), ("nora", 404)],
)
def test_who_looks_at_a_cohort(cast, cohort, sign_in, name, status):
    walker(cast, cohort, "Noor")
    client = sign_in(getattr(cast, name))
    assert client.get(f"/en/cohort/{cohort.pk}/").status_code == status
    assert client.get("/en/cohort/").status_code == (200 if status == 200 or name == "nora" else 403)


def test_another_organisations_trainees_are_never_there(cast, cohort, sign_in):
    walker(cast, cohort, "Noor")
    assert "Noor" not in sign_in(cast.nora).get("/en/cohort/").text


def test_those_without_a_cohort_can_be_seen_too(cast, cohort, sign_in):
    walker(cast, None, "Alene")
    walker(cast, cohort, "Noor")
    client = sign_in(cast.kari)
    assert "Alene" not in client.get("/en/cohort/").text
    assert "Alene" in client.get("/en/cohort/?show=none").text


def test_an_empty_cohort_says_so(cast, cohort, sign_in):
    assert "Nobody here yet" in sign_in(cast.kari).get("/en/cohort/").text


def test_levels_are_for_those_who_rate_and_decide(cast, cohort, sign_in):
    way = walker(cast, cohort, "Noor")
    released_feedback(an_ended_chat(enrolment=way, partner=cast.pia), rater=cast.siv)
    assert "Levels over time" in sign_in(cast.siv).get("/en/cohort/").text
    assert "Levels over time" not in sign_in(cast.kari).get("/en/cohort/").text


def test_ten_at_a_time(cast, cohort, sign_in):
    for n in range(12):
        walker(cast, cohort, f"T{n:02}", requirements=SIX[:1])
    client = sign_in(cast.kari)
    assert client.get("/en/cohort/").text.count('class="mx-name"') == 10
    assert client.get("/en/cohort/?page=2").text.count('class="mx-name"') == 2


def test_three_people_cost_as_many_queries_as_one(cast, cohort, sign_in):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get("/en/cohort/")
        return len(asked)

    client = sign_in(cast.siv)
    released_feedback(an_ended_chat(enrolment=walker(cast, cohort, "One"), partner=cast.pia), rater=cast.siv)
    cost()
    one = cost()
    for name in ("Two", "Three"):
        released_feedback(an_ended_chat(enrolment=walker(cast, cohort, name), partner=cast.pia), rater=cast.siv)
    assert cost() == one
