"""One's hours: by week, by day, and what one wishes to be spared."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.practice.times import actions, queries, rules
from certification.practice.times.forms import DayForm, WeekForm, WishForm
from certification.practice.times.models import DayHours, Duty, WeeklyHours
from certification.practice.times.onboarding import onboarding_of
from certification.practice.views import doors
from lms.kernel.errors import Invalid, NotAllowed
from lms.kernel.permissions import requires
from lms.people.models import Organisation, Person, Role
from lms.people.requests import SignedInRequest


@requires("practice.visit", methods=("GET",))
@require_safe
def practice_hours(request: SignedInRequest) -> HttpResponse:
    """When one can, as a partner or a supervisor."""
    return _hours(request)


def _keeps_hours(person: Person) -> None:
    if not any(person.has_role(Role(duty.value)) for duty in Duty):
        raise NotAllowed()


def _hours(request: SignedInRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
    person = request.user
    _keeps_hours(person)
    places = Organisation.objects.filter(pk__in=person.organisations_as(Role.PARTNER, Role.SUPERVISOR)).order_by("name")
    days = DayHours.objects.visible_to(person).filter(on__gte=timezone.localdate()).select_related("organisation")
    context: dict[str, Any] = {
        "weekly": WeeklyHours.objects.visible_to(person).select_related("organisation"),
        "days": days,
        "places": places,
        "both": len(places) > 1 or all(person.has_role(Role(duty.value)) for duty in Duty),
        "week_form": forms.get("week") or WeekForm(person=person),
        "day_form": forms.get("day") or DayForm(person=person),
        "limits": {"day": rules.A_DAY, "week": rules.A_WEEK},
        "plays": person.has_role(Role.PARTNER),
    }
    if context["plays"]:
        context["onboarding"] = onboarding_of(person)
        context["wish_form"] = forms.get("wish") or _wish_form(person)
    return render(request, "certification/practice_hours.html", context, status=status)


def _wish_form(person: Person, posted: Any = None) -> WishForm:
    wishes, themes = queries.wishes_of(person), queries.known_themes(translation.get_language() or "nb")
    known = {key for key, _name in themes}
    initial = {"languages": wishes.languages, "spared": [one for one in wishes.spared if one in known or one.startswith("tag:")]}
    return WishForm(posted, person=person, themes=themes, initial=initial)


@requires("practice.visit", methods=("POST",))
@require_POST
def practice_hours_week(request: SignedInRequest) -> HttpResponse:
    """POST: hours of every week."""
    form = WeekForm(request.POST, person=request.user)
    if form.is_valid():
        try:
            actions.keep_hours(**form.cleaned_data, by=request.user)
        except Invalid as fault:
            form.add_error("begins", str(fault.message))
        else:
            messages.success(request, _("Kept. Trainees can book you then."))
            return redirect("practice_hours")
    return _hours(request, week=form, status=422)


@requires("practice.visit", methods=("POST",))
@require_POST
def practice_hours_day(request: SignedInRequest) -> HttpResponse:
    """POST: one day that is not as the week says."""
    form = DayForm(request.POST, person=request.user)
    if form.is_valid():
        chosen = {name: value for name, value in form.cleaned_data.items() if name != "kind"}
        try:
            actions.change_day(**chosen, by=request.user)
        except Invalid as fault:
            form.add_error("on" if fault.code == "when" else "begins", str(fault.message))
        else:
            messages.success(request, _("Kept."))
            return redirect("practice_hours")
    return _hours(request, day=form, status=422)


@requires("practice.visit", methods=("POST",))
@require_POST
def practice_hours_wishes(request: SignedInRequest) -> HttpResponse:
    """POST: languages and themes. What is spared and not on the list any more stays spared."""
    person = request.user
    if not person.has_role(Role.PARTNER):
        raise NotAllowed()
    form = _wish_form(person, request.POST)
    if not form.is_valid():
        return _hours(request, wish=form, status=422)
    shown = {key for key, _name in form.fields["spared"].choices}  # type: ignore[attr-defined]
    unseen = [one for one in queries.wishes_of(person).spared if one not in shown]
    actions.wish(languages=form.cleaned_data["languages"], spared=[*form.cleaned_data["spared"], *unseen], by=person)
    messages.success(request, _("Kept. Nobody else sees it."))
    return redirect("practice_hours")


def some_week(person: Person, pk: int) -> WeeklyHours:
    return doors.found(WeeklyHours.objects.visible_to(person), pk)


def some_day(person: Person, pk: int) -> DayHours:
    return doors.found(DayHours.objects.visible_to(person), pk)


@requires("practice.drop_hours", fetch=some_week, methods=("POST",))
@require_POST
def practice_hours_week_drop(request: SignedInRequest, hours: WeeklyHours) -> HttpResponse:
    return _dropped(request, hours)


@requires("practice.drop_hours", fetch=some_day, methods=("POST",))
@require_POST
def practice_hours_day_drop(request: SignedInRequest, hours: DayHours) -> HttpResponse:
    return _dropped(request, hours)


def _dropped(request: SignedInRequest, hours: WeeklyHours | DayHours) -> HttpResponse:
    actions.drop_hours(hours, by=request.user)
    messages.success(request, _("Taken away. What is booked stays booked until you cancel it."))
    return redirect("practice_hours")
