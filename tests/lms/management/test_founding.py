"""An empty house gets its first organisation, the numbers to call, and the coordinator who invites the rest."""

import io
from datetime import date

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client

from lms.management import doctor
from lms.people.models import HelpNumber, Invitation, Organisation, Role, RoleAssignment
from lms.people.tokens import token_of
from tests.lms.people.test_invitations import code_in

ADD = ["organisation", "add", "fjordvik", "Fjordvik kommune", "--profile", "no_municipality", "--coordinator", "kari@fjordvik.example"]


def run(*words) -> str:
    out = io.StringIO()
    call_command(*map(str, words), stdout=out)
    return out.getvalue()


def test_an_empty_house_gets_a_place_its_numbers_and_a_coordinator_who_can_come_in(db):
    assert [line.level for line in doctor.organisations()] == [doctor.Level.ERROR]
    assert "There is none yet" in run("organisation", "list")

    run(*ADD, "--contact", "post@fjordvik.example")

    place = Organisation.objects.get()
    assert (place.country, place.language, place.time_zone, place.contact_email) == ("no", "nb", "Europe/Oslo", "post@fjordvik.example")
    assert HelpNumber.objects.filter(country="no", verified_on=None).count() == 5
    assert mail.outbox[0].to == ["kari@fjordvik.example"]
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.invited_by) == (Role.COORDINATOR, None)
    assert [line.level for line in doctor.organisations()] == [doctor.Level.OK]

    visitor = Client()
    visitor.post(f"/nb/join/{token_of(invitation)}/")
    code = code_in(mail.outbox[1])
    visitor.post("/nb/account/login/code/confirm/", {"code": code})
    assert RoleAssignment.objects.get().role == Role.COORDINATOR


def test_a_danish_place_is_danish_and_a_second_one_brings_no_numbers_twice(db):
    run(*ADD)
    run(*ADD[:2], "nesby", "Nesby", "--profile", "no_ngo", "--coordinator", "a@nesby.example")
    run(*ADD[:2], "sundby", "Sundby", "--profile", "dk_ngo", "--coordinator", "a@sundby.example")
    assert HelpNumber.objects.filter(country="no").count() == 5
    assert Organisation.objects.get(slug="sundby").time_zone == "Europe/Copenhagen"
    assert "no contact address" in run("organisation", "list")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--coordinator", "ikke en adresse"], "e-mail address"),
        (["--contact", "tull"], "contact_email"),
        (["--time-zone", "Europe/Fjordvik"], "no time zone"),
        (["--quick-exit", "tull"], "quick_exit_url"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(db, words, says):
    with pytest.raises(CommandError, match=says):
        run(*ADD, *words)
    assert not Organisation.objects.exists()
    assert not Invitation.objects.exists()


def test_the_same_place_twice_is_refused(db):
    run(*ADD)
    with pytest.raises(CommandError, match="slug"):
        run(*ADD)


def test_a_place_without_a_coordinator_shows_and_gets_a_new_one(cast):
    RoleAssignment.objects.filter(role=Role.COORDINATOR).delete()
    assert "fjordvik has no coordinator" in " ".join(line.text for line in doctor.organisations())
    run("organisation", "invite", "fjordvik", "ny@fjordvik.example")
    assert "fjordvik has no coordinator" not in " ".join(line.text for line in doctor.organisations())
    with pytest.raises(CommandError, match="no organisation nowhere"):
        run("organisation", "invite", "nowhere", "ny@fjordvik.example")


def test_a_change_leaves_the_rest(cast):
    run("organisation", "change", "fjordvik", "--contact", "post@fjordvik.example")
    place = Organisation.objects.get(slug="fjordvik")
    assert (place.name, place.contact_email) == ("Fjordvik kommune", "post@fjordvik.example")


def test_a_number_is_called_added_and_taken_away(cast):
    run("help_number", "add", "no", "12 34 56 78", "--nb", "Vakta", "--da", "Vagten", "--en", "The line")
    number = HelpNumber.objects.get()
    assert "nobody has called it" in run("help_number", "list")
    run("help_number", "verified", number.pk, "--on", "2026-01-02")
    assert HelpNumber.objects.get().verified_on == date(2026, 1, 2)
    with pytest.raises(CommandError, match="not come yet"):
        run("help_number", "verified", number.pk, "--on", "2999-01-01")
    run("help_number", "remove", number.pk)
    with pytest.raises(CommandError, match="no number"):
        run("help_number", "remove", number.pk)
