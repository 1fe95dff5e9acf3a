import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.credentials import actions, badge, queries
from certification.credentials.models import Certificate, StatusEvent
from certification.credentials.states import CertificateState
from certification.decisions.models import SignOff
from certification.decisions.signals import signoff_granted
from certification.decisions.states import SignOffState
from certification.programmes.models import Enrolment
from cms.versions import digest_of
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError
from lms.people.models import Organisation, Person
from tests.builders import a_certificate, a_programme_version, a_signoff, an_enrolment


def granted(cast, **fields):
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    return a_signoff(enrolment, proposed_by=cast.siv, state=SignOffState.GRANTED, **fields)


def test_a_granted_signoff_brings_a_certificate_in_the_same_breath(cast):
    signoff = granted(cast, level=2, valid_months=12)
    signoff_granted.send(SignOff, signoff=signoff)
    made = Certificate.objects.get()
    today = timezone.localdate()
    assert (made.signoff_id, made.level, made.state, made.standing) == (signoff.pk, 2, "active", "active")
    assert (made.valid_until.year, made.valid_until.month) == (today.year + 1, today.month)


def test_when_the_grant_is_undone_so_is_the_certificate(cast):
    signoff = granted(cast)

    def decide_and_stumble():
        with transaction.atomic():
            signoff_granted.send(SignOff, signoff=signoff)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        decide_and_stumble()
    assert Certificate.objects.count() == 0


def test_issuing_twice_gives_the_same_certificate(cast):
    signoff = granted(cast)
    assert actions.issue(signoff) == actions.issue(signoff)
    assert (Certificate.objects.count(), StatusEvent.objects.count()) == (1, 1)


@pytest.mark.parametrize("state", [s for s in SignOffState if s != SignOffState.GRANTED])
def test_nothing_is_issued_without_a_grant(cast, state):
    signoff = a_signoff(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv, state=state)
    with pytest.raises(DomainError, match="not_granted"):
        actions.issue(signoff)
    assert Certificate.objects.count() == 0


def test_the_nightly_run_issues_what_is_missing_and_nothing_twice(cast):
    granted(cast)
    assert (actions.issue_missing(), actions.issue_missing(), Certificate.objects.count()) == (1, 0, 1)


def test_the_nightly_run_never_brings_an_older_decision_back_over_a_newer_one(certificate, cast):
    older = a_signoff(certificate.enrolment, proposed_by=cast.siv, state=SignOffState.GRANTED, level=5)
    SignOff.objects.filter(pk=older.pk).update(decided_at=timezone.now() - timedelta(days=30))
    assert actions.issue_missing() == 0


def test_what_was_certified_stays_when_programme_person_and_organisation_change(certificate, cast):
    before, digest = certificate.frozen, certificate.digest
    a_programme_version(requirements=[{"key": "noe-nytt", "kind": "manual"}])
    Organisation.objects.filter(pk=cast.fjordvik.pk).update(name="Nye Fjordvik kommune")
    Person.objects.filter(pk=cast.tuva.pk).update(legal_name="Tuva Gift", alias="Lerke", language="da", email="ny@example.org")
    actions.issue(SignOff.objects.get())
    now = Certificate.objects.get()
    assert (now.frozen, now.digest, now.name) == (before, digest, "Tuva Eksempel")
    assert (now.digest, now.frozen["organisation"]) == (digest_of(now.frozen), "Fjordvik kommune")


def test_the_frozen_content_speaks_all_languages_and_names_nobody(certificate):
    assert set(certificate.frozen["texts"]) == {"nb", "da", "en"}
    assert certificate.frozen["texts"]["en"]["criteria"] == [f"krav-{number}" for number in range(6)]
    said = str(certificate.frozen)
    assert not [word for word in ("Tuva", "Siv", "Carl", "example.org", "CANARY") if word in said]


ASKED = [
    {"key": "Talk", "kind": "manual"},
    {"key": "Old enough", "kind": "manual", "mandatory": False, "group": "age"},
    {"key": "Parents know", "kind": "manual", "mandatory": False, "group": "age"},
    {"key": "Secrecy", "kind": "manual", "phase": "both"},
    {"key": "Film", "kind": "manual", "mandatory": False, "group": "two", "least": 2},
    {"key": "Book", "kind": "manual", "mandatory": False, "group": "two", "least": 2},
    {"key": "NRK podcast", "kind": "manual", "mandatory": False, "group": "two", "least": 2},
    {"key": "Extra", "kind": "manual", "mandatory": False},
    {"key": "Hours", "kind": "manual", "phase": "renewal"},
    {"key": "Law", "kind": "manual"},
]
FIRST = ["Talk", "Old enough or parents know", "Secrecy", "2 of these: Film, book or NRK podcast"]


def criteria_of(way, cast) -> list[str]:
    return a_certificate(Enrolment.objects.get(pk=way.pk), proposed_by=cast.siv).frozen["texts"]["en"]["criteria"]


def test_it_claims_what_was_asked_for_it_and_nothing_that_is_asked_later(cast):
    """Neither what a renewal will ask, nor both of two of which one was enough, nor what a new version asks from a day on."""
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=ASKED))
    assert criteria_of(way, cast) == [*FIRST, "Law"]
    today = timezone.localdate()
    Enrolment.objects.filter(pk=way.pk).update(grace_keys=["Law"], grace_until=today)
    assert criteria_of(way, cast) == FIRST
    Enrolment.objects.filter(pk=way.pk).update(grace_until=today - timedelta(days=1))
    assert criteria_of(way, cast) == [*FIRST, "Law"]


@pytest.mark.parametrize(("kinds", "practised"), [(["manual", "practice_assessed"], True), (["manual", "calibrated"], False)])
def test_a_stranger_reads_of_practice_only_where_the_programme_asks_for_it(cast, client, kinds, practised):
    version = a_programme_version(requirements=[{"key": kind, "kind": kind} for kind in kinds])
    held = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version), proposed_by=cast.siv)
    page = client.get(f"/en/verify/{held.public_id}/").text
    assert ("practised in chats" in page, "everything that the programme asks" in page) == (practised, not practised)
    frozen = {name: value for name, value in held.frozen.items() if name != "practised"}
    Certificate.objects.filter(pk=held.pk).update(frozen=frozen)
    assert "practised in chats" in client.get(f"/en/verify/{held.public_id}/").text, "one from before this was frozen"


def test_a_renewed_one_claims_both_ways_and_is_another_achievement(cast):
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=ASKED))
    first = a_certificate(way, proposed_by=cast.siv)
    Enrolment.objects.filter(pk=way.pk).update(renewal_from=timezone.now())
    assert criteria_of(way, cast) == [*FIRST, "Law", "Hours"]
    renewed = Certificate.objects.live().get()
    ids = [badge.credential(one)["credentialSubject"]["achievement"]["id"] for one in (first, renewed, first)]
    assert ids[0] == ids[2] != ids[1]


def test_a_renewal_replaces_the_one_before_and_links_to_it(certificate, cast):
    newer = a_certificate(certificate.enrolment, proposed_by=cast.siv, level=4)
    certificate.refresh_from_db()
    assert (certificate.state, newer.previous, newer.state) == ("superseded", certificate, "active")
    assert queries.certificate_of(certificate.enrolment) == newer


def test_a_pause_does_not_survive_into_the_renewal(certificate, cast):
    actions.suspend(certificate, reason="permisjon", by=cast.carl)
    newer = a_certificate(certificate.enrolment, proposed_by=cast.siv)
    certificate.refresh_from_db()
    assert (certificate.state, newer.state) == ("superseded", "active")


def test_the_database_holds_one_live_certificate_for_each_person_programme_and_organisation(certificate):
    twin = {field.name: getattr(certificate, field.name) for field in Certificate._meta.concrete_fields if field.name != "id"}
    other = a_signoff(certificate.enrolment, proposed_by=certificate.signoff.proposed_by, state=SignOffState.GRANTED)
    twin |= {"public_id": uuid.uuid4(), "code": "0" * 12, "signoff": other, "status_index": 1}
    with pytest.raises(IntegrityError, match=r"certificate_live_once|UNIQUE"), transaction.atomic():
        Certificate.objects.create(**twin)


def test_the_other_organisation_gives_its_own_certificate(certificate, cast):
    other = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.sundby), proposed_by=cast.nora)
    certificate.refresh_from_db()
    assert (certificate.state, other.state) == (CertificateState.ACTIVE, CertificateState.ACTIVE)


def test_the_audit_trail_knows_of_it(certificate):
    assert AuditEntry.objects.filter(deed="certificate.issue", subject_id=str(certificate.pk)).count() == 1
