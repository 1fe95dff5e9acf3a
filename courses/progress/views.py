"""Finishing a lesson, writing a reflection, reading them again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from courses.outline.models import LessonPage
from courses.outline.queries import find_lesson, lesson_url
from courses.progress.actions import answer_reflection, complete_lesson, read_again, write_reflection
from courses.progress.forms import AnswerForm, ReflectionForm
from courses.progress.models import MENTORS, Reflection
from courses.progress.queries import lesson_screen
from lms.kernel.middleware import wants_json
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest

PER_PAGE = 20


@dataclass(frozen=True)
class Question:
    """One reflection question of a published lesson."""

    lesson: LessonPage
    block: uuid.UUID


def lesson_door(_person: Person, key: uuid.UUID) -> LessonPage:
    return find_lesson(key)


def question_door(_person: Person, key: uuid.UUID, block: uuid.UUID) -> Question:
    return Question(find_lesson(key), block)


@requires("courses.learn", fetch=lesson_door, methods=("POST",))
@require_POST
def complete(request: SignedInRequest, lesson: LessonPage) -> HttpResponse:
    """Done; on to the next lesson of the module, or to the module's own page when this was the last.

    With `again`, the version that stood there: read again after a change.
    """
    if (number := request.POST.get("again", "")).isdecimal():
        if read_again(lesson, number=int(number[:5]), by=request.user):
            messages.success(request, _("Read again. What you did before is kept beside it."))
        else:
            messages.warning(request, _("It changed once more while you read, or you have read it already. Look at the page again."))
        return redirect(lesson_url(lesson))
    complete_lesson(lesson, by=request.user)
    if wants_json(request):  # read on a phone without a connection, sent later
        messages.success(request, _("What you read without a connection is saved: %(lesson)s") % {"lesson": lesson.title})
        return JsonResponse({"done": True})
    screen = lesson_screen(lesson, request.user)
    if screen.module and screen.done_here == screen.total:
        messages.success(request, _("Module done: %(module)s") % {"module": screen.module.title})
        return redirect(screen.module.url)
    return redirect(screen.onwards)


@requires("courses.learn", fetch=question_door, methods=("POST",))
@require_POST
def reflect(request: SignedInRequest, question: Question) -> HttpResponse:
    """Save the lines: JSON for the page's script, back to the question otherwise, the lesson again when they cannot be kept."""
    form = ReflectionForm(request.POST)
    if form.is_valid():
        mine = write_reflection(question.lesson, block_id=question.block, by=request.user, **form.reflection)
        if wants_json(request):
            return JsonResponse(
                {
                    "saved": _("Saved %(time)s") % {"time": time_format(timezone.localtime(mine.changed_at))},
                    "shared": mine.shared_at is not None,
                }
            )
        return redirect(f"{lesson_url(question.lesson)}#r-{question.block}")
    if wants_json(request):
        return JsonResponse({"code": "invalid", "errors": form.errors}, status=422)
    request.reflection_form = (str(question.block), form)  # type: ignore[attr-defined]
    answer = question.lesson.serve(request)
    answer.status_code = 422
    return answer


@requires("courses.learn", methods=("GET",))
@require_safe
def reflections(request: SignedInRequest) -> HttpResponse:
    """One's own reflections and the answers to them; for mentors and supervisors also what was shared with them, unanswered first."""
    person, mentor = request.user, bool(request.user.organisations_as(*MENTORS))
    written = Reflection.objects.visible_to(person).exclude(text="").select_related("person").prefetch_related("answers__by")
    waiting = written.unanswered().exclude(person=person)
    show = request.GET.get("show", "") if mentor else ""
    seen = {"waiting": waiting, "mine": written.filter(person=person)}.get(show, written)
    order = "shared_at" if show == "waiting" else "-changed_at"
    page = Paginator(seen.order_by(order, "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    words = [
        ("", _("Everything"), None),
        ("waiting", _("Waiting for an answer"), waiting.count() if mentor else 0),
        ("mine", _("Mine"), None),
    ]
    entries = [{"label": label, "url": f"?show={name}", "count": n, "current": show == name} for name, label, n in words]
    return render(request, "courses/reflections.html", {"page": page, "mentor": mentor, "entries": entries if mentor else []})


def reflection_door(person: Person, pk: int) -> Reflection:
    return get_visible(Reflection, person, pk=pk)


@requires("reflections.read", fetch=reflection_door, methods=("GET",))
@require_safe
def reflection(request: HttpRequest, mine: Reflection) -> HttpResponse:
    """One reflection, what was answered, and for those it was shared with the field to write back."""
    return _reflection(request, mine, AnswerForm())


def _reflection(request: HttpRequest, one: Reflection, form: AnswerForm) -> HttpResponse:
    context = {
        "one": one, "answers": one.answers.select_related("by"), "form": form, "own": one.person_id == request.user.pk,
        "may_answer": may(request.user, "reflections.answer", one),
    }  # fmt: skip
    return render(request, "courses/reflection.html", context, status=422 if form.errors else 200)


@requires("reflections.answer", fetch=reflection_door, methods=("POST",))
@require_POST
def reflection_answer(request: SignedInRequest, one: Reflection) -> HttpResponse:
    """Send the answer, or show the page again with what is missing."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _reflection(request, one, form)
    answer_reflection(one, text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Sent. %(name)s is told.") % {"name": one.person.alias})
    return redirect("reflection", pk=one.pk)
