"""The holder's screens and those of the professionals: who gets in, what the forms do, what they never say."""

import pytest
from django.test import Client

from certification.credentials import actions
from certification.credentials.models import Certificate, StatusEvent
from certification.decisions import stepup
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_certificate, an_enrolment

OTHERS = ["pia", "siv", "carl", "kari", "vera", "ed", "stein", "nora"]
OUTSIDERS = ["tuva", "pia", "vera", "ed", "stein", "nora"]
DEEDS = ["suspend", "resume", "revocation", "revocation/confirm", "revocation/drop"]


def at(certificate, part=""):
    return f"/en/certificates/{certificate.public_id}/{part}{'/' if part else ''}"


def test_the_holder_sees_what_they_reached_and_what_others_see(certificate, cast, sign_in):
    answer = sign_in(cast.tuva).get(at(certificate))
    html = answer.content.decode()
    wanted = ["Tuva Eksempel", "is a certified chatvert", "All the stars shine", certificate.spaced_code, 'class="qr"',
              f"https://ledestjerne.example/verify/{certificate.public_id}/", "The holder of this certificate", "Signed file"]  # fmt: skip
    assert (answer.status_code, [word for word in wanted if word not in html]) == (200, [])


@pytest.mark.parametrize("language", ["nb", "da", "en"])
def test_the_paper_is_one_sheet_in_the_language_of_its_address(certificate, cast, sign_in, language):
    answer = sign_in(cast.tuva).get(f"/{language}/certificates/{certificate.public_id}/print/")
    html = answer.content.decode()
    assert (answer.status_code, html.count('class="sheet-cert"'), f'<html lang="{language}"' in html) == (200, 1, True)


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_finds_the_holders_screens(certificate, cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    answers = [client.get(at(certificate)), client.get(at(certificate, "print")), client.post(at(certificate, "name"), {"show": "on"})]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert Certificate.objects.get().show_name is False


def test_a_stranger_is_led_to_the_door(certificate):
    for part in ("", "print", "care"):
        answer = Client().get(at(certificate, part))
        assert (answer.status_code, "/account/login" in answer["Location"]) == (302, True)


def test_the_switch_shows_and_hides_the_name(certificate, cast, sign_in):
    client = sign_in(cast.tuva)
    assert client.post(at(certificate, "name"), {"show": "on"})["Location"] == at(certificate)
    assert Certificate.objects.get().show_name is True
    client.post(at(certificate, "name"), {})
    assert Certificate.objects.get().show_name is False


def test_the_only_certificate_opens_at_once_and_several_are_a_list(certificate, cast, sign_in):
    client = sign_in(cast.tuva)
    assert client.get("/en/certificates/")["Location"] == at(certificate)
    a_certificate(certificate.enrolment, proposed_by=cast.siv)
    html = client.get("/en/certificates/").content.decode()
    assert html.count("/en/certificates/") >= 2
    assert "No certificate yet" in sign_in(cast.pia).get("/en/certificates/").content.decode()


@pytest.mark.parametrize("part", ["name", *DEEDS])
def test_looking_at_the_address_of_a_deed_changes_nothing(certificate, cast, sign_in, part):
    before = (list(Certificate.objects.values()), StatusEvent.objects.count())
    for person in (cast.tuva, cast.carl):
        sign_in(person).get(at(certificate, part))
    assert (list(Certificate.objects.values()), StatusEvent.objects.count()) == before


@pytest.mark.parametrize("name", OUTSIDERS)
def test_outsiders_find_no_page_of_care_and_no_deed(certificate, cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    answers = [client.get(at(certificate, "care"))] + [client.post(at(certificate, part), {"suspend-reason": "x"}) for part in DEEDS]
    assert [answer.status_code for answer in answers] == [404] * 6
    assert Certificate.objects.get().state == "active"


def test_a_coordinator_may_pause_and_nothing_more(certificate, cast, sign_in):
    client = sign_in(cast.kari)
    refused = [client.post(at(certificate, part), {"revoke-reason": "x"}).status_code for part in DEEDS[1:]]
    assert refused == [403] * 4
    assert client.post(at(certificate, "suspend"), {"suspend-reason": "permisjon"})["Location"] == at(certificate, "care")
    assert Certificate.objects.get().state == "suspended"


def test_a_pause_goes_through_the_page_and_shows_its_reason_to_professionals_only(certificate, cast, sign_in):
    sign_in(cast.siv).post(at(certificate, "suspend"), {"suspend-reason": "CANARY-REASON"})
    assert "CANARY-REASON" in sign_in(cast.carl).get(at(certificate, "care")).content.decode()
    holder = sign_in(cast.tuva)
    seen = [holder.get(at(certificate)), holder.get(at(certificate, "print")), holder.get("/en/notices/")]
    assert "CANARY-REASON" not in "".join(answer.content.decode() for answer in seen)
    assert "Paused" in seen[0].content.decode()
    sign_in(cast.carl).post(at(certificate, "resume"))
    assert Certificate.objects.get().state == "active"


def test_withdrawal_goes_through_two_people_and_their_pages(certificate, cast, sign_in, monkeypatch):
    given = []
    monkeypatch.setattr(stepup, "confirm", lambda person, code: given.append((person, code)))
    sign_in(cast.carl).post(at(certificate, "revocation"), {"revoke-reason": "brudd", "revoke-code": "1"})
    assert "must confirm it" in sign_in(cast.carl).get(at(certificate, "care")).content.decode()
    assert sign_in(cast.carl).post(at(certificate, "revocation/confirm")).status_code == 403
    assert "Withdraw it for good" in sign_in(cast.siv).get(at(certificate, "care")).content.decode()
    assert sign_in(cast.siv).post(at(certificate, "revocation/confirm")).status_code == 422
    sign_in(cast.siv).post(at(certificate, "revocation/confirm"), {"confirm-code": "2"})
    assert (Certificate.objects.get().state, given) == ("revoked", [(cast.carl, "1"), (cast.siv, "2")])


def test_without_the_second_factor_nothing_is_withdrawn(certificate, cast, sign_in):
    carl = sign_in(cast.carl)
    page = carl.post(at(certificate, "revocation"), {"revoke-reason": "brudd", "revoke-code": "123456"})
    assert (page.status_code, "That code does not match" in page.text) == (422, True)
    actions.ask_revocation(certificate, reason="brudd", by=cast.carl)
    assert sign_in(cast.siv).post(at(certificate, "revocation/confirm"), {"confirm-code": "123456"}).status_code == 422
    assert Certificate.objects.get().state == "active"


@pytest.mark.parametrize(("part", "field"), [("suspend", "suspend-reason"), ("revocation", "revoke-reason")])
@pytest.mark.parametrize("typed", ["", "   ", "x" * 1001])
def test_a_reason_that_cannot_be_used_is_answered_next_to_the_field_and_kept(certificate, cast, sign_in, part, field, typed):
    answer = sign_in(cast.carl).post(at(certificate, part), {field: typed})
    html = answer.content.decode()
    assert (answer.status_code, f"id_{field}_error" in html, typed.strip() in html) == (422, True, True)
    assert Certificate.objects.get().revocation_asked_by is None


def test_a_deed_that_came_too_late_says_so_and_leads_back(certificate, cast, sign_in):
    client = sign_in(cast.carl)
    actions.suspend(certificate, reason="x", by=cast.siv)
    answer = client.post(at(certificate, "suspend"), {"suspend-reason": "y"}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "not_now")


def test_professionals_see_the_certificates_of_their_organisations(certificate, cast, sign_in):
    other = a_certificate(an_enrolment(person=cast.pia, organisation=cast.sundby), proposed_by=cast.nora)
    here, there = (sign_in(person).get("/en/certificates/held/").content.decode() for person in (cast.carl, cast.nora))
    assert (at(certificate, "care") in here, at(other, "care") in here) == (True, False)
    assert (at(certificate, "care") in there, at(other, "care") in there) == (False, True)
    assert sign_in(cast.pia).get("/en/certificates/held/").status_code == 403


def test_the_list_form_holds_what_the_row_form_allows(certificate, cast):
    for name in ("tuva", *OTHERS):
        person = getattr(cast, name)
        listed = Certificate.objects.in_care_of(person).filter(pk=certificate.pk).exists()
        assert listed == (name in {"siv", "carl", "kari"})
        assert Certificate.objects.visible_to(person).filter(pk=certificate.pk).exists() == (listed or name == "tuva")


def test_one_does_not_care_for_ones_own_certificate(certificate, cast, sign_in):
    RoleAssignment.objects.create(person=cast.tuva, role=Role.CERTIFIER, organisation=cast.fjordvik)
    client = sign_in(Person.objects.get(pk=cast.tuva.pk))
    assert client.get(at(certificate, "care")).status_code == 404
    assert at(certificate, "care") not in client.get("/en/certificates/held/").content.decode()


def test_the_list_asks_the_database_the_same_for_three_as_for_one(certificate, cast, sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(cast.carl)
    client.get("/en/certificates/held/")
    with CaptureQueriesContext(connection) as one:
        client.get("/en/certificates/held/")
    for person in (cast.pia, cast.ed):
        a_certificate(an_enrolment(person=person, organisation=cast.fjordvik), proposed_by=cast.siv)
    with django_assert_num_queries(len(one)):
        client.get("/en/certificates/held/")


def certified(certificate):
    certificate.enrolment.state = "certified"
    certificate.enrolment.save(update_fields=["state"])


def test_home_leads_to_the_certificate_and_says_when_it_does_not_count(certificate, cast, sign_in):
    certified(certificate)
    client = sign_in(cast.tuva)
    html = client.get("/en/").content.decode()
    assert ("You are certified" in html, at(certificate) in html) == (True, True)
    actions.suspend(certificate, reason="x", by=cast.siv)
    html = client.get("/en/").content.decode()
    assert ("You are certified" in html, "It does not count right now" in html, at(certificate) in html) == (False, True, True)


def test_the_page_about_a_trainee_leads_professionals_to_the_certificate(certificate, cast, sign_in):
    certified(certificate)
    address = f"/en/enrolments/{certificate.enrolment_id}/"
    seen = {
        name: at(certificate, "care") in sign_in(getattr(cast, name)).get(address).content.decode()
        for name in ("siv", "carl", "kari", "vera")
    }
    assert seen == {"siv": True, "carl": True, "kari": True, "vera": False}
