"""Practising alone, at any hour."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from courses.dialogues import actions, queries
from courses.dialogues.forms import AnswerForm
from courses.dialogues.models import Dialogue, DialogueWalk
from lms.kernel.errors import Invalid
from lms.kernel.permissions import get_visible, requires
from lms.people.models import Person
from lms.people.requests import SignedInRequest


def a_dialogue(_person: Person, key: uuid.UUID) -> Dialogue:
    return queries.find(key)


def a_walk(person: Person, pk: int) -> DialogueWalk:
    """One's own walk; Http404 for everybody else's."""
    return get_visible(DialogueWalk, person, pk=pk)


@requires("dialogues.practise", methods=("GET",))
@require_safe
def dialogues(request: SignedInRequest) -> HttpResponse:
    """What there is to practise alone."""
    return render(request, "courses/dialogues.html", {"offers": queries.offers(request.user)})


@requires("dialogues.practise", fetch=a_dialogue)
@require_http_methods(["GET", "POST"])
def dialogue(request: SignedInRequest, one: Dialogue) -> HttpResponse:
    """Where one is in a dialogue; before it is begun, what it is about. A POST begins, or (`anew`) begins again."""
    if request.method == "POST":
        begin = actions.begin_anew if request.POST.get("anew") else actions.begin
        begin(one, by=request.user)
        return _back(request, reverse("dialogue", kwargs={"key": one.translation_key}))
    walk = queries.walk_of(request.user, one.translation_key)
    shown = queries.screen(walk) if walk else None
    return render(request, "courses/dialogue.html", {"dialogue": one, "screen": shown, "walk": walk})


@requires("dialogues.walk", fetch=a_walk, methods=("POST",))
@require_POST
def dialogue_answer(request: SignedInRequest, walk: DialogueWalk) -> HttpResponse:
    """Choose a reply, or go one step back (`back`)."""
    if request.POST.get("back"):
        actions.step_back(walk, by=request.user)
    else:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            raise Invalid()
        actions.answer(walk, place=form.cleaned_data["place"], reply=form.cleaned_data["reply"], by=request.user)
    return _back(request, reverse("dialogue", kwargs={"key": walk.dialogue_key}) + "#now")


def _back(request: HttpRequest, own_page: str) -> HttpResponse:
    """To where the walk is being read: the lesson it stands in (`here`, never another site), or its own page."""
    here = request.POST.get("here", "")
    return redirect(here if url_has_allowed_host_and_scheme(here, allowed_hosts=None) else own_page)
