"""“Not with them”: saying it of a chat or of an invitation, and taking it back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from certification.practice import actions, queries
from certification.practice.models import Opening, PracticeChat
from certification.practice.states import ChatState
from certification.practice.times import queries as times
from certification.practice.views import doors
from certification.practice.views.booking import practising
from lms.kernel.permissions import may, requires
from lms.people.actions import take_back_relation
from lms.people.models import Person, Relation
from lms.people.requests import SignedInRequest


@requires("practice.join", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_know(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """POST: one knows the other one too well, or would rather not."""
    actions.know_them(chat, by=request.user)
    messages.success(request, _("Thank you for saying so. You two are kept apart in practice from now on, and nobody is told why."))
    if chat.trainee_id != request.user.pk:
        return redirect("practice")
    chat.refresh_from_db()
    if chat.state == ChatState.CANCELLED:
        messages.info(request, _("Nobody else has that time, so the chat is called off. Choose another time below."))
        return redirect("practice")
    return redirect("practice_room", pk=chat.pk)


def an_invitation(person: Person, pk: int) -> Opening:
    """Half an hour that is open to this trainee this minute; Http404 otherwise."""
    enrolment = queries.my_enrolment(person)
    opening = next((one for one in times.now_for(enrolment) if one.pk == pk), None) if enrolment else None
    if opening is None:
        raise Http404
    return opening


@requires("practice.visit", fetch=an_invitation, methods=("POST",))
@require_POST
def practice_now_know(request: SignedInRequest, opening: Opening) -> HttpResponse:
    """POST: not with the one who has half an hour now."""
    actions.know_who_offers(opening, enrolment=practising(request.user), by=request.user)
    messages.success(request, _("Thank you for saying so. You two are kept apart in practice from now on, and nobody is told why."))
    return redirect("practice")


# kept apart -----------------------------------------------------------------------------------


@requires("practice.visit", methods=("GET",))
@require_safe
def practice_apart(request: SignedInRequest) -> HttpResponse:
    """Whom one has said that one would rather not practise with, and the way to take it back."""
    rows = Relation.objects.visible_to(request.user).select_related("person", "other").order_by("-declared_at")
    said = [
        (one, one.other if one.person_id == request.user.pk else one.person, may(request.user, "people.take_back_relation", one))
        for one in rows
    ]
    return render(request, "certification/practice_apart.html", {"said": said})


def what_i_said(person: Person, pk: int) -> Relation:
    return doors.found(Relation.objects.visible_to(person), pk)


@requires("people.take_back_relation", fetch=what_i_said, methods=("POST",))
@require_POST
def practice_apart_undo(request: SignedInRequest, relation: Relation) -> HttpResponse:
    take_back_relation(relation, by=request.user)
    messages.success(request, _("Taken back. You two can be matched again."))
    return redirect("practice_apart")
