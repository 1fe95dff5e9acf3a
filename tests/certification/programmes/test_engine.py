import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from certification.programmes import engine, kinds
from certification.programmes.kinds import Finding, Kind
from certification.programmes.models import Fulfilment, Mark, Waiver
from certification.programmes.states import FulfilmentState as S
from lms.audit.models import AuditEntry
from lms.people.models import Role
from tests.builders import a_programme_version, an_enrolment
from tests.cast import assemble

TALK = {"key": "talk", "kind": "suitability_talk"}
PLAN = {"key": "plan", "kind": "manual", "params": {"role": "supervisor"}, "needs": ["talk"]}


class Fake(Kind):
    """Answers what a test puts in."""

    name = "fake"

    def __init__(self):
        self.answers = {}

    def find(self, requirement, enrolment):
        return self.answers.get(requirement.key, Finding(S.OPEN, url="/do/", action="Begin"))


@pytest.fixture
def fake(monkeypatch):
    kind, real = Fake(), kinds.every()
    monkeypatch.setattr(kinds, "every", lambda: {**real, "fake": kind})
    return kind


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[TALK, PLAN]))


def states(enrolment):
    return dict(enrolment.fulfilments.values_list("requirement", "state"))


def test_a_new_way_waits_for_the_talk_and_keeps_the_rest_closed(way):
    engine.recompute(way)
    assert states(way) == {"talk": "waiting", "plan": "locked"}
    assert way.fulfilments.get(requirement="talk").waiting_for == Role.COORDINATOR


def test_a_mark_meets_a_requirement_and_opens_the_next(cast, way):
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    assert engine.recompute(way) == ["talk", "plan"]
    row = way.fulfilments.get(requirement="talk")
    assert (row.state, row.by, row.evidence["mark"]) == ("met", cast.kari, way.marks.get().pk)
    assert states(way)["plan"] == "waiting"


def test_doing_it_again_changes_nothing(cast, way):
    engine.recompute(way)
    before, lines = list(Fulfilment.objects.order_by("pk").values()), AuditEntry.objects.count()
    assert engine.recompute(way) == []
    assert list(Fulfilment.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.count() == lines


def test_every_change_of_state_leaves_a_line_with_its_cause(cast, way):
    engine.recompute(way, cause="enrolled")
    lines = AuditEntry.objects.filter(deed="fulfilment.change")
    assert [line.fields for line in lines] == [
        {"requirement": "talk", "from": None, "to": "waiting", "cause": "enrolled"},
        {"requirement": "plan", "from": None, "to": "locked", "cause": "enrolled"},
    ]


@pytest.mark.django_db(transaction=True)
def test_twice_at_the_same_time_is_once():
    cast = assemble()
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[TALK, PLAN]))
    gate, errors = threading.Barrier(6), []

    def run():
        try:
            gate.wait()
            engine.recompute(way)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert errors == []
    assert states(way) == {"talk": "waiting", "plan": "locked"}
    assert AuditEntry.objects.filter(deed="fulfilment.change").count() == 2


def test_a_granted_waiver_stands_in_for_evidence_and_a_proposed_one_does_not(cast, way):
    waiver = Waiver.objects.create(enrolment=way, requirement="talk", reason="CANARY", proposed_by=cast.siv)
    engine.recompute(way)
    assert states(way)["talk"] == "waiting"
    Waiver.objects.filter(pk=waiver.pk).update(state="granted")
    engine.recompute(way)
    assert states(way) == {"talk": "waived", "plan": "waiting"}


def test_what_was_met_runs_out_at_its_date(cast, fake):
    version = a_programme_version(requirements=[{"key": "paper", "kind": "fake", "valid_months": 12}])
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    fake.answers["paper"] = Finding(S.MET, at=timezone.now() - timedelta(days=300))
    assert engine.survey(way).ready
    fake.answers["paper"] = Finding(S.MET, at=timezone.now() - timedelta(days=400))
    assert engine.survey(way).states == {"paper": "expired"}
    assert not engine.survey(way).ready


def test_a_programme_without_requirements_makes_nobody_ready(cast):
    assert not engine.survey(an_enrolment(person=cast.tuva, organisation=cast.fjordvik)).ready


def test_the_explanation_says_by_whom_when_and_what_comes_first(cast, way):
    told = engine.explain(way, "en")
    talk, plan = told.steps
    assert (talk.star_state, talk.waiting_for, talk.note) == ("waiting", "coordinator", "For the coordinator, since today")
    assert (plan.star_state, plan.note, plan.url) == ("closed", "Opens after talk", "")
    assert (told.missing, told.ready, told.done, told.total) == (["talk", "plan"], False, 0, 2)
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    talk = engine.explain(way, "en").steps[0]
    assert (talk.star_state, talk.by, talk.note) == ("done", "Kari", "today")


def test_the_first_thing_one_can_do_is_next(cast, fake):
    version = a_programme_version(requirements=[TALK, {"key": "a", "kind": "fake"}, {"key": "b", "kind": "fake"}])
    told = engine.explain(an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version), "en")
    assert [step.star_state for step in told.steps] == ["waiting", "next", "open"]
    assert (told.next.key, told.next.url, told.next.action) == ("a", "/do/", "Begin")


@pytest.mark.parametrize("number", [1, 12])
def test_explaining_costs_the_same_for_one_requirement_and_for_twelve(cast, number, django_assert_num_queries):
    version = a_programme_version(requirements=[{**TALK, "key": f"talk{n}"} for n in range(number)])
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    for n in range(number):
        Mark.objects.create(enrolment=way, requirement=f"talk{n}", by=cast.kari)
    with django_assert_num_queries(4):
        assert engine.explain(way, "en").done == number
