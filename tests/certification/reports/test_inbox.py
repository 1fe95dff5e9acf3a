import uuid
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from certification.decisions.models import SignOff
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from certification.programmes import engine
from certification.programmes.models import Enrolment, Fulfilment, Mark, Waiver
from certification.reports.inbox import todos
from certification.reports.inbox_filters import FILTERS, filters_of, narrowed
from certification.reports.rules import usual_days
from lms.people.applications import apply, close_application
from lms.people.models import Person, Relation, Role, RoleAssignment
from tests.builders import a_chat, a_programme_version, a_signoff, an_ended_chat, an_enrolment, views_given

TALK = {"key": "talk", "kind": "suitability_talk"}
CHECK = {"key": "check", "kind": "background_check"}
PLAN = {"key": "plan", "kind": "manual", "params": {"role": "supervisor"}}


def way_of(person, organisation, *requirements):
    enrolment = an_enrolment(person=person, organisation=organisation, version=a_programme_version(requirements=list(requirements)))
    engine.recompute(enrolment)
    return enrolment


def trainee(name, organisation):
    person = Person.objects.create_user(f"{name.lower()}@example.org", alias=name)
    RoleAssignment.objects.create(person=person, role=Role.TRAINEE, organisation=organisation)
    return person


def titles(person):
    return [row.title for row in todos(Person.objects.get(pk=person.pk))]


def urls(person):
    with translation.override("nb"):
        return [row.url for row in todos(Person.objects.get(pk=person.pk))]


# what waits for whom


def test_talks_wait_for_the_coordinator_checks_for_the_officer_plans_for_the_supervisor(cast):
    way = way_of(cast.tuva, cast.fjordvik, TALK, CHECK, PLAN)
    assert titles(cast.kari) == ["Tuva, talk"]
    assert urls(cast.kari) == [f"/nb/enrolments/{way.pk}/marks/talk/"]
    assert urls(cast.vera) == [f"/nb/enrolments/{way.pk}/background-check/"]
    assert urls(cast.siv) == [f"/nb/enrolments/{way.pk}/marks/plan/"]
    assert titles(cast.carl) == titles(cast.nora) == titles(cast.stein) == []


def test_of_two_ways_to_be_old_enough_only_what_is_still_needed_waits(cast):
    adult = {"key": "adult", "kind": "age", "params": {"least": 18}, "group": "grown"}
    guardian = {"key": "guardian", "kind": "guardian_information", "group": "grown"}
    way = way_of(cast.tuva, cast.fjordvik, adult, guardian)
    assert sorted(titles(cast.kari)) == ["Tuva, adult", "Tuva, guardian"]
    Fulfilment.objects.filter(enrolment=way, requirement="adult").update(state="met")
    assert titles(cast.kari) == []


def test_who_would_like_to_join_waits_for_the_coordinator_of_the_place_until_answered(cast):
    wish = apply(cast.fjordvik, name="Nordlys", email="ny@example.org", words="CANARY", language="nb")
    assert titles(cast.kari) == ["Nordlys"]
    assert urls(cast.kari) == [f"/nb/invitations/{cast.fjordvik.pk}/#application-{wish.pk}"]
    assert "CANARY" not in str(todos(Person.objects.get(pk=cast.kari.pk)))
    assert titles(cast.siv) == titles(cast.carl) == titles(cast.vera) == titles(cast.nora) == titles(cast.stein) == []

    close_application(wish, by=cast.kari)
    assert titles(cast.kari) == []


def test_what_is_done_leaves_the_inbox(cast):
    way = way_of(cast.tuva, cast.fjordvik, TALK)
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    engine.recompute(way)
    assert titles(cast.kari) == []


def test_a_ready_way_waits_for_a_supervisor_and_a_proposal_for_a_certifier(cast):
    way = way_of(cast.tuva, cast.fjordvik, TALK)
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    engine.recompute(way)
    assert urls(cast.siv) == [f"/nb/enrolments/{way.pk}/dossier/"]
    signoff = a_signoff(way, proposed_by=cast.siv)
    assert urls(cast.siv) == []
    assert urls(cast.carl) == [f"/nb/signoffs/{signoff.pk}/countersign/"]
    SignOff.objects.update(state="granted")
    Enrolment.objects.update(state="certified")
    assert urls(cast.carl) == urls(cast.siv) == []


def test_what_was_deferred_comes_back_on_its_day_and_does_not_press_before(cast, monkeypatch):
    way, now = way_of(cast.tuva, cast.fjordvik, TALK), timezone.now()
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    engine.recompute(way)
    Enrolment.objects.update(ready_since=now - timedelta(days=40))
    day = timezone.localdate() + timedelta(days=20)
    a_signoff(way, proposed_by=cast.siv, state="deferred", deferred_what="CANARY", deferred_until=day)
    row = todos(Person.objects.get(pk=cast.siv.pk))[0]
    assert (row.url.endswith(f"/enrolments/{way.pk}/dossier/"), row.late, "CANARY" in row.title + row.what) == (True, False, False)
    for days, late in ((19, False), (20, True)):
        on = timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(12)))
        with monkeypatch.context() as clock:
            clock.setattr(timezone, "now", lambda on=on: on)
            assert row.late is late
    a_signoff(way, proposed_by=cast.siv, state="declined")
    assert "not yet" not in todos(Person.objects.get(pk=cast.siv.pk))[0].title


def test_readiness_is_lost_with_what_made_it(cast):
    way = way_of(cast.tuva, cast.fjordvik, TALK)
    mark = Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    engine.recompute(way)
    since = Enrolment.objects.get().ready_since
    engine.recompute(way)
    assert Enrolment.objects.get().ready_since == since is not None
    Mark.objects.filter(pk=mark.pk).update(undone_at=timezone.now())
    engine.recompute(way)
    assert Enrolment.objects.get().ready_since is None


def close(cast, person):
    Relation.objects.create(person=cast.tuva, other=person)


def played(cast, person):
    a_chat(enrolment=Enrolment.objects.get(), partner=person, state=ChatState.ARCHIVED)


def is_the_trainee(cast, person):
    Enrolment.objects.update(person=person)


@pytest.mark.parametrize("relation", [close, played, is_the_trainee])
def test_what_one_may_not_sign_is_not_in_ones_inbox(cast, relation):
    way = way_of(cast.tuva, cast.fjordvik, TALK)
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    engine.recompute(way)
    relation(cast, cast.siv)
    assert titles(cast.siv) == []
    a_signoff(way, proposed_by=cast.siv)
    Enrolment.objects.update(person=cast.tuva)
    relation(cast, cast.carl)
    assert titles(cast.carl) == []


def test_who_proposed_is_not_asked_for_the_second_signature(cast):
    way = way_of(cast.tuva, cast.fjordvik, TALK)
    RoleAssignment.objects.create(person=cast.siv, role=Role.CERTIFIER, organisation=cast.fjordvik)
    a_signoff(way, proposed_by=cast.siv)
    assert titles(cast.siv) == []


def test_ratings_claims_requests_and_waivers_stand_in_one_list(cast):
    way = way_of(cast.tuva, cast.fjordvik, TALK)
    chat = views_given(an_ended_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv))
    asked = a_chat(enrolment=way, partner=cast.pia, state=ChatState.REQUESTED, starts_at=timezone.now() + timedelta(days=2))
    waiver = Waiver.objects.create(enrolment=way, requirement="talk", reason="CANARY", proposed_by=cast.siv)
    assert {row.sort for row in todos(cast.siv)} == {"ratings", "chats"}
    assert {row.sort for row in todos(cast.carl)} == {"ratings", "signoffs"}
    assert f"/nb/practice/{chat.pk}/rating/" in urls(cast.siv)
    assert f"/nb/waivers/{waiver.pk}/" in urls(cast.carl)
    assert PracticeChat.objects.get(pk=asked.pk).state == "requested"
    assert not [row for row in todos(cast.carl) if "CANARY" in f"{row.title}{row.what}"]


def test_the_longest_wait_comes_first_and_too_long_is_marked(cast):
    for n, days in enumerate((1, 9, 4)):
        way = way_of(trainee(f"T{n}", cast.fjordvik), cast.fjordvik, TALK)
        Fulfilment.objects.filter(enrolment=way).update(since=timezone.now() - timedelta(days=days))
    rows = todos(cast.kari)
    assert [(row.title, row.late) for row in rows] == [("T1, talk", True), ("T2, talk", False), ("T0, talk", False)]


def test_filters_count_and_narrow(cast):
    way_of(cast.tuva, cast.fjordvik, TALK, PLAN)
    rows = todos(cast.siv)
    assert [(name, n) for name, _label, n in filters_of(rows)] == [("", 1), ("marks", 1)]
    assert narrowed(rows, "marks") == rows
    assert narrowed(rows, "signoffs") == []
    assert narrowed(rows, "<nonsense>") == rows


def test_every_filter_that_is_offered_narrows_to_what_it_counts(cast):
    way_of(cast.tuva, cast.fjordvik, TALK, PLAN)
    (row,) = todos(cast.siv)
    rows = [replace(row, sort=name) for name in FILTERS if name not in ("", "mine")]
    assert {(name, len(narrowed(rows, name))) for name in FILTERS} == {(name, n) for name, _label, n in filters_of(rows)} | {("mine", 0)}


# the screen


@pytest.mark.parametrize(
    ("name", "status"),
    [("siv", 200), ("carl", 200), ("kari", 200), ("vera", 200), ("nora", 200), ("tuva", 403), ("pia", 403), ("ed", 403), ("stein", 403)],
)
def test_who_has_an_inbox(cast, sign_in, name, status):
    assert sign_in(getattr(cast, name)).get("/en/inbox/").status_code == status


def test_professionals_begin_at_their_inbox(cast, sign_in):
    for name in ("siv", "carl", "kari", "vera"):
        assert sign_in(getattr(cast, name)).get("/en/")["Location"] == "/en/inbox/"


def test_an_empty_inbox_says_so(cast, sign_in):
    page = sign_in(cast.siv).get("/en/inbox/").text
    assert "Nothing is waiting for you." in page
    assert "All quiet" in page


def test_the_page_shows_rows_and_changes_nothing(cast, sign_in):
    way_of(cast.tuva, cast.fjordvik, TALK)
    before = list(Fulfilment.objects.values())
    page = sign_in(cast.kari).get("/en/inbox/")
    assert page.text.count('class="todo"') == 1
    assert "1 thing is waiting for you." in page.text
    assert list(Fulfilment.objects.values()) == before


def test_a_long_list_has_pages(cast, sign_in):
    for n in range(27):
        way_of(trainee(f"T{n:02}", cast.fjordvik), cast.fjordvik, TALK)
    client = sign_in(cast.kari)
    assert client.get("/en/inbox/").text.count('class="todo"') == 25
    assert client.get("/en/inbox/?page=2").text.count('class="todo"') == 2
    assert client.get("/en/inbox/?page=999&show=marks").status_code == 200


def test_many_trainees_cost_as_many_queries_as_one(cast, sign_in):
    everything = Person.objects.create_user("alt@example.org", alias="Alt")
    for role in (Role.SUPERVISOR, Role.CERTIFIER, Role.COORDINATOR, Role.VETTING):
        RoleAssignment.objects.create(person=everything, role=role, organisation=cast.fjordvik)

    def one_more(name):
        person = trainee(name, cast.fjordvik)
        way = way_of(person, cast.fjordvik, TALK, CHECK, PLAN)
        views_given(an_ended_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv))
        a_chat(enrolment=way, partner=cast.pia, state=ChatState.REQUESTED, starts_at=timezone.now() + timedelta(days=2))
        Waiver.objects.create(enrolment=way, requirement="talk", reason="x", proposed_by=cast.siv)
        ready = an_enrolment(person=person, organisation=cast.fjordvik, version=a_programme_version(slug="other", requirements=[TALK]))
        Enrolment.objects.filter(pk=ready.pk).update(ready_since=timezone.now())
        third = an_enrolment(person=person, organisation=cast.fjordvik, version=a_programme_version(slug="third", requirements=[TALK]))
        a_signoff(third, proposed_by=cast.siv)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/en/inbox/").status_code == 200
        return len(asked)

    client = sign_in(everything)
    one_more("First")
    cost()
    one = cost()
    for n in range(4):
        one_more(f"More{n}")
    assert cost() == one


def test_the_lists_are_cut_at_their_oldest(cast, monkeypatch):
    monkeypatch.setattr("certification.reports.inbox.OLDEST", 3)
    for n in range(5):
        way = way_of(trainee(f"T{n}", cast.fjordvik), cast.fjordvik, TALK)
        Fulfilment.objects.filter(enrolment=way).update(since=timezone.now() - timedelta(days=n))
    assert titles(cast.kari) == ["T4, talk", "T3, talk", "T2, talk"]


def test_a_talk_about_a_quiz_waits_for_the_supervisor(cast):
    way = way_of(cast.tuva, cast.fjordvik, TALK)
    key = uuid.uuid4()
    Fulfilment.objects.update(kind="quiz", waiting_for="supervisor", evidence={"quiz": str(key)})
    assert urls(cast.siv) == [f"/nb/quiz/{key}/talk/{way.person_id}/"]


def test_the_usual_wait_is_the_middle_one_and_silent_about_too_few():
    days = [timedelta(days=n) for n in (1, 2, 9)]
    assert usual_days(days) == 2.0
    assert usual_days(days[:2]) is None


def test_a_chat_that_begins_within_the_hour_comes_before_what_has_waited_for_weeks(cast):
    way = way_of(cast.tuva, cast.fjordvik, PLAN)
    Fulfilment.objects.update(since=timezone.now() - timedelta(days=40))
    for minutes in (90, 5):
        chat = a_chat(enrolment=way, partner=cast.pia, state=ChatState.REQUESTED, starts_at=timezone.now() + timedelta(minutes=minutes))
    found = urls(cast.siv)
    assert found[0] == f"/nb/practice/{chat.pk}/"
    assert found[1:] == [f"/nb/enrolments/{way.pk}/marks/plan/", f"/nb/practice/{chat.pk - 1}/"]
