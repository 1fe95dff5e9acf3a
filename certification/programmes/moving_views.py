"""For a certifier: who walks an older version, what they lack on the new one, and the choice for them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certification.programmes import moving
from certification.programmes.models import ProgrammeVersion
from certification.programmes.queries import newest_version
from lms.kernel.errors import Invalid
from lms.kernel.permissions import requires
from lms.people.models import Person, Role
from lms.people.requests import SignedInRequest

CHOICES = [
    (moving.Choice.BRIDGE, gettext_lazy("Over to the new one. What is lacking is asked for now.")),
    (moving.Choice.GRACE, gettext_lazy("Over to the new one. What is lacking is asked for from a day on.")),
    (moving.Choice.NOTHING, gettext_lazy("They finish on the one they began.")),
]


class ChoiceForm(forms.Form):
    """One choice for all who are ticked."""

    people = forms.MultipleChoiceField(label=gettext_lazy("For whom?"), widget=forms.CheckboxSelectMultiple)
    choice = forms.ChoiceField(label=gettext_lazy("What happens?"), choices=CHOICES, widget=forms.RadioSelect)
    until = forms.DateField(
        label=gettext_lazy("Asked for from"), required=False, widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=gettext_lazy("Only for the second one."),
    )  # fmt: skip


def version_door(person: Person, slug: str) -> ProgrammeVersion:
    """The newest version, for those who certify anywhere."""
    version = newest_version(slug)
    if version is None or not person.organisations_as(Role.CERTIFIER):
        raise Http404
    return version


@requires("programmes.see_movers", fetch=version_door)
def movers(request: SignedInRequest, version: ProgrammeVersion) -> HttpResponse:
    """Everybody on an older version in one's houses, those who lack most first."""
    rows = moving.who_lacks(version, moving.behind_here(version, request.user))
    names = {r["key"]: r["name"] for stage in version.text()["stages"] for r in stage["requirements"]}
    form = ChoiceForm(request.POST if request.method == "POST" else None)
    people: Any = form.fields["people"]
    people.choices = [(str(row.enrolment.pk), _label(row, names)) for row in rows]
    form.initial["people"] = [str(row.enrolment.pk) for row in rows]
    if request.method == "POST" and form.is_valid():
        chosen = [row.enrolment for row in rows if str(row.enrolment.pk) in form.cleaned_data["people"]]
        try:
            moving.choose(chosen, version=version, choice=form.cleaned_data["choice"], until=form.cleaned_data["until"], by=request.user)
        except Invalid as refused:
            form.add_error("until", str(refused.message))
        else:
            messages.success(request, _("Chosen, and told to those concerned."))
            return redirect("movers", slug=version.slug)
    context = {"version": version, "name": version.text()["name"], "rows": rows, "form": form}
    return render(request, "certification/movers.html", context, status=422 if form.errors else 200)


def _label(row: moving.Behind, names: dict[str, Any]) -> str:
    """Alias, version, and what is lacking by name."""
    lacks = ", ".join(names.get(key, key) for key in row.lacks) or _("nothing")
    words = {
        "alias": row.enrolment.person.alias,
        "n": row.enrolment.version.number,
        "what": lacks,
        "state": row.enrolment.get_state_display(),
    }
    return _("%(alias)s (version %(n)s, %(state)s) lacks: %(what)s") % words
