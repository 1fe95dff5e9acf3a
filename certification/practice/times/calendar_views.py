"""One's bookings in one's own calendar, and how long before one is reminded."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.practice.models import PracticeChat
from certification.practice.times import actions, queries
from certification.practice.times.calendar import calendar_of, chats_for_calendar
from certification.practice.times.forms import RemindForm
from certification.practice.times.models import CalendarFeed
from certification.practice.views import doors
from lms.kernel.permissions import public, requires
from lms.people.requests import SignedInRequest


def _ics(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'inline; filename="{name}.ics"'
    answer["Cache-Control"] = "no-store, private"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@requires("practice.join", fetch=doors.a_chat, methods=("GET",))
@require_safe
def practice_ics(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """One booking for one's own calendar."""
    wishes = queries.wishes_of(request.user)
    return _ics(calendar_of(request.user, [chat], remind_minutes=wishes.remind_minutes), f"practice-{chat.pk}")


@public("calendar programs cannot sign in; the address itself is the secret, and can be revoked")
@require_safe
def practice_feed(request: HttpRequest, token: str) -> HttpResponse:
    """All bookings of the person whose secret address this is. What we did not make, or was revoked, is nowhere."""
    feed = actions.feed_of(token)
    if feed is None:
        raise Http404
    wishes = queries.wishes_of(feed.person)
    content = calendar_of(feed.person, chats_for_calendar(feed.person), remind_minutes=wishes.remind_minutes, feed=True)
    return _ics(content, "practice")


@requires("practice.visit", methods=("GET",))
@require_safe
def practice_calendar(request: SignedInRequest) -> HttpResponse:
    """The secret address, and the reminders."""
    return _page(request, RemindForm(initial={"remind_minutes": queries.wishes_of(request.user).remind_minutes}))


def _page(request: SignedInRequest, form: RemindForm, status: int = 200) -> HttpResponse:
    feed = CalendarFeed.objects.filter(person=request.user).first()
    address = settings.BASE_URL + reverse("practice_feed", args=[actions.feed_token(feed)]) if feed else ""
    context = {"form": form, "feed": feed, "address": address}
    answer = render(request, "certification/practice_calendar.html", context, status=status)
    answer["Cache-Control"] = "no-store, private"
    return answer


@requires("practice.visit", methods=("POST",))
@require_POST
def practice_calendar_remind(request: SignedInRequest) -> HttpResponse:
    """POST: how long before."""
    form = RemindForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    actions.wish(remind_minutes=form.cleaned_data["remind_minutes"], by=request.user)
    messages.success(request, _("Kept."))
    return redirect("practice_calendar")


@requires("practice.visit", methods=("POST",))
@require_POST
def practice_calendar_renew(request: SignedInRequest) -> HttpResponse:
    """POST: a new secret address; the one before is worthless from now on."""
    actions.renew_feed(by=request.user)
    messages.success(request, _("Here is your address. An older one no longer works."))
    return redirect("practice_calendar")


@requires("practice.visit", methods=("POST",))
@require_POST
def practice_calendar_close(request: SignedInRequest) -> HttpResponse:
    """POST: no address any more."""
    actions.close_feed(by=request.user)
    messages.success(request, _("The address no longer works."))
    return redirect("practice_calendar")
