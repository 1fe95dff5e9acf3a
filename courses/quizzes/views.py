"""Taking a quiz: start, one question per page, look over, hand in, result. And the talk after the last try."""

import json
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from courses.quizzes import actions
from courses.quizzes.angoff import is_provisional
from courses.quizzes.asking import clock_of, question_page
from courses.quizzes.forms import AnswerForm, ExtraTimeForm
from courses.quizzes.grading import close_mine, close_overdue
from courses.quizzes.guides import TalkFile, find_learner, find_talk
from courses.quizzes.models import AttemptQuestion, Quiz, QuizAttempt
from courses.quizzes.overview import overview
from courses.quizzes.queries import (
    blueprint_of,
    find_attempt,
    find_question,
    find_quiz,
    lessons_to_read,
    minutes_for,
    result_items,
    standing,
)
from courses.quizzes.regrade_models import RegradedResult
from lms.kernel.errors import Invalid
from lms.kernel.middleware import wants_json
from lms.kernel.permissions import requires
from lms.people.models import Person

LONGEST_WAIT = 90 * 24 * 3600  # seconds that an answer may have waited on a device
MOST_KNOWN = 8  # earlier answers that a device tells of


@never_cache
@requires("quizzes.take", fetch=find_quiz)
def quiz(request: HttpRequest, quiz: Quiz) -> HttpResponse:
    """What this quiz is and where one stands; POST begins, or goes on with what was begun."""
    person, key = request.user, quiz.translation_key
    if request.method == "POST":
        attempt = actions.start_attempt(quiz, by=person)  # type: ignore[arg-type]
        return redirect("quiz_question", attempt=attempt.pk, position=first_open(attempt))
    close_mine(person, key)  # type: ignore[arg-type]
    rules, where = blueprint_of(key) or quiz.blueprint, standing(person, key)  # type: ignore[arg-type]
    attempts = QuizAttempt.objects.visible_to(person).filter(quiz_key=key).select_related("version").order_by("pk")  # type: ignore[arg-type]
    begun = next((attempt for attempt in attempts if attempt.is_open), None)
    context = {
        "quiz": quiz, "rules": rules, "standing": where, "needed": rules.needed, "begun": begun,
        "provisional": is_provisional(key, quiz.pass_share), "minutes": minutes_for(person, rules.minutes), "position": first_open(begun) if begun else 1,  # type: ignore[arg-type]
        "attempts": [attempt for attempt in attempts if not attempt.is_open],
    }  # fmt: skip
    return render(request, "courses/quiz.html", context)


def first_open(attempt: QuizAttempt) -> int:
    """Where to go on: the first question without an answer, else the first."""
    return next((place.position for place in overview(attempt) if not place.answered), 1)


@never_cache
@requires("quizzes.answer", fetch=find_question)
def quiz_question(request: HttpRequest, question: AttemptQuestion) -> HttpResponse:
    """One question. POST keeps the answer: JSON from the page's script, or a form that also says where to go next."""
    if request.method == "POST" and wants_json(request):
        return save_sent(request, question)
    if request.method == "POST":
        return save_posted(request, question)
    if not close_overdue(question.attempt).is_open:
        return redirect("quiz_result", attempt=question.attempt_id)
    return question_page(request, question)


def save_posted(request: HttpRequest, question: AttemptQuestion) -> HttpResponse:
    """Without scripts: keep the answer (if one was given), then go where the pressed button says."""
    form = AnswerForm(question, request.POST)
    if not form.is_valid():
        return question_page(request, question, form, status=422)
    attempt, position, by = question.attempt, question.position, request.user
    if form.says_something:
        actions.save_answer(attempt, position=position, chosen=form.cleaned_data["chosen"], by=by)  # type: ignore[arg-type]
    go = request.POST.get("go", "next")
    if go == "flag":
        actions.flag_question(attempt, position=position, flagged=not question.flagged, by=by)  # type: ignore[arg-type]
        return redirect("quiz_question", attempt=attempt.pk, position=position)
    if form.moves:
        return redirect(reverse("quiz_question", kwargs={"attempt": attempt.pk, "position": position}) + "#q")
    if go == "review" or (go == "next" and position == attempt.total):
        return redirect("quiz_review", attempt=attempt.pk)
    to = position - 1 if go == "back" else position + 1
    return redirect("quiz_question", attempt=attempt.pk, position=min(max(to, 1), attempt.total))


def late_of(sent: dict[str, Any]) -> actions.Late | None:
    """What a device says about an answer that waited there. Raises Invalid for nonsense."""
    waited, known = sent.get("waited", 0), sent.get("known", [])
    if isinstance(waited, bool) or not isinstance(waited, int) or not isinstance(known, list) or not 0 <= waited <= LONGEST_WAIT:
        raise Invalid()
    return actions.Late(timezone.now() - timedelta(seconds=waited), known[-MOST_KNOWN:]) if waited else None


def save_sent(request: HttpRequest, question: AttemptQuestion) -> JsonResponse:
    """{chosen: […]} or {flagged: true}, or both; answers when it was kept, and never anything about right or wrong. An answer that waited
    on the device says for how many seconds, and which answers the device knew of: {chosen: […], waited: 600, known: [[…]]}."""
    try:
        sent = json.loads(request.body)
    except ValueError as wrong:
        raise Invalid() from wrong
    if not isinstance(sent, dict) or not {"chosen", "flagged"} & sent.keys():
        raise Invalid()
    at: dict[str, Any] = {"position": question.position, "by": request.user}
    if "chosen" in sent:
        question = actions.save_answer(question.attempt, chosen=sent["chosen"], at_hand=question, late=late_of(sent), **at)
    if "flagged" in sent:
        question = actions.flag_question(question.attempt, flagged=sent["flagged"] is True, **at)
    kept = question.saved_at
    return JsonResponse({"saved_at": kept and kept.isoformat(), "saved": kept and actions.clock(kept), "position": question.position})


@never_cache
@requires("quizzes.answer", fetch=find_attempt)
def quiz_review(request: HttpRequest, attempt: QuizAttempt) -> HttpResponse:
    """Look over before handing in; only POST hands in, and twice is the same as once."""
    if request.method == "POST":
        actions.submit_attempt(attempt, by=request.user)  # type: ignore[arg-type]
        return redirect("quiz_result", attempt=attempt.pk)
    if not close_overdue(attempt).is_open:
        return redirect("quiz_result", attempt=attempt.pk)
    places = overview(attempt)
    context = {
        "attempt": attempt, "places": places, "answered": sum(place.answered for place in places), **clock_of(attempt),
        "missing": [place for place in places if not place.answered], "flagged": [place for place in places if place.flagged],
    }  # fmt: skip
    return render(request, "courses/quiz_review.html", context)


@never_cache
@requires("quizzes.read_result", fetch=find_attempt, methods=("GET",))
def quiz_result(request: HttpRequest, attempt: QuizAttempt) -> HttpResponse:
    """How it went, what to read and when to try again, and every option with its explanation: not before it is graded."""
    if close_overdue(attempt).is_open:
        return redirect("quiz_review", attempt=attempt.pk)
    items = result_items(attempt)
    context = {
        "attempt": attempt, "items": items, "standing": standing(attempt.person, attempt.quiz_key), "lessons": lessons_to_read(items),
        "again": [item for item in items if not item.right], "fine": [item for item in items if item.right],
        "needed": attempt.blueprint.needed, "passed": attempt.state == "passed",
        "regraded": RegradedResult.objects.filter(attempt=attempt).exclude(spared=True).select_related("regrade"),
    }  # fmt: skip
    return render(request, "courses/quiz_result.html", context)


@requires("quizzes.hold_talk", fetch=find_talk)
def quiz_talk(request: HttpRequest, file: TalkFile) -> HttpResponse:
    """For supervisors: somebody's tries are used up; after a talk one more is opened."""
    if request.method == "POST":
        actions.record_talk(file.learner, quiz_key=file.quiz_key, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Noted. %(alias)s can try again now.") % {"alias": file.learner.alias})
        return redirect("quiz_talk", key=file.quiz_key, person=file.learner.pk)
    return render(request, "courses/quiz_talk.html", {"file": file})


@requires("quizzes.give_extra_time", fetch=find_learner)
def quiz_extra_time(request: HttpRequest, learner: Person) -> HttpResponse:
    """For supervisors and coordinators: how much longer somebody may take."""
    form = ExtraTimeForm(request.POST or None, instance=getattr(learner, "extra_time", None))
    if request.method == "POST" and form.is_valid():
        actions.give_extra_time(learner, percent=form.cleaned_data["percent"], by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Saved. It counts from the next quiz that is begun."))
        return redirect("quiz_extra_time", person=learner.pk)
    return render(request, "courses/quiz_extra_time.html", {"learner": learner, "form": form}, status=422 if form.errors else 200)
