"""Renewal by its own smaller set, skills that rest, and a change of level that never prolongs anything."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone, translation

from certification.credentials import actions as issuing
from certification.credentials import duty, fading, renewal
from certification.credentials.models import Certificate
from certification.credentials.queries import rest_of
from certification.decisions import actions, stepup
from certification.decisions.models import SignOff
from certification.programmes import engine, log_actions
from certification.programmes.actions import mark_met, sign_agreement
from certification.programmes.models import AgreementSignature, AgreementVersion, Enrolment, Fulfilment, Mark, ProgrammeVersion
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.models import QuizAttempt
from courses.quizzes.queries import standing
from courses.quizzes.recall_models import RecallTurn
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from tests.builders import a_certificate, a_programme_version, a_quiz, an_enrolment, answer_all

ASKED = [
    {"key": "first", "kind": "manual"},
    {"key": "guided", "kind": "supervision_attendance", "params": {"count": 1, "per_days": 365}, "phase": "both", "needs": ["first"]},
    {"key": "hours", "kind": "activity_hours", "params": {"hours": 1, "per_days": 365}, "phase": "renewal"},
    {"key": "talk", "kind": "manual", "phase": "renewal"},
]


@pytest.fixture
def right_code(monkeypatch):
    monkeypatch.setattr(stepup, "confirm", lambda person, code: None)


@pytest.fixture
def way(cast):
    version = a_programme_version(slug="renewed", requirements=ASKED)
    ProgrammeVersion.objects.filter(pk=version.pk).update(rules={**version.rules, "decision": {"fades": True}})
    version.refresh_from_db()
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)


def certified(way, cast, *, days_ago, **fields):
    certificate = a_certificate(way, proposed_by=cast.siv, days_ago=days_ago, **fields)
    Enrolment.objects.filter(pk=way.pk).update(state="certified")
    way.refresh_from_db()
    return Certificate.objects.select_related("enrolment", "signoff", "person", "organisation").get(pk=certificate.pk)


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def worked(way, cast, days):
    return log_actions.write_down(way, requirement="hours", by=cast.siv, on=ago(days), minutes=90)


def names(way):
    return [step.key for step in engine.explain(way).steps]


# renewal


def test_the_first_way_asks_what_is_first_and_the_renewal_what_is_its_own(cast, way):
    assert names(way) == ["first", "guided"]
    certificate = certified(way, cast, days_ago=700)
    assert names(renewal.begin_renewal(certificate, by=cast.tuva)) == ["guided", "hours", "talk"]


@pytest.mark.parametrize(("days", "opens"), [(600, False), (635, False), (642, True), (740, True), (800, True)])
def test_it_opens_three_months_before_the_end_and_stays_open_after_it(cast, way, days, opens):
    certificate = certified(way, cast, days_ago=days)
    ProgrammeVersion.objects.update(rules={**way.version.rules, "decision": {}})
    assert renewal.may_begin(certificate) is opens


@pytest.mark.parametrize("name", ["pia", "vera", "ed", "stein", "nora"])
def test_others_cannot_open_it(cast, way, name):
    with pytest.raises(NotAllowed):
        renewal.begin_renewal(certified(way, cast, days_ago=700), by=getattr(cast, name))


def test_it_is_opened_once_and_the_certificate_counts_meanwhile(cast, way):
    certificate = certified(way, cast, days_ago=700)
    renewal.begin_renewal(certificate, by=cast.siv)
    assert certificate.counts
    assert Notice.objects.get(kind="renewal_begun").person == cast.tuva
    certificate.enrolment.refresh_from_db()
    with pytest.raises((DomainError, IllegalTransition)):
        renewal.begin_renewal(certificate, by=cast.tuva)


def test_what_was_done_long_before_does_not_count_again(cast, way):
    mark = Mark.objects.create(enrolment=way, requirement="talk", by=cast.siv)
    Mark.objects.filter(pk=mark.pk).update(at=timezone.now() - timedelta(days=650), on=ago(650))
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    assert engine.survey(renewed).states["talk"] == "expired"
    mark_met(renewed, requirement="talk", by=cast.siv)
    assert engine.survey(renewed).states["talk"] == "met"
    assert Mark.objects.standing().count() == 1


def test_what_looks_back_over_a_year_counts_although_it_began_before_the_renewal(cast, way):
    worked(way, cast, 300)
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    assert engine.survey(renewed).states["hours"] == "met"


def test_questions_that_came_back_count_at_the_renewal_without_a_day_of_their_own(cast):
    asked = [{"key": "first", "kind": "manual"}, {"key": "kept", "kind": "recall", "params": {"share": 50}, "phase": "renewal"}]
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug="kept", requirements=asked))
    RecallTurn.objects.bulk_create(
        RecallTurn(person=cast.tuva, series="certificate:1", number=n, due_at=timezone.now() - timedelta(days=90), done_at=done)
        for n, done in ((1, timezone.now() - timedelta(days=89)), (2, None))
    )
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    assert engine.survey(renewed).states["kept"] == "met"
    RecallTurn.objects.update(done_at=None)
    assert engine.survey(renewed).states["kept"] == "not_yet"


def test_the_new_certificate_follows_the_old_one_by_two_signatures(cast, way, right_code):
    old = certified(way, cast, days_ago=700)
    renewed = renewal.begin_renewal(old, by=cast.tuva)
    log_actions.write_down(renewed, requirement="guided", by=cast.siv, on=ago(1))
    with pytest.raises(DomainError):
        actions.propose_signoff(renewed, level=3, conditions="", statement="x", by=cast.siv, code="1")
    worked(renewed, cast, 1)
    mark_met(renewed, requirement="talk", by=cast.siv)
    proposal = actions.propose_signoff(renewed, level=3, conditions="", statement="x", by=cast.siv, code="1")
    actions.countersign(proposal, decision="grant", by=cast.carl, code="1")
    new = Certificate.objects.live().get()
    old.refresh_from_db()
    assert (new.previous, old.state, Enrolment.objects.get(pk=way.pk).state) == (old, "superseded", "certified")
    assert new.valid_until > old.valid_until


# agreements are confirmed anew

PAPER = uuid.uuid4()


@pytest.fixture
def paper(db):
    return AgreementVersion.freeze(PAPER, {"nb": {"title": "Taushet", "summary": "- kort", "text": "Lang."}}, slug="secrecy", major=True)


def a_way_with_papers(cast, phase):
    asked = [
        {"key": "first", "kind": "manual"},
        {"key": "paper", "kind": "agreement", "params": {"agreement": str(PAPER)}, "phase": phase},
        {"key": "talk", "kind": "manual", "phase": "renewal"},
    ]
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug="papers", requirements=asked))


def signed(paper, cast, days_ago):
    mine = sign_agreement(paper, by=cast.tuva)
    AgreementSignature.objects.filter(pk=mine.pk).update(signed_at=timezone.now() - timedelta(days=days_ago))
    return mine


def paper_step(way):
    with translation.override("en"):
        return next(step for step in engine.explain(way, "en").steps if step.key == "paper")


def test_what_was_promised_the_first_time_is_confirmed_anew_at_the_renewal(cast, paper, sign_in):
    way = a_way_with_papers(cast, "both")
    first = signed(paper, cast, 720)
    assert paper_step(way).state == "met"
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    step = paper_step(renewed)
    assert (step.state, step.note, step.action) == ("open", "You renew: read it once more and confirm it.", "Read and confirm")
    assert "paper" in engine.survey(renewed).missing
    client, url = sign_in(cast.tuva), f"/en/agreements/{PAPER}/"
    assert "Confirm it once more" in client.get(url).text
    assert {client.post(url, {"agree": "on"}).status_code for _tap in range(2)} == {302}
    assert "You have signed this" in client.get(url).text
    again = AgreementSignature.objects.exclude(pk=first.pk).get()
    assert (again.person, again.version, again.anew_since) == (cast.tuva, paper, renewed.renewal_from)
    assert paper_step(renewed).state == "met"
    assert Fulfilment.objects.get(enrolment=renewed, requirement="paper").evidence["signature"] == again.pk
    assert AgreementSignature.objects.get(pk=first.pk).signed_at < again.signed_at


def test_a_signature_since_the_renewal_could_begin_is_enough(cast, paper):
    way = a_way_with_papers(cast, "both")
    signed(paper, cast, 20)
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    assert paper_step(renewed).state == "met"
    sign_agreement(paper, by=cast.tuva)
    assert AgreementSignature.objects.count() == 1


def test_the_renewal_after_that_asks_once_more(cast, paper):
    way = a_way_with_papers(cast, "both")
    signed(paper, cast, 720)
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    sign_agreement(paper, by=cast.tuva)
    Enrolment.objects.update(renewal_from=timezone.now() + timedelta(seconds=1))
    renewed.refresh_from_db()
    assert paper_step(renewed).state == "open"


def test_a_paper_of_the_first_time_only_is_not_asked_for_again(cast, paper):
    way = a_way_with_papers(cast, "first")
    signed(paper, cast, 720)
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    assert names(renewed) == ["talk"]
    sign_agreement(paper, by=cast.tuva)
    assert AgreementSignature.objects.count() == 1


def test_nobody_confirms_for_somebody_else_and_no_old_text(cast, paper):
    way = a_way_with_papers(cast, "both")
    signed(paper, cast, 720)
    renewed = renewal.begin_renewal(certified(way, cast, days_ago=700), by=cast.tuva)
    with pytest.raises(NotAllowed):
        sign_agreement(paper, by=cast.siv)
    newer = AgreementVersion.freeze(PAPER, {"nb": {"title": "Taushet", "summary": "- kort", "text": "Ny."}}, slug="secrecy", major=False)
    with pytest.raises(DomainError):
        sign_agreement(paper, by=cast.tuva)
    sign_agreement(newer, by=cast.tuva)
    assert paper_step(renewed).state == "met"


# resting


@pytest.mark.parametrize(
    ("days", "state"), [(0, "fresh"), (35, "fresh"), (36, "rested"), (183, "rested"), (184, "rested_long"), (900, "rested_long")]
)
def test_skills_rest_after_five_weeks_and_long_after_half_a_year(days, state):
    assert fading.rest(ago(days), timezone.localdate()) == state


def answer(certificate, cast):
    return duty.ask(cast.fjordvik, [certificate.code])[0]


@pytest.mark.parametrize(
    ("days", "may", "limit"),
    [(10, True, "professional_on_shift"), (40, True, "supervisor_reads_along"), (190, False, "supervisor_reads_along")],
)
def test_the_passport_lets_somebody_read_along_after_five_weeks_and_nobody_after_half_a_year(cast, way, days, may, limit):
    certificate = certified(way, cast, days_ago=300)
    way.refresh_from_db()
    Enrolment.objects.update(renewal_from=timezone.now())
    way.refresh_from_db()
    worked(way, cast, days)
    told = answer(certificate, cast)
    assert (told.may, told.limit) == (may, limit)
    assert told.facts()["rest"] == rest_of(certificate)


def test_one_shift_wakes_them_again(cast, way):
    certificate = certified(way, cast, days_ago=100)
    assert answer(certificate, cast).rest == "rested"
    Enrolment.objects.update(renewal_from=timezone.now())
    way.refresh_from_db()
    worked(way, cast, 0)
    assert answer(certificate, cast).rest == "fresh"


def test_where_nobody_counts_hours_nothing_fades(cast, way):
    certificate = certified(way, cast, days_ago=400)
    ProgrammeVersion.objects.update(rules={**way.version.rules, "decision": {}})
    assert (answer(certificate, cast).rest, answer(certificate, cast).may) == ("fresh", True)


def test_a_quiz_that_the_renewal_asks_for_is_taken_anew_whoever_passed_it_before(cast):
    quiz = a_quiz()
    asked = [
        {"key": "first", "kind": "manual"},
        {"key": "again", "kind": "quiz", "params": {"quiz": str(quiz.translation_key)}, "phase": "renewal"},
    ]
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug="quizzed", requirements=asked))
    submit_attempt(answer_all(start_attempt(quiz, by=cast.tuva)), by=cast.tuva)
    QuizAttempt.objects.update(started_at=timezone.now() - timedelta(days=600), submitted_at=timezone.now() - timedelta(days=600))
    certificate = certified(way, cast, days_ago=700)
    with pytest.raises(DomainError, match="passed"):
        start_attempt(quiz, by=cast.tuva)
    renewed = renewal.begin_renewal(certificate, by=cast.tuva)
    assert standing(cast.tuva, quiz.translation_key).may_begin
    submit_attempt(answer_all(start_attempt(quiz, by=cast.tuva), wrong=(1, 2, 3)), by=cast.tuva)
    assert engine.survey(renewed).states["again"] == "not_yet"
    QuizAttempt.objects.filter(state="not_yet").update(submitted_at=timezone.now() - timedelta(days=2))
    Enrolment.objects.update(renewal_from=timezone.now() - timedelta(days=3))
    submit_attempt(answer_all(start_attempt(quiz, by=cast.tuva)), by=cast.tuva)
    assert engine.survey(Enrolment.objects.get(pk=way.pk)).states["again"] == "met"
    with pytest.raises(DomainError, match="passed"):
        start_attempt(quiz, by=cast.tuva)


def test_after_half_a_year_of_rest_the_renewal_is_open(cast, way):
    assert renewal.may_begin(certified(way, cast, days_ago=200))


def test_each_rest_is_told_once(cast, way):
    certified(way, cast, days_ago=50)
    assert [renewal.tell_of_rest(), renewal.tell_of_rest()] == [1, 0]
    assert Notice.objects.get().kind == "certificate_rested"


def test_the_passport_asks_as_often_for_many_as_for_one(cast, way, django_assert_max_num_queries):
    certificate = certified(way, cast, days_ago=50)
    with django_assert_max_num_queries(2):
        duty.ask(cast.fjordvik, [certificate.code, str(certificate.public_id), "nothing"])


# changing the terms


def test_conditions_change_by_two_signatures_and_the_end_stays(cast, way, right_code):
    old = certified(way, cast, days_ago=30)
    terms = {"level": 2, "conditions": "Not at night.", "conditions_until": timezone.localdate() + timedelta(days=30), "statement": "x"}
    proposal = actions.propose_signoff(way, by=cast.siv, code="1", varies=old.signoff, **terms)
    actions.countersign(proposal, decision="grant", by=cast.carl, code="1")
    new = Certificate.objects.live().get()
    assert (new.level, new.valid_until, new.previous, new.signoff.conditions) == (2, old.valid_until, old, "Not at night.")
    assert Enrolment.objects.get(pk=way.pk).state == "certified"


def test_more_than_before_asks_for_every_requirement_again(cast, way, right_code):
    old = certified(way, cast, days_ago=30)
    with pytest.raises(DomainError) as refused:
        actions.propose_signoff(way, by=cast.siv, code="1", varies=old.signoff, level=4, conditions="", statement="x")
    assert refused.value.code == "requirements"


def test_a_withdrawn_certificate_is_not_revived_by_changing_it(cast, way, right_code):
    old = certified(way, cast, days_ago=30)
    Certificate.objects.filter(pk=old.pk).update(state="revoked", revocation_asked_by=cast.carl, revoked_by=cast.siv)
    proposal = actions.propose_signoff(way, by=cast.siv, code="1", varies=old.signoff, level=2, conditions="", statement="x")
    with pytest.raises(DomainError):
        actions.countersign(proposal, decision="grant", by=cast.carl, code="1")
    assert not Certificate.objects.live().exists()
    assert SignOff.objects.get(pk=proposal.pk).state == "proposed"


@pytest.mark.parametrize("unsettled", ["paused", "to be withdrawn"])
def test_a_change_lifts_no_pause_and_buries_no_wish_to_withdraw(cast, way, right_code, sign_in, unsettled):
    """Two who lower a level have not looked at why it rests; the new one would count at once, and the question would be gone."""
    old = certified(way, cast, days_ago=30)
    care = f"/en/certificates/{old.public_id}/care/"
    assert f"/en/signoffs/{old.signoff_id}/vary/" in sign_in(cast.siv).get(care).text
    paused = unsettled == "paused"

    def unsettle():
        deed = issuing.suspend if paused else issuing.ask_revocation
        deed(Certificate.objects.get(), reason="x", by=cast.carl)

    def settle():
        deed = issuing.resume if paused else issuing.drop_revocation
        deed(Certificate.objects.get(), by=cast.carl)

    def propose():
        return actions.propose_signoff(way, by=cast.siv, code="1", varies=old.signoff, level=2, conditions="", statement="x")

    unsettle()
    assert f"/en/signoffs/{old.signoff_id}/vary/" not in sign_in(cast.siv).get(care).text
    with pytest.raises(DomainError, match="unsettled"):
        propose()
    settle()
    proposal = propose()
    unsettle()
    with pytest.raises(DomainError, match="unsettled"):
        actions.countersign(proposal, decision="grant", by=cast.carl, code="1")
    assert Certificate.objects.get() == old
    settle()
    actions.countersign(proposal, decision="grant", by=cast.carl, code="1")
    assert Certificate.objects.live().get().level == 2


def test_conditions_come_back_by_themselves_on_their_day(cast, way, sign_in):
    certificate = certified(way, cast, days_ago=30, conditions="Not at night.", conditions_until=ago(-1))
    siv = sign_in(cast.siv)
    assert "conditions of Tuva" not in siv.get("/en/inbox/").text
    SignOff.objects.update(conditions_until=ago(0))
    assert f"/en/certificates/{certificate.public_id}/care/" in siv.get("/en/inbox/").text
    assert f"/en/signoffs/{certificate.signoff_id}/vary/" in siv.get(f"/en/certificates/{certificate.public_id}/care/").text


def test_conditions_that_come_back_are_told_to_the_supervisor_once(cast, way):
    certificate = certified(way, cast, days_ago=40, conditions="not at night")
    SignOff.objects.filter(pk=certificate.signoff_id).update(conditions_until=timezone.localdate() + timedelta(days=1))
    assert issuing.tell_of_conditions() == 0
    SignOff.objects.filter(pk=certificate.signoff_id).update(conditions_until=timezone.localdate())
    assert [issuing.tell_of_conditions(), issuing.tell_of_conditions()] == [1, 0]
    assert Notice.objects.get(kind="conditions_due").person == cast.siv


def test_the_holder_reads_of_a_change_as_a_change(cast, way, right_code, sign_in):
    certificate = certified(way, cast, days_ago=40)
    terms = {"level": 2, "statement": "x", "conditions": "", "code": "1"}
    signoff = actions.propose_signoff(way, by=cast.siv, varies=certificate.signoff, **terms)
    tuva = sign_in(cast.tuva)
    assert "A change is proposed" in tuva.get(f"/en/signoffs/{signoff.pk}/").text
    assert "Before it was 3" in sign_in(cast.carl).get(f"/en/signoffs/{signoff.pk}/countersign/").text
    actions.countersign(signoff, decision="grant", by=cast.carl, code="1")
    assert "Your certificate has changed" in tuva.get(f"/en/signoffs/{signoff.pk}/").text
    told = Notice.objects.filter(person=cast.tuva, kind__startswith="signoff").order_by("pk").values_list("kind", flat=True)
    assert list(told) == ["signoff_change_proposed", "signoff_changed"]


def test_only_what_was_granted_last_can_be_changed(cast, way, right_code):
    old = certified(way, cast, days_ago=700)
    SignOff.objects.create(enrolment=way, state="granted", level=3, proposed_by=cast.siv, decided_at=timezone.now())
    with pytest.raises(DomainError) as refused:
        actions.propose_signoff(way, level=2, statement="x", conditions="", by=cast.siv, code="1", varies=old.signoff)
    assert "granted last" in str(refused.value.message)


def test_in_a_renewal_the_terms_change_with_what_is_signed_then(cast, way):
    certificate = certified(way, cast, days_ago=700)
    assert (renewal.may_vary(certificate), renewal.is_under_way(certificate)) == (True, False)
    renewal.begin_renewal(certificate, by=cast.tuva)
    certificate.enrolment.refresh_from_db()
    assert (renewal.may_vary(certificate), renewal.is_under_way(certificate)) == (False, True)


def test_home_says_that_it_is_a_renewal_and_that_the_old_one_counts(cast, way, sign_in):
    certificate = certified(way, cast, days_ago=700)
    tuva = sign_in(cast.tuva)
    assert "You are renewing" not in tuva.get("/en/").text
    renewal.begin_renewal(certificate, by=cast.tuva)
    assert "You are renewing your certificate. The one you have counts until" in tuva.get("/en/").text
    assert "way of a renewal" in sign_in(cast.siv).get(f"/en/enrolments/{way.pk}/").text


def test_a_day_to_look_again_needs_conditions_and_lies_ahead(cast, way, right_code):
    old = certified(way, cast, days_ago=30)
    for conditions, days in (("", 3), ("Not at night.", 0)):
        with pytest.raises(Invalid):
            actions.propose_signoff(
                way, by=cast.siv, code="1", varies=old.signoff, level=3, conditions=conditions, conditions_until=ago(-days), statement="x"
            )  # fmt: skip


def test_the_pages_lead_to_the_renewal(cast, way, sign_in):
    certificate = certified(way, cast, days_ago=700)
    url, tuva = f"/en/certificates/{certificate.public_id}/renew/", sign_in(cast.tuva)
    assert url in tuva.get(f"/en/certificates/{certificate.public_id}/").text
    assert [sign_in(cast.stein).post(url).status_code, tuva.post(url).status_code, tuva.post(url).status_code] == [404, 302, 409]
