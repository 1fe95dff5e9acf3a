"""Questions that come back, as a requirement: begun by a certificate, met by the share of turns done."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.decisions.models import SignOff
from certification.decisions.signals import signoff_granted
from certification.decisions.states import SignOffState
from certification.programmes.lesson_kinds import Recall
from certification.programmes.rules import Requirement
from courses.quizzes.recall import begin_recall
from courses.quizzes.recall_models import RecallTurn
from tests.builders import a_signoff, an_enrolment


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik)


def found(way, **params):
    return Recall().find(Requirement(key="recall", kind="recall", params=params), way)


def days_later(days):
    """The turns as if so many days had gone by."""
    for turn in RecallTurn.objects.all():
        RecallTurn.objects.filter(pk=turn.pk).update(due_at=turn.due_at - timedelta(days=days))


def test_before_there_is_a_certificate_it_has_not_begun(way):
    assert (found(way).state, found(way).evidence) == ("open", {})


def test_a_certificate_begins_the_turns(cast, way):
    signoff = a_signoff(way, proposed_by=cast.siv, state=SignOffState.GRANTED, level=3, valid_months=24)
    signoff_granted.send(sender=SignOff, signoff=signoff)
    assert RecallTurn.objects.filter(person=cast.tuva).count() == 4
    assert found(way).state == "met"  # nothing has been left out yet
    days_later(3)
    assert found(way).action


def test_the_share_of_turns_done_decides(cast, way):
    turns = begin_recall(cast.tuva, series="certificate:1", since=timezone.now())
    RecallTurn.objects.filter(pk__in=[turn.pk for turn in turns[:3]]).update(done_at=timezone.now())
    days_later(91)
    assert (found(way).state, found(way).evidence) == ("met", {"done": 3, "due": 4})
    assert found(way, share=80).state == "not_yet"
    assert [Recall().wrong({"share": share}) for share in (80, "80", 101, True)] == ["", "share", "share", "share"]
