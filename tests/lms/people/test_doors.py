"""Sign-in has one door, a second factor stands before the first personal page, aliases hold."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client
from django.utils import translation

from lms.kernel.errors import Invalid
from lms.people import actions, demo_views
from lms.people.models import Person, Role, RoleAssignment

BACKEND = "lms.people.backends.Backend"


def code_for(secret):
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


@pytest.fixture
def secret(cast):
    made = generate_totp_secret()
    TOTP.activate(cast.siv, made)
    return made


@pytest.mark.parametrize(
    "door", ["/nb/account/login/", "/nb/account/signup/", "/nb/account/password/reset/", "/admin/login/", "/nb/account/password/change/"]
)
def test_every_other_door_leads_to_the_one(db, door):
    answer = Client().get(door, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/nb/account/login/code/")


def test_an_unknown_address_gets_the_same_answer_as_a_known_one(cast):
    answers = [Client().post("/nb/account/login/code/", {"email": address}) for address in (cast.tuva.email, "ukjent@example.org")]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert Person.objects.filter(email="ukjent@example.org").count() == 0
    assert "ukjent@example.org" in mail.outbox[-1].to


def test_a_professional_without_a_second_factor_sees_nothing_personal(cast):
    client = Client()
    client.force_login(cast.siv, backend=BACKEND)
    for page in ("/nb/me/", "/nb/notices/", "/nb/inbox/"):
        assert client.get(page).url == "/nb/account/2fa/totp/activate/"


def test_a_professional_with_one_is_asked_for_it(cast, secret):
    client = Client()
    client.force_login(cast.siv, backend=BACKEND)
    assert "reauthenticate" in client.get("/nb/me/").url


def test_a_trainee_is_not_asked_for_a_second_factor(cast):
    client = Client()
    client.force_login(cast.tuva, backend=BACKEND)
    assert client.get("/nb/me/").status_code == 200


def test_the_secret_is_not_readable_in_the_database(cast, secret):
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_a_signature_takes_a_code_once(cast, secret):
    code = code_for(secret)
    actions.confirm_second_factor(cast.siv, f" {code[:3]} {code[3:]} ")
    with pytest.raises(Invalid):
        actions.confirm_second_factor(cast.siv, code)


@pytest.mark.parametrize("wrong", ["", "000000", "abc", "1" * 5000])
def test_a_wrong_code_signs_nothing_and_six_tries_are_too_many(cast, secret, wrong):
    for _try in range(5):
        with pytest.raises(Invalid):
            actions.confirm_second_factor(cast.siv, wrong)
    with pytest.raises(Invalid) as refusal:
        actions.confirm_second_factor(cast.siv, code_for(secret))
    assert refusal.value.code == "too_many"


def test_two_people_cannot_have_the_same_alias(cast, sign_in):
    answer = sign_in(cast.stein).post("/nb/welcome/", {"alias": "tuva"})
    assert answer.status_code == 422
    assert 'value="tuva"' in answer.content.decode()
    assert Person.objects.get(pk=cast.stein.pk).alias == "Stein"


def test_a_role_that_ended_yesterday_counts_no_more(cast):
    held = RoleAssignment.objects.get(person=cast.siv)
    actions.end_role(held, by=cast.kari)
    assert not Person.objects.get(pk=cast.siv.pk).has_role(Role.SUPERVISOR)


def test_being_a_superuser_gives_no_right_at_all(cast):
    from lms.kernel.permissions import may, table

    boss = Person.objects.create_superuser("boss@example.org", alias="Boss")
    names = [name for name in table() if name.startswith("people.") and name != "people.be_here"]
    assert [name for name in names if may(boss, name, cast.fjordvik)] == []


@pytest.mark.parametrize(("language", "trio"), [("nb", ["Pia", "Tuva", "Siv"]), ("da", ["Vips", "Trine", "Nora"])])
def test_the_demo_names_three_who_speak_the_language_of_the_page(cast, language, trio):
    for alias, role in (("Vips", Role.PARTNER), ("Trine", Role.TRAINEE)):
        person = Person.objects.create_user(f"{alias}@example.org", alias=alias, language="da")
        RoleAssignment.objects.create(person=person, role=role, organisation=cast.sundby)
    with translation.override(language):
        assert list(demo_views.trio([cast.fjordvik, cast.sundby]).values()) == trio


def test_the_demo_doors_do_not_exist_outside_demo_mode(db):
    assert Client().get("/demo/", follow=True).status_code == 404
    assert Client().get("/demo/as/siv/", follow=True).status_code == 404
