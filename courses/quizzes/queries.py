"""Reading: where somebody stands with a quiz, what a page of an attempt shows, who waits for a talk."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation

from cms.versions import SOURCE_LANGUAGE
from courses.outline.models import LessonPage
from courses.outline.queries import active_language
from courses.quizzes.anew import counting, handed_in_since
from courses.quizzes.blueprint import Blueprint
from courses.quizzes.doubts import Doubt, doubts_in
from courses.quizzes.kinds import Answer, Graded, told
from courses.quizzes.models import AttemptQuestion, ExtraTime, Quiz, QuizAttempt, QuizTalk
from courses.quizzes.overview import marks_of
from courses.quizzes.regrade_models import Way
from courses.quizzes.regrading import corrections_of
from courses.quizzes.rules import Door, allowed_minutes, door
from courses.quizzes.states import AttemptState
from lms.kernel.permissions import get_visible
from lms.kernel.prepared import Prepared, among
from lms.people.models import Person


@dataclass(frozen=True)
class Standing:
    """Where one person stands with one quiz: "open" (never tried), "in_progress", "passed", "not_yet" or "talk".

    With "not_yet", `retry_at` says from when; it may have gone by, and then `may_begin` is true. `attempt_id`, `score` and
    `total` are of the passed try, else of the open one, else of the last.
    """

    state: str
    attempt_id: int | None
    score: int | None
    total: int | None
    passed_at: datetime | None
    retry_at: datetime | None
    url: str
    may_begin: bool = False
    tries: int = 0


def _with_talks(people: Any) -> Any:
    talks = QuizTalk.objects.filter(person=OuterRef("person"), quiz_key=OuterRef("quiz_key")).order_by("-held_at")
    return QuizAttempt.objects.filter(among("person", people)).annotate(talk=Subquery(talks.values("held_at")[:1])).order_by("pk")


ATTEMPTS = Prepared(_with_talks)


class Known:
    """What there is to know about these people's quizzes, read for all of them when it is first asked for."""

    def __init__(self, people: Collection[int]) -> None:
        self.people = people

    @cached_property
    def attempts(self) -> dict[tuple[int, UUID], list[Any]]:
        """By person and quiz, the first one first; each with `talk`, when the last talk about that quiz was held."""
        found: dict[tuple[int, UUID], list[Any]] = {}
        for row in ATTEMPTS.ask(sorted(self.people)) if self.people else ():
            found.setdefault((row.person_id, row.quiz_key), []).append(row)
        return found

    @cached_property
    def rules(self) -> dict[UUID, Blueprint]:
        """Those of today (without what is drawn) of every published quiz that anybody of them has tried."""
        return {key: quiz.terms for key, quiz in _published({key for _person, key in self.attempts}).items()}


def standing(
    person: Person, quiz_key: UUID, *, known: Known | None = None, practise: bool = True, since: datetime | None = None
) -> Standing:
    """Where `person` stands with a quiz, however it may have been edited or unpublished since. Reads only.

    `known` is what was read about this person, and others, just now. Without `practise` it is not asked whether somebody who has passed
    may take it again to practise. With `since` only what was handed in from then on counts; otherwise, and without `known`, what counts
    for them today.
    """
    alone, known = known is None, known or Known([person.pk])
    attempts = known.attempts.get((person.pk, quiz_key), [])
    if since:
        attempts = handed_in_since(since, attempts)
    elif alone:
        attempts = counting(person, quiz_key, attempts)
    url = reverse("quiz", kwargs={"key": quiz_key})
    if not attempts:
        return Standing("open", None, None, None, None, None, url, may_begin=True)
    by_state = {attempt.state: attempt for attempt in attempts}
    if passed := by_state.get(AttemptState.PASSED):
        rules = known.rules.get(quiz_key) if practise else None
        again = bool(rules and rules.for_practice)
        return _stands("passed", passed, url, len(attempts), passed_at=passed.submitted_at, may_begin=again)
    if begun := by_state.get(AttemptState.OPEN):
        return _stands("in_progress", begun, url, len(attempts))
    where = _door(attempts, known.rules.get(quiz_key), [attempts[-1].talk] if attempts[-1].talk else [])
    state = "talk" if where.state == "talk" else "not_yet"
    return _stands(state, attempts[-1], url, len(attempts), retry_at=where.at, may_begin=where.state == "open")


def _stands(state: str, attempt: QuizAttempt, url: str, tries: int, **times: Any) -> Standing:
    fields = {"passed_at": None, "retry_at": None, **times}
    return Standing(state, attempt.pk, attempt.score, attempt.total, url=url, tries=tries, **fields)


def door_of(person: Person, quiz_key: UUID, attempts: list[QuizAttempt]) -> Door:
    """Whether the person may begin again, by the quiz's rules of today (or of the last try, when the quiz is gone)."""
    if not any(attempt.state == AttemptState.NOT_YET for attempt in attempts):
        return Door("open")
    talks = list(QuizTalk.objects.filter(person=person, quiz_key=quiz_key).values_list("held_at", flat=True))
    return _door(attempts, blueprint_of(quiz_key), talks)


def _door(attempts: list[QuizAttempt], rules: Blueprint | None, talks: list[datetime]) -> Door:
    misses = [attempt.submitted_at for attempt in attempts if attempt.state == AttemptState.NOT_YET and attempt.submitted_at]
    if not misses:
        return Door("open")
    rules = rules or attempts[-1].blueprint
    return door(misses, talks, rules.retry_hours, rules.max_attempts, timezone.now())


def blueprint_of(quiz_key: UUID) -> Blueprint | None:
    """The rules of the published quiz: its source language's."""
    quiz = _published([quiz_key]).get(quiz_key)
    return quiz.blueprint if quiz else None


def _published(keys: Collection[UUID]) -> dict[UUID, Quiz]:
    """The quizzes that decide, in their source language, with one query; those that are not published are left out."""
    found: dict[UUID, Quiz] = {}
    for row in Quiz.objects.live().filter(translation_key__in=keys).select_related("locale").order_by("-pk") if keys else ():
        known = found.get(row.translation_key)
        if known is None or known.language != SOURCE_LANGUAGE:
            found[row.translation_key] = row
    return found


def find_quiz(person: Person, key: UUID) -> Quiz:
    """The door to a quiz: published ones in the language of the page (else the source's), and unpublished ones one has begun. Else 404."""
    rows = list(Quiz.objects.visible_to(person).filter(translation_key=key).select_related("locale").order_by("pk"))
    if not rows and QuizAttempt.objects.filter(person=person, quiz_key=key).exists():
        rows = list(Quiz.objects.filter(translation_key=key).select_related("locale").order_by("pk"))
    if not rows:
        raise Http404
    wanted = {translation.get_language(): 0, SOURCE_LANGUAGE: 1}
    return min(rows, key=lambda row: wanted.get(row.language, 2))


def find_attempt(person: Person, attempt: int) -> QuizAttempt:
    """The door to one's own attempt; anybody else's does not exist."""
    found = get_visible(QuizAttempt, person, pk=attempt)
    found.person = person
    return found


QUESTION = Prepared(
    lambda person, attempt, position: (
        AttemptQuestion.objects.visible_to(person)
        .faces()
        .select_related("attempt__version")
        .filter(attempt=attempt, position=position)
        .annotate(marks=marks_of(OuterRef("attempt")))
    )
)


def find_question(person: Person, attempt: int, position: int) -> AttemptQuestion:
    """The door to one question of one's own attempt, without its key; its `marks` are the overview of the attempt."""
    try:
        (question,) = QUESTION.ask(person.pk, attempt, position)
    except (ValueError, OverflowError) as missing:
        raise Http404 from missing
    question.attempt.person = person
    return question


def minutes_for(person: Person, minutes: int | None) -> int | None:
    """How long this person may take, with their extra time."""
    percent = ExtraTime.objects.filter(person=person).values_list("percent", flat=True).first()
    return allowed_minutes(minutes, percent or 0)


def times_seen(person: Person) -> dict[str, int]:
    """How often each question has met this person before, by the question's key."""
    rows = AttemptQuestion.objects.filter(attempt__person=person).values_list("version__key").annotate(n=Count("pk")).order_by()
    return {str(key): n for key, n in rows}


@dataclass(frozen=True)
class Item:
    """One question on the result page, with everything that may be known now."""

    position: int
    parts: list[tuple[str, str]]
    answers: list[Answer]
    right: bool
    answered: bool
    critical: bool
    provisional: bool
    lesson_key: UUID | None
    doubt: Doubt | None = None


def result_items(attempt: QuizAttempt) -> list[Item]:
    """Every question of a graded attempt, as it was asked, with its key and explanations: the corrected ones where it was marked anew
    since, so that nobody learns from a wrong key. Nothing while it is open."""
    if attempt.is_open:
        return []
    items, doubts, questions = [], doubts_in(attempt), list(attempt.questions.select_related("version"))
    corrections = corrections_of([question.version for question in questions])
    for question in questions:
        version, language = question.version, translation.get_language() or SOURCE_LANGUAGE
        anew = corrections.get(version.pk)
        key = anew.corrected if anew and anew.way == Way.KEY else version
        text, how, right = version.text(), version.how, key.answers["right"]
        graded = Graded(text, question.option_order, question.chosen, right, key.reasons(), language)
        item = Item(
            question.position, told(how, text), how.explained(graded), bool(question.is_right), question.is_answered,
            version.is_critical, how.is_provisional(right), version.lesson_key,
            doubts.get(question.position),
        )  # fmt: skip
        items.append(item)
    return items


def lessons_to_read(items: list[Item]) -> list[LessonPage]:
    """The lessons behind what was not right yet, most needed first, in the language of the page."""
    wanted = Counter(item.lesson_key for item in items if not item.right and item.lesson_key)
    pages = LessonPage.objects.live().filter(translation_key__in=wanted).select_related("locale")
    language, found = active_language(), {}
    for page in sorted(pages, key=lambda page: (page.locale.language_code == SOURCE_LANGUAGE, page.locale.language_code == language)):
        found[page.translation_key] = page  # the best language comes last and stays
    return [found[key] for key, _n in wanted.most_common() if key in found]
