"""The moderator's screen: two ratings that differ, side by side, and one decision."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from certification.assessment import actions
from certification.assessment.forms import ModerationForm
from certification.assessment.models import SecondLook
from certification.assessment.moderation import table_for
from certification.assessment.screens import day
from certification.assessment.states import SecondLookState
from certification.assessment.views import chat_for
from lms.kernel.errors import IllegalTransition
from lms.kernel.permissions import requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def look_for(person: Person, pk: int) -> SecondLook:
    """The second look at a chat this person may know of, once both ratings are in."""
    chat = chat_for(person, pk)
    look = SecondLook.objects.visible_to(person).filter(chat=chat).select_related("settled_by").first()
    if look is None:
        raise Http404
    look.chat = chat
    return look


@requires("assessment.moderate", fetch=look_for)
def moderation(request: SignedInRequest, look: SecondLook) -> HttpResponse:
    """Both ratings where they differ. When it is decided, the page says what and why."""
    chat = look.chat
    if look.state != SecondLookState.DISPUTED and request.method == "POST":
        raise IllegalTransition()
    if look.state == SecondLookState.AGREED:
        return redirect("rating", pk=chat.pk)
    form = ModerationForm(look.disputes, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.settle(look, levels=form.levels(), critical=form.critical(), words=form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Decided. The assessors have a message, and the feedback can be given."))
        return redirect("moderation", pk=chat.pk)
    settled = look.state == SecondLookState.SETTLED
    said = {f"level-{key}": level for key, level in look.levels.items()} if settled else dict(request.POST.items())
    said |= {f"critical-{key}": "yes" if key in look.critical else "no" for key in look.disputes.get("critical", ())} if settled else {}
    context = {
        "chat": chat, "table": table_for(look, said), "form": form, "settled": settled, "title": chat.scenario.text()["title"],
        "day": day(chat.starts_at), "purge": day(chat.purge_on) if chat.purge_on else "",
    }  # fmt: skip
    return render(request, "certification/moderation.html", context, status=422 if form.errors else 200)
