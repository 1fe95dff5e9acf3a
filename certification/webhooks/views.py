"""The addresses of an organisation, and what was sent to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from certification.webhooks import actions
from certification.webhooks.forms import ListenForm
from certification.webhooks.models import Delivery, Listener
from lms.kernel.errors import Invalid
from lms.kernel.permissions import get_visible, requires
from lms.people.models import Organisation, Person
from lms.people.requests import SignedInRequest
from lms.people.views import coordinated


@requires("webhooks.keep", fetch=coordinated)
def listeners(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Who listens, and the last messages. POST adds an address and shows its secret in the answer itself."""
    form, fresh = ListenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            fresh = actions.listen(organisation, url=form.cleaned_data["url"], by=request.user)
            form = ListenForm()
        except Invalid as fault:
            form.add_error("url", str(fault.message))
    sent = Delivery.objects.filter(listener__organisation=organisation).select_related("listener")[:50]
    context = {
        "organisation": organisation, "form": form, "listeners": organisation.listeners.all(), "sent": sent,
        "secret": actions.secret_of(fresh) if fresh else "",
    }  # fmt: skip
    answer = render(request, "certification/listeners.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def a_listener(person: Person, pk: int) -> Listener:
    return get_visible(Listener, person, pk=pk)


@requires("webhooks.keep", fetch=a_listener, methods=("POST",))
def listener_stop(request: SignedInRequest, listener: Listener) -> HttpResponse:
    """POST: tell it nothing any more."""
    organisation = listener.organisation_id
    actions.stop_listening(listener, by=request.user)
    messages.success(request, _("Removed. It is told nothing any more."))
    return redirect("listeners", organisation=organisation)


@requires("webhooks.keep", fetch=a_listener, methods=("POST",))
def listener_test(request: SignedInRequest, listener: Listener) -> HttpResponse:
    """POST: send a test."""
    actions.test(listener, by=request.user)
    messages.success(request, _("A test is on its way. Look here again in a minute."))
    return redirect("listeners", organisation=listener.organisation_id)


def a_delivery(person: Person, pk: int) -> Delivery:
    return get_visible(Delivery, person, pk=pk)


@requires("webhooks.keep", fetch=a_delivery, methods=("POST",))
def delivery_replay(request: SignedInRequest, delivery: Delivery) -> HttpResponse:
    """POST: send it once more."""
    actions.replay(delivery, by=request.user)
    messages.success(request, _("It is sent once more, with the same id."))
    return redirect("listeners", organisation=delivery.organisation_id)
