"""The room as pages: before, lobby, live for each seat, and over."""

import uuid
from collections import defaultdict
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST, require_safe

from certification.practice import actions, care, queries, record, rules
from certification.practice.forms import LineForm
from certification.practice.happenings import HappeningKind
from certification.practice.models import MomentKind, PracticeChat
from certification.practice.predicates import seat_of, watches_there
from certification.practice.states import AFTERWARDS, BOOKED, OBSERVER, OPEN_ROOM, PARTNER, TRAINEE, WRITTEN_IN, ChatState
from certification.practice.views import before, doors
from certification.practice.wellbeing import Face
from lms.kernel.permissions import demand, may, requires
from lms.people.requests import SignedInRequest

SOON = timedelta(hours=1)  # from then on the page of a booked chat looks again by itself


@requires("practice.see", fetch=doors.a_chat, methods=("GET",))
@require_safe
def practice_room(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """One address for a chat, from booked to over, for each of the three."""
    actions.end_if_over(chat)
    return page(request, chat)


def page(
    request: SignedInRequest, chat: PracticeChat, *, line: LineForm | None = None, status: int = 200, doubtful: bool = False
) -> HttpResponse:
    """The page that fits the state of the chat and the seat of the person. Only a seat opens the room while it is open."""
    seat = seat_of(request.user, chat)
    if chat.state in OPEN_ROOM:
        demand(request.user, "practice.join", chat)
    if chat.state in WRITTEN_IN:
        template = f"certification/practice_room_{seat}.html"
    elif chat.state == ChatState.LOBBY:
        template = "certification/practice_lobby.html"
    else:
        template = "certification/practice_booked.html" if chat.state in BOOKED else "certification/practice_over.html"
    return shown(request, template, {**_context(request, chat, seat, line), "doubtful": doubtful}, status)


def shown(request: SignedInRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page by the person's own clock, kept by no cache: nobody reads a chat with the back button after somebody signed out."""
    with timezone.override(ZoneInfo(request.user.time_zone)):
        answer = render(request, template, context, status=status)
    patch_cache_control(answer, no_store=True, private=True)
    return answer


def _context(request: SignedInRequest, chat: PracticeChat, seat: str, line: LineForm | None) -> dict[str, Any]:
    """What every page of the chat needs. The card is put in for the partner, card and key for the supervisor, neither for anybody else."""
    text = chat.scenario.text(chat.language)
    names = queries.aliases(chat)
    standing = queries.standing(chat, seat) if seat else {}
    context = {
        "chat": chat,
        "seat": seat,
        "title": text["title"], "theme": text["theme"], "content_note": text["content_note"], "situation": text["situation"],
        "trainee": names[TRAINEE], "persona": names[PARTNER], "age": chat.scenario.persona_age,
        "other": names[PARTNER if seat == TRAINEE else TRAINEE],
        "supervisor": chat.supervisor.alias if chat.supervisor else "", "partner": chat.partner.alias,
        "standing": standing,
        "stop_words": " ".join(sorted(rules.ALL_STOP_WORDS)),
        "stop_word": rules.stop_word(translation.get_language()),
        "minutes_left": -(-standing.get("remaining", 0) // 60),
        "past": 360 - 360 * standing.get("remaining", 0) // (chat.minutes * 60),
        "line": line, "client_id": uuid.uuid4(),
        **_doors(chat),
        **before.offers(request.user, chat, seat),
        **(before.knowing(request.user, chat, seat) if chat.state in (*AFTERWARDS, ChatState.STOPPED) else {}),
        "may_read": may(request.user, "practice.read_transcript", chat),
        "after_url": _after(chat, seat) if seat else "",
        "debrief": text["debrief"] if chat.state not in BOOKED else [],
    }  # fmt: skip
    if seat and (chat.state in care.CARE_AFTER or chat.state == ChatState.LOBBY):
        after = chat.state in care.CARE_AFTER
        context.update(faces=Face.choices, face=care.face_of(chat, request.user, after=after), face_after=after)
        context["owes_debrief"] = after and care.owes_debrief(chat, request.user)
    if chat.state in WRITTEN_IN:
        context.update(_log(chat, seat))
    if seat in (PARTNER, OBSERVER) and chat.state in BOOKED:
        context["card"] = text["card"]
        context["on_ladder"] = _ladder(chat, text["card"])
    if seat == OBSERVER:
        context["note"] = record.note_of(chat, request.user)
    if seat == OBSERVER and chat.state in BOOKED:
        context["key"] = chat.scenario.key_for(chat.organisation, chat.language)
        context["moments"] = [(kind.value, kind.label) for kind in MomentKind]
    return context


def _doors(chat: PracticeChat) -> dict[str, Any]:
    """When one may come in, and whether it is time."""
    now, opens = timezone.now(), rules.doors_open_at(chat.starts_at)
    return {"doors_open_at": opens, "doors_open": now >= opens, "soon": now >= chat.starts_at - SOON}


def _ladder(chat: PracticeChat, card: dict[str, Any]) -> dict[str, Any]:
    """The signature of the secret card: where the partner is, and what belongs there."""
    place = queries.place_on(card["ladder"], chat.told_step)
    told = record.told_steps(chat) if chat.state in OPEN_ROOM else []
    return {
        "step": place["step"],
        "told": told,
        "rows": [(number, rung["title"], number in told) for number, rung in enumerate(card["ladder"], 1)],
        "rungs": [rung["title"] for rung in card["ladder"]],
        "say": place["say"] if chat.last_seq or place["step"] > 1 else card["opening"],
        "ifs": [(rule["when"], rule["then"]) for rule in card["ifs"]],
        "rule": card["stop"],
    }


def _log(chat: PracticeChat, seat: str) -> dict[str, Any]:
    """The lines so far with whispers and alerts between them, each knowing whether its author's name must be shown again."""
    lines, alerts = queries.transcript(chat), record.happenings_for(chat, seat)
    asides: dict[int, list[Any]] = defaultdict(list)
    for whisper in queries.whispers_for(chat, seat):
        asides[whisper.after_seq].append((whisper.at, {"whisper": whisper}))
    for one in alerts:
        asides[one.seq].append((one.at, {"happening": one}))
    between = {seq: [entry for _at, entry in sorted(some, key=lambda aside: aside[0])] for seq, some in asides.items()}
    entries: list[dict[str, Any]] = between.get(0, [])
    previous = ""
    for line in lines:
        entries.append({"line": line, "me": line.who == seat, "who": "" if line.who in (seat, previous) else line.alias})
        entries += between.get(line.seq, [])
        previous = line.who
    open_alert = bool(alerts) and alerts[-1].kind == HappeningKind.ALERT
    last = lines[-1].seq if lines else 0
    return {"entries": entries, "last": last, "marked": queries.moments_for(chat, seat), "open_alert": open_alert}


OWN_VIEW = {TRAINEE: "self_rating", PARTNER: "partner_form"}


def _after(chat: PracticeChat, seat: str) -> str:
    """Where it goes on: straight to one's own view while views are asked for; empty as long as nobody provides such a page."""
    if chat.state not in (ChatState.ENDED, ChatState.AWAITING_RATING, ChatState.RATED, ChatState.RELEASED, ChatState.ACKNOWLEDGED):
        return ""
    try:
        return reverse(OWN_VIEW.get(seat, "practice_after") if chat.state == ChatState.ENDED else "practice_after", args=[chat.pk])
    except NoReverseMatch:
        return ""


def card(request: HttpRequest, chat: PracticeChat) -> HttpResponse:
    """The secret card alone, for the partner's script."""
    text = chat.scenario.text(chat.language)
    context = {"chat": chat, "on_ladder": _ladder(chat, text["card"])}
    return render(request, "certification/practice_card.html", context)


@requires("practice.read_transcript", fetch=doors.a_chat, methods=("GET",))
@require_safe
def practice_transcript(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """What was said, and the day on which it is deleted."""
    seat = seat_of(request.user, chat)
    lines = queries.transcript(chat)
    marks = record.marks(chat, seat=seat, professional=watches_there(request.user, chat)) if lines else []
    context = {
        "chat": chat,
        "seat": seat,
        "title": chat.scenario.text(chat.language)["title"],
        "lines": lines,
        "entries": _replay(chat, lines, marks),
        "minutes": max(1, round((lines[-1].sent_at - lines[0].sent_at).total_seconds() / 60)) if lines else 0,
    }
    return shown(request, "certification/practice_transcript.html", context)


def _replay(chat: PracticeChat, lines: list[Any], marks: list[record.Mark]) -> list[dict[str, Any]]:
    """Lines and marks in the order they happened, each with its second of the chat: what the replay plays, and the plain page too."""
    began = min([lines[0].sent_at, *([chat.began_at] if chat.began_at else [])]) if lines else None
    both = [(line.seq, 0, line.sent_at, {"line": line}) for line in lines]
    both += [(mark.seq, 1, mark.at, {"mark": mark}) for mark in marks]
    both.sort(key=lambda one: one[:3])
    return [{**entry, "at": max(0.0, (at - began).total_seconds()) if began else 0.0} for _seq, _kind, at, entry in both]


def _done(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Back to the room; a script gets how it stands now."""
    if "text/html" in request.headers.get("Accept", "text/html"):
        return redirect("practice_room", pk=chat.pk)
    chat.refresh_from_db()
    return JsonResponse(queries.standing(chat, seat_of(request.user, chat)))


@requires("practice.join", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_enter(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.enter_lobby(chat, by=request.user)
    return _done(request, chat)


@requires("practice.write", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_ready(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.be_ready(chat, by=request.user)
    return _done(request, chat)


@requires("practice.join", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_stop(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.stop_practice(chat, by=request.user)
    return _done(request, chat)


@requires("practice.pause", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_help(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.ask_help(chat, by=request.user)
    return _done(request, chat)


@requires("practice.pause", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_resume(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.resume(chat, by=request.user)
    return _done(request, chat)


@requires("practice.write", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_end(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """Propose to end, agree to it, or say not yet (`answer=no`)."""
    if request.POST.get("answer") == "no":
        actions.decline_end(chat, by=request.user)
    else:
        actions.offer_end(chat, by=request.user)
    return _done(request, chat)


@requires("practice.alert", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_alert(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    """The alert button of the real service, as an exercise."""
    actions.raise_alert(chat, by=request.user)
    return _done(request, chat)


@requires("practice.watch_over", fetch=doors.a_chat, methods=("POST",))
@require_POST
def practice_alert_taken(request: SignedInRequest, chat: PracticeChat) -> HttpResponse:
    actions.take_alert(chat, by=request.user)
    return _done(request, chat)
