"""A letter about hours: asked for by its person, signed by a coordinator, frozen, and checked by whoever it is handed to."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from certification.credentials import jws, keys
from certification.letters import actions, sheet
from certification.letters.models import HoursLetter
from certification.letters.queries import credit_of
from certification.letters.states import LetterState
from certification.practice.models import PracticeChat
from certification.practice.states import ChatState
from certification.reports.inbox import todos
from lms.kernel.errors import DomainError, IllegalTransition, Invalid, NotAllowed
from lms.people.models import Relation, Role, RoleAssignment
from tests.builders import a_chat, an_enrolment


@pytest.fixture
def played(cast):
    """Pia played for half an hour, twice; and once a trainee did not come."""
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    for days in (20, 10):
        at = timezone.now() - timedelta(days=days)
        chat = a_chat(enrolment=way, partner=cast.pia, state=ChatState.ENDED, starts_at=at)
        PracticeChat.objects.filter(pk=chat.pk).update(began_at=at, ended_at=at + timedelta(minutes=30))
    missed = a_chat(enrolment=way, partner=cast.pia, state=ChatState.NO_SHOW, starts_at=timezone.now() - timedelta(days=5))
    PracticeChat.objects.filter(pk=missed.pk).update(absent="trainee")


@pytest.fixture
def asked(played, cast):
    return actions.ask_letter(cast.fjordvik, name="Pia Eksempel", by=cast.pia)


@pytest.fixture
def signed(asked, cast, monkeypatch, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path
    keys.ensure()
    monkeypatch.setattr(actions, "confirm_second_factor", lambda person, code: None)
    actions.sign_letter(asked, code="123456", by=cast.kari)
    return asked


def test_the_letter_counts_what_the_practice_page_counts(asked):
    assert (asked.frozen["minutes"], asked.frozen["turns"]) == (45 + 45 + 15, 3)
    assert {code: text["said"][0].split(" ")[1] for code, text in asked.frozen["texts"].items()} == {
        "nb": "gitt",
        "da": "givet",
        "en": "given",
    }
    assert "1,8 timer" in asked.text("nb")["said"][0]
    assert "1.8 hours" in asked.text("en")["said"][0]


def test_it_holds_no_name_and_no_measure_against_others(asked):
    assert "Pia" not in str(asked.frozen)
    assert not re.search(r"level|best|rank|nivå", str(asked.frozen))


def test_what_is_frozen_does_not_move_when_more_is_played(asked, cast):
    PracticeChat.objects.update(ended_at=timezone.now())
    assert HoursLetter.objects.get().frozen["minutes"] == 105
    assert credit_of(cast.pia, cast.fjordvik).minutes > 105


def test_one_waits_at_a_time_and_nothing_is_written_about_no_hours(asked, cast):
    with pytest.raises(IllegalTransition):
        actions.ask_letter(cast.fjordvik, name="Pia", by=cast.pia)
    with pytest.raises(DomainError) as refused:
        actions.ask_letter(cast.sundby, name="Pia", by=cast.pia)
    assert refused.value.code == "no_hours"


def test_a_coordinator_signs_with_their_code_and_nobody_else_does(asked, cast, settings, tmp_path):
    with pytest.raises(Invalid):
        actions.sign_letter(asked, code="000000", by=cast.kari)
    for other in (cast.pia, cast.siv, cast.nora, cast.stein):
        with pytest.raises(NotAllowed):
            actions.sign_letter(asked, code="000000", by=other)
    RoleAssignment.objects.create(person=cast.siv, role=Role.COORDINATOR, organisation=cast.fjordvik)
    Relation.objects.create(person=cast.siv, other=cast.pia, declared_by=cast.siv)
    with pytest.raises(NotAllowed):
        actions.sign_letter(asked, code="000000", by=cast.siv)
    assert HoursLetter.objects.get().state == LetterState.ASKED


def test_it_lies_in_the_coordinators_inbox_and_in_nobody_elses(asked, cast):
    assert [row.title for row in todos(cast.kari)] == ["Pia asks for a letter about hours"]
    assert "letter" not in str([row.title for row in todos(cast.siv)])


def test_the_house_signs_the_facts_and_never_a_name(signed):
    head, facts = jws.read(signed.token)
    key = next(key for key in keys.every() if key.kid == head["kid"])
    assert jws.is_signed_by(signed.token, jws.unb64(key.x))
    assert (facts["minutes"], facts["turns"], facts["organisation"]) == (105, 3, "Fjordvik kommune")
    assert "Pia" not in str(facts)


def test_its_person_hears_of_it_and_can_print_it(signed, cast, sign_in):
    pia = sign_in(cast.pia)
    for language, said in (("nb", "frivillig samtalepartner"), ("da", "frivillig samtalepartner"), ("en", "volunteer practice partner")):
        with translation.override(language):
            assert said in pia.get(reverse("hours_letter_print", args=[signed.public_id])).content.decode()
    assert cast.pia.notices.filter(kind="hours_letter_signed").count() == 1


def test_the_file_is_a_tagged_page_in_the_language_of_the_address(signed, cast, sign_in):
    for language, tag in (("nb", b"nb-NO"), ("da", b"da-DK"), ("en", b"en-GB")):
        made = sheet.pdf(signed, language)
        assert made.startswith(b"%PDF")
        assert tag in made
    with translation.override("nb"):
        answer = sign_in(cast.pia).get(reverse("hours_letter_pdf", args=[signed.public_id]))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "application/pdf", "no-store, private")


def test_an_unsigned_one_has_no_sheet_and_no_public_page(asked, cast, sign_in, client):
    assert sign_in(cast.pia).get(reverse("hours_letter_pdf", args=[asked.public_id])).status_code == 409
    assert client.get(reverse("letter_check", args=[asked.public_id])).status_code == 404


def test_anybody_can_check_it_and_ask_whether_a_name_is_right(signed, client):
    page = reverse("letter_check", args=[signed.public_id])
    answer = client.get(page)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)
    assert "Fjordvik kommune" in answer.content.decode()
    assert "Pia" not in answer.content.decode()
    assert "Yes, this name stands on it" in client.post(page, {"name": "pia  EKSEMPEL"}).content.decode()
    assert "Another name stands on it" in client.post(page, {"name": "Per Eksempel"}).content.decode()


def test_taken_back_its_page_says_so_and_never_why(signed, cast, client):
    actions.drop_letter(signed, words="HEMMELIG GRUNN", by=cast.kari)
    page = client.get(reverse("letter_check", args=[signed.public_id])).content.decode()
    assert "This letter was taken back" in page
    assert "HEMMELIG" not in page


def test_a_coordinator_says_why_and_its_person_need_not(asked, cast):
    with pytest.raises(Invalid):
        actions.drop_letter(asked, by=cast.kari)
    actions.drop_letter(asked, by=cast.pia)
    assert HoursLetter.objects.get().state == LetterState.DROPPED
    assert mail.outbox == []


def test_from_the_screens_asked_and_shown(played, cast, sign_in):
    pia = sign_in(cast.pia)
    page = pia.get("/nb/hours-letters/").content.decode()
    assert "1,8" in page
    asked = pia.post("/nb/hours-letters/", {"organisation": cast.fjordvik.pk, "name": "Pia Eksempel"})
    assert asked.url == f"/nb/hours-letters/{HoursLetter.objects.get().public_id}/"
    assert sign_in(cast.kari).get(asked.url).status_code == 200
    assert sign_in(cast.nora).get(asked.url).status_code == 404
