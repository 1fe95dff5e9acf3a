import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.credentials import actions, badge, duty, queries, renewal
from certification.credentials.models import Certificate, StatusEvent
from certification.credentials.states import CertificateState
from certification.decisions.models import SignOff
from certification.decisions.signals import signoff_granted
from certification.decisions.states import SignOffState
from certification.programmes.models import Enrolment
from cms.versions import digest_of
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError
from lms.notify.actions import subject_and_body
from lms.notify.models import Notice
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


@pytest.mark.parametrize("place", ["fjordvik", "sundby"])
def test_the_database_holds_one_live_certificate_for_each_person_and_programme(certificate, cast, place):
    twin = {field.name: getattr(certificate, field.name) for field in Certificate._meta.concrete_fields if field.name != "id"}
    other = a_signoff(certificate.enrolment, proposed_by=certificate.signoff.proposed_by, state=SignOffState.GRANTED)
    twin |= {"public_id": uuid.uuid4(), "code": "0" * 12, "signoff": other, "status_index": 1, "organisation": getattr(cast, place)}
    with pytest.raises(IntegrityError, match=r"certificate_live_once|UNIQUE"), transaction.atomic():
        Certificate.objects.create(**twin)


@pytest.fixture
def moved(cast):
    """Tuva's way in the other organisation, in the same programme."""
    return an_enrolment(person=cast.tuva, organisation=cast.sundby)


def test_the_certificate_of_another_organisation_takes_the_place_of_the_one_before(certificate, moved, cast):
    newer = a_certificate(moved, proposed_by=cast.nora)
    certificate.refresh_from_db()
    assert (certificate.state, newer.state, newer.previous) == (CertificateState.SUPERSEDED, CertificateState.ACTIVE, certificate)
    assert [one.may for place in (cast.fjordvik, cast.sundby) for one in duty.ask(place, [str(cast.tuva.public_id)])] == [False, True]


def test_its_supervisors_hear_that_it_no_longer_counts_and_not_where_they_went(certificate, moved, cast):
    a_certificate(moved, proposed_by=cast.nora)
    notice = Notice.objects.get(kind="certificate_moved")
    assert notice.person == cast.siv
    assert "Sundby" not in str(subject_and_body(notice))


def test_another_programme_is_another_certificate(certificate, cast):
    version = a_programme_version(slug="another", requirements=ASKED)
    a_certificate(an_enrolment(person=cast.tuva, organisation=cast.sundby, version=version), proposed_by=cast.nora)
    assert Certificate.objects.live().count() == 2


@pytest.mark.parametrize("trouble", ["paused", "withdrawal"])
def test_nobody_buries_what_another_organisation_has_not_settled(certificate, moved, cast, trouble):
    if trouble == "paused":
        actions.suspend(certificate, reason="permisjon", by=cast.carl)
    else:
        actions.ask_revocation(certificate, reason="det må ses på", by=cast.carl)
    with pytest.raises(DomainError) as refused:
        a_certificate(moved, proposed_by=cast.nora)
    assert refused.value.code == "unsettled_elsewhere"
    assert Certificate.objects.live().get().pk == certificate.pk


def test_whoever_comes_back_renews_what_was_replaced_elsewhere(certificate, moved, cast, sign_in):
    way = certificate.enrolment
    Enrolment.objects.filter(pk=way.pk).update(state="certified")
    assert not renewal.may_begin(Certificate.objects.get(pk=certificate.pk))
    said = "in place of the newer one from another organisation"
    assert said not in sign_in(cast.tuva).get(f"/en/certificates/{certificate.public_id}/").text
    a_certificate(moved, proposed_by=cast.nora)
    assert said in sign_in(cast.tuva).get(f"/en/certificates/{certificate.public_id}/").text
    assert said in sign_in(cast.siv).get(f"/en/certificates/{certificate.public_id}/care/").text
    renewal.begin_renewal(Certificate.objects.get(pk=certificate.pk), by=cast.tuva)
    back = a_certificate(Enrolment.objects.get(pk=way.pk), proposed_by=cast.siv)
    assert Certificate.objects.live().get() == back
    assert not renewal.may_begin(Certificate.objects.get(pk=certificate.pk)), "one of ours followed it"


def test_the_audit_trail_knows_of_it(certificate):
    assert AuditEntry.objects.filter(deed="certificate.issue", subject_id=str(certificate.pk)).count() == 1
