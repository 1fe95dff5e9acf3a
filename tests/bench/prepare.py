"""Fill a house for measuring and say, as JSON, what to ask for and as whom. Runs with the bench's settings, before the server."""

import json
import sys
from typing import Any

import django

django.setup()

from allauth.account.internal.flows.login import record_authentication  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from wagtail.models import Site  # noqa: E402

from certification.assessment import drafts  # noqa: E402
from certification.credentials.models import Certificate  # noqa: E402
from certification.practice.models import PracticeChat  # noqa: E402
from certification.practice.states import ChatState  # noqa: E402
from courses.outline.models import LessonPage  # noqa: E402
from courses.quizzes import actions as quizzes  # noqa: E402
from courses.quizzes.models import Quiz  # noqa: E402
from lms.people import api_keys  # noqa: E402
from lms.people.models import Person, Role, RoleAssignment  # noqa: E402
from lms.people.sessions import SessionStore  # noqa: E402
from tests.bench import crowd  # noqa: E402
from tests.bench.bare.models import BarePage, FramedPage  # noqa: E402
from tests.builders import a_transcript, an_ended_chat  # noqa: E402

WORDS = "Å lytte er å gi noen tid. Du trenger ikke ha svaret. Spør åpent, vent litt, og si tilbake det du hørte med egne ord. " * 3


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def cookie_of(person: Person) -> str:
    """A session as after signing in with a second factor."""
    request = HttpRequest()
    request.session = SessionStore()
    request.session[SESSION_KEY] = str(person.pk)
    request.session[BACKEND_SESSION_KEY] = "lms.people.backends.Backend"
    request.session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    record_authentication(request, person, "mfa", type="totp")
    request.session.save()
    return f"sessionid={request.session.session_key}"


def bare_pages() -> tuple[str, str]:
    """The addresses of the bare page and of the same in our frame."""
    home = Site.objects.get(is_default_site=True).root_page
    body = json.dumps([{"type": "paragraph", "value": f"<p>{WORDS}</p>"}] * 15)
    made = []
    for kind in (BarePage, FramedPage):
        page = kind(title="Bare", slug=kind.__name__.lower(), body=body, locale=home.locale)
        home.add_child(instance=page)
        made.append(page.get_url())
    return made[0], made[1]


def a_quiz(person: Person) -> dict[str, Any]:
    """An attempt of the person with its first question that has one right answer: where to post, and two answers that take turns.

    Which questions are drawn is left to chance; of some kinds one option alone is no answer.
    """
    quiz = Quiz.objects.filter(locale__language_code="nb", live=True).first()
    attempt = quizzes.start_attempt(quiz, by=person)
    first = attempt.questions.filter(version__kind="single").order_by("position")[0]
    return {
        "url": f"/nb/quiz/attempt/{attempt.pk}/{first.position}/",
        "bodies": [json.dumps({"chosen": [key]}) for key in first.version.option_ids[:2]],
    }


def to_rate(rater: Person, lines: int) -> str:
    """The address of a rating that is begun, of a chat with so many lines."""
    other = PracticeChat.objects.filter(organisation_id__in=rater.organisations_as(Role.SUPERVISOR)).select_related("enrolment").first()
    assert other
    chat = an_ended_chat(enrolment=other.enrolment, partner=other.partner, scenario=other.scenario, state=ChatState.AWAITING_RATING)
    a_transcript(chat, *[(other.partner if number % 2 else other.trainee, WORDS[:120]) for number in range(lines - chat.last_seq)])
    drafts.claim_rating(chat, by=rater)
    return f"/nb/practice/{chat.pk}/rating/"


def certified() -> tuple[str, str]:
    """A certificate that counts, and a key of its house for the duty passport."""
    certificate = next(one for one in Certificate.objects.select_related("organisation") if one.counts)
    boss = RoleAssignment.objects.active().filter(organisation=certificate.organisation, role=Role.COORDINATOR).select_related("person")[0]
    _key, secret = api_keys.make_key(certificate.organisation, name="Bench", scopes=["duty"], by=boss.person)
    return str(certificate.public_id), secret


def main() -> None:
    call_command("demo", seed=1, trainees=12, stdout=sys.stderr)
    say("Ten and ten thousand trainees …")
    few, many = crowd.make(10), crowd.make(10_000)
    bare, framed = bare_pages()
    tuva = Person.objects.get(email="tuva@fjordvik.example")
    lesson = LessonPage.objects.live().filter(locale__language_code="nb", open_to_all=False).order_by("path").first()
    assert lesson
    certificate, key = certified()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    answer = {
        "bare": bare, "framed": framed, "lesson": lesson.get_url(), "quiz": a_quiz(tuva),
        "certificate": certificate, "key": key,
        "ratings": [to_rate(few, 20), to_rate(few, 500)],
        "cookies": {"trainee": cookie_of(tuva), "few": cookie_of(few), "many": cookie_of(many)},
    }  # fmt: skip
    print(json.dumps(answer))


main()
