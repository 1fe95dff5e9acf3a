"""Whoever's role ends holds nothing any more from that moment: it is free again, and others hear of it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certification.assessment import drafts
from certification.decisions import appeals, concerns
from certification.practice.wellbeing import Talk
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError
from lms.notify.models import Notice
from lms.people.actions import end_role, give_role
from lms.people.models import Person, Role, RoleAssignment
from lms.people.shutting_out import let_in, shut_out
from lms.privacy.actions import erase_person
from tests.builders import a_chat, a_signoff, an_ended_chat, an_enrolment, views_given


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik)


def a_coming_chat(cast, way):
    in_a_day = timezone.now() + timedelta(days=1)
    return a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state="scheduled", starts_at=in_a_day), cast.siv


def a_taken_talk(cast, way):
    at = timezone.now()
    return Talk.objects.create(person=cast.tuva, organisation=cast.fjordvik, state="taken", taken_by=cast.siv, taken_at=at), cast.siv


def a_draft(cast, way):
    return drafts.claim_rating(views_given(an_ended_chat(enrolment=way, partner=cast.pia)), by=cast.siv), cast.siv


def a_proposal(cast, way):
    return a_signoff(way, proposed_by=cast.siv), cast.siv


def a_taken_appeal(cast, way):
    signoff = a_signoff(way, proposed_by=cast.siv, state="declined")
    appeal = appeals.lodge_appeal(signoff, words="x", by=cast.tuva)
    appeals.take_appeal(appeal, by=cast.carl)
    return appeal, cast.carl


def a_taken_concern(cast, way):
    concern = concerns.raise_concern(cast.tuva, organisation=cast.fjordvik, words="x", by=cast.siv)
    concerns.take_concern(concern, by=cast.carl)
    return concern, cast.carl


def a_decided_concern(cast, way):
    concern, carl = a_taken_concern(cast, way)
    concerns.decide_concern(concern, outcome="coaching", words="x", by=carl)
    return concern, carl


HELD = {
    a_coming_chat: ("supervisor", "requested"), a_taken_talk: ("taken_by", "asked"), a_draft: ("", "handed_back"),
    a_proposal: ("", "withdrawn"), a_taken_appeal: ("taken_by", "lodged"), a_taken_concern: ("taken_by", "raised"),
    a_decided_concern: ("taken_by", "raised"),
}  # fmt: skip


def role_ends(cast, person):
    for given in RoleAssignment.objects.filter(person=person):
        end_role(given, by=cast.kari)


@pytest.mark.parametrize("held", HELD)
def test_it_is_free_at_once(cast, way, held):
    thing, holder = held(cast, way)
    field, state = HELD[held]
    role_ends(cast, holder)
    thing.refresh_from_db()
    assert (thing.state, getattr(thing, field) if field else None) == (state, None)


@pytest.mark.parametrize("held", HELD)
def test_it_is_free_at_once_when_their_account_is_shut(cast, way, held):
    thing, holder = held(cast, way)
    field, state = HELD[held]
    shut_out(holder)
    thing.refresh_from_db()
    assert (thing.state, getattr(thing, field) if field else None) == (state, None)
    let_in(Person.objects.get(pk=holder.pk))
    thing.refresh_from_db()
    assert (thing.state, getattr(thing, field) if field else None) == (state, None)


@pytest.mark.parametrize("held", HELD)
def test_what_one_holds_stays_when_the_account_of_somebody_else_is_shut(cast, way, held):
    thing, _holder = held(cast, way)
    before = thing.state
    shut_out(cast.vera)
    thing.refresh_from_db()
    assert thing.state == before


def test_an_appeal_whose_only_reader_is_shut_out_is_asked_for_anew(cast, way):
    appeal = appeals.lodge_appeal(a_signoff(way, proposed_by=cast.siv, state="declined"), words="x", by=cast.tuva)
    assert {seat.person for seat in appeal.seats.standing()} == {cast.carl}
    shut_out(cast.carl)
    assert Notice.objects.filter(kind="appeal_needs_reviewer", person=cast.kari).count() == 1


def test_whoever_is_shut_out_is_out_in_that_moment_and_comes_back_with_their_roles(cast, sign_in):
    siv = sign_in(cast.siv)
    assert siv.get("/nb/me/").status_code == 200
    call_command("shut_out", cast.siv.email)
    assert siv.get("/nb/me/").status_code == 302
    with pytest.raises(CommandError):
        call_command("shut_out", cast.siv.email)
    call_command("shut_out", str(cast.siv.pk), "--undo")
    assert Person.objects.get(pk=cast.siv.pk).has_role(Role.SUPERVISOR, cast.fjordvik.pk)
    assert list(AuditEntry.objects.filter(deed__in=["people.shut_out", "people.let_in"]).order_by("seq").values_list("deed", "subject_id")) == [
        ("people.shut_out", str(cast.siv.pk)), ("people.let_in", str(cast.siv.pk)),
    ]  # fmt: skip


def test_who_was_erased_is_not_let_in_and_held_nothing_from_that_moment(cast, way):
    appeal = appeals.lodge_appeal(a_signoff(way, proposed_by=cast.siv, state="declined"), words="x", by=cast.tuva)
    erase_person(cast.carl, by=None)
    assert appeal.seats.standing().filter(person=cast.carl, person__is_active=True).count() == 0
    assert Notice.objects.filter(kind="appeal_needs_reviewer", person=cast.kari).count() == 1
    with pytest.raises(DomainError):
        let_in(Person.objects.get(pk=cast.carl.pk))


@pytest.mark.parametrize("held", HELD)
def test_what_somebody_may_still_hold_stays_with_them(cast, way, held):
    """Another of their roles ends, or somebody else leaves."""
    thing, holder = held(cast, way)
    before = thing.state
    end_role(give_role(holder, Role.PARTNER, organisation=cast.fjordvik, by=cast.kari), by=cast.kari)
    role_ends(cast, cast.vera)
    thing.refresh_from_db()
    assert thing.state == before


def test_others_hear_that_a_talk_waits_again(cast, way):
    vera = give_role(cast.vera, Role.SUPERVISOR, organisation=cast.fjordvik, by=cast.kari).person
    a_taken_talk(cast, way)
    Notice.objects.all().delete()
    role_ends(cast, cast.siv)
    assert list(Notice.objects.filter(kind="talk_wanted").values_list("person", flat=True)) == [vera.pk]


def test_the_one_proposed_hears_that_it_was_taken_back_and_another_may_propose(cast, way):
    signoff, siv = a_proposal(cast, way)
    role_ends(cast, siv)
    assert Notice.objects.filter(kind="signoff_withdrawn", person=cast.tuva, reason=f"signoff.withdrawn:{signoff.pk}").count() == 1


def test_an_appeal_whose_only_reader_lost_the_role_is_asked_for_anew(cast, way):
    """Untaken, with one name on its list: the coordinators hear of it, and a certifier who comes is asked."""
    signoff = a_signoff(way, proposed_by=cast.siv, state="declined")
    appeal = appeals.lodge_appeal(signoff, words="x", by=cast.tuva)
    assert {seat.person for seat in appeal.seats.standing()} == {cast.carl}
    role_ends(cast, cast.carl)
    assert Notice.objects.filter(kind="appeal_needs_reviewer", person=cast.kari).count() == 1
    give_role(cast.ed, Role.CERTIFIER, organisation=cast.fjordvik, by=cast.kari)
    assert Notice.objects.filter(kind="appeal_waits", person=cast.ed).count() == 1
