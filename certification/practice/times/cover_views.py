"""The coming week as a coordinator sees it: which hours lack a partner or a supervisor, and who could be asked."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.practice import actions as practising
from certification.practice.times import actions
from certification.practice.times.cover import week_of
from certification.practice.times.forms import AskForm, CloseForm
from certification.practice.views import doors
from lms.kernel.errors import Invalid
from lms.kernel.permissions import requires
from lms.people.actions import withdraw_relation
from lms.people.models import Organisation, Person, Relation, Role
from lms.people.requests import SignedInRequest


def coordinated(person: Person, pk: int | None = None) -> Organisation:
    """An organisation this person coordinates (the first one, unless named). Raises Http404."""
    mine = Organisation.objects.filter(pk__in=person.organisations_as(Role.COORDINATOR)).order_by("name")
    chosen = mine.filter(pk=pk).first() if pk else mine.first()
    if chosen is None:
        raise Http404
    return chosen


@requires("practice.cover", fetch=coordinated, methods=("GET",))
@require_safe
def practice_cover(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """By the organisation's clock."""
    others = Organisation.objects.filter(pk__in=request.user.organisations_as(Role.COORDINATOR)).exclude(pk=organisation.pk)
    with timezone.override(ZoneInfo(organisation.time_zone)):
        context = {"organisation": organisation, "days": week_of(organisation), "others": others.order_by("name")}
        return render(request, "certification/practice_cover.html", context)


@requires("practice.cover", fetch=coordinated, methods=("POST",))
@require_POST
def practice_ask(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """POST: ask one person for one stretch."""
    form = AskForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("Choose one of these."))
    asked = form.cleaned_data
    if actions.ask_for_hours(organisation, person=asked["person"], duty=asked["duty"], begins=asked["at"], by=request.user):
        messages.success(request, _("Asked. %(alias)s need not answer if it does not suit.") % {"alias": asked["person"].alias})
    else:
        messages.info(request, _("%(alias)s was asked for this already.") % {"alias": asked["person"].alias})
    return redirect("practice_cover_of", pk=organisation.pk)


def relations_in(organisation: Organisation) -> QuerySet[Relation]:
    """Declared between two people of this house."""
    here = organisation.roles.values("person")
    return Relation.objects.filter(person__in=here, other__in=here).select_related("person", "other", "declared_by")


@requires("practice.cover", fetch=coordinated)
@require_http_methods(["GET", "POST"])
def practice_close(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Who is too close to whom: they never play, read along, rate or sign for each other."""
    form = CloseForm(request.POST if request.method == "POST" else None, organisation=organisation)
    if form.is_valid():
        try:
            practising.declare_close(organisation, **form.cleaned_data, by=request.user)
        except Invalid as fault:
            form.add_error("other", str(fault.message))
        else:
            messages.success(request, _("Written down. What they had booked together gets other people, or is called off."))
            return redirect("practice_close", pk=organisation.pk)
    rows = relations_in(organisation).order_by("-declared_at")
    context = {"organisation": organisation, "form": form, "rows": rows}
    return render(request, "certification/practice_close.html", context, status=422 if form.errors else 200)


@dataclass(frozen=True)
class Declared:
    """A relation in the house of a coordinator."""

    organisation: Organisation
    relation: Relation

    @property
    def organisation_id(self) -> int:
        return self.organisation.pk


def a_relation_door(person: Person, pk: int, relation: int) -> Declared:
    organisation = coordinated(person, pk)
    return Declared(organisation, doors.found(relations_in(organisation), relation))


@requires("practice.cover", fetch=a_relation_door, methods=("POST",))
@require_POST
def practice_close_undo(request: SignedInRequest, found: Declared) -> HttpResponse:
    """POST: take back what was written down by mistake."""
    withdraw_relation(found.relation, organisation=found.organisation, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("practice_close", pk=found.organisation.pk)
