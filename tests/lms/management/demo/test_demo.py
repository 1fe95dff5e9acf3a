"""The demonstration: everybody is there, the same for a seed, and only in demo mode."""

import io
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from certification.assessment.models import Quote
from certification.credentials.models import Certificate
from certification.decisions.cases import Appeal, Concern
from certification.decisions.models import SignOff
from certification.practice.models import PracticeChat
from certification.programmes import engine
from certification.programmes.models import Enrolment
from certification.programmes.queries import newest_version
from courses.quizzes.models import QuizAttempt
from lms.audit.models import AuditEntry
from lms.audit.queries import breaks
from lms.management.demo.build import build, share
from lms.management.demo.names import FJORDVIK, SUNDBY
from lms.management.demo.places import secret_of
from lms.people.models import Country, HelpNumber, Organisation, Person, Role


@pytest.fixture
def house(db):
    said = []
    build(1, 14, said.append)
    return said


def test_trainees_stand_at_every_stage_and_everybody_can_see_why(house):
    """One test for the whole house: building it takes a few seconds."""
    the_roles_and_doors()
    assert set(PracticeChat.objects.values_list("state", flat=True)) == {
        "live", "scheduled", "awaiting_rating", "rated", "released", "acknowledged",
    }  # fmt: skip
    assert sorted(SignOff.objects.values_list("state", flat=True)) == ["declined", "deferred", *["granted"] * 3, "proposed"]
    assert list(Certificate.objects.values_list("state", flat=True)) == ["active"] * 3
    what_went_another_way()
    every_mark_stands_in_the_raters_language()
    assert set(QuizAttempt.objects.values_list("state", flat=True)) == {"passed", "not_yet"}
    enrolments = list(Enrolment.objects.select_related("version", "person", "organisation"))
    assert len(enrolments) == 14 + 2
    the_other_two_programmes()
    assert len({engine.explain(one, "nb").ready for one in enrolments}) == 2
    moments = list(AuditEntry.objects.order_by("seq").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] < timezone.now() - timedelta(days=80)
    assert max(moments) <= timezone.now()
    assert list(breaks()) == []


def what_went_another_way():
    """Somebody renews, somebody appeals to the other house, somebody was told of a worry, and the programme has a new version."""
    assert [one.person.alias for one in Enrolment.objects.filter(renewal_from__isnull=False)] == ["Steinskvett"]
    appeal, concern = Appeal.objects.get(), Concern.objects.get()
    assert [(seat.person.alias, seat.given_by.alias) for seat in appeal.seats.standing()] == [("Mikkel", "Kari")]
    assert (concern.state, concern.about.alias, concern.told_at is not None) == ("taken", "Gærdesmutte", True)
    newest = newest_version("chatvert")
    asked = {r["key"]: r["name"] for stage in newest.text("da")["stages"] for r in stage["requirements"]}
    assert (newest.number, asked["workshop"]) == (2, "Tre kursusdage")
    assert [one.person.alias for one in newest.enrolments.all()] == ["Rødstrupe"]


def every_mark_stands_in_the_raters_language():
    """A Danish rater who calibrates marks Danish lines, and reads them again beside the reference."""
    marks = Quote.objects.filter(assessment__gold__isnull=False).select_related("assessment__gold", "assessment__rater")
    read = {mark.assessment.rater.language for mark in marks}
    assert read == {"nb", "da"}
    for mark in marks:
        assert mark.text == mark.assessment.gold.text(mark.assessment.rater.language)["lines"][mark.seq - 1]


def the_other_two_programmes():
    """A chat host becomes a mentor, and what they signed before counts; a professional becomes a supervisor."""
    mentor, supervisor = (Enrolment.objects.get(programme=slug) for slug in ("mentor", "veileder"))
    states = {step.key: step.state for step in engine.explain(mentor, "nb").steps}
    met = {key for key, state in states.items() if state == "met"}
    assert met == {"host", "background", "confidentiality", "conduct", "time", "risk", "rating"}
    assert states["bridge"] == states["calibrated"] == "in_progress"
    assert mentor.person.enrolments.exclude(pk=mentor.pk).get().state == "certified"
    calibrated = {step.key: step for step in engine.explain(supervisor, "da").steps}["calibrated"]
    assert (calibrated.state, calibrated.note[:6]) == ("in_progress", "3 af 6")
    held = set(QuizAttempt.objects.filter(person__in=[mentor.person, supervisor.person]).values_list("quiz_key", flat=True))
    assert len(held) == 5  # the chat hosts' final quiz, and two short ones each


def the_roles_and_doors():
    """Every role is held in both organisations, and everybody can sign in as they should."""
    fjordvik, sundby = Organisation.objects.order_by("pk")
    for place in (fjordvik, sundby):
        held = set(place.roles.active().values_list("role", flat=True))
        assert held == set(Role.values), place
    assert fjordvik.country == Country.NO
    assert sundby.country == Country.DK
    everybody = list(Person.objects.all())
    assert len({person.alias for person in everybody}) == len(everybody)
    for person in everybody:
        assert person.email.endswith(".example")
        assert person.emailaddress_set.filter(primary=True).exists()
        assert Authenticator.objects.filter(user=person).exists() == person.needs_second_factor
    assert not HelpNumber.objects.exclude(verified_on=None).exists()
    assert set(HelpNumber.objects.filter(country="no").values_list("number", flat=True)) == {"112", "113", "116 117", "116 123", "116 111"}
    assert set(HelpNumber.objects.filter(country="dk").values_list("number", flat=True)) == {"112", "70 201 201", "116 111"}
    assert Person.objects.filter(roles__role=Role.TRAINEE).count() == 14 + 1


def test_a_seed_gives_the_same_people_and_secrets():
    assert share(1, 40) == share(1, 40)
    assert share(1, 40) != share(2, 40)
    assert secret_of("siv@fjordvik.example", 1) == secret_of("siv@fjordvik.example", 1) != secret_of("siv@fjordvik.example", 2)


@pytest.mark.parametrize("trainees", [0, 1, 5, 12, 13, 200])
def test_as_many_trainees_as_asked_for_each_with_an_address_of_their_own(trainees):
    norwegian, danish = share(3, trainees)
    assert len(norwegian) + len(danish) == trainees
    for group, staff in ((norwegian, FJORDVIK), (danish, SUNDBY)):
        handles = [one.handle for one in [*group, *staff]]
        assert len(set(handles)) == len(handles)


def test_it_refuses_outside_demo_mode(db):
    with override_settings(DEMO=False), pytest.raises(CommandError, match="only with DEMO=true"):
        call_command("demo")
    assert not Organisation.objects.exists()


def test_a_second_run_keeps_what_is_there(db, cast, monkeypatch):
    monkeypatch.setattr("lms.management.commands.demo.prepare", lambda say: None)
    out = io.StringIO()
    with override_settings(DEMO=True):
        call_command("demo", stdout=out)
    assert "stay as they are" in out.getvalue()
    assert Organisation.objects.count() == 2
