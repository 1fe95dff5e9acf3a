"""The same thing in several languages: which there are, and which lag behind the source.

A translation is outdated when the source was published after it. Publishing the translation, changed or not, says that it holds again.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.admin.utils import quote
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.versions import SOURCE_LANGUAGE

LIVE, DRAFT, OUTDATED, MISSING = "live", "draft", "outdated", "missing"
WORDS: dict[str, Promise] = {
    LIVE: _("published"),
    DRAFT: _("draft"),
    OUTDATED: _("outdated since the source changed"),
    MISSING: _("not written yet"),
}


@dataclass(frozen=True)
class InLanguage:
    """One language of a thing. `url` leads to where it is edited, or begun."""

    language: str
    state: str
    url: str

    @property
    def word(self) -> Promise:
        return WORDS[self.state]


def heads(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Each thing once: in the source language, or in whichever languages it has when it was never written in that."""
    source = rows.model._default_manager.filter(translation_key=OuterRef("translation_key"), locale__language_code=SOURCE_LANGUAGE)
    return rows.filter(Q(locale__language_code=SOURCE_LANGUAGE) | ~Exists(source))


def outdated(model: Any) -> Combinable:
    """Rows of a model that are translations published before their source was last published."""
    newer = model._default_manager.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=SOURCE_LANGUAGE, live=True,
        last_published_at__gt=OuterRef("last_published_at"),
    )  # fmt: skip
    return ~Q(locale__language_code=SOURCE_LANGUAGE) & Q(live=True) & Exists(newer)


def newer_source(thing: Any) -> Any | None:
    """The original of a translation that lags behind it; None when the thing is no translation, or holds."""
    if not thing.pk or not type(thing)._default_manager.filter(outdated(type(thing)), pk=thing.pk).exists():
        return None
    return type(thing)._default_manager.get(translation_key=thing.translation_key, locale__language_code=SOURCE_LANGUAGE)


def lacking(model: Any, language: str) -> Combinable:
    """Rows whose thing is not there in a language, or lags behind in it."""
    there = model._default_manager.filter(translation_key=OuterRef("translation_key"), locale__language_code=language, live=True)
    return ~Exists(there.exclude(outdated(model)))


def languages_of(rows: Iterable[Any], model: Any) -> dict[uuid.UUID, list[InLanguage]]:
    """Every language of the site for every row, by translation key. One query, however many rows."""
    listed = list(rows)
    found: dict[uuid.UUID, dict[str, dict[str, Any]]] = defaultdict(dict)
    family = model._default_manager.filter(translation_key__in={row.translation_key for row in listed})
    for one in family.values("pk", "translation_key", "live", "last_published_at", code=F("locale__language_code")):
        found[one["translation_key"]][one["code"]] = one
    return {row.translation_key: _languages(row, model, found[row.translation_key]) for row in listed}


def _languages(row: Any, model: Any, family: dict[str, dict[str, Any]]) -> list[InLanguage]:
    source = family.get(SOURCE_LANGUAGE)
    begin = _begin_url(model, source["pk"] if source else row.pk)
    states = {code: _state(family.get(code), source) for code, _name in settings.LANGUAGES}
    return [InLanguage(code, state, edit_url(model, family[code]["pk"]) if code in family else begin) for code, state in states.items()]


def _state(one: dict[str, Any] | None, source: dict[str, Any] | None) -> str:
    if one is None:
        return MISSING
    if not one["live"]:
        return DRAFT
    if source is None or source is one or not source["live"]:
        return LIVE
    mine, theirs = one["last_published_at"], source["last_published_at"]
    return OUTDATED if mine and theirs and theirs > mine else LIVE


def edit_url(model: Any, pk: Any) -> str:
    """Where an editor changes a page or a snippet."""
    if issubclass(model, Page):
        return reverse("wagtailadmin_pages:edit", args=[pk])
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[quote(pk)])


def _begin_url(model: Any, pk: Any) -> str:
    """Where a translation is begun: wagtail-localize's form."""
    if issubclass(model, Page):
        return reverse("wagtail_localize:submit_page_translation", args=[pk])
    return reverse("wagtail_localize:submit_snippet_translation", args=[model._meta.app_label, model._meta.model_name, quote(pk)])
