"""Somebody without an account would like to join: their words reach the coordinator, and go when they are answered."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from lms.audit.models import AuditEntry
from lms.kernel.errors import DomainError, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people import applications
from lms.people.actions import invite
from lms.people.applications import Application
from lms.people.models import Cohort, Invitation, Organisation
from lms.people.tasks import send_late_letters

ADDRESS = "/nb/join-in/fjordvik/"
SAID = {"name": "Rype", "email": "Ny@example.org", "words": "CANARY jeg bor ved ferja", "website": ""}


@pytest.fixture(autouse=True)
def _takes_people_in(db):
    cache.clear()


@pytest.fixture
def fjordvik(cast):
    Organisation.objects.filter(pk=cast.fjordvik.pk).update(contact_email="post@fjordvik.example")
    return Organisation.objects.get(pk=cast.fjordvik.pk)


def applied(organisation, **said):
    given = {"name": "Rype", "email": "ny@example.org", "words": "hei", "language": "nb", **said}
    return applications.apply(organisation, **given)


def test_a_stranger_writes_and_the_coordinator_hears_of_it_without_the_words(cast, fjordvik):
    stranger = Client()
    page = stranger.get(ADDRESS).content.decode()
    assert "senest etter 90 dager" in page

    answer = stranger.post(ADDRESS, SAID, follow=True)

    assert "Takk for at du skrev" in answer.content.decode()
    kept = Application.objects.get()
    assert (kept.organisation, kept.name, kept.email, kept.language) == (fjordvik, "Rype", "ny@example.org", "nb")
    assert [notice.person for notice in Notice.objects.filter(kind="application_sent")] == [cast.kari]
    letter = mail.outbox[0]
    assert letter.to == [cast.kari.email]
    assert f"/nb/invitations/{fjordvik.pk}/" in letter.body
    assert "CANARY" not in letter.body + letter.subject
    assert "CANARY" not in str(list(AuditEntry.objects.values()))


def test_an_organisation_that_does_not_say_where_to_write_cannot_be_written_to(cast):
    assert Client().get("/nb/join-in/fjordvik/").status_code == 404
    assert Client().post("/nb/join-in/fjordvik/", SAID).status_code == 404


def test_without_a_name_or_an_address_nothing_is_kept_and_it_says_why(fjordvik):
    answer = Client().post(ADDRESS, {**SAID, "email": "ikke en adresse"})
    assert answer.status_code == 422
    assert "CANARY jeg bor ved ferja" in answer.content.decode()
    assert not Application.objects.exists()


def test_a_machine_hears_the_same_thanks_and_nothing_is_kept(fjordvik):
    answer = Client().post(ADDRESS, {**SAID, "website": "https://example.org"}, follow=True)
    assert "Takk for at du skrev" in answer.content.decode()
    assert not Application.objects.exists()


def test_five_in_an_hour_from_one_place_are_enough(fjordvik):
    client = Client()
    for number in range(6):
        answer = client.post(ADDRESS, {**SAID, "email": f"n{number}@example.org"}, follow=True)
    assert Application.objects.count() == 5
    assert "Vent en time" in answer.content.decode()


def test_writing_again_replaces_the_words_and_tells_nobody_twice(cast, fjordvik):
    applied(fjordvik)
    applied(fjordvik, email="NY@example.org", words="noe annet")
    assert Application.objects.get().words == "noe annet"
    assert Notice.objects.filter(kind="application_sent").count() == 1


def test_more_than_anybody_can_answer_is_refused(fjordvik, monkeypatch):
    monkeypatch.setattr(applications, "MOST_WAITING", 1)
    applied(fjordvik)
    with pytest.raises(Invalid, match="full"):
        applied(fjordvik, email="en.til@example.org")


def test_a_yes_sends_an_invitation_and_forgets_what_they_wrote(cast, fjordvik, sign_in):
    one = applied(fjordvik, language="en", words="CANARY")
    kari = sign_in(cast.kari)
    assert "CANARY" in kari.get(f"/nb/invitations/{fjordvik.pk}/").content.decode()

    kari.post(f"/nb/applications/{one.pk}/welcome/")

    assert not Application.objects.exists()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.language) == ("ny@example.org", "trainee", "en")


def test_a_yes_says_to_which_programme_and_with_whom(cast, fjordvik, sign_in, monkeypatch):
    monkeypatch.setattr("lms.people.applying_views.invitable", lambda: [("chatvert", "Chatvert"), ("mentor", "Mentor")])
    autumn = Cohort.objects.create(organisation=fjordvik, name="Høst")
    other = Cohort.objects.create(organisation=cast.sundby, name="Efterår")
    one, kari = applied(fjordvik), sign_in(cast.kari)

    for wrong in ({"programme": "annet"}, {"programme": "mentor", "cohort": other.pk}):
        kari.post(f"/nb/applications/{one.pk}/welcome/", wrong)
        assert (Application.objects.count(), Invitation.objects.count()) == (1, 0)

    kari.post(f"/nb/applications/{one.pk}/welcome/", {"programme": "mentor", "cohort": autumn.pk})
    invitation = Invitation.objects.get()
    assert (invitation.programme, invitation.cohort) == ("mentor", autumn)


def test_a_no_is_a_kind_letter_in_their_language_and_forgets_what_they_wrote(cast, fjordvik, sign_in):
    one = applied(fjordvik, language="da", words="CANARY")
    sign_in(cast.kari).post(f"/nb/applications/{one.pk}/decline/", {"words": "Skriv igen til foråret."})

    letter = mail.outbox[-1]
    assert letter.to == ["ny@example.org"]
    assert letter.subject == "Tak, fordi du skrev til Fjordvik kommune"
    assert "Skriv igen til foråret." in letter.body
    assert "CANARY" not in letter.body
    assert not Application.objects.exists()
    assert not Invitation.objects.exists()
    assert AuditEntry.objects.get(deed="people.answer_application").fields == {"answer": "declined"}


def test_a_no_waits_for_the_mail_server_and_leaves_once(cast, fjordvik, monkeypatch):
    one = applied(fjordvik)
    monkeypatch.setattr("lms.people.tasks.send_answer", SimpleNamespace(enqueue=lambda pk: None))
    applications.decline_application(one, by=cast.kari)
    assert not Application.objects.visible_to(cast.kari).exists()
    with pytest.raises(DomainError, match="answered"):
        applications.decline_application(one, by=cast.kari)

    def down(_letter):
        raise OSError("down")

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", down)
        with pytest.raises(OSError, match="down"):
            applications.send_answer(one.pk)
    sent = len(mail.outbox)
    assert [applications.send_answer(one.pk), applications.send_answer(one.pk)] == [True, False]
    assert len(mail.outbox) == sent + 1


def test_letters_that_were_late_are_tried_again(cast, fjordvik):
    long_ago = timezone.now() - timedelta(hours=1)
    Application.objects.filter(pk=applied(fjordvik).pk).update(answered_at=long_ago)
    invite(fjordvik, email="en@example.org", by=cast.kari)
    Invitation.objects.update(sent_at=None, created_at=long_ago)
    mail.outbox.clear()

    send_late_letters.call()
    send_late_letters.call()

    assert sorted(letter.to[0] for letter in mail.outbox) == ["en@example.org", "ny@example.org"]


def test_closing_forgets_and_invites_nobody(cast, fjordvik, sign_in):
    one = applied(fjordvik)
    kari = sign_in(cast.kari)
    kari.get(f"/nb/applications/{one.pk}/close/")
    assert Application.objects.exists()
    kari.post(f"/nb/applications/{one.pk}/close/")
    assert not Application.objects.exists()
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["tuva", "siv", "stein", "nora"])
def test_nobody_but_the_coordinator_of_the_place_answers(cast, fjordvik, sign_in, who):
    one = applied(fjordvik)
    person = getattr(cast, who)
    for deed in ("welcome", "decline", "close"):
        assert sign_in(person).post(f"/nb/applications/{one.pk}/{deed}/").status_code in (403, 404)
    with pytest.raises(NotAllowed):
        applications.close_application(one, by=person)
    assert Application.objects.exists()


def test_what_nobody_answers_is_gone_after_ninety_days(fjordvik):
    applied(fjordvik)
    now = timezone.now()
    assert applications.forget_applications(now + timedelta(days=89)) == 0
    assert applications.forget_applications(now + timedelta(days=91)) == 1


def test_it_goes_with_the_person_who_leaves(cast, fjordvik):
    applied(fjordvik, email=cast.tuva.email)
    applications.forget_applications_of(cast.tuva)
    assert not Application.objects.exists()
