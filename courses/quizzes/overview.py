"""The overview of an attempt: every question's number, whether it is answered, and whether one wants to look at it again."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Case, OuterRef, Q, StringAgg, Subquery, TextField, Value, When
from django.db.models.functions import Cast, Concat
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from courses.quizzes.models import AttemptQuestion, QuizAttempt
from lms.kernel.prepared import Prepared

MARK = re.compile(r"(\d+)(a?)(f?)")


@dataclass(frozen=True)
class Place:
    """One square of the overview. It says nothing about whose attempt it is in."""

    position: int
    answered: bool
    flagged: bool

    @property
    def url(self) -> str:
        """As it is from any page of the attempt."""
        return f"../{self.position}/"


def marks_of(attempt: Any) -> Subquery:
    """The overview of an attempt as one text, "1 2a 3af …": the number, a for answered, f for "look at this later"; in no certain order.

    One row, however many questions there are: for each row of an answer a busy process may change its thread.
    """
    mark = Concat(Cast("position", TextField()), _letter("a", ~Q(chosen=[])), _letter("f", Q(flagged=True)))
    marks = AttemptQuestion.objects.filter(attempt=attempt).order_by().values("attempt").annotate(marks=StringAgg(mark, Value(" ")))
    return Subquery(marks.values("marks"))


def _letter(letter: str, where: Q) -> Case:
    return Case(When(where, then=Value(letter)), default=Value(""))


MARKS = Prepared(lambda attempt: QuizAttempt.objects.filter(pk=attempt).values_list(marks_of(OuterRef("pk")), flat=True))


def overview(attempt: QuizAttempt, marks: str | None = None) -> list[Place]:
    """Every question of an attempt, without its words. `marks` are those that came along with one of its questions, else they are asked for."""
    if marks is None:
        (marks,) = MARKS.ask(attempt.pk)
    return sorted((Place(int(n), bool(a), bool(f)) for n, a, f in MARK.findall(marks or "")), key=lambda place: place.position)


def square(place: Place, here: int) -> SafeString:
    """One question in the overview, as markup. The same few squares stand on every page of every attempt, so they are kept."""
    return _square(place, place.position == here, get_language())


@lru_cache(maxsize=4000)
def _square(place: Place, now: bool, _language: str | None) -> SafeString:
    return render_to_string("courses/parts/quiz_square.html", {"place": place, "now": now})
