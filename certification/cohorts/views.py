"""A cohort's page: what its people read and write there, and what its coordinator does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.cohorts import actions
from certification.cohorts.forms import AnnouncementForm, CohortForm, DateForm, GatherForm, HideForm, PostForm
from certification.cohorts.models import Announcement, CohortDate, Post, readable_cohorts
from certification.cohorts.queries import members, talk
from lms.kernel.permissions import get_visible, may, requires
from lms.people.models import Cohort, Organisation, Person, Role
from lms.people.requests import SignedInRequest


def cohort_door(person: Person, pk: int) -> Cohort:
    found = readable_cohorts(person).filter(pk=pk).select_related("coordinator", "organisation").first()
    if found is None:
        raise Http404
    return found


def place_door(person: Person) -> Organisation:
    """The first organisation this person coordinates."""
    mine = Organisation.objects.filter(pk__in=person.organisations_as(Role.COORDINATOR)).order_by("name").first()
    if mine is None:
        raise Http404
    return mine


def date_door(person: Person, pk: int) -> CohortDate:
    return get_visible(CohortDate, person, pk=pk)


def announcement_door(person: Person, pk: int) -> Announcement:
    return get_visible(Announcement, person, pk=pk)


def post_door(person: Person, pk: int) -> Post:
    return get_visible(Post, person, pk=pk)


# reading and writing


@requires("cohorts.read", fetch=cohort_door, methods=("GET",))
@require_safe
def room(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Dates, announcements and the talk."""
    return _room(request, cohort)


def _room(
    request: SignedInRequest, cohort: Cohort, *, post: PostForm | None = None, announcement: AnnouncementForm | None = None
) -> HttpResponse:
    reader = request.user
    page: Any = talk(cohort, reader, request.GET.get("page"))
    for one in page.object_list:
        one.may_moderate = may(reader, "cohorts.moderate", one)
        one.own = one.by_id == reader.pk
    keeps = may(reader, "cohorts.keep", cohort)
    context: dict[str, Any] = {
        "cohort": cohort, "page": page, "dates": CohortDate.objects.filter(cohort=cohort), "now": timezone.now(),
        "announcements": Announcement.objects.filter(cohort=cohort).select_related("by")[:10], "people": members(cohort),
        "keeps": keeps, "may_announce": may(reader, "cohorts.announce", cohort), "hide": HideForm(),
        "sees_progress": may(reader, "reports.cohort", cohort), "form": post or PostForm(), "announce": announcement or AnnouncementForm(),
    }  # fmt: skip
    wrong = any(form is not None and form.errors for form in (post, announcement))
    return render(request, "certification/cohort_room.html", context, status=422 if wrong else 200)


@requires("cohorts.write", fetch=cohort_door, methods=("POST",))
@require_POST
def post_write(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Say something to the others."""
    form = PostForm(request.POST)
    if not form.is_valid():
        return _room(request, cohort, post=form)
    post = actions.write_post(cohort, text=form.cleaned_data["text"], by=request.user)
    return _back(post.cohort_id, f"post-{post.pk}")


@requires("cohorts.announce", fetch=cohort_door, methods=("POST",))
@require_POST
def announcement_write(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Tell everybody in the cohort."""
    form = AnnouncementForm(request.POST)
    if not form.is_valid():
        return _room(request, cohort, announcement=form)
    actions.announce(cohort, title=form.cleaned_data["title"], text=form.cleaned_data["text"], by=request.user)
    messages.success(request, _("Everybody in the cohort is told."))
    return redirect("cohort_room", pk=cohort.pk)


@requires("cohorts.announce", fetch=announcement_door, methods=("POST",))
@require_POST
def announcement_drop(request: SignedInRequest, announcement: Announcement) -> HttpResponse:
    """Remove an announcement."""
    pk = announcement.cohort_id
    actions.take_down(announcement, by=request.user)
    return _back(pk, "news")


@requires("cohorts.take_back", fetch=post_door, methods=("POST",))
@require_POST
def post_take_back(request: SignedInRequest, post: Post) -> HttpResponse:
    """One's own post."""
    actions.take_back(post, by=request.user)
    return _back(post.cohort_id, f"post-{post.pk}")


@requires("cohorts.report", fetch=post_door, methods=("POST",))
@require_POST
def post_report(request: SignedInRequest, post: Post) -> HttpResponse:
    """Ask a professional to look."""
    actions.report(post, by=request.user)
    messages.success(request, _("Thank you. Somebody who looks after the talk reads it."))
    return _back(post.cohort_id, f"post-{post.pk}")


@requires("cohorts.moderate", fetch=post_door, methods=("POST",))
@require_POST
def post_hide(request: SignedInRequest, post: Post) -> HttpResponse:
    """Out of sight, with a reason."""
    actions.hide(post, why=request.POST.get("why", ""), by=request.user)
    messages.success(request, _("Hidden. The one who wrote it is told."))
    return _back(post.cohort_id, f"post-{post.pk}")


@requires("cohorts.moderate", fetch=post_door, methods=("POST",))
@require_POST
def post_let_stand(request: SignedInRequest, post: Post) -> HttpResponse:
    """It may be read."""
    actions.let_stand(post, by=request.user)
    return _back(post.cohort_id, f"post-{post.pk}")


def _back(cohort: int, place: str) -> HttpResponse:
    answer = redirect("cohort_room", pk=cohort)
    answer["Location"] += f"#{place}"
    return answer


# keeping


@requires("cohorts.keep", fetch=place_door)
def cohort_new(request: SignedInRequest, place: Organisation) -> HttpResponse:
    """Begin a cohort."""
    form = CohortForm(request.POST or None, organisation_id=place.pk, initial={"coordinator": request.user})
    if request.method == "POST" and form.is_valid():
        cohort = actions.keep_cohort(place, **form.cleaned_data, by=request.user)
        return redirect("cohort_keep", pk=cohort.pk)
    context = {"form": form, "place": place, "title": _("A new cohort")}
    return render(request, "certification/cohort_keep.html", context, status=422 if form.errors else 200)


@requires("cohorts.keep", fetch=cohort_door)
def cohort_keep(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """Name, coordinator and days; who is in it; its dates. Each has a form and a name of its own."""
    sent = request.POST.get("what", "")
    form = CohortForm(
        request.POST if sent == "cohort" else None, instance=Cohort.objects.get(pk=cohort.pk), organisation_id=cohort.organisation_id
    )  # fmt: skip
    people = GatherForm(request.POST if sent == "people" else None, cohort=cohort)
    date = DateForm(request.POST if sent == "date" else None)
    if sent == "cohort" and form.is_valid():
        actions.keep_cohort(cohort, **form.cleaned_data, by=request.user)
    elif sent == "people" and people.is_valid():
        actions.gather(cohort, enrolments=map(int, people.cleaned_data["people"]), by=request.user)
    elif sent == "date" and date.is_valid():
        actions.add_date(cohort, **date.cleaned_data, by=request.user)
    else:
        context = {
            "form": form, "people": people, "date": date, "cohort": cohort, "place": cohort.organisation, "title": cohort.name,
            "dates": CohortDate.objects.filter(cohort=cohort),
        }  # fmt: skip
        return render(request, "certification/cohort_keep.html", context, status=422 if sent else 200)
    messages.success(request, _("Saved."))
    return redirect("cohort_keep", pk=cohort.pk)


@requires("cohorts.keep", fetch=date_door, methods=("POST",))
@require_POST
def date_drop(request: SignedInRequest, made: CohortDate) -> HttpResponse:
    """Take a date off the page."""
    pk = made.cohort_id
    actions.drop_date(made, by=request.user)
    return redirect("cohort_keep", pk=pk)
