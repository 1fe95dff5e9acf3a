"""Many at once: one live certificate, one pause, one withdrawal."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from certification.credentials import actions
from certification.credentials.models import Certificate, StatusEvent
from certification.decisions.models import SignOff
from certification.decisions.states import SignOffState
from lms.kernel.errors import DomainError
from lms.people.models import Person
from tests.builders import a_signoff, an_enrolment
from tests.cast import assemble

MANY = 8


@pytest.fixture
def cast(transactional_db):
    return assemble()


def at_once(deed):
    """The deed by many threads at the same moment; how each of them ended."""
    together = Barrier(MANY)

    def one(number):
        together.wait()
        try:
            deed(number)
            return "done"
        except DomainError as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return sorted(pool.map(one, range(MANY)))


def test_one_decision_becomes_one_certificate_however_many_issue_it(cast):
    signoff = a_signoff(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv, state=SignOffState.GRANTED)
    assert at_once(lambda _n: actions.issue(SignOff.objects.get(pk=signoff.pk))) == ["done"] * MANY
    assert (Certificate.objects.count(), StatusEvent.objects.count()) == (1, 1)


def test_of_many_decisions_at_once_one_certificate_is_live(cast):
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    signoffs = [a_signoff(enrolment, proposed_by=cast.siv, state=SignOffState.GRANTED) for _n in range(MANY)]
    ended = at_once(lambda n: actions.issue(SignOff.objects.get(pk=signoffs[n].pk)))
    assert set(ended) <= {"done", "stale"}
    assert Certificate.objects.live().count() == 1


def test_many_pauses_are_one(cast):
    certificate = actions.issue(
        a_signoff(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv, state=SignOffState.GRANTED)
    )
    siv = cast.siv.pk
    ended = at_once(lambda _n: actions.suspend(Certificate.objects.get(pk=certificate.pk), reason="x", by=Person.objects.get(pk=siv)))
    assert (ended.count("done"), set(ended) - {"done"} <= {"stale", "not_now"}) == (1, True)
    assert StatusEvent.objects.filter(what="suspended").count() == 1


def test_many_confirmations_withdraw_once(cast):
    certificate = actions.issue(
        a_signoff(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv, state=SignOffState.GRANTED)
    )
    actions.ask_revocation(certificate, reason="x", by=cast.carl)
    siv = cast.siv.pk
    ended = at_once(lambda _n: actions.confirm_revocation(Certificate.objects.get(pk=certificate.pk), by=Person.objects.get(pk=siv)))
    assert (ended.count("done"), set(ended) - {"done"} <= {"stale", "not_now"}) == (1, True)
    assert StatusEvent.objects.filter(what="revoked").count() == 1
