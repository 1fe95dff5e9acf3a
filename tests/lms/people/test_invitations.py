import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from lms.kernel.errors import DomainError, NotAllowed
from lms.people import actions
from lms.people.models import Cohort, Invitation, Person, Role
from lms.people.tokens import token_of


def invited(cast, email="ny@example.org", **fields):
    return actions.invite(cast.fjordvik, email=email, by=cast.kari, **fields)


def link_in(letter):
    return re.search(r"/\w\w/join/\S+", letter.body).group()


def code_in(letter):
    return re.search(r"^([A-Z0-9-]{4,12})$", letter.body, re.M).group(1)


def test_link_code_alias_and_then_the_role_is_held(cast):
    actions.invite(cast.fjordvik, email="ny@example.org", by=cast.kari, language="nb", programme="chatvert")
    client = Client()
    link = link_in(mail.outbox[0])
    assert client.get(link).status_code == 200
    assert client.post(link, follow=True).status_code == 200
    code = code_in(mail.outbox[1])
    answer = client.post("/nb/account/login/code/confirm/", {"code": code}, follow=True)
    assert answer.redirect_chain[-1][0] == "/nb/welcome/"
    client.post("/nb/welcome/", {"alias": "Rype"})
    person = Person.objects.get(email="ny@example.org")
    assert (person.alias, person.language, person.has_role(Role.TRAINEE, cast.fjordvik.pk)) == ("Rype", "nb", True)


@pytest.mark.parametrize(
    ("role", "words"), [(Role.TRAINEE, "Learn to be there"), (Role.PARTNER, "Play a young person"), (Role.CERTIFIER, "do your part")]
)
def test_an_invitation_speaks_to_what_one_comes_as(cast, role, words):
    page = Client().get(f"/en/join/{token_of(invited(cast, role=role))}/").content.decode()
    assert words in page
    assert "You come as: <b>" in page


def test_nobody_gets_a_role_before_the_code_is_entered(cast):
    invitation = invited(cast)
    Client().post(f"/nb/join/{token_of(invitation)}/")
    assert Person.objects.get(email="ny@example.org").roles.count() == 0


@pytest.mark.parametrize(("field", "value"), [("withdrawn_at", timezone.now()), ("expires_at", timezone.now() - timedelta(days=1))])
def test_a_closed_link_says_so_and_sends_no_code(cast, field, value):
    invitation = invited(cast)
    Invitation.objects.filter(pk=invitation.pk).update(**{field: value})
    mail.outbox.clear()
    answer = Client().post(f"/nb/join/{token_of(invitation)}/")
    assert (answer.status_code, len(mail.outbox)) == (410, 0)


@pytest.mark.parametrize("token", ["1-abc", "x", "999999-" + "0" * 32, "0-", "-", "1" * 400])
def test_a_made_up_link_is_not_found(cast, token):
    assert Client().get(f"/nb/join/{token}/").status_code == 404


def test_an_invitation_is_used_once(cast):
    invitation = invited(cast, email=cast.stein.email)
    actions.accept_invitation(invitation, by=cast.stein)
    actions.accept_invitation(invitation, by=cast.stein)  # a double tap changes nothing
    assert cast.stein.roles.filter(role=Role.TRAINEE).count() == 1


def test_one_tap_is_enough_for_somebody_who_is_signed_in(cast, sign_in):
    invitation = invited(cast, email=cast.stein.email, role=Role.PARTNER)
    client = sign_in(cast.stein)
    client.get(f"/nb/join/{token_of(invitation)}/")
    assert cast.stein.roles.count() == 0
    client.post(f"/nb/join/{token_of(invitation)}/")
    assert cast.stein.roles.get().role == Role.PARTNER


def test_somebody_elses_invitation_gives_nothing(cast, sign_in):
    invitation = invited(cast)
    with pytest.raises(DomainError):
        actions.accept_invitation(invitation, by=cast.stein)
    sign_in(cast.stein).post(f"/nb/join/{token_of(invitation)}/")
    assert cast.stein.roles.count() == 0


def test_a_new_link_makes_the_old_one_worthless(cast):
    invitation = invited(cast)
    old = token_of(invitation)
    actions.invite_again(invitation, by=cast.kari)
    assert Client().get(f"/nb/join/{old}/").status_code == 404


@pytest.mark.parametrize("who", ["tuva", "pia", "siv", "carl", "vera", "ed", "stein", "nora"])
def test_only_the_coordinator_of_the_place_invites(cast, who):
    with pytest.raises(NotAllowed):
        actions.invite(cast.fjordvik, email="x@example.org", by=getattr(cast, who))
    assert Invitation.objects.count() == 0


def test_the_form_takes_many_addresses_and_names_the_wrong_ones(cast, sign_in):
    client = sign_in(cast.kari)
    fields = {"role": "trainee", "language": "nb", "days": 14}
    wrong = client.post("/nb/invitations/", {**fields, "emails": "a@example.org, tull"})
    assert (wrong.status_code, Invitation.objects.count()) == (422, 0)
    assert "tull" in wrong.content.decode()
    client.post("/nb/invitations/", {**fields, "emails": "a@example.org\nb@example.org, A@example.org"})
    assert sorted(Invitation.objects.values_list("email", flat=True)) == ["a@example.org", "b@example.org"]


def test_a_coordinator_sees_no_invitation_of_another_organisation(cast, sign_in):
    actions.give_role(cast.nora, Role.COORDINATOR, organisation=cast.sundby, by=None, asked=False)
    invitation = invited(cast)
    client = sign_in(cast.nora)
    assert "ny@example.org" not in client.get("/da/invitations/").content.decode()
    assert client.get(f"/da/invitations/{cast.fjordvik.pk}/").status_code == 404
    assert client.post(f"/da/invitations/{invitation.pk}/withdraw/").status_code == 404
    assert Invitation.objects.get().standing == "open"


def test_the_list_costs_the_same_with_one_and_with_many(cast, sign_in, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = sign_in(cast.kari), []
    cohort = Cohort.objects.create(organisation=cast.fjordvik, name="Høst")
    for number in (1, 3):
        for one in range(number):
            invited(cast, email=f"p{number}{one}@example.org", cohort=cohort)
        client.get("/nb/invitations/")  # what is kept in this process is there from now on
        with CaptureQueriesContext(connection) as queries:
            client.get("/nb/invitations/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_mail_server_that_is_down_keeps_the_invitation_unsent(cast, monkeypatch):
    invitation = invited(cast)
    Invitation.objects.update(sent_at=None)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(OSError))
    with pytest.raises(OSError):
        actions.send_invitation(invitation.pk)
    monkeypatch.undo()
    assert [actions.send_invitation(invitation.pk), actions.send_invitation(invitation.pk)] == [True, False]


def test_who_is_here_already_is_said_and_only_trainees_are_asked_again(cast, sign_in):
    kari, place = sign_in(cast.kari), f"/nb/invitations/{cast.fjordvik.pk}/"
    wanted = {"language": "nb", "days": 14}
    answer = kari.post(place, {**wanted, "role": "supervisor", "emails": f"{cast.siv.email} ny@example.org NY@example.org"}, follow=True)
    assert f"her fra før: {cast.siv.email}" in answer.content.decode()
    assert Invitation.objects.get().email == "ny@example.org"
    answer = kari.post(place, {**wanted, "role": "trainee", "emails": cast.tuva.email}, follow=True)
    assert f"her fra før: {cast.tuva.email}" in answer.content.decode()
    assert Invitation.objects.filter(email=cast.tuva.email).exists()


def test_a_hundred_thousand_signs_are_refused_in_a_few_words(cast, sign_in):
    kari, place = sign_in(cast.kari), f"/nb/invitations/{cast.fjordvik.pk}/"
    for emails in ("x" * 100_000, "x" * 5_000, " ".join(f"feil{n}" for n in range(700))):
        answer = kari.post(place, {"language": "nb", "days": 14, "role": "trainee", "emails": emails})
        told = re.findall(r'<p class="error">.*?</p>', answer.content.decode(), re.S)
        assert answer.status_code == 422
        assert 20 < len(told[0]) < 400
    assert not Invitation.objects.exists()
