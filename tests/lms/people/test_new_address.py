"""A new e-mail address: it proves itself, the old one hears of it, and nobody learns or takes what is not theirs."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.kernel.errors import NotAllowed
from lms.people import new_address
from lms.people.models import Person
from tests.lms.people.test_invitations import code_in

PLACE = "/nb/me/address/"


def now(person) -> str:
    return Person.objects.get(pk=person.pk).email


def test_the_new_address_proves_itself_and_is_the_way_in_from_then_on(cast, sign_in):
    phone, lost = sign_in(cast.tuva), sign_in(cast.tuva)
    phone.post(PLACE, {"email": "Ny@example.org"})
    assert now(cast.tuva) == cast.tuva.email
    assert mail.outbox[-1].to == ["ny@example.org"]

    answer = phone.post(PLACE, {"code": code_in(mail.outbox[-1]).lower().replace("-", " ")}, follow=True)

    assert "den nye adressen" in answer.content.decode()
    assert now(cast.tuva) == "ny@example.org"
    assert [(one.email, one.verified) for one in EmailAddress.objects.filter(user=cast.tuva)] == [("ny@example.org", True)]
    assert mail.outbox[-1].to == [cast.tuva.email]
    assert "ny@example.org" not in mail.outbox[-1].body
    assert phone.get("/nb/me/").status_code == 200
    assert lost.get("/nb/me/").status_code == 302
    assert "example.org" not in str(list(AuditEntry.objects.values()))

    visitor = Client()
    visitor.post("/nb/account/login/code/", {"email": "ny@example.org"})
    assert visitor.post("/nb/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])}).status_code == 302


def test_a_wrong_code_moves_nothing_and_after_five_even_the_right_one_does_not(cast, sign_in):
    phone = sign_in(cast.tuva)
    phone.post(PLACE, {"email": "ny@example.org"})
    right = code_in(mail.outbox[-1])
    for wrong in ("", "BBBB-BBBB", "x" * 100_000, "éé", "BBBBBBBBBB"):
        assert phone.post(PLACE, {"code": wrong}).status_code == 422
    for _more in range(3):
        phone.post(PLACE, {"code": "BBBB-BBBB"})
    assert phone.post(PLACE, {"code": right}).status_code == 422
    assert now(cast.tuva) == cast.tuva.email


def test_a_code_ends_after_a_quarter_of_an_hour_and_belongs_to_one_browser(cast, sign_in, monkeypatch):
    phone, other = sign_in(cast.tuva), sign_in(cast.pia)
    phone.post(PLACE, {"email": "ny@example.org"})
    right = code_in(mail.outbox[-1])
    other.post(PLACE, {"email": "annen@example.org"})
    assert other.post(PLACE, {"code": right}).status_code == 422
    later = timezone.now() + timedelta(minutes=16)
    monkeypatch.setattr(new_address.timezone, "now", lambda: later)
    assert phone.post(PLACE, {"code": right}).status_code == 422
    assert now(cast.tuva) == cast.tuva.email


def test_an_address_of_somebody_else_looks_the_same_and_is_never_taken(cast, sign_in):
    phone = sign_in(cast.tuva)
    free = phone.post(PLACE, {"email": "fri@example.org"})
    phone.post(PLACE, {"again": "1"})
    taken = phone.post(PLACE, {"email": cast.pia.email.upper()})
    assert (free.status_code, free["Location"]) == (taken.status_code, taken["Location"])
    assert "allerede" in mail.outbox[-1].body
    assert phone.post(PLACE, {"code": "BBBB-BBBB"}).status_code == 422
    assert (now(cast.pia), now(cast.tuva)) == (cast.pia.email, cast.tuva.email)


def test_a_professional_shows_the_second_factor_too(cast, sign_in):
    answer = sign_in(cast.siv).post(PLACE, {"email": "ny@example.org", "factor": "000000"})
    assert answer.status_code == 422
    assert not mail.outbox


def test_five_letters_an_hour_are_enough(cast, sign_in):
    phone = sign_in(cast.tuva)
    for number in range(6):
        phone.post(PLACE, {"again": "1"})
        answer = phone.post(PLACE, {"email": f"ny{number}@example.org"})
    assert (answer.status_code, len(mail.outbox)) == (422, 5)


def test_mail_that_is_down_is_said_and_nothing_is_half(cast, sign_in, monkeypatch):
    def down(_letter):
        raise OSError("down")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", down)
    phone = sign_in(cast.tuva)
    assert phone.post(PLACE, {"email": "ny@example.org"}).status_code == 422
    assert 'name="email"' in phone.get(PLACE).content.decode()


def test_nobody_moves_somebody_else(cast):
    with pytest.raises(NotAllowed):
        new_address.ask_new_address(cast.tuva, "ny@example.org", by=cast.kari)
    with pytest.raises(NotAllowed):
        new_address.move_address(cast.tuva, "ny@example.org", by=cast.kari)


def test_an_operator_helps_who_cannot_read_the_old_one(cast):
    call_command("change_address", cast.tuva.email, "Ny@example.org")
    assert now(cast.tuva) == "ny@example.org"
    with pytest.raises(CommandError, match="already"):
        call_command("change_address", cast.pia.email, "ny@example.org")
    with pytest.raises(CommandError, match="not an e-mail"):
        call_command("change_address", cast.pia.email, "tull")
