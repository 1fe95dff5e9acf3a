"""The page of one question: drawn once for everybody who is asked at such a place, with holes for the question, the answer and the attempt."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe

from courses.quizzes.forms import AnswerForm
from courses.quizzes.models import AttemptQuestion, QuizAttempt
from courses.quizzes.overview import overview, square
from lms.ui.holes import hole
from lms.ui.skeletons import drawn

PAGE = "courses/quiz_question.html"


def question_page(request: HttpRequest, question: AttemptQuestion, form: AnswerForm | None = None, status: int = 200) -> HttpResponse:
    """The question as it stands now; with a form that was refused, what was wrong with it. Shows nothing of the key."""
    frame, own = _frame(question), _own(question)
    if form is None:
        shown = {"frame": frame, **{name: hole(name) for name in own}}
        if text := drawn(PAGE, request, of="question", shared={}, shown=shown, own=own, anywhere=True):
            return HttpResponse(text)
    return render(request, PAGE, {"frame": frame, **own, "form": form}, status=status)


def _frame(question: AttemptQuestion) -> dict[str, Any]:
    """What of the page is the same for many: nothing about who is asked, what, or what they answered."""
    attempt = question.attempt
    return {
        "title": attempt.quiz_title, "start": reverse("quiz", kwargs={"key": attempt.quiz_key}), "total": attempt.total,
        "is_first": question.position == 1, "is_last": question.position == attempt.total, "form": question.version.how.form,
        "is_flagged": question.flagged, "is_timed": attempt.deadline_at is not None, "is_saved": bool(question.saved_at or attempt.saved_at),
    }  # fmt: skip


def _own(question: AttemptQuestion) -> dict[str, str]:
    """What goes into the holes, as markup."""
    attempt, face, places = question.attempt, question.face(), overview(question.attempt, question.marks)  # type: ignore[attr-defined]
    kept = question.saved_at or attempt.saved_at
    at = {"attempt": attempt.pk, "position": question.position}
    return {
        "position": str(question.position), "attempt": str(attempt.pk), "whose": str(attempt.person_id),
        "stem": stem(face["parts"]), "answers": render_to_string(face["form"], {"face": face, "how": question.version.how}),
        "squares": mark_safe("".join(square(place, question.position) for place in places)),
        "answered": str(sum(place.answered for place in places)), "unclear": reverse("quiz_unclear", kwargs=at),
        "saved": date_format(timezone.localtime(kept), "TIME_FORMAT") if kept else "", **clock_of(attempt),
    }  # fmt: skip


def clock_of(attempt: QuizAttempt) -> dict[str, str]:
    """What the clock of an attempt shows: this moment and the last one as machines read them, and the last one in words. Empty without one."""
    ends = attempt.deadline_at
    if ends is None:
        return {"clock_now": "", "clock_ends": "", "clock_until": "", "clock_result": ""}
    ends = timezone.localtime(ends)
    return {
        "clock_now": timezone.localtime().isoformat(), "clock_ends": ends.isoformat(), "clock_until": date_format(ends, "TIME_FORMAT"),
        "clock_result": reverse("quiz_result", kwargs={"attempt": attempt.pk}),
    }  # fmt: skip


def stem(parts: list[tuple[str, Any]]) -> SafeString:
    """What is asked, as markup. The newest are kept, as many people meet the same; not with a picture, which may change under its number."""
    return _stem(tuple(parts)) if all(kind != "picture" for kind, _what in parts) else _drawn_stem(parts)


def _drawn_stem(parts: Any) -> SafeString:
    return mark_safe(render_to_string("courses/parts/quiz_stem.html", {"parts": parts}))


_stem = lru_cache(maxsize=500)(_drawn_stem)
