"""Sign-in has one door, a second factor stands before the first personal page, aliases hold."""

import re

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


def test_being_asked_for_the_second_factor_again_is_no_incident(cast, secret, caplog):
    client = Client()
    client.force_login(cast.siv, backend=BACKEND)
    answer = client.get("/nb/account/2fa/recovery-codes/generate/")
    assert answer.url.startswith("/nb/account/2fa/reauthenticate/")
    assert not [record for record in caplog.records if record.name == "lms.incident"]


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


@pytest.mark.django_db(transaction=True)  # the proof is counted when the factor is kept, at the commit
def test_the_first_code_from_the_app_leads_to_the_recovery_codes_without_asking_for_a_second(cast):
    client = Client()
    client.post("/nb/account/login/code/", {"email": cast.siv.email})
    code = re.search(r"^([A-Z0-9-]{4,12})$", mail.outbox[-1].body, re.M).group(1)
    page = client.post("/nb/account/login/code/confirm/", {"code": code}, follow=True)
    assert f"#{cast.siv.pk}" not in page.content.decode()
    made = page.context["form"].secret

    answer = client.post("/nb/account/2fa/totp/activate/", {"code": code_for(made)}, follow=True)

    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, "/nb/account/2fa/recovery-codes/")
