"""The coming week as a coordinator sees it: which hours lack a partner or a supervisor, and who could be asked."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from certification.practice.times import actions
from certification.practice.times.cover import week_of
from certification.practice.times.forms import AskForm
from lms.kernel.errors import Invalid
from lms.kernel.permissions import requires
from lms.people.models import Organisation, Person, Role


def coordinated(person: Person, pk: int | None = None) -> Organisation:
    """An organisation this person coordinates (the first one, unless named). Raises Http404."""
    mine = Organisation.objects.filter(pk__in=person.organisations_as(Role.COORDINATOR)).order_by("name")
    chosen = mine.filter(pk=pk).first() if pk else mine.first()
    if chosen is None:
        raise Http404
    return chosen


@requires("practice.cover", fetch=coordinated, methods=("GET",))
@require_GET
def practice_cover(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """By the organisation's clock."""
    others = Organisation.objects.filter(pk__in=request.user.organisations_as(Role.COORDINATOR)).exclude(pk=organisation.pk)
    with timezone.override(ZoneInfo(organisation.time_zone)):
        context = {"organisation": organisation, "days": week_of(organisation), "others": others.order_by("name")}
        return render(request, "certification/practice_cover.html", context)


@requires("practice.cover", fetch=coordinated, methods=("POST",))
@require_POST
def practice_ask(request: HttpRequest, organisation: Organisation) -> HttpResponse:
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
