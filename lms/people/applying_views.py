"""Writing to an organisation without an account, and the coordinator's answer."""

import hashlib
from collections.abc import Iterable

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.kernel.errors import Invalid
from lms.kernel.permissions import get_visible, public, requires
from lms.people import applications
from lms.people.applications import Application
from lms.people.forms import ApplicationForm, DeclineForm, WelcomeForm
from lms.people.models import Organisation, Person
from lms.people.programmes import invitable
from lms.people.requests import SignedInRequest

TRIES, WINDOW = 5, 60 * 60


@public("whoever would like to join has no account yet", methods=("GET", "POST"))
@never_cache
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """A few words to an organisation that says where to write. POST keeps them; a machine that fills the hidden field hears the same thanks."""
    organisation = get_object_or_404(Organisation.objects.exclude(contact_email=""), slug=slug)
    form = ApplicationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not form.cleaned_data["website"]:
            _count(request)
            said = {name: form.cleaned_data[name] for name in ("name", "email", "words")}
            applications.apply(organisation, language=get_language() or organisation.language, **said)
        return redirect(f"{request.path}?sent=1")
    context = {"organisation": organisation, "form": form, "sent": "sent" in request.GET}
    return render(request, "people/apply.html", context, status=422 if form.errors else 200)


def _count(request: HttpRequest) -> None:
    """Five from one place in an hour; the address itself is kept nowhere. Raises Invalid."""
    place = f"applied:{hashlib.sha256(get_adapter().get_client_ip(request).encode()).hexdigest()[:32]}"
    cache.add(place, 0, WINDOW)
    if cache.incr(place) > TRIES:
        raise Invalid(_("Many have written from here just now. Wait an hour, or send an e-mail."), code="too_many")


def visible_application(person: Person, pk: int) -> Application:
    return get_visible(Application, person, pk=pk)


def answers_to(waiting: Iterable[Application], organisation: Organisation) -> list[tuple[Application, WelcomeForm, DeclineForm]]:
    """Each wish to join with the two forms that answer it."""
    programmes, answers = invitable(), []
    for one in waiting:
        welcome = WelcomeForm(organisation=organisation, programmes=programmes, auto_id=f"id_{one.pk}_%s")
        answers.append((one, welcome, DeclineForm(auto_id=f"id_{one.pk}_%s")))
    return answers


@requires("people.invite", fetch=visible_application, methods=("POST",))
def application_welcome(request: SignedInRequest, application: Application) -> HttpResponse:
    """POST: an invitation goes out, and what they wrote is forgotten."""
    form = WelcomeForm(request.POST, organisation=application.organisation, programmes=invitable())
    if form.is_valid():
        applications.welcome_applicant(application, by=request.user, **form.cleaned_data)
        messages.success(request, _("An invitation is on its way. What they wrote is deleted."))
    else:
        messages.error(request, _("Choose a programme and a cohort from the lists."))
    return redirect("invitations", organisation=application.organisation_id)


@requires("people.invite", fetch=visible_application, methods=("POST",))
def application_decline(request: SignedInRequest, application: Application) -> HttpResponse:
    """POST: a kind no goes out, and what they wrote is forgotten."""
    form = DeclineForm(request.POST)
    if form.is_valid():
        applications.decline_application(application, by=request.user, **form.cleaned_data)
        messages.success(request, _("Your answer is on its way. What they wrote is deleted when it has left."))
    else:
        messages.error(request, _("Your own line is too long. At most 1,000 characters."))
    return redirect("invitations", organisation=application.organisation_id)


@requires("people.invite", fetch=visible_application, methods=("POST",))
def application_close(request: SignedInRequest, application: Application) -> HttpResponse:
    """POST: forgotten."""
    if request.method == "POST":
        applications.close_application(application, by=request.user)
        messages.success(request, _("Deleted."))
    return redirect("invitations", organisation=application.organisation_id)
