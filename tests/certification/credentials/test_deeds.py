"""Pausing, taking up again, withdrawing: who may, when, and what the holder hears."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.credentials import actions
from certification.credentials.models import Certificate, StatusEvent
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.people.models import Person, Relation, Role, RoleAssignment

SECRET = "CANARY-REASON sykemeldt etter en hendelse"
EVERYBODY = ["tuva", "pia", "siv", "carl", "kari", "vera", "ed", "stein", "nora"]


def with_role(person, role, organisation):
    RoleAssignment.objects.create(person=person, role=role, organisation=organisation)
    return Person.objects.get(pk=person.pk)


def may_do(deed, person):
    try:
        with transaction.atomic():
            deed(by=person)
    except NotAllowed:
        return False
    except DomainError:
        return True
    return True


def allowed(cast, deed):
    return {name for name in EVERYBODY if may_do(deed, getattr(cast, name))}


def test_supervisor_certifier_and_coordinator_of_that_organisation_may_pause(certificate, cast):
    assert allowed(cast, lambda by: actions.suspend(certificate, reason="permisjon", by=by)) == {"siv", "carl", "kari"}


def test_only_the_certifier_takes_it_up_again(certificate, cast):
    actions.suspend(certificate, reason="permisjon", by=cast.siv)
    assert allowed(cast, lambda by: actions.resume(certificate, by=by)) == {"carl"}


def test_only_the_certifier_asks_for_withdrawal(certificate, cast):
    assert allowed(cast, lambda by: actions.ask_revocation(certificate, reason="brudd", by=by)) == {"carl"}


def test_certifier_or_supervisor_confirms_but_never_the_one_who_asked(certificate, cast):
    actions.ask_revocation(certificate, reason="brudd", by=cast.carl)
    assert allowed(cast, lambda by: actions.confirm_revocation(certificate, by=by)) == {"siv"}


def test_only_the_holder_decides_about_the_name(certificate, cast):
    assert allowed(cast, lambda by: actions.set_show_name(certificate, show=True, by=by)) == {"tuva"}


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.CERTIFIER, Role.COORDINATOR])
def test_nobody_does_any_of_it_to_themselves(certificate, cast, role):
    tuva = with_role(cast.tuva, role, cast.fjordvik)
    for deed in (
        lambda: actions.suspend(certificate, reason="x", by=tuva), lambda: actions.resume(certificate, by=tuva),
        lambda: actions.ask_revocation(certificate, reason="x", by=tuva), lambda: actions.confirm_revocation(certificate, by=tuva),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            deed()


def test_close_relations_stay_out_of_withdrawal_and_resumption(certificate, cast):
    Relation.objects.create(person=cast.carl, other=cast.tuva)
    with pytest.raises(NotAllowed):
        actions.ask_revocation(certificate, reason="x", by=cast.carl)
    actions.suspend(certificate, reason="x", by=cast.siv)
    with pytest.raises(NotAllowed):
        actions.resume(certificate, by=cast.carl)


def test_a_pause_is_lifted_again_and_everything_is_as_before(certificate, cast):
    before = Certificate.objects.values().get()
    actions.suspend(certificate, reason=SECRET, by=cast.siv)
    actions.resume(certificate, by=cast.carl)
    assert Certificate.objects.values().get() == before
    assert [event.what for event in certificate.events.all()] == ["issued", "suspended", "resumed"]


def test_a_reason_is_asked_for(certificate, cast):
    for deed in (actions.suspend, actions.ask_revocation):
        with pytest.raises(Invalid):
            deed(certificate, reason="  \n", by=cast.carl)
    assert StatusEvent.objects.count() == 1


def test_pausing_twice_and_lifting_twice_do_nothing_the_second_time(certificate, cast):
    stale = Certificate.objects.get()
    actions.suspend(certificate, reason="x", by=cast.siv)
    with pytest.raises(IllegalTransition):
        actions.suspend(certificate, reason="x", by=cast.kari)
    with pytest.raises(IllegalTransition, match="stale"):
        actions.suspend(stale, reason="x", by=cast.kari)
    actions.resume(certificate, by=cast.carl)
    with pytest.raises(IllegalTransition):
        actions.resume(certificate, by=cast.carl)


def test_withdrawal_takes_two_and_is_final(certificate, cast):
    actions.ask_revocation(certificate, reason=SECRET, by=cast.carl)
    assert (certificate.state, certificate.standing) == ("active", "active")
    actions.confirm_revocation(certificate, by=cast.siv)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.revocation_asked_by, certificate.revoked_by) == ("revoked", cast.carl, cast.siv)
    for deed in (
        lambda: actions.suspend(certificate, reason="x", by=cast.siv), lambda: actions.resume(certificate, by=cast.carl),
        lambda: actions.ask_revocation(certificate, reason="x", by=cast.carl), lambda: actions.drop_revocation(certificate, by=cast.carl),
        lambda: actions.confirm_revocation(certificate, by=cast.siv),
    ):  # fmt: skip
        with pytest.raises(IllegalTransition):
            deed()


def test_nothing_is_withdrawn_that_nobody_asked_for(certificate, cast):
    with pytest.raises(IllegalTransition):
        actions.confirm_revocation(certificate, by=cast.siv)
    actions.ask_revocation(certificate, reason="x", by=cast.carl)
    actions.drop_revocation(certificate, by=cast.carl)
    with pytest.raises(IllegalTransition):
        actions.confirm_revocation(certificate, by=cast.siv)
    assert Certificate.objects.get().state == "active"


def test_asking_twice_makes_one_question(certificate, cast):
    other = with_role(cast.siv, Role.CERTIFIER, cast.fjordvik)
    actions.ask_revocation(certificate, reason="x", by=cast.carl)
    with pytest.raises(IllegalTransition):
        actions.ask_revocation(certificate, reason="y", by=other)
    assert Certificate.objects.get().revocation_asked_by == cast.carl


def test_the_one_who_asked_cannot_confirm_with_another_role(certificate, cast):
    carl = with_role(cast.carl, Role.SUPERVISOR, cast.fjordvik)
    actions.ask_revocation(certificate, reason="x", by=carl)
    with pytest.raises(NotAllowed):
        actions.confirm_revocation(Certificate.objects.get(), by=carl)


def test_the_database_itself_refuses_a_withdrawal_by_one(certificate, cast):
    row = Certificate.objects.filter(pk=certificate.pk)
    for fields in ({}, {"revoked_by": cast.carl}, {"revoked_by": cast.carl, "revocation_asked_by": cast.carl}):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.update(state="revoked", **fields)


def test_a_second_certifier_is_asked_or_else_a_supervisor(certificate, cast):
    actions.ask_revocation(certificate, reason=SECRET, by=cast.carl)
    assert [n.kind for n in cast.siv.notices.all()] == ["certificate_revocation"]
    assert not cast.carl.notices.filter(kind="certificate_revocation").exists()


def test_the_holder_hears_what_is_so_and_never_why(certificate, cast):
    mail.outbox.clear()
    actions.suspend(certificate, reason=SECRET, by=cast.siv)
    actions.resume(certificate, by=cast.carl)
    actions.ask_revocation(certificate, reason=SECRET, by=cast.carl)
    actions.confirm_revocation(certificate, by=cast.siv)
    letters = [letter for letter in mail.outbox if letter.to == [cast.tuva.email]]
    assert len(letters) == 3
    assert "CANARY" not in "".join(letter.subject + letter.body for letter in mail.outbox)


def test_the_audit_trail_holds_no_reason(certificate, cast):
    actions.suspend(certificate, reason=SECRET, by=cast.siv)
    lines = AuditEntry.objects.filter(subject_type="certification.certificate")
    assert [line.deed for line in lines] == ["certificate.issue", "certificate.suspend"]
    assert "CANARY" not in str(list(lines.values()))


def test_what_ran_out_cannot_be_brought_back_by_lifting_a_pause(certificate, cast):
    actions.suspend(certificate, reason="x", by=cast.siv)
    Certificate.objects.update(valid_until=timezone.localdate() - timedelta(days=31))
    certificate.refresh_from_db()
    actions.resume(certificate, by=cast.carl)
    assert (certificate.standing, certificate.counts) == ("expired", False)


def test_a_name_that_was_missing_at_issue_comes_from_the_profile_once(certificate, cast):
    Certificate.objects.update(name="")
    Person.objects.filter(pk=cast.tuva.pk).update(legal_name="")
    with pytest.raises(Invalid):
        actions.set_show_name(Certificate.objects.get(), show=True, by=cast.tuva)
    Person.objects.filter(pk=cast.tuva.pk).update(legal_name="Tuva Solberg")
    actions.set_show_name(Certificate.objects.get(), show=True, by=cast.tuva)
    Person.objects.filter(pk=cast.tuva.pk).update(legal_name="Noen Andre")
    actions.set_show_name(Certificate.objects.get(), show=False, by=cast.tuva)
    actions.set_show_name(Certificate.objects.get(), show=True, by=cast.tuva)
    assert Certificate.objects.get().shown_name == "Tuva Solberg"
