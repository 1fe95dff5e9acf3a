from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.practice.times.actions import change_day, keep_hours
from certification.practice.times.cover import week_of
from certification.practice.times.rules import Span, without
from lms.notify.models import Notice
from lms.people.models import Role, RoleAssignment
from tests.certification.practice.test_pages import CountQueries


@pytest.fixture
def day(cast):
    """The day after tomorrow: Pia from 17 to 20, Siv from 18 to 19."""
    on = timezone.localdate() + timedelta(days=2)
    keep_hours(cast.fjordvik, duty="partner", weekday=on.weekday(), begins=time(17), ends=time(20), by=cast.pia)
    change_day(cast.fjordvik, duty="supervisor", on=on, begins=time(18), ends=time(19), by=cast.siv)
    return on


def shown(organisation):
    return {
        cover.on: (cover.minutes, [(f"{timezone.localtime(g.begins):%H}", str(g.lacks), [p.alias for p in g.ask]) for g in cover.gaps])
        for cover in week_of(organisation)
    }


def test_hours_that_lack_somebody_stand_out_with_who_could_be_asked(cast, day):
    week = shown(cast.fjordvik)
    assert len(week) == 7
    assert week[day] == (60, [("17", "supervisor", ["Siv"]), ("19", "supervisor", ["Siv"])])
    assert week[day + timedelta(days=1)] == (0, [])


def test_who_has_taken_the_day_off_is_not_asked(cast, day):
    change_day(cast.fjordvik, duty="supervisor", on=day, by=cast.siv)
    assert shown(cast.fjordvik)[day] == (0, [("17", "supervisor", [])])


def test_who_has_given_least_is_asked_first(cast, day):
    RoleAssignment.objects.create(person=cast.carl, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    assert shown(cast.fjordvik)[day][1][0][2] == ["Carl", "Siv"]


def test_what_is_left_of_a_stretch():
    ten = timezone.now().replace(minute=0, second=0, microsecond=0)
    hours = [ten + timedelta(hours=n) for n in range(6)]
    assert without([Span(hours[0], hours[5])], [Span(hours[1], hours[2]), Span(hours[3], hours[4])]) == [
        Span(hours[0], hours[1]), Span(hours[2], hours[3]), Span(hours[4], hours[5]),
    ]  # fmt: skip
    assert without([Span(hours[1], hours[2])], [Span(hours[0], hours[5])]) == []
    assert without([Span(hours[1], hours[2])], []) == [Span(hours[1], hours[2])]


@pytest.mark.parametrize(("who", "status"), [("kari", 200), ("siv", 404), ("pia", 404), ("tuva", 404), ("nora", 404), ("stein", 404)])
def test_cover_is_for_coordinators(cast, sign_in, day, who, status):
    client = sign_in(getattr(cast, who))
    assert client.get(reverse("practice_cover")).status_code == status
    assert client.get(reverse("practice_cover_of", args=[cast.sundby.pk])).status_code == 404
    given = {"person": cast.siv.pk, "duty": "supervisor", "at": "20261124T1700Z"}
    assert client.post(reverse("practice_ask", args=[cast.fjordvik.pk]), given).status_code == (302 if status == 200 else 404)
    assert Notice.objects.filter(kind="practice_asked").count() == (status == 200)


def test_somebody_is_asked_once_for_the_same_hour(cast, sign_in, day):
    client, url = sign_in(cast.kari), reverse("practice_ask", args=[cast.fjordvik.pk])
    assert client.get(url).status_code == 405
    for _twice in range(2):
        client.post(url, {"person": cast.siv.pk, "duty": "supervisor", "at": "20261124T1700Z"})
    assert Notice.objects.get(kind="practice_asked").person == cast.siv


@pytest.mark.parametrize("given", [{"duty": "partner"}, {"person": 0}, {"at": "now"}, {"duty": "coordinator"}])
def test_nobody_is_asked_for_what_they_do_not_do(cast, sign_in, day, given):
    fields = {"person": cast.siv.pk, "duty": "supervisor", "at": "20261124T1700Z", **given}
    assert sign_in(cast.kari).post(reverse("practice_ask", args=[cast.fjordvik.pk]), fields).status_code == 422
    assert Notice.objects.count() == 0


def test_a_coordinator_finds_the_way_to_it(cast, sign_in):
    assert reverse("practice_cover") in sign_in(cast.kari).get(reverse("practice")).content.decode()
    assert reverse("practice_cover") not in sign_in(cast.siv).get(reverse("practice")).content.decode()


def test_a_house_with_many_people_asks_no_more_questions(cast, day, django_assert_num_queries):
    with CountQueries() as one:
        week_of(cast.fjordvik)
    for person in (cast.carl, cast.vera):
        RoleAssignment.objects.create(person=person, role=Role.PARTNER, organisation=cast.fjordvik)
    with django_assert_num_queries(len(one)):
        week_of(cast.fjordvik)
