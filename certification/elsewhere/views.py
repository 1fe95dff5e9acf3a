"""The history of certificates from elsewhere: an organisation's list with its import, and one's own."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from certification.elsewhere import actions, rules
from certification.elsewhere.forms import TableForm
from certification.elsewhere.models import EarnedElsewhere
from lms.kernel.errors import Invalid
from lms.kernel.permissions import get_visible, requires
from lms.people.models import Organisation, Person
from lms.people.requests import SignedInRequest
from lms.people.views import coordinated

ON_A_PAGE = 50


@requires("elsewhere.import", fetch=coordinated)
def elsewhere(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """What is written down here. POST shows what a table would do; POST with `sure` does it."""
    form, planned = TableForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        try:
            if "sure" in request.POST:
                number = actions.import_table(organisation, form.text, by=request.user)
                said = ngettext("%(n)s certificate is written down.", "%(n)s certificates are written down.", number) % {"n": number}
                messages.success(request, said)
                return redirect("elsewhere", organisation=organisation.pk)
            planned = actions.plan(organisation, form.text, by=request.user)
        except Invalid as fault:
            form.add_error("file", str(fault.message))
    rows = EarnedElsewhere.objects.filter(organisation=organisation).select_related("person")
    context = {
        "organisation": organisation, "form": form, "planned": planned, "columns": ", ".join(rules.COLUMNS), "table": form.text,
        "new": sum(one.new for one in planned), "known": sum(one.known and not one.faults for one in planned),
        "broken": [one for one in planned if one.faults], "page": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "certification/elsewhere.html", context, status=422 if form.errors else 200)


def an_earned(person: Person, pk: int) -> EarnedElsewhere:
    return get_visible(EarnedElsewhere, person, pk=pk)


@requires("elsewhere.remove", fetch=an_earned, methods=("POST",))
def elsewhere_remove(request: SignedInRequest, earned: EarnedElsewhere) -> HttpResponse:
    """POST: take it away."""
    organisation, own = earned.organisation_id, earned.person_id == request.user.pk
    actions.remove(earned, by=request.user)
    messages.success(request, _("Taken away."))
    return redirect("certificates") if own else redirect("elsewhere", organisation=organisation)
