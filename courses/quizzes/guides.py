"""What supervisors, mentors and coordinators see of their trainees' tries: how many and when, never the answers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from courses.quizzes.models import QuizAttempt, QuizTalk
from courses.quizzes.queries import Standing, blueprint_of, standing
from courses.quizzes.rules import door
from courses.quizzes.states import AttemptState
from lms.people.models import Person, Role, RoleAssignment


@dataclass(frozen=True)
class Waiting:
    """Somebody who has used up their tries and waits for a talk."""

    person: Person
    quiz_key: UUID
    title: str
    since: datetime
    url: str


def learners_of(professional: Person) -> models.QuerySet[Person]:
    """The trainees of the organisations in which one supervises, mentors or coordinates; never oneself."""
    organisations = professional.organisations_as(Role.SUPERVISOR, Role.MENTOR, Role.COORDINATOR)
    there = RoleAssignment.objects.active().filter(organisation_id__in=organisations, role=Role.TRAINEE)
    return Person.objects.filter(pk__in=there.values("person_id"), is_active=True).exclude(pk=professional.pk)


def awaiting_talk(professional: Person) -> list[Waiting]:
    """Who waits for a talk with this professional about which quiz, longest first. Queries grow with quizzes, not with people."""
    learners, tries, talks = learners_of(professional), defaultdict(list), defaultdict(list)
    for attempt in QuizAttempt.objects.filter(person__in=learners).select_related("version", "person").order_by("pk"):
        tries[attempt.person, attempt.quiz_key].append(attempt)
    for talk in QuizTalk.objects.filter(person__in=learners):
        talks[talk.person_id, talk.quiz_key].append(talk.held_at)
    rules = {key: blueprint_of(key) for key in {key for _person, key in tries}}
    waiting = []
    for (person, key), mine in tries.items():
        misses = [attempt.submitted_at for attempt in mine if attempt.state == AttemptState.NOT_YET and attempt.submitted_at]
        asked = rules[key] or mine[-1].blueprint
        where = door(misses, talks[person.pk, key], asked.retry_hours, asked.max_attempts, timezone.now())
        if where.state == "talk" and len(misses) == len(mine):
            url = reverse("quiz_talk", kwargs={"key": key, "person": person.pk})
            waiting.append(Waiting(person, key, mine[-1].quiz_title, max(misses), url))
    return sorted(waiting, key=lambda one: one.since)


@dataclass(frozen=True)
class TalkFile:
    """What a supervisor may see of somebody's tries: when, how many, what to talk about. Never the answers."""

    learner: Person
    quiz_key: UUID
    title: str
    attempts: list[QuizAttempt]
    standing: Standing


def find_talk(professional: Person, key: UUID, person: int) -> TalkFile:
    """The door to somebody's tries at a quiz: trainees of one's own places who have tried it. Else 404."""
    learner = learners_of(professional).filter(pk=person).first()
    attempts = (
        list(QuizAttempt.objects.filter(person=learner, quiz_key=key).graded().select_related("version").order_by("pk")) if learner else []
    )
    if not learner or not attempts:
        raise Http404
    return TalkFile(learner, key, attempts[-1].quiz_title, attempts, standing(learner, key))


def find_learner(professional: Person, person: int) -> Person:
    """The door to a trainee of one's own places."""
    learner = learners_of(professional).filter(pk=person).select_related("extra_time").first()
    if learner is None:
        raise Http404
    return learner
