"""The parts of a package that belong to courses: pages, questions and quizzes, dialogues. They are loaded together."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.exchange import public_pages
from courses.exchange.loader import load_into
from courses.exchange.outgoing import bank, course, practice_alone
from courses.exchange.outgoing.departure import NothingToExport, course_scope
from courses.exchange.parts import Offer, Part, Scope, offer, register
from courses.exchange.report import Report


def _with_the_course(_path: Path, _report: Report, _by: Any) -> None:
    """Nothing of its own: the course's loader has read it."""


def register_parts() -> None:
    """Called once the models are there."""
    register(Part("course", course.collect, course.write, load_into, whole_only=False))
    register(Part("bank", bank.collect, bank.write, _with_the_course))
    register(Part("pages", public_pages.collect, public_pages.write, _with_the_course))
    register(Part("dialogues", practice_alone.collect, practice_alone.write, _with_the_course, whole_only=False))
    offer(Offer("course", _("Courses"), course.published_courses, _scope))


def _scope(slug: str) -> Scope | None:
    try:
        return course_scope(slug)
    except NothingToExport:
        return None
