"""The page on which one moves to a new e-mail address."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from lms.kernel.errors import Invalid
from lms.kernel.permissions import requires
from lms.people.actions import confirm_second_factor
from lms.people.models import Person
from lms.people.new_address import ask_new_address, confirm_new_address
from lms.people.requests import SignedInRequest
from lms.people.signing_forms import CodeField

ASKED = "new-address"  # where the session keeps what was asked for


class AddressForm(forms.Form):
    """The new address; whoever has a second factor shows it, so that nobody moves an account that was left open."""

    email = forms.EmailField(label=gettext_lazy("Your new e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    factor = CodeField()

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not person.needs_second_factor:
            del self.fields["factor"]


class ProofForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code from the e-mail"), max_length=20, help_text=gettext_lazy("You can paste it. Capital or small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )  # fmt: skip


@never_cache
@requires("people.be_here")
def new_address(request: SignedInRequest) -> HttpResponse:
    """Asks for the address, then for the code that was sent there. POST with `email` asks, with `code` moves, with `again` starts over."""
    person = Person.objects.get(pk=request.user.pk)
    asked = request.session.get(ASKED)
    if "again" in request.POST:
        request.session.pop(ASKED, None)
        return redirect("new_address")
    if asked and "email" not in request.POST:
        return _prove(request, person, asked)
    form = AddressForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        field = "factor"
        try:
            if "factor" in form.fields:
                confirm_second_factor(person, form.cleaned_data["factor"])
            field = "email"
            request.session[ASKED] = ask_new_address(person, form.cleaned_data["email"], by=request.user)
            return redirect("new_address")
        except Invalid as refused:
            form.add_error(field, str(refused.message))
    return render(request, "people/new_address.html", {"form": form}, status=422 if form.errors else 200)


def _prove(request: SignedInRequest, person: Person, asked: dict[str, Any]) -> HttpResponse:
    form = ProofForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            confirm_new_address(person, asked, form.cleaned_data["code"], by=request.user, session_key=request.session.session_key)
        except Invalid as refused:
            request.session[ASKED] = asked  # the try counts
            form.add_error("code", str(refused.message))
        else:
            del request.session[ASKED]
            messages.success(request, _("From now on you sign in with the new address."))
            return redirect("me")
    context = {"form": form, "email": asked["email"]}
    return render(request, "people/new_address.html", context, status=422 if form.errors else 200)
