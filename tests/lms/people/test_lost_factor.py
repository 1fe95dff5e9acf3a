"""The phone with the codes is gone: somebody helps, nobody gets in by it, and the person hears of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.management import call_command

from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, Invalid, NotAllowed
from lms.people import lost_factor
from lms.people.models import Person, Role, RoleAssignment
from tests.lms.people.test_doors import code_for


@pytest.fixture
def kari_code(cast):
    secret = generate_totp_secret()
    TOTP.activate(cast.kari, secret)
    return code_for(secret)


@pytest.fixture
def held(cast):
    TOTP.activate(cast.siv, generate_totp_secret())
    return RoleAssignment.objects.get(person=cast.siv)


def has_factor(person) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def test_a_coordinator_takes_it_away_and_the_lost_phone_opens_nothing_any_more(cast, held, kari_code, sign_in):
    kari, phone = sign_in(cast.kari), sign_in(cast.siv)
    assert phone.get("/nb/me/").status_code == 200
    assert f"/nb/roles/{held.pk}/lost-factor/" in kari.get(f"/nb/people/{cast.fjordvik.pk}/").content.decode()

    answer = kari.post(f"/nb/roles/{held.pk}/lost-factor/", {"code": kari_code}, follow=True)

    assert "ny kodeapp" in answer.content.decode()
    assert not has_factor(cast.siv)
    assert phone.get("/nb/me/").status_code == 302
    assert mail.outbox[-1].to == [cast.siv.email]
    line = AuditEntry.objects.get(deed="people.take_factor")
    assert (line.actor, line.subject_id) == (cast.kari.pk, str(cast.siv.pk))
    assert f"/nb/roles/{held.pk}/lost-factor/" not in kari.get(f"/nb/people/{cast.fjordvik.pk}/").content.decode()


def test_a_wrong_code_changes_nothing_and_says_so(cast, held, kari_code, sign_in):
    answer = sign_in(cast.kari).post(f"/nb/roles/{held.pk}/lost-factor/", {"code": "000000"})
    assert answer.status_code == 422
    assert has_factor(cast.siv)


@pytest.mark.parametrize("who", ["tuva", "siv", "carl", "vera", "stein", "nora"])
def test_nobody_else_takes_it_away(cast, held, sign_in, who):
    person = getattr(cast, who)
    assert sign_in(person).post(f"/nb/roles/{held.pk}/lost-factor/", {"code": "000000"}).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        lost_factor.take_factor(held, code="000000", by=person)
    assert has_factor(cast.siv)


def test_not_ones_own_not_without_a_code_and_not_of_those_who_run_the_house(cast, held, kari_code):
    with pytest.raises(NotAllowed):
        lost_factor.take_factor(RoleAssignment.objects.get(person=cast.kari), code=kari_code, by=cast.kari)
    with pytest.raises(Invalid):
        lost_factor.take_factor(held, code="", by=cast.kari)
    Person.objects.filter(pk=cast.siv.pk).update(is_staff=True)
    with pytest.raises(DomainError, match="operator"):
        lost_factor.take_factor(held, code=kari_code, by=cast.kari)
    assert has_factor(cast.siv)
    assert has_factor(cast.kari)


def test_an_operator_helps_a_coordinator_who_is_alone(cast, kari_code):
    call_command("lost_factor", cast.kari.email)
    assert not has_factor(cast.kari)
    assert mail.outbox[-1].to == [cast.kari.email]
    assert Person.objects.get(pk=cast.kari.pk).has_role(Role.COORDINATOR)
