from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from certification.practice.times.actions import change_day, drop_hours, keep_hours, wish
from certification.practice.times.models import DayHours, WeeklyHours, Wishes
from certification.practice.times.queries import free_days
from lms.audit.models import AuditEntry
from lms.kernel.errors import Invalid, NotAllowed
from lms.people.models import Role, RoleAssignment
from tests.builders import a_scenario, an_enrolment, an_evening, can_always
from tests.certification.practice.test_pages import CountQueries


def given(prefix, cast, **fields):
    return {f"{prefix}-{name}": value for name, value in {"organisation": cast.fjordvik.pk, "duty": "partner", **fields}.items()}


@pytest.fixture
def enrolment(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik)


def starts(enrolment):
    return {moment for _day, moments in free_days(enrolment) for moment in moments}


def test_a_partner_gives_hours_and_trainees_can_book_them(cast, enrolment, sign_in):
    client = sign_in(cast.pia)
    answer = client.post(reverse("practice_hours_week"), given("week", cast, weekday="0", begins="17:00", ends="19:00"))
    assert answer.status_code == 302
    assert "17:00–19:00" in client.get(reverse("practice_hours")).content.decode()
    free = starts(enrolment)
    assert free
    assert {timezone.localtime(one).weekday() for one in free} == {0}
    assert {f"{timezone.localtime(one):%H:%M}" for one in free} == {"17:00", "17:30", "18:00"}


def test_where_supervisors_keep_hours_only_shared_time_is_free(cast, enrolment):
    can_always(cast.pia, organisation=cast.fjordvik)
    assert an_evening(hour=18) in starts(enrolment)
    keep_hours(cast.fjordvik, duty="supervisor", weekday=an_evening().weekday(), begins=time(19), ends=time(21), by=cast.siv)
    free = starts(enrolment)
    assert an_evening(hour=18) not in free
    assert an_evening(hour=19) in free
    assert an_evening(days=3) not in free


def test_a_day_off_takes_its_times_away_and_more_time_brings_some(cast, enrolment):
    can_always(cast.pia, organisation=cast.fjordvik)
    day = timezone.localdate() + timedelta(days=2)
    change_day(cast.fjordvik, duty="partner", on=day, by=cast.pia)
    assert an_evening() not in starts(enrolment)
    assert an_evening(days=3) in starts(enrolment)
    more = change_day(cast.fjordvik, duty="partner", on=day + timedelta(days=1), begins=time(22), ends=time(23), by=cast.pia)
    assert an_evening(days=3, hour=22) in starts(enrolment)
    drop_hours(more, by=cast.pia)
    assert an_evening(days=3, hour=22) not in starts(enrolment)


def test_a_role_that_ended_takes_its_hours_along(cast, enrolment):
    can_always(cast.pia, organisation=cast.fjordvik)
    RoleAssignment.objects.filter(person=cast.pia).update(
        starts_on=timezone.localdate() - timedelta(days=9), ends_on=timezone.localdate() - timedelta(days=1)
    )
    assert starts(enrolment) == set()


def test_hours_of_another_house_are_out_of_reach(cast, enrolment):
    RoleAssignment.objects.create(person=cast.pia, role=Role.PARTNER, organisation=cast.sundby)
    can_always(cast.pia, organisation=cast.sundby)
    assert starts(enrolment) == set()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"weekday": "0", "begins": "19:00", "ends": "17:00"}, "ends"),
        ({"weekday": "0", "begins": "19:00", "ends": "19:30"}, "begins"),
        ({"weekday": "9", "begins": "17:00", "ends": "19:00"}, "weekday"),
        ({"weekday": "0", "begins": "kveld", "ends": "19:00"}, "begins"),
        ({"weekday": "1", "begins": "18:00", "ends": "21:00"}, "begins"),
    ],
)
def test_hours_that_cannot_be_are_explained_beside_the_field(cast, sign_in, fields, field):
    keep_hours(cast.fjordvik, duty="partner", weekday=1, begins=time(17), ends=time(20), by=cast.pia)
    answer = sign_in(cast.pia).post(reverse("practice_hours_week"), given("week", cast, **fields))
    assert answer.status_code == 422
    assert f'id="id_week-{field}_error"' in answer.content.decode()
    assert WeeklyHours.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "extra", "days": 3}, "begins"),
        ({"kind": "extra", "days": 3, "begins": "18:00", "ends": "17:00"}, "ends"),
        ({"kind": "away", "days": -1}, "on"),
        ({"kind": "away", "days": 99}, "on"),
        ({"kind": "", "days": 3}, "kind"),
    ],
)
def test_a_day_that_cannot_be_is_explained_beside_the_field(cast, sign_in, fields, field):
    on = timezone.localdate() + timedelta(days=fields.pop("days"))
    answer = sign_in(cast.pia).post(reverse("practice_hours_day"), given("day", cast, on=on.isoformat(), **fields))
    assert answer.status_code == 422
    assert f'id="id_day-{field}_error"' in answer.content.decode()
    assert DayHours.objects.count() == 0


def test_not_this_day_needs_no_times_and_twice_is_once(cast, sign_in):
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    for _twice in range(2):
        answer = sign_in(cast.pia).post(reverse("practice_hours_day"), given("day", cast, kind="away", on=day, begins="x"))
        assert answer.status_code == 302
    assert DayHours.objects.get().away


@pytest.mark.parametrize(("who", "duty"), [("pia", "supervisor"), ("siv", "partner"), ("tuva", "partner"), ("nora", "supervisor")])
def test_one_gives_hours_only_for_what_one_does_there(cast, who, duty):
    with pytest.raises(NotAllowed):
        keep_hours(cast.fjordvik, duty=duty, weekday=0, begins=time(17), ends=time(20), by=getattr(cast, who))
    with pytest.raises(NotAllowed):
        change_day(cast.fjordvik, duty=duty, on=timezone.localdate(), by=getattr(cast, who))


@pytest.mark.parametrize(("who", "status"), [("pia", 200), ("siv", 200), ("tuva", 403), ("kari", 403), ("stein", 403), ("ed", 403)])
def test_the_page_is_for_those_who_keep_hours(cast, sign_in, who, status):
    assert sign_in(getattr(cast, who)).get(reverse("practice_hours")).status_code == status


def test_only_ones_own_hours_are_found(cast, sign_in):
    can_always(cast.pia, organisation=cast.fjordvik)
    url = reverse("practice_hours_week_drop", args=[WeeklyHours.objects.first().pk])
    for who in ("siv", "tuva", "kari", "nora"):
        assert sign_in(getattr(cast, who)).post(url).status_code == 404
    assert sign_in(cast.pia).get(url).status_code == 405
    assert WeeklyHours.objects.count() == 7
    assert sign_in(cast.pia).post(url).status_code == 302
    assert WeeklyHours.objects.count() == 6


def test_themes_are_chosen_by_name_and_nobody_else_reads_which(cast, sign_in):
    a_scenario(theme="CANARY-Ensomhet")
    a_scenario(language="da", theme="Ensomhed på dansk")
    client = sign_in(cast.pia)
    assert "CANARY-Ensomhet" in client.get(reverse("practice_hours")).content.decode()
    answer = client.post(reverse("practice_hours_wishes"), {"wish-languages": ["da"], "wish-spared": ["canary-ensomhet", "tag:risk"]})
    assert answer.status_code == 302
    wishes = Wishes.objects.get()
    assert (wishes.languages, wishes.spared) == (["da"], ["canary-ensomhet", "tag:risk"])
    assert "ensomhet" not in str([entry.fields for entry in AuditEntry.objects.all()])
    for who in ("siv", "kari", "tuva"):
        assert "canary-ensomhet" not in sign_in(getattr(cast, who)).get(reverse("practice")).content.decode().lower()


def test_a_theme_that_is_off_the_list_stays_spared(cast, sign_in):
    wish(by=cast.pia, spared=["gammelt-tema"])
    sign_in(cast.pia).post(reverse("practice_hours_wishes"), {"wish-spared": ["tag:boundary"]})
    assert Wishes.objects.get().spared == ["tag:boundary", "gammelt-tema"]


@pytest.mark.parametrize("given", [{"remind_minutes": 7}, {"languages": ["xx"]}])
def test_a_wish_that_does_not_exist_is_refused(cast, given):
    with pytest.raises(Invalid):
        wish(by=cast.pia, **given)


def test_a_house_with_many_partners_asks_no_more_questions(cast, enrolment, django_assert_num_queries):
    can_always(cast.pia, organisation=cast.fjordvik)
    with CountQueries() as one:
        free_days(enrolment)
    for person in (cast.carl, cast.vera):
        RoleAssignment.objects.create(person=person, role=Role.PARTNER, organisation=cast.fjordvik)
        can_always(person, organisation=cast.fjordvik)
    with django_assert_num_queries(len(one)):
        assert free_days(enrolment)
