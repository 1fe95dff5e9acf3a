"""Two signatures, and everything that happens at the same moment: one effect, the others told so, and nobody signs who may not any more."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from certification.credentials import actions as credentials
from certification.credentials.models import Certificate, StatusEvent
from certification.decisions import actions, stepup
from certification.decisions.models import Signature, SignOff
from certification.programmes.models import Enrolment, Mark
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, NotAllowed
from lms.people.actions import end_role
from lms.people.models import Person, Role, RoleAssignment
from tests.at_once import at_once
from tests.builders import a_certificate, a_programme_version, a_signoff, an_enrolment
from tests.cast import assemble

pytestmark = pytest.mark.django_db(transaction=True)
TERMS = {"level": 3, "conditions": "", "statement": "she listens", "code": "1"}
TALK = {"key": "talk", "kind": "suitability_talk"}
MANY = 50


@pytest.fixture(autouse=True)
def _right_code(monkeypatch):
    monkeypatch.setattr(stepup, "confirm", lambda person, code: None)


@pytest.fixture
def cast(transactional_db):
    return assemble()


@pytest.fixture
def way(cast) -> Enrolment:
    """Tuva with everything met."""
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[TALK]))
    Mark.objects.create(enrolment=enrolment, requirement="talk", by=cast.kari)
    return enrolment


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


# many at once


def test_fifty_proposals_at_once_are_one(cast, way):
    came_to = at_once(*[lambda: actions.propose_signoff(Enrolment.objects.get(pk=way.pk), by=again(cast.siv), **TERMS)] * MANY)
    assert came_to["done"] == 1
    assert set(came_to) <= {"done", "cannot"}
    assert SignOff.objects.count() == Signature.objects.count() == 1


def test_of_fifty_grants_sent_from_the_screen_one_is_done_and_the_others_are_told(cast, way, sign_in):
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    cookies = sign_in(cast.carl).cookies

    def press():
        client = Client(raise_request_exception=False)
        client.cookies = cookies
        answer = client.post(f"/en/signoffs/{signoff.pk}/countersign/", {"decision": "grant", "grant-code": "1", "code": "1"})
        return answer.status_code

    came_to = at_once(*[press] * MANY)
    assert came_to["302"] == 1, came_to
    assert set(came_to) <= {"302", "409", "404"}, came_to
    assert (Certificate.objects.count(), Signature.objects.count()) == (1, 2)
    assert AuditEntry.objects.filter(deed="signoff.grant").count() == 1


# a signer who may not any more


def loses_the_role(cast, who: Person, role: str) -> None:
    end_role(RoleAssignment.objects.get(person=who, role=role), by=again(cast.kari))


@pytest.mark.parametrize("which", ["signer", "proposer"])
def test_whoever_loses_the_role_after_the_check_at_the_door_does_not_sign(cast, way, monkeypatch, which):
    """The door has looked, the second factor is being typed, and in that second the role ends."""
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    who, role = (cast.carl, Role.CERTIFIER) if which == "signer" else (cast.siv, Role.SUPERVISOR)
    monkeypatch.setattr(stepup, "confirm", lambda person, code: loses_the_role(cast, who, role))
    with pytest.raises(NotAllowed if which == "signer" else DomainError):
        actions.countersign(signoff, decision="grant", by=again(cast.carl), code="1")
    left = "proposed" if which == "signer" else "withdrawn"  # what a supervisor who left had proposed is taken back at once
    assert (SignOff.objects.get().state, Certificate.objects.count()) == (left, 0)
    assert not AuditEntry.objects.filter(deed="signoff.grant").exists()


def test_whoever_is_shut_out_while_signing_does_not_sign(cast, way, monkeypatch):
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    monkeypatch.setattr(stepup, "confirm", lambda person, code: Person.objects.filter(pk=person.pk).update(is_active=False))
    with pytest.raises(NotAllowed):
        actions.countersign(signoff, decision="grant", by=again(cast.carl), code="1")
    assert (SignOff.objects.get().state, Certificate.objects.count()) == ("proposed", 0)


def test_a_role_cannot_end_between_the_last_check_and_the_commit(cast, way, monkeypatch):
    """It ends afterwards: the trail shows the grant first, and no moment at which somebody without the role had signed."""
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    ended, tell = [], actions._tell_of_decision

    def end():
        loses_the_role(cast, cast.carl, Role.CERTIFIER)
        ended.append(True)
        connection.close()

    other = threading.Thread(target=end)

    def while_not_committed(decided):
        other.start()
        other.join(0.3)
        assert not ended, "the role ended while the signature under it was being written"
        tell(decided)

    monkeypatch.setattr(actions, "_tell_of_decision", while_not_committed)
    actions.countersign(signoff, decision="grant", by=again(cast.carl), code="1")
    other.join(20)
    assert ended
    seq = dict(AuditEntry.objects.filter(deed__in=["signoff.grant", "people.end_role"]).values_list("deed", "seq"))
    assert seq["signoff.grant"] < seq["people.end_role"]
    assert SignOff.objects.get().state == "granted"


def test_signing_and_losing_the_role_at_once_end_in_one_of_two_ways(cast, way):
    for _round in range(4):
        signoff = a_signoff(way, proposed_by=cast.siv)
        came_to = at_once(
            lambda signoff=signoff: actions.countersign(
                SignOff.objects.get(pk=signoff.pk), decision="defer", what="x", until=timezone.localdate() + timedelta(days=9),
                by=again(cast.carl), code="1",
            ),
            lambda: loses_the_role(cast, cast.carl, Role.CERTIFIER),
        )  # fmt: skip
        signed, ended = (AuditEntry.objects.filter(deed=deed).order_by("-seq").first() for deed in ("signoff.defer", "people.end_role"))
        signoff.refresh_from_db()
        assert came_to in ({"done": 2}, {"done": 1, "not_allowed": 1})
        assert (signoff.state == "deferred") == (came_to["done"] == 2)
        assert signoff.state == "proposed" or signed.seq < ended.seq
        if signoff.state == "proposed":
            actions.withdraw_proposal(signoff, by=again(cast.siv))
        RoleAssignment.objects.create(person=cast.carl, role=Role.CERTIFIER, organisation=cast.fjordvik)


# a requirement that runs out


class Clock(datetime):
    at = datetime(2026, 4, 2, 11, tzinfo=UTC)

    @classmethod
    def now(cls, tz=None):
        return cls.at.astimezone(tz) if tz else cls.at.replace(tzinfo=None)


@pytest.mark.parametrize(("microseconds", "granted"), [(-1, True), (0, False), (1, False)])
def test_what_runs_out_in_the_second_of_the_grant_counts_until_then_and_not_at_it(monkeypatch, transactional_db, microseconds, granted):
    monkeypatch.setattr(timezone, "datetime", Clock)
    Clock.at = marked = datetime(2026, 3, 2, 11, tzinfo=UTC)
    cast = assemble()
    version = a_programme_version(requirements=[{**TALK, "valid_months": 1}])
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari, at=marked)
    runs_out = datetime(2026, 4, 2, 11, tzinfo=UTC)
    Clock.at = runs_out - timedelta(seconds=1)
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    Clock.at = runs_out + timedelta(microseconds=microseconds)
    if granted:
        assert actions.countersign(signoff, decision="grant", by=again(cast.carl), code="1").state == "granted"
        return
    with pytest.raises(DomainError) as refused:
        actions.countersign(signoff, decision="grant", by=again(cast.carl), code="1")
    assert refused.value.code == "requirements"
    assert (SignOff.objects.get().state, Certificate.objects.count()) == ("proposed", 0)


def test_a_mark_taken_back_at_the_moment_of_the_grant_is_before_it_or_after_it(cast, way):
    from certification.programmes.actions import undo_mark

    for _round in range(4):
        signoff = actions.propose_signoff(way, by=again(cast.siv), **TERMS)
        mark = Mark.objects.standing().get()
        came_to = at_once(
            lambda signoff=signoff: actions.countersign(
                SignOff.objects.get(pk=signoff.pk), decision="grant", by=again(cast.carl), code="1"
            ),
            lambda mark=mark: undo_mark(Mark.objects.select_related("enrolment").get(pk=mark.pk), by=again(cast.kari)),
        )  # fmt: skip
        granted = AuditEntry.objects.filter(deed="signoff.grant", subject_id=str(signoff.pk)).values_list("seq", flat=True).first()
        undone = AuditEntry.objects.filter(deed="requirement.unmark", subject_id=str(mark.pk)).values_list("seq", flat=True).first()
        assert came_to in ({"done": 2}, {"done": 1, "requirements": 1})
        assert granted is None or granted < undone
        assert (granted is None) == ("requirements" in came_to)
        Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
        if granted:
            return
        actions.withdraw_proposal(SignOff.objects.get(pk=signoff.pk), by=again(cast.siv))


# issue and withdrawal at once


def test_a_new_certificate_and_the_end_of_the_old_one_at_once_leave_one_that_counts(cast, way):
    old = a_certificate(way, proposed_by=cast.siv)
    for _round in range(5):
        credentials.ask_revocation(old, reason="x", by=again(cast.carl))
        signoff = a_signoff(way, proposed_by=cast.siv, state="granted")
        came_to = at_once(
            lambda signoff=signoff: credentials.issue(SignOff.objects.get(pk=signoff.pk)),
            lambda old=old: credentials.confirm_revocation(Certificate.objects.get(pk=old.pk), by=again(cast.siv)),
            lambda old=old: credentials.suspend(Certificate.objects.get(pk=old.pk), reason="x", by=again(cast.siv)),
        )
        assert set(came_to) <= {"done", "stale", "not_now"}, came_to
        if not Certificate.objects.filter(signoff=signoff).exists():
            credentials.issue(signoff)  # overtaken, told so, and tried again as the nightly run does
        old.refresh_from_db()
        assert old.state in ("revoked", "superseded")
        final = StatusEvent.objects.filter(certificate=old, what__in=["revoked", "superseded"])
        assert [one.what for one in final] == [old.state]
        assert Certificate.objects.live().count() == 1
        old = Certificate.objects.live().get()
