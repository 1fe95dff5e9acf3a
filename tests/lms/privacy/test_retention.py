"""What was kept long enough goes between its hour and a day after it, never before, and a second run finds nothing."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from certification.assessment.models import Assessment, Quote, Tick
from certification.credentials.models import Certificate
from certification.practice.models import Message, PracticeChat
from certification.practice.wellbeing import CheckIn
from certification.programmes.models import BackgroundCheck
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.models import AttemptQuestion, QuizAttempt
from lms.notify.models import Notice
from lms.people.actions import invite
from lms.people.models import Invitation, RoleAssignment
from lms.privacy.actions import let_time_pass
from lms.privacy.checks import every_table_about_people_is_held
from lms.privacy.holdings import Holdings, holdings
from tests.builders import a_quiz, a_transcript, answer_all
from tests.world import assemble_world


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def world(cast):
    return assemble_world(cast)


def pass_time(**ahead) -> dict[str, int]:
    return dict(let_time_pass(timezone.now() + timedelta(**ahead)))


def test_a_transcript_goes_on_its_day_and_not_the_day_before(cast, world):
    a_transcript(world.released, (cast.tuva, "hei"))
    due = timezone.localdate() + timedelta(days=30)
    PracticeChat.objects.filter(pk=world.released.pk).update(purge_on=due)
    pass_time(days=29)
    assert Message.objects.filter(chat=world.released).exists()
    pass_time(days=30)
    assert Message.objects.filter(chat=world.released).count() == 0
    assert pass_time(days=30)["transcripts"] == 0


def test_how_somebody_was_goes_after_thirty_days(cast, world):
    CheckIn.objects.create(chat=world.released, person=cast.tuva, after=True, face=3)
    pass_time(days=29)
    assert CheckIn.objects.count() == 1
    pass_time(days=30, minutes=1)
    assert CheckIn.objects.count() == 0


def test_ratings_outlive_the_certificate_by_a_year_and_then_only_the_fact_stays(cast, world):
    last = Certificate.objects.get(person=cast.tuva).valid_until - timezone.localdate()
    pass_time(days=last.days + 364)
    assert Quote.objects.filter(assessment__chat=world.released).exists()
    pass_time(days=last.days + 366)
    assert not Quote.objects.filter(assessment__chat__enrolment__person=cast.tuva).exists()
    assert not Tick.objects.filter(assessment__chat__enrolment__person=cast.tuva).exists()
    kept = Assessment.objects.get(chat=world.released)
    assert (kept.strength, kept.state) == ("", "final")
    assert kept.outcome["passed"] in (True, False)
    assert pass_time(days=last.days + 366)["ratings"] == 0


def test_answers_go_after_three_years_and_that_one_passed_stays(cast):
    attempt = start_attempt(a_quiz(), by=cast.tuva)
    submit_attempt(answer_all(attempt), by=cast.tuva)
    pass_time(days=3 * 365)
    assert AttemptQuestion.objects.exists()
    pass_time(days=3 * 365 + 2)
    assert not AttemptQuestion.objects.exists()
    assert QuizAttempt.objects.get().state != "open"


def test_a_certificate_goes_five_years_after_its_last_day(cast, world):
    last = Certificate.objects.get(person=cast.tuva).valid_until - timezone.localdate()
    pass_time(days=last.days + 5 * 365)
    assert Certificate.objects.exists()
    pass_time(days=last.days + 5 * 365 + 2)
    assert not Certificate.objects.exists()


def test_a_background_check_is_forgotten_when_its_person_has_left(cast, world):
    pass_time(days=1)
    assert BackgroundCheck.objects.count() == 1
    RoleAssignment.objects.filter(person=cast.tuva).update(ends_on=timezone.localdate())
    pass_time(days=1)
    assert BackgroundCheck.objects.count() == 0


def test_addresses_and_notices_go_and_open_invitations_stay(cast):
    invite(cast.fjordvik, email="ny@example.org", by=cast.kari)
    Notice.objects.create(person=cast.tuva, kind="practice_booked", reason="x")
    pass_time(days=14)
    assert Invitation.objects.get().email == "ny@example.org"
    pass_time(days=45)
    assert Invitation.objects.get().email == ""
    assert Notice.objects.count() == 1
    pass_time(days=366)
    assert Notice.objects.count() == 0


def test_the_command_takes_a_moment_and_refuses_nonsense(cast, capsys):
    call_command("retention", "--now", "2028-01-01T03:30")
    assert "transcripts" in capsys.readouterr().out
    with pytest.raises(CommandError, match="not a time"):
        call_command("retention", "--now", "soon")


def test_two_years_of_nights_in_a_row_delete_only_what_is_due(cast, world):
    a_transcript(world.released, (cast.tuva, "hei"))
    PracticeChat.objects.filter(pk=world.released.pk).update(purge_on=timezone.localdate() + timedelta(days=30))
    days = [night for night in range(0, 730, 5) if pass_time(days=night)["transcripts"]]
    assert days == [30]


def test_a_table_about_people_that_nobody_answers_for_stops_the_house(monkeypatch):
    assert every_table_about_people_is_held() == []
    whole = holdings()
    without = Holdings(tuple(one for one in whole.rows if one.model != "courses.Reflection"), whole.numbers)
    monkeypatch.setattr("lms.privacy.checks.holdings", lambda: without)
    assert [error.id for error in every_table_about_people_is_held()] == ["lms.E010"]
    without = Holdings(tuple(one for one in whole.rows if one.model != "certification.Tick"), whole.numbers)
    monkeypatch.setattr("lms.privacy.checks.holdings", lambda: without)
    assert [error.id for error in every_table_about_people_is_held()] == ["lms.E011"]
