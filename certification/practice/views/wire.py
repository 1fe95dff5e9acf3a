"""The live part: lines in and out as JSON or server-sent events, and as plain forms where there is no script."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification.practice import actions, names, queries, record, rules, telling
from certification.practice.feed import RoomFeed
from certification.practice.forms import LineForm, MomentForm, NoteForm, SignalForm, StepForm
from certification.practice.models import PracticeChat
from certification.practice.predicates import seat_of
from certification.practice.views import doors, room
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import requires
from lms.live.bell import ring
from lms.live.stream import stream
from lms.people.requests import SignedInRequest


def is_a_page(request: HttpRequest) -> bool:
    """Whether a browser asks for a page rather than a script for an answer."""
    return "text/html" in request.headers.get("Accept", "")


def speaks_json(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Refusals as JSON for whoever did not ask for a page; nothing of a room is ever kept by a cache."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            answer: HttpResponseBase = view(request, *args, **kwargs)
        except DomainError as refusal:
            if is_a_page(request):
                raise
            answer = JsonResponse({"code": refusal.code, "message": str(refusal.message)}, status=refusal.status)
        patch_cache_control(answer, no_store=True, private=True)
        return answer

    return answered


def posted(request: HttpRequest) -> Any:
    """The fields of a form or of a JSON object; an unreadable body is as good as an empty one."""
    if request.content_type != "application/json":
        return request.POST
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def cursor_of(request: HttpRequest) -> int:
    """The last line the reader has: what the browser remembers of the stream, or `after`. Refuses what is no such number."""
    given = request.headers.get("Last-Event-ID") or request.GET.get("after") or "0"
    number = rules.cursor(given)
    if number is None:
        raise Invalid(_("The place in the chat cannot be read. Open the chat again."), code="cursor")
    return number


@requires("practice.join", fetch=doors.a_chat)
@require_http_methods(["GET", "POST"])
@speaks_json
def practice_messages(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Lines after a number (GET), or one line more (POST)."""
    if request.method == "POST":
        return _send(request, chat)
    seat = seat_of(request.user, chat)
    after = cursor_of(request)
    actions.end_if_over(chat)
    ring(chat.topic, f"here:{seat}")
    answer = {"messages": queries.said_after(chat, seat, after), **queries.standing(chat, seat)}
    if (told := record.told_json(chat, seat)) is not None:
        answer["card"] = {**(queries.card_json(chat, seat) or {"step": max(chat.told_step, 1)}), "told": told}
    answer["happenings"] = [record.happening_json(one) for one in record.happenings_for(chat, seat)]
    answer["whispers"] = [queries.whisper_json(one) for one in queries.whispers_for(chat, seat)]
    answer["moments"] = [queries.moment_json(one, chat) for one in queries.moments_for(chat, seat)]
    return JsonResponse({key: value for key, value in answer.items() if value != [] or key in ("messages", "here", "ready")})


def _send(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """One line. A plain form gets the room back, with its text still in the field when it was not sent."""
    if rules.is_stop_word(posted(request).get("body")):
        return stopped(request, chat)
    form = LineForm(posted(request))
    if not form.is_valid():
        if is_a_page(request):
            return room.page(request, chat, line=form, status=422)
        field, faults = next(iter(form.errors.get_json_data().items()))
        raise Invalid(faults[0]["message"], code=faults[0]["code"] if field == "body" else field)
    if is_a_page(request) and not form.cleaned_data["sure"] and _may_find_somebody(chat, form.cleaned_data["body"], request.user):
        form.add_error("body", _("This looks like a way to find somebody, or a real name. Nothing was sent. Is it made up?"))
        return room.page(request, chat, line=form, status=422, doubtful=True)
    try:
        seq, new = actions.send_message(chat, by=request.user, body=form.cleaned_data["body"], client_id=form.cleaned_data["client_id"])
    except DomainError as refusal:  # the middleware would send the person back without what they wrote
        if not is_a_page(request):
            raise
        form.add_error("body", str(refusal.message))
        chat.refresh_from_db()
        return room.page(request, chat, line=form, status=refusal.status)
    if is_a_page(request):
        return redirect("practice_room", pk=chat.pk)
    return JsonResponse({"seq": seq}, status=201 if new else 200)


def _may_find_somebody(chat: PracticeChat, body: str, by: Any) -> bool:
    """Asked only where no script has warned already."""
    return bool(telling.sign_in(body)) or names.holds_a_name(chat, body, by=by)


@requires("practice.write", fetch=doors.a_chat, methods=("POST",))
@require_POST
@speaks_json
def practice_names(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Whether what is being written holds the name of somebody in the house: yes or no, and nothing is kept."""
    if names.asks_too_often(request.user.pk):
        return JsonResponse({"name": False}, status=429)
    body = posted(request).get("body")
    return JsonResponse({"name": isinstance(body, str) and names.holds_a_name(chat, body, by=request.user)})


def stopped(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Somebody wrote the stop word alone. It stops the exercise, in any state, and is not kept as a line."""
    actions.stop_practice(chat, by=request.user)
    if is_a_page(request):
        return redirect("practice_room", pk=chat.pk)
    return JsonResponse({"stopped": True, "state": str(chat.state)})


@requires("practice.join", fetch=doors.a_chat, methods=("GET",))
@require_GET
@speaks_json
def practice_stream(request: SignedInRequest, chat: PracticeChat) -> HttpResponseBase:
    """The room as server-sent events. Needs an ASGI server; everything it tells can be polled as well."""
    feed = RoomFeed(chat, session_key=request.session.session_key or "", seat=seat_of(request.user, chat), after=cursor_of(request))
    answer = StreamingHttpResponse(stream(feed), content_type="text/event-stream")
    answer["X-Accel-Buffering"] = "no"
    return answer


@requires("practice.join", fetch=doors.a_chat, methods=("POST",))
@require_POST
@speaks_json
def practice_signal(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Somebody is writing, or has seen a line. Rings and is forgotten."""
    form, seat = SignalForm(posted(request)), seat_of(request.user, chat)
    if not form.is_valid():
        raise Invalid()
    if form.cleaned_data["typing"]:
        ring(chat.topic, f"typing:{seat}")
    if seen := form.cleaned_data["seen"]:
        ring(chat.topic, f"seen:{seat}:{min(seen, chat.last_seq)}")
    return HttpResponse(status=204)


@requires("practice.watch_over", fetch=doors.a_chat, methods=("POST",))
@require_POST
@speaks_json
def practice_whisper(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """A word to the trainee alone."""
    if rules.is_stop_word(posted(request).get("body")):
        return stopped(request, chat)
    form = LineForm(posted(request))
    if not form.is_valid():
        if is_a_page(request):
            return room.page(request, chat, line=form, status=422)
        raise Invalid(next(iter(form.errors.values()))[0])
    row = actions.whisper(chat, by=request.user, body=form.cleaned_data["body"], client_id=form.cleaned_data["client_id"])
    if is_a_page(request):
        return redirect("practice_room", pk=chat.pk)
    return JsonResponse(queries.whisper_json(row), status=201)


@requires("practice.watch_over", fetch=doors.a_chat, methods=("POST",))
@require_POST
@speaks_json
def practice_moment(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Mark a moment with one tap, or take one's mark back (`undo`)."""
    form = MomentForm(posted(request))
    if not form.is_valid():
        raise Invalid()
    if undone := form.cleaned_data["undo"]:
        actions.unmark_moment(chat, moment=undone, by=request.user)
        return redirect("practice_room", pk=chat.pk) if is_a_page(request) else JsonResponse({"undone": undone})
    row = actions.mark_moment(chat, kind=form.cleaned_data["kind"], by=request.user)
    if is_a_page(request):
        return redirect("practice_room", pk=chat.pk)
    return JsonResponse(queries.moment_json(row, chat), status=201)


@requires("practice.play", fetch=doors.a_chat)
@require_http_methods(["GET", "POST"])
@speaks_json
def practice_step(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    """The partner's card as a piece of page; a POST moves it up or down, or marks a step as told."""
    if request.method == "POST":
        form = StepForm(posted(request))
        if not form.is_valid():
            raise Invalid()
        _move_on_the_card(chat, form.cleaned_data, request.user)
        if is_a_page(request):
            return redirect("practice_room", pk=chat.pk)
    return room.card(request, chat)


def _move_on_the_card(chat: PracticeChat, given: dict[str, int | None], by: Any) -> None:
    if given["told"]:
        actions.mark_told(chat, step=given["told"], by=by)
    elif given["untold"]:
        actions.unmark_told(chat, step=given["untold"], by=by)
    elif given["step"]:
        actions.tell_step(chat, step=given["step"], by=by)


@requires("practice.note", fetch=doors.a_chat, methods=("POST",))
@require_POST
@speaks_json
def practice_note(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """The supervisor's own words about the chat, saved as they are written. Only the writer ever reads them."""
    form = NoteForm(posted(request))
    form.is_valid()
    note = actions.write_note(chat, body=form.cleaned_data.get("body", ""), by=request.user)
    if is_a_page(request):
        return redirect("practice_room", pk=chat.pk)
    return JsonResponse({"saved": time_format(timezone.localtime(note.changed_at))})
