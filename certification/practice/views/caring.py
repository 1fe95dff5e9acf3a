"""How one is, before and after; the debrief; and the talk one may want."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.practice import actions, care
from certification.practice.care_forms import DebriefForm, FaceForm, TalkForm
from certification.practice.models import PracticeChat
from certification.practice.views import doors
from certification.practice.views.room import shown
from certification.practice.wellbeing import Talk
from certification.programmes.models import Enrolment
from lms.kernel.errors import Invalid
from lms.kernel.permissions import may, requires
from lms.people.models import Organisation, Person, Role
from lms.people.requests import SignedInRequest


def a_talk(person: Person, pk: int) -> Talk:
    """A talk this person may know of; Http404 otherwise."""
    return doors.found(Talk.objects.visible_to(person).select_related("person", "taken_by", "chat__scenario"), pk)


@requires("practice.check_in", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_check_in(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    form = FaceForm(request.POST)
    if not form.is_valid():
        raise Invalid()
    actions.check_in(chat, face=form.cleaned_data["face"], by=request.user)
    return redirect(reverse("practice_room", args=[chat.pk]) + "#faces")


@requires("practice.debrief", fetch=doors.a_chat)
@require_http_methods(["GET", "POST"])
def practice_debrief(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Two minutes to put a heavy chat down."""
    form = DebriefForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        actions.debrief(chat, letting_go=given["letting_go"], words=given["words"], by=request.user)
        if given["talk"]:
            actions.ask_talk(chat.organisation, chat=chat, by=request.user)
            messages.success(request, _("Thank you. A professional will get in touch with you."))
            return redirect("practice_talk")
        messages.success(request, _("Thank you for taking the time. Be good to yourself tonight."))
        return redirect("practice_room", pk=chat.pk)
    text = chat.scenario.text(chat.language)
    owed = care.owes_debrief(chat, request.user)
    context = {"chat": chat, "form": form, "title": text["title"], "questions": text["debrief"], "owed": owed}
    return shown(request, "certification/practice_debrief.html", context, 422 if form.is_bound else 200)


def _place_of(person: Person) -> Organisation:
    """Where one practises: the organisation of one's own role as trainee or partner."""
    places = person.organisations_as(Role.TRAINEE, Role.PARTNER)
    place = Organisation.objects.filter(pk__in=places).order_by("pk").first()
    if place is None:
        raise Http404
    return place


@requires("practice.ask_talk")
@require_http_methods(["GET", "POST"])
def practice_talk(request: SignedInRequest) -> HttpResponse:
    """“I would like a talk”, from anywhere: ask, see who has taken it, or take it back."""
    place, asked = _place_of(request.user), care.open_talk(request.user)
    form = TalkForm(request.POST if request.method == "POST" else None, initial={"how": asked.how if asked else ""})
    if form.is_bound and form.is_valid():
        actions.ask_talk(place, how=form.cleaned_data["how"], by=request.user)
        return redirect("practice_talk")
    return shown(request, "certification/practice_talk.html", {"talk": asked, "form": form}, 422 if form.is_bound else 200)


@requires("practice.see_talk", fetch=a_talk, methods=("GET",))
@require_safe
def practice_talk_row(request: SignedInRequest, talk: Talk) -> HttpResponse:
    """What a professional needs to get in touch, and nothing more."""
    if talk.person_id == request.user.pk:
        return redirect("practice_talk")
    return shown(request, "certification/practice_talk_row.html", _row(request, talk))


def _row(request: HttpRequest, talk: Talk) -> dict[str, Any]:
    title = talk.chat.scenario.text()["title"] if talk.chat else ""
    return {"talk": talk, "title": title, "mine": may(request.user, "practice.hold_talk", talk)}


@requires("practice.take_talk", fetch=a_talk, methods=("POST",))
@require_POST
def practice_talk_take(request: SignedInRequest, talk: Talk) -> HttpResponse:
    actions.take_talk(talk, by=request.user)
    messages.success(request, _("Yours. %(alias)s has been told that you get in touch.") % {"alias": talk.person.alias})
    return redirect("practice_talk_row", pk=talk.pk)


@requires("practice.hold_talk", fetch=a_talk, methods=("POST",))
@require_POST
def practice_talk_held(request: SignedInRequest, talk: Talk) -> HttpResponse:
    """The talk was held (or is handed back: `back`)."""
    if request.POST.get("back"):
        actions.hand_back_talk(talk, by=request.user)
        messages.success(request, _("It is back with everybody. Somebody else can take it."))
    else:
        actions.hold_talk(talk, by=request.user)
        messages.success(request, _("Good that you two have talked."))
    return redirect("inbox")


@requires("practice.withdraw_talk", fetch=a_talk, methods=("POST",))
@require_POST
def practice_talk_withdraw(request: SignedInRequest, talk: Talk) -> HttpResponse:
    actions.withdraw_talk(talk, by=request.user)
    messages.success(request, _("Taken back. You can ask again at any time."))
    return redirect("practice_talk")


def my_way(person: Person, pk: int) -> Enrolment:
    """One's own enrolment; Http404 for anybody else's."""
    return doors.found(Enrolment.objects.filter(person=person).select_related("version", "person", "organisation"), pk)


@requires("practice.pause_way", fetch=my_way)
@require_http_methods(["GET", "POST"])
def pause_way(request: SignedInRequest, way: Enrolment) -> HttpResponse:
    """Says what a break means; POST takes it."""
    if request.method == "POST":
        actions.pause_way(way, by=request.user)
        messages.success(request, _("You have a break now. All you have done stays. Come back when you want to."))
        return redirect("your_way_of", pk=way.pk)
    return shown(request, "certification/pause_way.html", {"way": way})


@requires("practice.pause_way", fetch=my_way, methods=("POST",))
@require_POST
def resume_way(request: SignedInRequest, way: Enrolment) -> HttpResponse:
    actions.resume_way(way, by=request.user)
    messages.success(request, _("Good to see you. You go on where you were."))
    return redirect("your_way_of", pk=way.pk)
