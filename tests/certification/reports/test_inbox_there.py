"""One question says which sorts wait at all; whoever would have asked for every sort finds the same."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from certification.cohorts.models import Post, PostReport
from certification.credentials.actions import ask_revocation, suspend
from certification.decisions.cases import Appeal
from certification.practice.states import ChatState
from certification.practice.wellbeing import Talk
from certification.programmes.models import Enrolment, Waiver
from certification.reports import inbox
from certification.reports.inbox_there import _sorts, what_waits
from courses.progress.models import Reflection
from lms.people.applications import Application
from lms.people.models import Cohort, Person, Relation
from tests.builders import a_certificate, a_chat, a_signoff, an_ended_chat, an_enrolment


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik)


def posted(cast):
    cohort = Cohort.objects.create(organisation=cast.fjordvik, name="Våren", coordinator=cast.kari)
    post = Post.objects.create(cohort=cohort, by=cast.tuva, text="Hei")
    PostReport.objects.create(post=post, by=cast.pia)


THINGS = {
    "nothing": lambda cast, way: None,
    "signoffs": lambda cast, way: a_signoff(way, proposed_by=cast.siv),
    "waivers": lambda cast, way: Waiver.objects.create(enrolment=way, requirement="age", reason="x", proposed_by=cast.siv),
    "ready": lambda cast, way: Enrolment.objects.update(ready_since=timezone.now()),
    "requested": lambda cast, way: a_chat(enrolment=way, partner=cast.pia, state=ChatState.REQUESTED),
    "awaiting_rating": lambda cast, way: an_ended_chat(enrolment=way, partner=cast.pia, state=ChatState.AWAITING_RATING),
    "ended": lambda cast, way: type(an_ended_chat(enrolment=way, partner=cast.pia)).objects.update(
        ended_at=timezone.now() - timedelta(days=4)
    ),
    "talks": lambda cast, way: Talk.objects.create(person=cast.tuva, organisation=cast.fjordvik),
    "reflections": lambda cast, way: Reflection.objects.create(
        person=cast.tuva, lesson_key=uuid.uuid4(), block_id=uuid.uuid4(), title="Lytt", text="x", shared_at=timezone.now()
    ),
    "appeals": lambda cast, way: Appeal.objects.create(signoff=a_signoff(way, proposed_by=cast.siv, state="declined"), words="x"),
    "posts": lambda cast, way: posted(cast),
    "pauses": lambda cast, way: suspend(a_certificate(way, proposed_by=cast.siv), reason="x", by=cast.siv),
    "withdrawals": lambda cast, way: ask_revocation(a_certificate(way, proposed_by=cast.siv), reason="x", by=cast.carl),
    "applications": lambda cast, way: Application.objects.create(organisation=cast.fjordvik, name="Ny", email="ny@x.example"),
}


@pytest.mark.parametrize("thing", THINGS)
def test_nothing_is_missed(cast, way, monkeypatch, thing):
    THINGS[thing](cast, way)
    Relation.objects.create(person=cast.kari, other=cast.stein, declared_by=cast.kari)
    everybody = [Person.objects.get(pk=one.pk) for one in (cast.siv, cast.carl, cast.kari, cast.nora)]
    found = {one.alias: [row.url for row in inbox.todos(one)] for one in everybody}
    if thing != "nothing":
        assert any(thing in what_waits(one) for one in everybody)
        assert any(found.values())
    monkeypatch.setattr(inbox, "what_waits", lambda _person: set(_sorts(1, [1])))
    assert {one.alias: [row.url for row in inbox.todos(one)] for one in everybody} == found


def test_one_question_answers(cast, way, django_assert_num_queries):
    siv = Person.objects.get(pk=cast.siv.pk)
    assert siv.role_pairs
    with django_assert_num_queries(1):
        what_waits(siv)
