"""One's own file: what is kept, how long, take it along, leave."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from lms.audit.actions import record
from lms.kernel.permissions import public, requires
from lms.people.models import Person
from lms.privacy import actions
from lms.privacy.forms import LeaveForm
from lms.privacy.queries import counts, export


def oneself(person: Person) -> Person:
    """The person who is signed in, as the database knows them."""
    return Person.objects.get(pk=person.pk)


@requires("privacy.read_file", fetch=oneself, methods=("GET",))
def own_file(request: HttpRequest, person: Person) -> HttpResponse:
    """What is kept about me, and until when."""
    return render(request, "privacy/own_file.html", {"held": counts(person)})


@requires("privacy.read_file", fetch=oneself, methods=("POST",))
def own_copy(request: HttpRequest, person: Person) -> HttpResponse:
    """POST: everything about me as a zip."""
    record("privacy.export", person, by=person)
    name = f"ledestjerne-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(export(person), content_type="application/zip", headers=headers)


@requires("privacy.erase", fetch=oneself)
def leave(request: HttpRequest, person: Person) -> HttpResponse:
    """Says what goes and what stays; POST with one's alias erases."""
    form = LeaveForm(request.POST or None, person=person)
    if request.method == "POST" and form.is_valid():
        actions.erase_person(person, by=person)
        logout(request)
        return redirect("left")
    context = {"form": form, "waiting": actions.reasons_to_wait(person)}
    return render(request, "privacy/leave.html", context, status=422 if form.errors else 200)


@public("whoever left is signed in no more")
def left(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "privacy/left.html")
