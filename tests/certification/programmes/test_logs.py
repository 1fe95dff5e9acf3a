"""Shifts, hours, courses and the plan of one's own: what carries them, who writes them down, and that no word about a talk fits in."""

import uuid
from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from certification.programmes import engine, kinds, log_actions, rules
from certification.programmes.log_forms import LogForm
from certification.programmes.logs import LogEntry, SelfCarePlan
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, Invalid, NotAllowed
from lms.people.models import Relation, Role
from tests.builders import a_programme_version, an_enrolment

ASKED = [
    {"key": "age", "kind": "age", "params": {"least": 18}},
    {"key": "watch", "kind": "observation_shift", "params": {"count": 2}},
    {"key": "live", "kind": "supported_shift", "params": {"count": 2, "talks": 3, "level": 3, "in_a_row": 2}},
    {"key": "guided", "kind": "supervision_attendance", "params": {"count": 2, "per_days": 100}},
    {"key": "hours", "kind": "activity_hours", "params": {"hours": 3, "per_days": 90}},
    {"key": "course", "kind": "external_course"},
    {"key": "plan", "kind": "selfcare_plan"},
    {"key": "parent", "kind": "guardian_information"},
    {"key": "later", "kind": "workshop", "params": {"hours": 6}, "needs": ["watch"]},
]
LOGGED = [kind for kind in kinds.every().values() if kind.logs]


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=ASKED))


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def step(way, key):
    return next(one for one in engine.explain(way).steps if one.key == key)


def watched(way, by, days=1):
    return log_actions.write_down(way, requirement="watch", by=by, on=ago(days), minutes=90)


def test_two_shifts_watched_meet_it_and_the_way_says_how_far_one_is(cast, way):
    watched(way, cast.siv, 3)
    assert (step(way, "watch").state, step(way, "watch").waiting_for) == ("waiting", Role.SUPERVISOR)
    assert step(way, "watch").note.startswith("1 of 2")
    watched(way, cast.siv, 1)
    assert (step(way, "watch").state, step(way, "watch").by) == ("met", "Siv")


def test_live_shifts_need_talks_and_two_looks_in_a_row(cast, way):
    for days, talks, next_time in ((9, 2, 2), (5, 1, 3)):
        log_actions.write_down(way, requirement="live", by=cast.siv, on=ago(days), minutes=120, talks=talks, next_time=next_time)
    assert step(way, "live").state == "waiting"
    log_actions.write_down(way, requirement="live", by=cast.siv, on=ago(1), minutes=120, talks=1, next_time=3)
    assert step(way, "live").state == "met"


def test_supervision_counts_within_its_window_and_says_when_it_lapses(cast, way):
    for days in (99, 10):
        log_actions.write_down(way, requirement="guided", by=cast.siv, on=ago(days))
    seen = step(way, "guided")
    assert seen.state == "met"
    assert timezone.localdate(seen.expires_at) == ago(99) + timedelta(days=100)
    log_actions.undo_entry(way.log.get(requirement="guided", on=ago(10)), by=cast.siv)
    assert step(way, "guided").state == "waiting"


def test_hours_add_up(cast, way):
    for minutes in (100, 80):
        log_actions.write_down(way, requirement="hours", by=cast.siv, on=ago(2), minutes=minutes)
    assert (step(way, "hours").state, step(way, "hours").note) == ("met", "3 h")


def test_a_course_held_elsewhere_counts_until_its_day(cast, way):
    until = timezone.localdate() + timedelta(days=20)
    log_actions.write_down(
        way, requirement="course", by=cast.kari, on=ago(30), source="Førstehjelp, Røde Kors", proof="diploma", until=until
    )
    assert (step(way, "course").state, timezone.localdate(step(way, "course").expires_at)) == ("met", until + timedelta(days=1))


def test_age_is_a_yes_and_a_day_and_nothing_else(cast, way):
    log_actions.write_down(way, requirement="age", by=cast.kari, on=ago(0))
    assert step(way, "age").state == "met"
    assert kinds.every()["age"].logs == ("on",)


def test_what_a_parent_was_told_counts_until_they_are_eighteen(cast, way):
    log_actions.write_down(way, requirement="parent", by=cast.kari, on=ago(0), until=timezone.localdate())
    assert step(way, "parent").state == "met"
    LogEntry.objects.filter(requirement="parent").update(on=ago(2), until=ago(1))
    assert step(way, "parent").state == "waiting"


# the plan


def test_the_plan_is_written_first_and_then_shown(cast, way):
    assert (step(way, "plan").state, step(way, "plan").url) == ("open", "/en/self-care/")
    log_actions.keep_plan(cast.tuva, calms="CANARY en tur")
    assert (step(way, "plan").state, step(way, "plan").waiting_for) == ("waiting", Role.SUPERVISOR)
    log_actions.write_down(way, requirement="plan", by=cast.siv, on=ago(0))
    assert step(way, "plan").state == "met"


def test_the_plan_is_asked_again_after_a_year(cast, way):
    log_actions.keep_plan(cast.tuva, calms="en tur")
    log_actions.write_down(way, requirement="plan", by=cast.siv, on=ago(366))
    assert step(way, "plan").state == "expired"


def test_nobody_else_ever_reads_the_plan(cast, way, sign_in):
    client = sign_in(cast.tuva)
    assert client.post("/en/self-care/", {"calms": "CANARY en tur"}).status_code == 302
    assert "CANARY en tur" in client.get("/en/self-care/").text
    log_actions.write_down(way, requirement="plan", by=cast.siv, on=ago(0))
    siv = sign_in(cast.siv)
    pages = [siv.get(url).text for url in ("/en/self-care/", f"/en/enrolments/{way.pk}/", f"/en/enrolments/{way.pk}/marks/plan/")]
    assert not any("CANARY" in page for page in pages)
    assert SelfCarePlan.objects.get().person == cast.tuva
    assert "CANARY" not in str(list(AuditEntry.objects.values_list("fields", flat=True)))


# who writes, and what may be written


@pytest.mark.parametrize("name", ["tuva", "pia", "kari", "carl", "vera", "stein", "nora"])
def test_only_the_named_role_writes_it_down(cast, way, name):
    with pytest.raises(NotAllowed):
        watched(way, getattr(cast, name))
    assert not LogEntry.objects.exists()


def test_nobody_writes_down_hours_of_somebody_close(cast, way):
    Relation.objects.create(person=cast.siv, other=cast.tuva, declared_by=cast.kari)
    with pytest.raises(NotAllowed):
        watched(way, cast.siv)


def test_days_to_come_and_what_is_not_open_are_refused(cast, way):
    with pytest.raises(Invalid):
        watched(way, cast.siv, -1)
    with pytest.raises(DomainError):
        log_actions.write_down(way, requirement="later", by=cast.siv, on=ago(1), minutes=60)
    assert not LogEntry.objects.exists()


def test_a_field_the_kind_does_not_have_is_refused(cast, way):
    with pytest.raises(DomainError):
        log_actions.write_down(way, requirement="watch", by=cast.siv, on=ago(1), source="what they said")


def test_a_double_tap_is_one_shift(cast, way, sign_in):
    client, slip = sign_in(cast.siv), str(uuid.uuid4())
    shift = {"on": ago(1).isoformat(), "minutes": "90", "slip": slip}
    assert {client.post(f"/en/enrolments/{way.pk}/marks/watch/", shift).status_code for _ in range(2)} == {302}
    assert LogEntry.objects.count() == 1
    assert AuditEntry.objects.filter(deed="log.write").count() == 1


def test_a_slip_of_the_finger_is_taken_back_by_its_writer_today_only(cast, way, sign_in):
    entry = watched(way, cast.siv)
    assert sign_in(cast.carl).post(f"/en/log/{entry.pk}/undo/").status_code == 403
    LogEntry.objects.update(recorded_at=timezone.now() - timedelta(days=1))
    assert sign_in(cast.siv).post(f"/en/log/{entry.pk}/undo/").status_code == 403
    LogEntry.objects.update(recorded_at=timezone.now())
    assert sign_in(cast.siv).post(f"/en/log/{entry.pk}/undo/").status_code == 302
    assert not LogEntry.objects.standing().exists()


def test_strangers_find_no_form_and_the_form_says_why_it_is_short(cast, way, sign_in):
    url = f"/en/enrolments/{way.pk}/marks/live/"
    assert [sign_in(person).get(url).status_code for person in (cast.stein, cast.nora, cast.kari)] == [404, 404, 403]
    assert "What somebody writes in a real talk never comes into this system." in sign_in(cast.siv).get(url).text


@pytest.mark.parametrize("kind", LOGGED, ids=lambda kind: kind.name)
def test_no_kind_has_room_for_words_about_a_talk(kind):
    fields = LogForm(names=kind.logs).fields
    long_ones = {name for name, field in fields.items() if getattr(field, "max_length", None)}
    assert long_ones <= ({"source"} if kind.name == "external_course" else set())


def test_the_log_itself_has_one_short_text_and_that_is_the_name_of_a_course():
    texts = {f.name for f in LogEntry._meta.get_fields() if isinstance(f, models.CharField | models.TextField) and not f.choices}
    assert texts == {"requirement", "source"}


@pytest.mark.parametrize("kind", kinds.every().values(), ids=lambda kind: kind.name)
def test_every_written_kind_says_why_and_refuses_details_it_cannot_use(kind):
    if kind.logs:
        assert str(kind.why)
        assert kind.wrong({"role": "nobody"}) == "role"
    for name in getattr(kind, "numbers", ()):
        assert kind.wrong({}) == name


def test_why_we_ask_comes_from_the_kind_when_nobody_has_written_it(cast, way):
    assert "Skills fade" in step(way, "hours").why


def test_asking_takes_no_more_queries_for_more_requirements_of_a_kind(cast, django_assert_num_queries):
    def queries(n):
        asked = [{"key": f"w{i}", "kind": "observation_shift", "params": {"count": 1}} for i in range(n)]
        return an_enrolment(
            person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug=f"p{n}", requirements=asked)
        )  # fmt: skip

    one, many = queries(1), queries(5)
    with django_assert_num_queries(2):
        engine.survey(one)
    with django_assert_num_queries(2):
        engine.survey(many)


# groups


def a_group(least):
    return [rules.Requirement(key, "manual", group="two", least=least) for key in ("a", "b", "c")]


def test_of_a_group_as_many_are_enough_as_it_says():
    asked = a_group(2)
    assert rules.missing(asked, {"a": "met", "b": "open", "c": "open"}) == ("b", "c")
    assert rules.missing(asked, {"a": "met", "b": "waived", "c": "open"}) == ()
    assert "two" in rules.satisfied(asked, {"a": "met", "b": "met", "c": "open"})


def test_what_opens_after_a_group_waits_for_enough_of_it():
    asked = [*a_group(2), rules.Requirement("after", "manual", needs=("two",))]
    assert rules.settle(asked, {"a": "met", "b": "open", "c": "open", "after": "open"})["after"] == "locked"
    assert rules.settle(asked, {"a": "met", "b": "met", "c": "open", "after": "open"})["after"] == "open"


def test_a_group_that_asks_for_more_than_it_has_cannot_be_published():
    assert rules.impossible(a_group(4)) == ["few:two"]
    assert rules.impossible(a_group(3)) == []


def test_the_rest_of_a_group_stops_asking_when_there_are_enough():
    asked = a_group(2)
    stars = rules.star_states(asked, {"a": "met", "b": "met", "c": "open"}, ["c"])
    assert stars == {"a": "done", "b": "done", "c": "optional"}
