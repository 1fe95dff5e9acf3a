"""The night: many ways looked at with few questions, and the same told as one by one."""

import uuid
from datetime import timedelta

import pytest
import yaml
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.kinds import KINDS
from certification.practice.models import Mode
from certification.practice.states import ChatState
from certification.programmes import engine, nightly
from certification.programmes.desk import Desk
from certification.programmes.models import AgreementSignature, AgreementVersion, BackgroundCheck, Enrolment, Fulfilment, Mark, Waiver
from certification.programmes.tasks import recompute_all
from courses.progress.models import LessonProgress
from lms.audit.models import AuditEntry
from lms.people.models import Person
from tests.builders import a_programme_version, an_ended_chat, an_enrolment

AGREEMENT, MODULE, QUIZ = (str(uuid.uuid4()) for _n in range(3))
PARAMS = {
    "lesson_set": {"module": MODULE}, "reflection": {"module": MODULE}, "quiz": {"quiz": QUIZ}, "agreement": {"agreement": AGREEMENT},
    "practice_formative": {"count": 2}, "practice_assessed": {"count": 4}, "practice_partner_turns": {"count": 1},
    "age": {"least": 16}, "workshop": {"hours": 2}, "activity_hours": {"hours": 2},
}  # fmt: skip
EVERYTHING = [{"key": kind.name, "kind": kind.name, "params": PARAMS.get(kind.name, {"count": 1})} for kind in KINDS]


@pytest.fixture
def ways(cast) -> list[Enrolment]:
    """Three people on a programme that asks for every kind there is, each somewhere else on it."""
    version = a_programme_version(requirements=EVERYTHING)
    others = [Person.objects.create_user(f"{name}@fjordvik.example", alias=name) for name in ("Ask", "Eik")]
    made = [an_enrolment(person=one, organisation=cast.fjordvik, version=version) for one in (cast.tuva, *others)]
    paper = AgreementVersion.freeze(uuid.UUID(AGREEMENT), {"nb": {"title": "x", "summary": "x", "text": "x"}}, slug="paper", major=True)
    AgreementSignature.objects.create(person=cast.tuva, version=paper, digest=paper.digest)
    BackgroundCheck.objects.create(enrolment=made[1], kind="shown", on=timezone.localdate(), by=cast.vera)
    Mark.objects.create(enrolment=made[1], requirement="manual", by=cast.siv)
    Mark.objects.create(enrolment=made[2], requirement="suitability_talk", by=cast.kari)
    Waiver.objects.create(
        enrolment=made[2], requirement="workshop", reason="x", state="granted", proposed_by=cast.siv, decided_by=cast.carl
    )
    LessonProgress.objects.create(person=cast.tuva, lesson_key=uuid.uuid4(), title="x", language="nb")
    an_ended_chat(enrolment=made[1], partner=cast.pia, mode=Mode.FORMATIVE, state=ChatState.AWAITING_RATING)
    return made


def told(seen) -> list:
    return [(r.key, seen.findings[r.key], str(seen.states[r.key]), seen.expires[r.key]) for r in seen.asked]


def test_what_lies_on_a_shared_desk_is_what_each_would_be_told_alone(ways):
    desk = Desk(ways)
    together = [told(engine.survey(way, desk=desk)) for way in ways]
    assert together == [told(engine.survey(way)) for way in ways]
    assert len({str(one) for one in together}) == 3


def test_more_ways_cost_no_more_questions(ways):
    """Only what is asked of raters (`calibrated`) is found out for one after the other: there are few of them."""
    version = a_programme_version(requirements=[row for row in EVERYTHING if row["kind"] != "calibrated"], slug="of-many")
    for way in ways:
        way.version = version
    counts = []
    for some in (ways[:1], ways):
        engine.survey(ways[0])  # the modules are kept from here on
        desk = Desk(some)
        with CaptureQueriesContext(connection) as asked:
            for way in some:
                engine.survey(way, desk=desk)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 1  # somebody has just ended a chat


def test_whoever_is_not_on_the_desk_is_asked_about_alone(ways):
    seen = engine.survey(ways[2], desk=Desk(ways[:2]))
    assert told(seen) == told(engine.survey(ways[2]))


def test_what_was_seen_is_not_remembered_for_the_next_look(ways, cast):
    before = engine.survey(ways[0]).states["manual"]
    Mark.objects.create(enrolment=ways[0], requirement="manual", by=cast.siv)
    assert (before, engine.survey(ways[0]).states["manual"]) == ("waiting", "met")


def test_the_night_writes_what_one_by_one_would_have_written(ways):
    recompute_all.call()
    night = list(Fulfilment.objects.order_by("enrolment", "requirement").values("enrolment", "requirement", "state", "evidence", "met_at"))
    Fulfilment.objects.all().delete()
    for way in ways:
        engine.recompute(way)
    alone = list(Fulfilment.objects.order_by("enrolment", "requirement").values("enrolment", "requirement", "state", "evidence", "met_at"))
    assert (night, len(night)) == (alone, 3 * len(KINDS))


def test_a_second_night_writes_nothing_and_locks_nobody(ways):
    recompute_all.call()
    lines = AuditEntry.objects.count()
    with CaptureQueriesContext(connection) as asked:
        recompute_all.call()
    assert AuditEntry.objects.count() == lines
    assert not [one["sql"] for one in asked.captured_queries if one["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]


CHANGES = {
    "state": lambda way: Fulfilment.objects.filter(enrolment=way, requirement="manual").update(state="met"),
    "evidence": lambda way: Fulfilment.objects.filter(enrolment=way, requirement="manual").update(evidence={"mark": 1}),
    "expiry": lambda way: Fulfilment.objects.filter(enrolment=way, requirement="manual").update(expires_at=timezone.now()),
    "missing": lambda way: Fulfilment.objects.filter(enrolment=way, requirement="manual").delete(),
    "left over": lambda way: Fulfilment.objects.create(enrolment=way, requirement="gone", kind="manual", state="open"),
    "readiness": lambda way: Enrolment.objects.filter(pk=way.pk).update(ready_since=timezone.now()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_is_different_is_found_and_only_that_way_is_written(ways, change):
    recompute_all.call()
    was = list(Fulfilment.objects.order_by("requirement").filter(enrolment=ways[0]).values_list("requirement", "state", "expires_at"))
    CHANGES[change](ways[0])
    with CaptureQueriesContext(connection) as asked:
        recompute_all.call()
    locked = [
        one["sql"] for one in asked.captured_queries if one["sql"].startswith("UPDATE") and 'SET "state" = "certification' in one["sql"]
    ]
    assert len(locked) == 1
    now = list(Fulfilment.objects.order_by("requirement").filter(enrolment=ways[0]).values_list("requirement", "state", "expires_at"))
    assert (now, Enrolment.objects.get(pk=ways[0].pk).ready_since) == (was, None)


def test_every_way_is_in_one_portion_and_those_who_left_in_none(ways, monkeypatch):
    monkeypatch.setattr(nightly, "PORTION", 2)
    assert list(nightly.portions()) == [(ways[0].pk, ways[1].pk), (ways[2].pk, ways[2].pk)]
    Enrolment.objects.filter(pk=ways[1].pk).update(state="withdrawn")
    assert list(nightly.portions()) == [(ways[0].pk, ways[2].pk)]
    recompute_all.call()
    assert set(Fulfilment.objects.values_list("enrolment", flat=True)) == {ways[0].pk, ways[2].pk}


@pytest.mark.parametrize("chats", [1, 6])
def test_one_way_costs_at_most_twelve_questions_however_many_chats(ways, cast, chats, settings):
    for number in range(chats):
        began = timezone.now() - timedelta(days=number)
        an_ended_chat(enrolment=ways[0], partner=cast.pia, mode=Mode.FORMATIVE, state=ChatState.AWAITING_RATING, starts_at=began)
    written = yaml.safe_load((settings.ROOT / "courses" / "packages" / "chatvert" / "programme.yaml").read_text())
    asked = {row["kind"] for stage in written["stages"] for row in stage["requirements"]}  # the first certificate's and the renewal's
    version = a_programme_version(requirements=[row for row in EVERYTHING if row["kind"] in asked], slug="as-it-is")
    way = ways[0]
    Enrolment.objects.filter(pk=way.pk).update(version=version)
    way = Enrolment.objects.select_related("version", "person", "organisation").get(pk=way.pk)
    engine.recompute(way)
    with CaptureQueriesContext(connection) as questions:
        engine.recompute(way)
    told = [one["sql"] for one in questions.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(told) <= 12, told
