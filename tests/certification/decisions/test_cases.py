"""Appeals and concerns: who reads them, who may take them, and that nothing is closed behind somebody's back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from certification.assessment import drafts
from certification.credentials.models import Certificate
from certification.decisions import appeals, concerns, cover, stepup
from certification.decisions.cases import Appeal, Concern, Seat
from certification.decisions.models import Signature
from certification.holdings import forget_concerns
from certification.practice.wellbeing import Talk
from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Person, Relation, Role, RoleAssignment
from tests.builders import a_certificate, a_chat, a_signoff, an_ended_chat, an_enrolment, views_given


def again(person):
    return Person.objects.get(pk=person.pk)


def also(person, role, organisation):
    RoleAssignment.objects.create(person=person, role=role, organisation=organisation)
    return again(person)


@pytest.fixture
def declined(cast):
    """Siv proposed, Carl declined."""
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    signoff = a_signoff(way, proposed_by=cast.siv)
    type(signoff).objects.filter(pk=signoff.pk).update(state="declined", reasons="CANARY-REASONS", decided_at=timezone.now())
    signoff.refresh_from_db()
    Signature.objects.get_or_create(signoff=signoff, part="countersigner", defaults={"person": cast.carl, "digest": "0" * 64})
    return signoff


@pytest.fixture
def vera(cast):
    """A certifier who was not part of it."""
    return also(cast.vera, Role.CERTIFIER, cast.fjordvik)


@pytest.fixture
def right_code(monkeypatch):
    monkeypatch.setattr(stepup, "confirm", lambda person, code: None)


# appeals


def test_only_those_who_were_not_part_of_it_are_asked(cast, declined, vera):
    appeal = appeals.lodge_appeal(declined, words="CANARY-WORDS", by=cast.tuva)
    assert [seat.person for seat in appeal.seats.standing()] == [vera]
    assert list(Notice.objects.filter(kind="appeal_waits").values_list("person", flat=True)) == [vera.pk]
    assert "CANARY" not in str(list(Notice.objects.values()) + list(AuditEntry.objects.values()))


def test_whoever_takes_it_is_alone_with_it_and_answers(cast, declined, vera, right_code):
    ed = also(cast.ed, Role.CERTIFIER, cast.fjordvik)
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    appeals.take_appeal(appeal, by=vera)
    assert not Appeal.objects.visible_to(again(ed)).exists()
    with pytest.raises(NotAllowed):
        appeals.answer_appeal(appeal, changed=True, answer="y", by=ed, code="1")
    appeals.answer_appeal(appeal, changed=True, answer="We look again.", by=vera, code="1")
    assert (appeal.state, Notice.objects.filter(kind="appeal_answered", person=cast.tuva).count()) == ("changed", 1)
    with pytest.raises(IllegalTransition):
        appeals.answer_appeal(appeal, changed=False, answer="z", by=vera, code="1")


@pytest.mark.parametrize("name", ["siv", "carl", "kari", "tuva", "pia", "ed", "stein", "nora"])
def test_who_decided_and_who_is_not_on_the_list_cannot_take_it(cast, declined, vera, name):
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    person = also(getattr(cast, name), Role.CERTIFIER, cast.fjordvik) if name in ("siv", "tuva") else getattr(cast, name)
    with pytest.raises(NotAllowed):
        appeals.take_appeal(appeal, by=person)


def test_who_looked_into_a_concern_about_them_does_not_answer_their_appeal(cast, declined, vera):
    Concern.objects.create(about=cast.tuva, organisation=cast.fjordvik, raised_by=cast.pia, words="x", taken_by=vera)
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    assert not appeal.seats.exists()


def test_where_nobody_is_far_enough_away_a_coordinator_finds_a_partners_certifier(cast, declined):
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    assert list(Notice.objects.values_list("person", "kind")) == [(cast.kari.pk, "appeal_needs_reviewer")]
    nora = also(cast.nora, Role.CERTIFIER, cast.sundby)
    for wrong in ("carl@example.org", "stein@example.org", "nobody@example.org"):
        with pytest.raises(Invalid):
            appeals.name_reviewer(appeal, email=wrong, by=cast.kari)
    appeals.name_reviewer(appeal, email="Nora@example.org", by=cast.kari)
    appeals.take_appeal(appeal, by=nora)
    assert appeal.taken_by == nora


def test_handed_back_everybody_who_may_answer_is_asked_once_more(cast, declined, vera):
    ed = also(cast.ed, Role.CERTIFIER, cast.fjordvik)
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    appeals.take_appeal(appeal, by=vera)
    appeals.hand_appeal_back(appeal, by=vera)
    asked = Notice.objects.filter(kind="appeal_waits")
    assert [asked.filter(person=person).count() for person in (vera, ed)] == [2, 2]


def test_whoever_was_shut_out_when_it_was_taken_finds_no_place_when_they_come_back(cast, declined, vera):
    ed = also(cast.ed, Role.CERTIFIER, cast.fjordvik)
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    Person.objects.filter(pk=ed.pk).update(is_active=False)
    appeals.take_appeal(appeal, by=vera)
    Person.objects.filter(pk=ed.pk).update(is_active=True)
    assert not Appeal.objects.visible_to(again(ed)).exists()


def test_one_appeal_at_a_time_and_only_of_what_was_not_granted(cast, declined, vera):
    appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    with pytest.raises(DomainError):
        appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    type(declined).objects.filter(pk=declined.pk).update(state="granted")
    declined.refresh_from_db()
    with pytest.raises(DomainError):
        appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    assert Appeal.objects.count() == 1


def test_from_the_page_of_the_answer_to_a_new_look(cast, declined, vera, sign_in, right_code):
    tuva, url = sign_in(cast.tuva), f"/en/signoffs/{declined.pk}/appeal/"
    assert url in tuva.get(f"/en/signoffs/{declined.pk}/").text
    assert tuva.post(url, {"words": ""}).status_code == 422
    sent = tuva.post(url, {"words": "I was ill that week"})
    page = sent["Location"]
    assert tuva.post(url, {"words": "again"})["Location"] == page
    reviewer = sign_in(vera)
    assert page in reviewer.get("/en/inbox/").text
    assert "CANARY-REASONS" in reviewer.get(page).text
    assert [reviewer.post(page, {"do": "change"}).status_code, reviewer.post(page, {"do": "take"}).status_code] == [422, 302]
    assert reviewer.post(page, {"do": "change", "answer": "ANSWER", "code": "1"}).status_code == 302
    assert "ANSWER" in tuva.get(page).text
    assert [sign_in(person).get(page).status_code for person in (cast.siv, cast.carl, cast.kari, cast.stein)] == [404] * 4


def test_an_appeal_that_nobody_there_may_answer_waits_for_the_coordinator(cast, declined, sign_in):
    appeals.lodge_appeal(declined, words="CANARY-WORDS", by=cast.tuva)
    kari, url = sign_in(cast.kari), f"/en/signoffs/{declined.pk}/reviewer/"
    assert url in kari.get("/en/inbox/").text
    nora = also(cast.nora, Role.CERTIFIER, cast.sundby)
    kari.post(url, {"email": nora.email})
    page = kari.get(url).text
    assert ["Nora" in page, "CANARY" in page, url in kari.get("/en/inbox/").text] == [True, False, False]
    assert url not in sign_in(cast.siv).get("/en/inbox/").text


def test_who_has_taken_it_reads_the_whole_dossier_and_nobody_before(cast, declined, vera, sign_in):
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    reviewer, url = sign_in(vera), f"/en/appeals/{appeal.pk}/"
    assert ["What the signers saw" in reviewer.get(url).text, "Every requirement today" in reviewer.get(url).text] == [True, False]
    appeals.take_appeal(appeal, by=vera)
    assert "Every requirement today" in reviewer.get(url).text
    assert "Every requirement today" not in sign_in(cast.tuva).get(url).text


def test_without_the_second_factor_no_appeal_is_answered(cast, declined, vera):
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    appeals.take_appeal(appeal, by=vera)
    with pytest.raises(Invalid):
        appeals.answer_appeal(appeal, changed=True, answer="y", by=vera, code="123456")
    appeal.refresh_from_db()
    assert (appeal.state, appeal.answer) == ("taken", "")


# concerns


@pytest.fixture
def concern(cast):
    return concerns.raise_concern(cast.tuva, organisation=cast.fjordvik, words="CANARY-WORDS", by=cast.pia)


def test_those_who_may_handle_it_are_put_on_its_list_and_nobody_else_sees_it(cast, concern):
    assert {seat.person for seat in concern.seats.standing()} == {cast.kari, cast.carl}
    seen = [name for name in cast.__dataclass_fields__ if name not in ("fjordvik", "sundby")
            and Concern.objects.visible_to(again(getattr(cast, name))).exists()]  # fmt: skip
    assert seen == ["pia", "carl", "kari"]
    assert "CANARY" not in str(list(Notice.objects.values()) + list(AuditEntry.objects.values()))


def test_those_close_to_the_one_concerned_are_not_asked(cast):
    Relation.objects.create(person=cast.kari, other=cast.tuva, declared_by=cast.kari)
    found = concerns.raise_concern(cast.tuva, organisation=cast.fjordvik, words="x", by=cast.pia)
    assert [seat.person for seat in found.seats.standing()] == [cast.carl]


def test_where_all_are_too_close_the_supervisors_are_asked(cast):
    for person in (cast.kari, cast.carl):
        Relation.objects.create(person=person, other=cast.tuva, declared_by=person)
    found = concerns.raise_concern(cast.tuva, organisation=cast.fjordvik, words="x", by=cast.pia)
    assert [seat.person for seat in found.seats.standing()] == [cast.siv]


def test_taking_it_can_pause_the_certificate_in_the_same_breath(cast, concern):
    certificate = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv)
    concerns.take_concern(concern, by=cast.kari, pause=True)
    assert Certificate.objects.get(pk=certificate.pk).state == "suspended"
    assert concern.state == "taken"


def test_it_is_told_before_it_can_be_closed(cast, concern):
    concerns.take_concern(concern, by=cast.kari)
    concerns.decide_concern(concern, outcome="coaching", words="We practise together.", by=cast.kari)
    with pytest.raises(DomainError):
        concerns.close_concern(concern, by=cast.kari)
    concerns.tell_them(concern, told="It is about an evening in May.", by=cast.kari)
    concerns.close_concern(concern, by=cast.kari)
    assert concern.state == "closed"
    assert Notice.objects.filter(person=cast.tuva, kind="concern_told").count() == 1


def test_leaving_them_untold_needs_the_name_of_a_second_person(cast, concern, right_code):
    concerns.take_concern(concern, by=cast.kari)
    for name in ("kari", "siv", "pia", "tuva"):
        with pytest.raises(NotAllowed):
            concerns.leave_untold(concern, because="x", by=getattr(cast, name), code="1")
    concerns.leave_untold(concern, because="A child would be in danger.", by=cast.carl, code="1")
    concerns.decide_concern(concern, outcome="nothing", words="x", by=cast.kari)
    concerns.close_concern(concern, by=cast.kari)
    assert not Concern.objects.visible_to(again(cast.tuva)).exists()
    assert not Notice.objects.filter(person=cast.tuva).exists()


@pytest.fixture
def vera_signed(cast, concern, vera, right_code):
    """Carl had the concern, Vera signed that Tuva is not told, and Carl let go of it again."""
    concerns.take_concern(concern, by=cast.carl)
    concerns.leave_untold(concern, because="x", by=vera, code="1")
    concerns.hand_concern_back(concern, by=cast.carl)
    return concern


def test_who_signed_that_they_are_not_told_never_has_the_concern(cast, vera, vera_signed):
    """Otherwise one person alone would keep it from them, decide it and put it away."""
    assert vera not in {seat.person for seat in vera_signed.seats.standing()}
    Seat.objects.create(concern=vera_signed, person=vera)
    with pytest.raises(NotAllowed):
        concerns.take_concern(vera_signed, by=again(vera))
    concerns.take_concern(vera_signed, by=cast.kari)


def test_that_they_are_not_told_is_signed_while_somebody_has_it(cast, concern, right_code):
    with pytest.raises(IllegalTransition):
        concerns.leave_untold(concern, because="x", by=cast.carl, code="1")
    assert Concern.objects.get().untold_signed_by is None


def test_no_reviewer_is_named_for_what_somebody_has_taken(cast, declined, vera, right_code):
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    appeals.take_appeal(appeal, by=vera)
    ed = also(cast.ed, Role.CERTIFIER, cast.fjordvik)
    for _moment in ("taken", "answered"):
        with pytest.raises(IllegalTransition):
            appeals.name_reviewer(appeal, email=ed.email, by=cast.kari)
        if appeal.state == "taken":
            appeals.answer_appeal(appeal, changed=False, answer="x", by=vera, code="1")
    assert not Appeal.objects.visible_to(ed).exists()


def test_a_decided_concern_whose_person_left_is_put_away_by_another(cast, concern):
    concerns.take_concern(concern, by=cast.kari)
    concerns.decide_concern(concern, outcome="coaching", words="x", by=cast.kari)
    assert cover.free_cases() == 0
    RoleAssignment.objects.filter(person=cast.kari).delete()
    assert cover.free_cases() == 1
    concern.refresh_from_db()
    concerns.take_concern(concern, by=cast.carl)
    concerns.tell_them(concern, told="x", by=cast.carl)
    concerns.decide_concern(concern, outcome="coaching", words="x", by=cast.carl)
    concerns.close_concern(concern, by=cast.carl)


def test_without_the_second_factor_nothing_is_signed(cast, concern, monkeypatch):
    def refuse(person, code):
        raise Invalid("no")

    monkeypatch.setattr(stepup, "confirm", refuse)
    concerns.take_concern(concern, by=cast.kari)
    with pytest.raises(Invalid):
        concerns.leave_untold(concern, because="x", by=cast.carl, code="1")
    concern.refresh_from_db()
    assert concern.untold_signed_by is None


def test_the_one_concerned_reads_what_they_were_told_and_never_who_said_it(cast, concern, sign_in):
    tuva, url = sign_in(cast.tuva), f"/en/concerns/{concern.pk}/"
    assert tuva.get(url).status_code == 404
    concerns.take_concern(concern, by=cast.kari)
    concerns.tell_them(concern, told="TOLD", by=cast.kari)
    page = tuva.get(url).text
    assert ["TOLD" in page, "CANARY" in page, "Pia" in page] == [True, False, False]
    assert tuva.post(url, {"do": "close"}).status_code == 403


def test_once_they_are_told_only_who_handles_it_is_left_on_the_list(cast, concern):
    concerns.take_concern(concern, by=cast.kari)
    assert Concern.objects.visible_to(again(cast.carl)).exists()
    concerns.tell_them(concern, told="x", by=cast.kari)
    assert [seat.person for seat in concern.seats.standing()] == [cast.kari]
    concerns.hand_concern_back(concern, by=cast.kari)
    assert cast.carl in {seat.person for seat in concern.seats.standing()}


def test_told_and_handed_back_the_page_names_nobody_who_looks_into_it(cast, concern, sign_in):
    concerns.take_concern(concern, by=cast.kari)
    concerns.tell_them(concern, told="x", by=cast.kari)
    concerns.hand_concern_back(concern, by=cast.kari)
    page = sign_in(cast.tuva).get(f"/en/concerns/{concern.pk}/").text
    assert ["looks into it and" in page, "None" in page] == [False, False]


def test_it_is_raised_by_alias_and_nobody_is_listed(cast, sign_in):
    pia = sign_in(cast.pia)
    assert "Tuva" not in pia.get("/en/concerns/new/").text
    for alias in ("Nobody", "Nora", "Pia"):
        assert pia.post("/en/concerns/new/", {"alias": alias, "words": "x"}).status_code == 422
    assert pia.post("/en/concerns/new/", {"alias": "tuva", "words": "x"}).status_code == 302
    assert sign_in(cast.stein).get("/en/concerns/new/").status_code == 403
    assert Concern.objects.get().about == cast.tuva


def test_from_a_worry_to_its_end_on_one_page(cast, concern, sign_in, right_code):
    kari, url = sign_in(cast.kari), f"/en/concerns/{concern.pk}/"
    assert url in kari.get("/en/inbox/").text
    assert kari.post(url, {"do": "take"}).status_code == 302
    assert kari.post(url, {"do": "tell", "told": ""}).status_code == 422
    assert sign_in(cast.carl).post(url, {"do": "untold", "because": "x", "code": "1"}).status_code == 302
    assert kari.post(url, {"do": "decide", "outcome": "nothing", "words": "All is well."}).status_code == 302
    assert kari.post(url, {"do": "close"}).status_code == 302
    assert "looked into and closed" in sign_in(cast.pia).get(url).text
    concern.refresh_from_db()
    assert concern.state == "closed"


# cover


def test_nothing_stays_with_somebody_who_has_left(cast, concern, declined, vera):
    appeal = appeals.lodge_appeal(declined, words="x", by=cast.tuva)
    appeals.take_appeal(appeal, by=vera)
    concerns.take_concern(concern, by=cast.kari)
    assert cover.free_what_nobody_holds() == 0
    ed = also(cast.ed, Role.CERTIFIER, cast.fjordvik)
    RoleAssignment.objects.filter(person__in=(vera, cast.kari)).delete()
    assert not Concern.objects.visible_to(again(cast.kari)).exists()
    assert not Appeal.objects.visible_to(again(vera)).exists()
    assert cover.free_what_nobody_holds() == 2
    concern.refresh_from_db()
    appeal.refresh_from_db()
    assert (concern.state, concern.taken_by, appeal.state, appeal.taken_by) == ("raised", None, "lodged", None)
    assert {seat.person for seat in appeal.seats.standing()} == {ed}
    assert cast.kari not in {seat.person for seat in concern.seats.standing()}
    assert cover.free_what_nobody_holds() == 0


def test_what_else_somebody_held_is_free_again(cast):
    """A chat to read along, a talk to hold, a rating begun, a proposal signed: Siv's, until she is no supervisor any more."""
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    soon = a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state="scheduled", starts_at=timezone.now() + timedelta(days=1))
    rated = views_given(an_ended_chat(enrolment=way, partner=cast.pia))
    draft = drafts.claim_rating(rated, by=cast.siv)
    talk = Talk.objects.create(person=cast.tuva, organisation=cast.fjordvik, state="taken", taken_by=cast.siv, taken_at=timezone.now())
    signoff = a_signoff(way, proposed_by=cast.siv)
    assert cover.free_what_nobody_holds() == 0
    RoleAssignment.objects.filter(person=cast.siv).delete()
    assert cover.free_what_nobody_holds() == 4
    for one in (soon, talk, draft, signoff):
        one.refresh_from_db()
    assert [soon.supervisor, talk.taken_by] == [None, None]
    assert [soon.state, talk.state, draft.state, signoff.state] == ["requested", "asked", "handed_back", "withdrawn"]
    assert Notice.objects.filter(person=cast.tuva, kind="signoff_withdrawn").count() == 1
    assert cover.free_what_nobody_holds() == 0


def test_two_years_after_it_was_closed_a_concern_goes_with_its_list(cast, concern):
    at = timezone.now()
    Concern.objects.update(state="closed", told_at=at, closed_at=at)
    assert forget_concerns(at + timedelta(days=700)) == 0
    assert forget_concerns(at + timedelta(days=732)) > 0
    assert not Concern.objects.exists()
    assert not Seat.objects.exists()
