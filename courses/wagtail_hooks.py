"""Where the courses meet Wagtail: the gate before a lesson, and the menu "Training"."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.snippets.models import register_snippet

from cms.editors import TRAINING
from cms.training.checks import FindingsView
from courses import findings as _findings  # noqa: F401 (what the checks look for)
from courses.dialogues import uses as _dialogue_uses  # noqa: F401 (where dialogues are used)
from courses.dialogues.admin import DialogueViewSet
from courses.outline.admin import CourseListing, LessonListing, page_viewsets
from courses.outline.coverage import CoverageView
from courses.outline.models import LessonPage
from courses.outline.taking_down import TakeDownMany
from courses.progress import uses as _reading_uses  # noqa: F401 (who is in the middle of a lesson)
from courses.progress.actions import open_lesson
from courses.progress.queries import LessonScreen, lesson_screen
from courses.quizzes import goals as _asked_goals  # noqa: F401
from courses.quizzes import health as _how_they_work  # noqa: F401 (what is to be looked at in questions and quizzes)
from courses.quizzes import uses  # noqa: F401 (where questions and lessons are used)
from courses.quizzes.admin import QuestionViewSet, QuizViewSet
from lms.kernel.permissions import is_signed_in, may
from lms.people.requests import SignedInRequest

training_menu = Menu(register_hook_name=TRAINING, construct_hook_name="construct_training_menu")


@hooks.register("before_serve_page")
def gate_lesson(page: Any, request: SignedInRequest, _args: Any, _kwargs: Any) -> HttpResponse | None:
    """Lead strangers to sign in, unless the lesson is open to all; for everybody else look up their place and note the first visit."""
    if not isinstance(page, LessonPage):
        return None
    signed_in = is_signed_in(request.user)
    if not signed_in and not page.open_to_all:
        return redirect_to_login(request.get_full_path())
    return enter_lesson(page, request, lesson_screen(page, request.user))


def enter_lesson(page: LessonPage, request: SignedInRequest, screen: LessonScreen) -> HttpResponse | None:
    """Say why a lesson is not open yet. Otherwise note the first visit and hand the reader's place to the page, which still says "first visit" then."""
    if screen.waiting:
        answer = render(request, "courses/not_yet.html", {"page": page, "screen": screen}, status=409)
        add_never_cache_headers(answer)
        return answer
    signed_in = is_signed_in(request.user)
    if signed_in and screen.row is None and request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        open_lesson(page, by=request.user)  # the row is not put into the screen
    request.lesson_screen = screen  # type: ignore[attr-defined]
    return None


@hooks.register("register_admin_viewset")
def course_pages() -> list[PageViewSet]:
    return page_viewsets()


@hooks.register("register_admin_viewset")
def courses_listing() -> PageListingViewSet:
    return CourseListing("training_courses", url_prefix="training/courses")


@hooks.register("register_admin_viewset")
def lessons_listing() -> PageListingViewSet:
    return LessonListing("training_lessons", url_prefix="training/lessons")


@hooks.register("register_admin_urls")
def report_addresses() -> list[Any]:
    """Reports of the menu "Training". Wagtail puts its own door before them."""
    return [
        path("training/goals/", CoverageView.as_view(), name="training_goals"),
        path("training/goals/results/", CoverageView.as_view(results_only=True), name="training_goals_results"),
        path("training/checks/", FindingsView.as_view(), name="training_checks"),
        path("training/checks/results/", FindingsView.as_view(results_only=True), name="training_checks_results"),
    ]


@hooks.register(TRAINING)
def goals_entry() -> MenuItem:
    return MenuItem(_("Learning goals"), reverse("training_goals"), icon_name="check", name="goals", order=120)


@hooks.register(TRAINING)
def checks_entry() -> MenuItem:
    return MenuItem(_("Checks"), reverse("training_checks"), icon_name="glasses", name="checks", order=900)


@hooks.register("register_admin_menu_item")
def training() -> MenuItem:
    return SubmenuMenuItem(_("Training"), training_menu, icon_name="list-ul", name="training", order=150)


@hooks.register(TRAINING)
def exchange() -> MenuItem:
    return ForEditors(_("Import and export"), reverse("exchange"), icon_name="download", name="exchange", order=900)


class ForEditors(MenuItem):
    """Shown to those who may carry content in and out."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(request.user, "exchange.carry")


@hooks.register(TRAINING)
def health() -> MenuItem:
    return MenuItem(_("Question health"), reverse("question_health"), icon_name="warning", name="question-health", order=220)


register_snippet(QuestionViewSet)
register_snippet(QuizViewSet)
register_snippet(DialogueViewSet)
hooks.register("register_bulk_action", TakeDownMany, order=1)  # after Wagtail's own, whose place it takes
