import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from certification.decisions import actions, stepup
from certification.decisions.models import Signature, SignOff
from certification.decisions.signals import signoff_granted
from certification.practice.states import ChatState
from certification.programmes import kinds
from certification.programmes.kinds import Finding, Kind
from certification.programmes.models import Enrolment, Mark
from certification.programmes.states import FulfilmentState as S
from cms.versions import digest_of
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Person, Relation, Role, RoleAssignment
from tests.builders import a_chat, a_programme_version, a_signoff, an_enrolment
from tests.cast import assemble

TERMS = {"level": 3, "conditions": "", "statement": "CANARY-STATEMENT she listens", "code": "123456"}
TALK = {"key": "talk", "kind": "suitability_talk"}


class Practice(Kind):
    """Assessed practice, met, with raters a test chooses."""

    name = "practice_assessed"
    raters = (1, 2)

    def find(self, requirement, enrolment):
        return Finding(S.MET, at=timezone.now(), evidence={"raters": list(self.raters)})


@pytest.fixture
def right_code(monkeypatch):
    """Every second factor is right, and whose was asked for is written down."""
    asked = []
    monkeypatch.setattr(stepup, "confirm", lambda person, code: asked.append((person.pk, code)))
    return asked


@pytest.fixture
def practice(monkeypatch):
    kind, real = Practice(), kinds.every()
    monkeypatch.setattr(kinds, "every", lambda: {**real, kind.name: kind})
    return kind


@pytest.fixture
def way(cast):
    """Tuva with everything met."""
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[TALK]))
    Mark.objects.create(enrolment=enrolment, requirement="talk", by=cast.kari)
    return enrolment


def again(person):
    return Person.objects.get(pk=person.pk)


def also(person, role, organisation):
    RoleAssignment.objects.create(person=person, role=role, organisation=organisation)
    return again(person)


# proposing


def test_a_supervisor_proposes_and_the_dossier_is_frozen(cast, way, right_code):
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    assert (signoff.state, signoff.level, signoff.valid_months, signoff.proposed_by) == ("proposed", 3, 24, cast.siv)
    assert signoff.digest == digest_of(signoff.dossier)
    line = signoff.dossier["requirements"][0]
    assert (line["key"], line["state"], line["by"], line["evidence"]["mark"]) == ("talk", "met", cast.kari.pk, way.marks.get().pk)
    signature = signoff.signatures.get()
    assert (signature.person, signature.part, signature.digest) == (cast.siv, "proposer", signoff.digest)
    assert right_code == [(cast.siv.pk, "123456")]
    way.refresh_from_db()
    assert way.state == "learning"


def test_what_people_wrote_is_neither_in_the_dossier_nor_in_the_audit_trail(cast, way, right_code):
    signoff = actions.propose_signoff(way, by=cast.siv, **{**TERMS, "conditions": "CANARY-CONDITION"})
    assert "CANARY" in signoff.statement
    assert "CANARY" not in str(signoff.dossier)
    assert "CANARY" not in str(list(AuditEntry.objects.values()))
    assert "CANARY" not in str(list(Notice.objects.values()))


def test_a_missing_requirement_stops_a_proposal(cast, way, right_code):
    Mark.objects.all().delete()
    with pytest.raises(DomainError) as refused:
        actions.propose_signoff(way, by=cast.siv, **TERMS)
    assert refused.value.code == "requirements"
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("state", ["paused", "withdrawn", "certified"])
def test_only_a_way_that_is_under_way_can_be_proposed(cast, way, right_code, state):
    Enrolment.objects.filter(pk=way.pk).update(state=state)
    with pytest.raises(DomainError) as refused:
        actions.propose_signoff(way, by=cast.siv, **TERMS)
    assert refused.value.code == "not_learning"


def test_one_open_proposal_at_a_time(cast, way, right_code):
    actions.propose_signoff(way, by=cast.siv, **TERMS)
    other = also(cast.vera, Role.SUPERVISOR, cast.fjordvik)
    with pytest.raises(DomainError):
        actions.propose_signoff(way, by=other, **TERMS)
    assert SignOff.objects.count() == Signature.objects.count() == 1


@pytest.mark.parametrize("wrong", [{"level": 6}, {"level": -1}, {"statement": "  "}])
def test_a_proposal_without_level_or_words_is_sent_back(cast, way, right_code, wrong):
    with pytest.raises(Invalid):
        actions.propose_signoff(way, by=cast.siv, **{**TERMS, **wrong})


def test_a_wrong_code_stops_a_signature(cast, way, monkeypatch):
    def refuse(person, code):
        raise Invalid(code="code")

    monkeypatch.setattr(stepup, "confirm", refuse)
    with pytest.raises(Invalid):
        actions.propose_signoff(way, by=cast.siv, **TERMS)
    signoff = a_signoff(way, proposed_by=cast.siv)
    with pytest.raises(Invalid):
        actions.countersign(signoff, decision="grant", by=cast.carl, code="1")
    assert SignOff.objects.get().state == "proposed"
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(("raters", "code"), [((), "raters"), ((1,), "raters"), ((1, 2), None)])
def test_two_people_must_have_rated_before_a_first_certificate(cast, practice, right_code, raters, code):
    version = a_programme_version(requirements=[{"key": "practice", "kind": "practice_assessed"}])
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    practice.raters = raters
    if code is None:
        assert actions.propose_signoff(way, by=cast.siv, **TERMS).dossier["raters"] == [1, 2]
        return
    with pytest.raises(DomainError) as refused:
        actions.propose_signoff(way, by=cast.siv, **TERMS)
    assert refused.value.code == code


# separation of duties: every relation, for both signatures


def nothing(cast, signer):
    pass


def is_oneself(cast, signer):
    Enrolment.objects.update(person=signer)


def is_a_relation(cast, signer):
    Relation.objects.create(person=signer, other=cast.tuva)


def is_a_relation_the_other_way(cast, signer):
    Relation.objects.create(person=cast.tuva, other=signer)


def played_the_partner(cast, signer):
    a_chat(enrolment=Enrolment.objects.get(), partner=signer, state=ChatState.ARCHIVED)


def read_along(cast, signer):
    a_chat(enrolment=Enrolment.objects.get(), partner=cast.pia, supervisor=signer, state=ChatState.ACKNOWLEDGED)


def lost_the_role(cast, signer):
    RoleAssignment.objects.filter(person=signer).delete()


def role_ended_yesterday(cast, signer):
    yesterday = timezone.localdate() - timedelta(days=1)
    RoleAssignment.objects.filter(person=signer).update(starts_on=yesterday, ends_on=yesterday)


def role_begins_tomorrow(cast, signer):
    RoleAssignment.objects.filter(person=signer).update(starts_on=timezone.localdate() + timedelta(days=1))


def holds_it_elsewhere(cast, signer):
    RoleAssignment.objects.filter(person=signer).update(organisation=cast.sundby)


def was_shut_out(cast, signer):
    Person.objects.filter(pk=signer.pk).update(is_active=False)


def is_superuser_only(cast, signer):
    RoleAssignment.objects.filter(person=signer).delete()
    Person.objects.filter(pk=signer.pk).update(is_superuser=True, is_staff=True)


RELATIONS = [
    (nothing, True),
    (read_along, True),
    (is_oneself, False),
    (is_a_relation, False),
    (is_a_relation_the_other_way, False),
    (played_the_partner, False),
    (lost_the_role, False),
    (role_ended_yesterday, False),
    (role_begins_tomorrow, False),
    (holds_it_elsewhere, False),
    (was_shut_out, False),
    (is_superuser_only, False),
]


@pytest.mark.parametrize(("relation", "may_sign"), RELATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_who_may_propose(cast, way, right_code, relation, may_sign):
    relation(cast, cast.siv)
    way = Enrolment.objects.get()
    if may_sign:
        assert actions.propose_signoff(way, by=again(cast.siv), **TERMS).state == "proposed"
        return
    with pytest.raises(NotAllowed):
        actions.propose_signoff(way, by=again(cast.siv), **TERMS)
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("decision", ["grant", "defer", "decline"])
@pytest.mark.parametrize(("relation", "may_sign"), RELATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_who_may_countersign(cast, way, right_code, relation, may_sign, decision):
    signoff = a_signoff(way, proposed_by=cast.siv)
    relation(cast, cast.carl)
    signoff = SignOff.objects.get()
    words = {"what": "x", "until": timezone.localdate() + timedelta(days=7), "reasons": "y"}
    if may_sign:
        assert actions.countersign(signoff, decision=decision, by=again(cast.carl), code="1", **words).state != "proposed"
        return
    with pytest.raises(NotAllowed):
        actions.countersign(signoff, decision=decision, by=again(cast.carl), code="1", **words)
    signoff.refresh_from_db()
    assert signoff.state == "proposed"
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(("relation", "may_sign"), RELATIONS, ids=lambda value: getattr(value, "__name__", ""))
def test_a_proposer_who_could_no_longer_propose_stops_the_grant(cast, way, right_code, relation, may_sign):
    signoff = a_signoff(way, proposed_by=cast.siv)
    relation(cast, cast.siv)
    if may_sign:
        assert actions.countersign(signoff, decision="grant", by=cast.carl, code="1").state == "granted"
        return
    with pytest.raises(DomainError):
        actions.countersign(SignOff.objects.get(), decision="grant", by=cast.carl, code="1")
    assert SignOff.objects.get().state == "proposed"


@pytest.mark.parametrize("name", ["tuva", "pia", "siv", "kari", "vera", "ed", "stein", "nora"])
def test_nobody_but_a_certifier_countersigns(cast, way, right_code, name):
    signoff = a_signoff(way, proposed_by=also(cast.vera, Role.SUPERVISOR, cast.fjordvik))
    with pytest.raises(NotAllowed):
        actions.countersign(signoff, decision="grant", by=getattr(cast, name), code="1")


@pytest.mark.parametrize("name", ["tuva", "pia", "carl", "kari", "vera", "ed", "stein", "nora"])
def test_nobody_but_a_supervisor_there_proposes(cast, way, right_code, name):
    with pytest.raises(NotAllowed):
        actions.propose_signoff(way, by=getattr(cast, name), **TERMS)


def test_who_proposed_cannot_countersign_with_both_roles(cast, way, right_code):
    both = also(cast.siv, Role.CERTIFIER, cast.fjordvik)
    signoff = actions.propose_signoff(way, by=both, **TERMS)
    with pytest.raises(NotAllowed):
        actions.countersign(signoff, decision="grant", by=both, code="1")


# deciding


def test_a_grant_certifies_tells_and_sends_the_signal_inside_the_transaction(cast, way, right_code):
    heard = []

    def listen(sender, signoff, **_):
        heard.append((signoff.pk, signoff.state, connection.in_atomic_block))

    signoff_granted.connect(listen)
    try:
        signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
        actions.countersign(signoff, decision="grant", by=cast.carl, code="654321")
    finally:
        signoff_granted.disconnect(listen)
    way.refresh_from_db()
    assert (signoff.state, way.state, heard) == ("granted", "certified", [(signoff.pk, "granted", True)])
    assert {s.part: s.person for s in signoff.signatures.all()} == {"proposer": cast.siv, "countersigner": cast.carl}
    assert right_code == [(cast.siv.pk, "123456"), (cast.carl.pk, "654321")]
    assert set(Notice.objects.values_list("person", "kind")) == {
        (cast.carl.pk, "signoff_to_countersign"),
        (cast.tuva.pk, "signoff_proposed"),
        (cast.tuva.pk, "signoff_granted"),
        (cast.siv.pk, "signoff_decided"),
    }


def test_a_listener_that_stumbles_undoes_the_grant(cast, way, right_code):
    def stumble(sender, signoff, **_):
        raise RuntimeError

    signoff_granted.connect(stumble)
    try:
        with pytest.raises(RuntimeError):
            actions.countersign(a_signoff(way, proposed_by=cast.siv), decision="grant", by=cast.carl, code="1")
    finally:
        signoff_granted.disconnect(stumble)
    way.refresh_from_db()
    assert (SignOff.objects.get().state, way.state, Signature.objects.count()) == ("proposed", "learning", 1)


def test_what_fell_away_since_the_proposal_stops_the_grant(cast, way, right_code):
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    Mark.objects.update(undone_at=timezone.now())
    with pytest.raises(DomainError) as refused:
        actions.countersign(signoff, decision="grant", by=cast.carl, code="1")
    assert refused.value.code == "requirements"
    assert SignOff.objects.get().state == "proposed"


def test_a_rating_annulled_since_the_proposal_leaves_one_pair_of_eyes_and_stops_the_grant(cast, practice, right_code):
    version = a_programme_version(requirements=[{"key": "practice", "kind": "practice_assessed"}])
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    practice.raters = (1,)
    with pytest.raises(DomainError) as refused:
        actions.countersign(signoff, decision="grant", by=cast.carl, code="1")
    assert refused.value.code == "raters"
    assert SignOff.objects.get().state == "proposed"


def test_defer_says_what_and_by_when_and_the_way_goes_on(cast, way, right_code):
    until = timezone.localdate() + timedelta(days=30)
    signoff = a_signoff(way, proposed_by=cast.siv)
    actions.countersign(signoff, decision="defer", by=cast.carl, code="1", what="one more chat about safety", until=until)
    way.refresh_from_db()
    assert (signoff.state, signoff.deferred_what, signoff.deferred_until) == ("deferred", "one more chat about safety", until)
    assert way.state == "learning"
    assert actions.propose_signoff(way, by=cast.siv, **TERMS).state == "proposed"


def test_decline_keeps_its_reasons(cast, way, right_code):
    signoff = a_signoff(way, proposed_by=cast.siv)
    actions.countersign(signoff, decision="decline", by=cast.carl, code="1", reasons="CANARY-REASON")
    assert (signoff.state, signoff.reasons) == ("declined", "CANARY-REASON")
    assert "CANARY-REASON" not in str(list(Notice.objects.values())) + str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    "words",
    [
        {"decision": "defer"},
        {"decision": "defer", "what": "x"},
        {"decision": "defer", "what": "x", "until": timezone.localdate()},
        {"decision": "defer", "what": " ", "until": timezone.localdate() + timedelta(days=9)},
        {"decision": "decline", "reasons": "  "},
        {"decision": "else"},
        {"decision": ""},
    ],
)
def test_a_decision_without_its_words_is_sent_back_before_the_code_is_used(cast, way, right_code, words):
    with pytest.raises(Invalid):
        actions.countersign(a_signoff(way, proposed_by=cast.siv), by=cast.carl, code="1", **words)
    assert right_code == []


@pytest.mark.parametrize("state", ["granted", "deferred", "declined", "withdrawn"])
def test_what_is_decided_stays_decided(cast, way, right_code, state):
    signoff = a_signoff(way, proposed_by=cast.siv, state=state)
    with pytest.raises(IllegalTransition):
        actions.countersign(signoff, decision="grant", by=cast.carl, code="1")
    with pytest.raises(IllegalTransition):
        actions.withdraw_proposal(signoff, by=cast.siv)


def test_only_the_proposer_takes_a_proposal_back(cast, way, right_code):
    signoff = a_signoff(way, proposed_by=cast.siv)
    with pytest.raises(NotAllowed):
        actions.withdraw_proposal(signoff, by=cast.carl)
    actions.withdraw_proposal(signoff, by=cast.siv)
    assert signoff.state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_fifty_countersignatures_at_once_are_one(right_code):
    cast = assemble()
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=[TALK]))
    Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari)
    signoff = actions.propose_signoff(way, by=cast.siv, **TERMS)
    other = Person.objects.create_user("cecilie@example.org", alias="Cecilie")
    RoleAssignment.objects.create(person=other, role=Role.CERTIFIER, organisation=cast.fjordvik)
    gate, answers = threading.Barrier(50), []

    def sign(person, decision):
        until = timezone.localdate() + timedelta(days=9)
        mine = SignOff.objects.select_related("enrolment").get(pk=signoff.pk)
        gate.wait()
        try:
            actions.countersign(mine, decision=decision, by=person, code="1", what="x", until=until, reasons="y")
            answers.append("done")
        except IllegalTransition:
            answers.append("late")
        except Exception as error:
            answers.append(repr(error))
        finally:
            connections.close_all()

    plans = [((cast.carl, other)[n % 2], ("grant", "defer", "decline")[n % 3]) for n in range(50)]
    threads = [threading.Thread(target=sign, args=plan) for plan in plans]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(set(answers)) == ["done", "late"]
    assert answers.count("done") == 1
    assert Signature.objects.filter(part="countersigner").count() == 1
    assert (SignOff.objects.get().state == "granted") == (Enrolment.objects.get().state == "certified")
