"""A corrected question behind a certificate: a certifier looks, and nothing happens by itself."""

import uuid

import pytest
from django.urls import reverse

from certification.credentials.reviews import ask_review, close_review, review_since, to_review
from certification.programmes.models import Fulfilment
from certification.reports.inbox import todos
from courses.quizzes.models import QuizAttempt
from courses.quizzes.signals import quiz_graded
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition, NotAllowed
from tests.builders import a_certificate, a_question, a_quiz, an_enrolment
from tests.courses.quizzes.test_regrading import correct, done, first, handed_in

QUIZ = uuid.uuid5(uuid.NAMESPACE_URL, "quiz")


@pytest.fixture
def certificate(cast):
    """Tuva's, proposed by Siv; a passed quiz stands behind it."""
    certificate = a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv)
    Fulfilment.objects.create(enrolment=certificate.enrolment, requirement="quiz", kind="quiz", state="met", evidence={"quiz": str(QUIZ)})
    return certificate


def test_only_a_certificate_that_the_quiz_stands_behind_is_flagged_and_once(cast, certificate):
    assert ask_review(cast.tuva.pk, str(uuid.uuid4())) == 0
    assert [ask_review(cast.tuva.pk, str(QUIZ)) for _twice in range(2)] == [1, 0]
    certificate.refresh_from_db()
    assert (certificate.state, review_since(certificate) is not None) == ("active", True)


def test_it_waits_for_the_certifier_and_not_for_other_houses(cast, certificate):
    ask_review(cast.tuva.pk, str(QUIZ))
    assert [row.url for row in todos(cast.carl) if "look at the certificate" in row.title]
    assert [one.pk for one, _since in to_review([cast.fjordvik.pk])] == [certificate.pk]
    assert to_review([cast.sundby.pk]) == []


def test_a_certifier_lets_it_stand_once_and_nobody_else_may(cast, certificate, sign_in):
    ask_review(cast.tuva.pk, str(QUIZ))
    there = reverse("certificate_reviewed", args=[certificate.public_id])
    assert sign_in(cast.siv).post(there).status_code == 403
    with pytest.raises(NotAllowed):
        close_review(certificate, by=cast.tuva)
    sign_in(cast.carl).post(there)
    assert review_since(certificate) is None
    with pytest.raises(IllegalTransition):
        close_review(certificate, by=cast.carl)


def test_a_shaken_result_flags_it_and_an_ordinary_one_does_not(cast, certificate):
    attempt = QuizAttempt(person=cast.tuva, quiz_key=QUIZ)
    quiz_graded.send(sender=QuizAttempt, attempt=attempt, shaken=False)
    assert review_since(certificate) is None
    Fulfilment.objects.update_or_create(
        enrolment=certificate.enrolment, requirement="quiz", defaults={"kind": "quiz", "state": "met", "evidence": {"quiz": str(QUIZ)}}
    )
    quiz_graded.send(sender=QuizAttempt, attempt=attempt, shaken=True)
    assert review_since(certificate) is not None


def test_a_corrected_question_that_shakes_a_passed_quiz_flags_the_certificate_and_leaves_a_trail(cast, certificate):
    quiz = a_quiz(pass_share="1.00", questions=False, draw=[("role", False, 1)])
    a_question("role-1")
    passed = handed_in(quiz, cast.tuva)
    evidence = {"quiz": str(passed.quiz_key)}
    Fulfilment.objects.create(enrolment=certificate.enrolment, requirement="quiz", kind="quiz", state="met", evidence=evidence)
    correct(first(passed).version)

    done(passed, cast.ed)

    passed.refresh_from_db()
    certificate.refresh_from_db()
    assert (passed.state, certificate.state) == ("passed", "active")
    assert review_since(certificate) is not None
    assert [row.url for row in todos(cast.carl) if "look at the certificate" in row.title]
    entry = AuditEntry.objects.get(deed="quiz.regrade")
    assert (entry.actor, entry.fields["changed"]) == (cast.ed.pk, "1")
