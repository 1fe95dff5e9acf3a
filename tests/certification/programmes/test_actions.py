import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation

from certification.programmes import actions, engine
from certification.programmes.models import AgreementSignature, AgreementVersion, BackgroundCheck, Enrolment, Fulfilment, Mark, Waiver
from certification.programmes.publishing import complaints
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import LegalProfile, Organisation, Person, Relation, Role, RoleAssignment
from tests.builders import a_programme_version, an_enrolment

PAPER = uuid.uuid4()
ASKED = [
    {"key": "talk", "kind": "suitability_talk"},
    {"key": "paper", "kind": "agreement", "params": {"agreement": str(PAPER)}},
    {"key": "check", "kind": "background_check"},
    {"key": "plan", "kind": "manual", "params": {"role": "supervisor"}, "needs": ["talk"]},
]


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=ASKED))


def a_paper(text="Lang.", *, major=True):
    words = {"title": "Taushet", "summary": "- kort", "text": text}
    return AgreementVersion.freeze(PAPER, {"nb": words}, slug="secrecy", major=major)


def state(way, key):
    return engine.survey(way).states[key]


# agreements


def test_signing_keeps_version_digest_time_and_way_and_meets_the_requirement(cast, way):
    paper = a_paper()
    signature = actions.sign_agreement(paper, by=cast.tuva)
    assert (signature.version, signature.digest, signature.method) == (paper, paper.digest, "tick")
    row = way.fulfilments.get(requirement="paper")
    assert (row.state, row.evidence["version"], row.evidence["digest"], row.by) == ("met", 1, paper.digest, cast.tuva)


def test_signing_twice_is_once(cast, way):
    paper = a_paper()
    assert actions.sign_agreement(paper, by=cast.tuva) == actions.sign_agreement(paper, by=cast.tuva)
    assert AgreementSignature.objects.count() == 1
    assert AuditEntry.objects.filter(deed="agreement.sign").count() == 1


def test_a_minor_version_asks_nobody_again_and_a_major_one_asks_everybody(cast, way):
    actions.sign_agreement(a_paper(), by=cast.tuva)
    a_paper("Lang, med komma.", major=False)
    assert state(way, "paper") == "met"
    newest = a_paper("Ny.")
    assert state(way, "paper") == "open"
    actions.sign_agreement(newest, by=cast.tuva)
    assert state(way, "paper") == "met"


def test_a_signature_on_a_minor_version_after_a_major_one_counts(cast, way):
    a_paper()
    actions.sign_agreement(a_paper("Retta.", major=False), by=cast.tuva)
    assert state(way, "paper") == "met"


def test_an_older_text_cannot_be_signed(cast, way):
    old = a_paper()
    a_paper("Ny.")
    with pytest.raises(DomainError):
        actions.sign_agreement(old, by=cast.tuva)
    assert not AgreementSignature.objects.exists()


@pytest.mark.parametrize("name", ["stein", "siv", "carl", "nora"])
def test_nobody_signs_what_they_are_not_asked_for(cast, way, name):
    with pytest.raises(NotAllowed):
        actions.sign_agreement(a_paper(), by=getattr(cast, name))


# marks


def test_the_named_role_marks_and_takes_back_the_same_day(cast, way):
    mark = actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari)
    assert (state(way, "talk"), state(way, "plan")) == ("met", "waiting")
    actions.undo_mark(mark, by=cast.kari)
    assert (state(way, "talk"), state(way, "plan")) == ("waiting", "locked")
    assert list(AuditEntry.objects.filter(deed__startswith="requirement").values_list("deed", "actor")) == [
        ("requirement.mark", cast.kari.pk),
        ("requirement.unmark", cast.kari.pk),
    ]
    assert actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari).pk != mark.pk


@pytest.mark.parametrize("name", ["tuva", "pia", "siv", "carl", "vera", "ed", "stein", "nora"])
def test_nobody_but_the_named_role_marks(cast, way, name):
    with pytest.raises(NotAllowed):
        actions.mark_met(way, requirement="talk", by=getattr(cast, name))


@pytest.mark.parametrize("key", ["paper", "check"])
def test_what_only_evidence_meets_cannot_be_marked_by_anybody(cast, way, key):
    for name in ("siv", "carl", "kari", "vera"):
        with pytest.raises(NotAllowed):
            actions.mark_met(way, requirement=key, by=getattr(cast, name))


def test_nobody_marks_for_themselves_or_somebody_close(cast, way):
    Relation.objects.create(person=cast.tuva, other=cast.kari)
    with pytest.raises(NotAllowed):
        actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari)
    RoleAssignment.objects.create(person=cast.stein, role=Role.COORDINATOR, organisation=cast.fjordvik)
    own = an_enrolment(person=cast.stein, organisation=cast.fjordvik, version=way.version)
    with pytest.raises(NotAllowed):
        actions.mark_met(own, requirement="talk", by=cast.stein)


def test_what_is_closed_unknown_marked_or_to_come_cannot_be_marked(cast, way):
    for refused in ({"requirement": "plan", "by": cast.siv}, {"requirement": "nothing", "by": cast.kari}):
        with pytest.raises(DomainError):
            actions.mark_met(way, **refused)
    with pytest.raises(Invalid):
        actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari, on=timezone.localdate() + timedelta(days=1))
    actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari)
    with pytest.raises(DomainError):
        actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari)
    assert Mark.objects.count() == 1


def test_a_mark_of_yesterday_or_of_somebody_else_stays(cast, way):
    mark = actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari)
    with pytest.raises(NotAllowed):
        actions.undo_mark(mark, by=cast.carl)
    Mark.objects.update(at=timezone.now() - timedelta(days=1))
    with pytest.raises(NotAllowed):
        actions.undo_mark(Mark.objects.get(), by=cast.kari)


# what two hold together


def test_the_talk_says_who_both_were_and_the_second_one_hears_of_it(cast, way):
    actions.mark_met(way, requirement="talk", by=cast.kari, second=cast.siv)
    row = Fulfilment.objects.get(enrolment=way, requirement="talk")
    assert (row.by, row.evidence["second"]) == (cast.kari, cast.siv.pk)
    with translation.override("en"):
        step = next(step for step in engine.explain(way, "en").steps if step.key == "talk")
    assert (step.by, step.note.endswith(", together with Siv")) == ("Kari", True)
    assert Notice.objects.get(kind="mark_names_you").person == cast.siv
    assert AuditEntry.objects.get(deed="requirement.mark").fields["second"] == str(cast.siv.pk)


@pytest.mark.parametrize("name", [None, "kari", "tuva", "pia", "vera", "ed", "stein", "nora"])
def test_nobody_holds_the_talk_alone_or_with_whoever_has_no_business_there(cast, way, name):
    with pytest.raises(Invalid):
        actions.mark_met(way, requirement="talk", by=cast.kari, second=getattr(cast, name) if name else None)
    assert not Mark.objects.exists()
    assert not Notice.objects.exists()


def test_a_relative_of_the_trainee_somebody_shut_out_or_without_the_role_is_no_second(cast, way):
    Relation.objects.create(person=cast.siv, other=cast.tuva)
    Person.objects.filter(pk=cast.carl.pk).update(is_active=False)
    for second in (cast.siv, cast.carl):
        with pytest.raises(Invalid):
            actions.mark_met(way, requirement="talk", by=cast.kari, second=second)
    Relation.objects.all().delete()
    RoleAssignment.objects.filter(person=cast.siv).update(starts_on="2026-01-01", ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(Invalid):
        actions.mark_met(way, requirement="talk", by=cast.kari, second=cast.siv)


def test_the_trainee_is_no_second_though_they_hold_a_role_there(cast, way):
    RoleAssignment.objects.create(person=cast.tuva, role=Role.ASSESSOR, organisation=cast.fjordvik)
    with pytest.raises(Invalid):
        actions.mark_met(way, requirement="talk", by=cast.kari, second=Person.objects.get(pk=cast.tuva.pk))


def test_what_one_person_sees_alone_has_no_second(cast, way):
    actions.mark_met(way, requirement="talk", by=cast.kari, second=cast.siv)
    with pytest.raises(DomainError):
        actions.mark_met(way, requirement="plan", by=cast.siv, second=cast.carl)


def test_the_database_keeps_no_mark_by_one_person_twice(cast, way):
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari, second=cast.kari)


def test_the_second_one_says_that_they_were_not_there_also_later_and_the_talk_waits_again(cast, way):
    mark = actions.mark_met(way, requirement="talk", by=cast.kari, second=cast.siv)
    Mark.objects.update(at=timezone.now() - timedelta(days=40))
    with pytest.raises(NotAllowed):
        actions.undo_mark(Mark.objects.get(), by=cast.carl)
    actions.undo_mark(Mark.objects.get(), by=cast.siv)
    assert state(way, "talk") == "waiting"
    assert Notice.objects.get(kind="mark_denied").person == cast.kari
    assert AuditEntry.objects.get(deed="requirement.unmark").actor == cast.siv.pk
    with pytest.raises(DomainError):
        actions.undo_mark(mark, by=cast.siv)


# the background check


def test_the_country_says_whether_a_check_is_shown_or_obtained(cast, way):
    today = timezone.localdate()
    assert actions.record_background_check(way, on=today, by=cast.vera).kind == "shown"
    danish = an_enrolment(person=cast.stein, organisation=cast.sundby, version=way.version)
    RoleAssignment.objects.create(person=cast.ed, role=Role.VETTING, organisation=cast.sundby)
    assert actions.record_background_check(danish, on=today, by=cast.ed).kind == "obtained"
    assert state(way, "check") == state(danish, "check") == "met"


def test_there_is_no_place_for_a_remark_a_document_or_a_number():
    allowed = {"id", "enrolment", "kind", "type", "on", "by", "recorded_at"}
    assert {field.name for field in BackgroundCheck._meta.get_fields()} == allowed
    assert not [f for f in BackgroundCheck._meta.fields if isinstance(f, models.TextField | models.FileField)]
    assert all(f.choices for f in BackgroundCheck._meta.fields if isinstance(f, models.CharField))


@pytest.mark.parametrize("name", ["tuva", "pia", "siv", "carl", "kari", "ed", "stein", "nora"])
def test_nobody_but_the_vetting_officer_records_a_check(cast, way, name):
    with pytest.raises(NotAllowed):
        actions.record_background_check(way, on=timezone.localdate(), by=getattr(cast, name))


def test_a_check_is_recorded_once_on_a_day_that_has_been_and_can_be_taken_back_today(cast, way):
    today = timezone.localdate()
    with pytest.raises(Invalid):
        actions.record_background_check(way, on=today + timedelta(days=1), by=cast.vera)
    with pytest.raises(Invalid):
        actions.record_background_check(way, on=today, by=cast.vera, type="clean record with remarks")
    check = actions.record_background_check(way, on=today - timedelta(days=3), by=cast.vera)
    with pytest.raises(DomainError):
        actions.record_background_check(way, on=today, by=cast.vera)
    with pytest.raises(NotAllowed):
        actions.undo_background_check(check, by=cast.kari)
    actions.undo_background_check(check, by=cast.vera)
    assert not BackgroundCheck.objects.exists()
    assert state(way, "check") == "waiting"


# waivers


def test_a_supervisor_asks_and_a_certifier_sets_aside(cast, way):
    waiver = actions.propose_waiver(way, requirement="talk", reason="CANARY-REASON from the municipality before", by=cast.siv)
    assert state(way, "talk") == "waiting"
    actions.decide_waiver(waiver, grant=True, by=cast.carl)
    assert state(way, "talk") == "waived"
    assert way.fulfilments.get(requirement="talk").state == "waived"
    assert "CANARY" not in str(list(AuditEntry.objects.values()))


def test_a_waiver_that_is_not_granted_changes_nothing_and_can_be_asked_for_again(cast, way):
    waiver = actions.propose_waiver(way, requirement="talk", reason="x", by=cast.siv)
    actions.decide_waiver(waiver, grant=False, by=cast.carl)
    assert state(way, "talk") == "waiting"
    with pytest.raises(IllegalTransition):
        actions.decide_waiver(waiver, grant=True, by=cast.carl)
    actions.propose_waiver(way, requirement="talk", reason="y", by=cast.siv)
    with pytest.raises(DomainError):
        actions.propose_waiver(way, requirement="talk", reason="z", by=cast.siv)
    assert Waiver.objects.count() == 2


def test_a_waiver_needs_a_reason_and_something_to_set_aside(cast, way):
    with pytest.raises(Invalid):
        actions.propose_waiver(way, requirement="talk", reason="  ", by=cast.siv)
    with pytest.raises(DomainError):
        actions.propose_waiver(way, requirement="nothing", reason="x", by=cast.siv)
    actions.mark_met(way, requirement="talk", second=cast.siv, by=cast.kari)
    with pytest.raises(DomainError):
        actions.propose_waiver(way, requirement="talk", reason="x", by=cast.siv)


@pytest.mark.parametrize("name", ["tuva", "pia", "carl", "kari", "vera", "ed", "stein", "nora"])
def test_who_may_not_ask_for_a_waiver(cast, way, name):
    with pytest.raises(NotAllowed):
        actions.propose_waiver(way, requirement="talk", reason="x", by=getattr(cast, name))


def test_who_asked_never_decides_even_with_both_roles(cast, way):
    waiver = actions.propose_waiver(way, requirement="talk", reason="x", by=cast.siv)
    RoleAssignment.objects.create(person=cast.siv, role=Role.CERTIFIER, organisation=cast.fjordvik)
    cast.siv.__dict__.pop("role_pairs", None)
    for name in ("siv", "tuva", "kari", "nora"):
        with pytest.raises(NotAllowed):
            actions.decide_waiver(waiver, grant=True, by=getattr(cast, name))


# enrolling


def test_enrolling_twice_gives_the_same_way(cast):
    version = a_programme_version(requirements=ASKED)
    first = actions.enrol(cast.tuva, version=version, organisation=cast.fjordvik, by=cast.kari)
    assert actions.enrol(cast.tuva, version=version, organisation=cast.fjordvik, by=cast.kari) == first
    assert first.fulfilments.count() == 4
    Enrolment.objects.filter(pk=first.pk).update(state="withdrawn")
    assert actions.enrol(cast.tuva, version=version, organisation=cast.fjordvik, by=cast.kari) != first


# recognised from elsewhere

YEARLY = [{"key": "aid", "kind": "manual", "valid_months": 12}, {"key": "check", "kind": "background_check"}]


@pytest.fixture
def yearly(cast):
    version = a_programme_version(slug="yearly", requirements=YEARLY)
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)


def recognise(way, cast, *, on):
    waiver = actions.propose_waiver(way, requirement="aid", reason="Saw the diploma.", source="Førstehjelp, Sjøby", on=on, by=cast.siv)
    actions.decide_waiver(waiver, grant=True, by=cast.carl)
    return waiver


def test_what_was_learned_elsewhere_is_recognised_with_its_place_and_day(cast, yearly):
    waiver = recognise(yearly, cast, on=timezone.localdate() - timedelta(days=40))
    step = engine.explain(yearly).steps[0]
    assert (waiver.ground, step.state, "Førstehjelp, Sjøby" in step.note) == ("recognised", "waived", True)
    assert step.expires_at is not None
    assert "Saw the diploma" not in step.note


def test_what_is_recognised_ages_as_if_it_had_been_done_here(cast, yearly):
    recognise(yearly, cast, on=timezone.localdate() - timedelta(days=366))
    assert state(yearly, "aid") == "waiting"


def test_recognising_needs_both_where_and_when_and_no_day_to_come(cast, yearly):
    today = timezone.localdate()
    for given in ({"source": "A"}, {"on": today}, {"source": "A", "on": today + timedelta(days=1)}):
        with pytest.raises(Invalid):
            actions.propose_waiver(yearly, requirement="aid", reason="x", by=cast.siv, **given)
    assert not Waiver.objects.exists()


def test_a_background_check_or_a_promise_is_never_set_aside(cast, way, yearly):
    for enrolment, key in ((yearly, "check"), (way, "paper")):
        with pytest.raises(DomainError):
            actions.propose_waiver(enrolment, requirement=key, reason="x", by=cast.siv)
    assert not Waiver.objects.exists()


def test_who_asked_takes_it_back_until_it_is_decided(cast, yearly):
    waiver = actions.propose_waiver(yearly, requirement="aid", reason="x", by=cast.siv)
    with pytest.raises(NotAllowed):
        actions.withdraw_waiver(waiver, by=cast.carl)
    actions.withdraw_waiver(waiver, by=cast.siv)
    with pytest.raises(IllegalTransition):
        actions.decide_waiver(waiver, grant=True, by=cast.carl)


# the four profiles and the background check

AGAIN = [{"key": "check", "kind": "background_check", "params": {"again_months": {"dk_ngo": 12, "no_municipality": 12, "no_ngo": 12}}}]


def checked(cast, profile, *, days):
    Organisation.objects.filter(pk=cast.fjordvik.pk).update(legal_profile=profile, country=profile[:2])
    cast.fjordvik.refresh_from_db()
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug="again", requirements=AGAIN))
    check = actions.record_background_check(way, on=timezone.localdate(), by=cast.vera)
    BackgroundCheck.objects.update(recorded_at=timezone.now() - timedelta(days=days))
    return way, check


@pytest.mark.parametrize(
    ("profile", "found"), [("no_municipality", "expired"), ("no_ngo", "met"), ("dk_municipality", "met"), ("dk_ngo", "expired")]
)
def test_a_check_is_asked_anew_only_where_the_programme_and_the_law_say_so(cast, profile, found):
    way, _check = checked(cast, profile, days=370)
    assert state(way, "check") == found


@pytest.mark.parametrize("profile", LegalProfile.values)
def test_a_regular_new_check_is_refused_for_a_norwegian_organisation_with_the_reason(cast, profile):
    way, check = checked(cast, profile, days=1)
    if profile == "no_ngo":
        with pytest.raises(Invalid) as refused:
            actions.ask_check_again(check, because="regular", by=cast.vera)
        assert "regular times" in str(refused.value.message)
        assert BackgroundCheck.objects.count() == 1
    else:
        actions.ask_check_again(check, because="regular", by=cast.vera)
        assert state(way, "check") == "waiting"


def test_a_new_check_for_a_changed_task_deletes_the_old_fact_and_leaves_one_word_behind(cast):
    _way, check = checked(cast, "no_ngo", days=1)
    with pytest.raises(NotAllowed):
        actions.ask_check_again(check, because="role_changed", by=cast.kari)
    with pytest.raises(Invalid):
        actions.ask_check_again(check, because="there were remarks", by=cast.vera)
    actions.ask_check_again(check, because="role_changed", by=cast.vera)
    assert not BackgroundCheck.objects.exists()
    assert AuditEntry.objects.get(deed="background_check.ask_again").fields["because"] == "role_changed"


@pytest.mark.parametrize(
    ("row", "refused"),
    [
        ({"params": {"again_months": {"no_ngo": 12}}}, "regular times"),
        ({"valid_months": 12}, "again_months"),
        ({"params": {"again_months": {"dk_ngo": 12}}}, ""),
        ({}, ""),
    ],
)
def test_a_programme_that_asks_a_norwegian_organisation_for_yearly_checks_is_not_published(row, refused):
    found = complaints({"requirements": [{"key": "check", "kind": "background_check", **row}]})
    assert [refused in one for one in found] == ([True] if refused else [])
