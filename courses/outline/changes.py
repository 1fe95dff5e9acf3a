"""Versions of a lesson: what an editor said about a change, and which version a page carries.

A version is what was read, not what was saved: only a large change makes a new one. "Read on 3 May, version 1" stays true for good.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.versions import SOURCE_LANGUAGE
from courses.outline.models import LessonPage
from lms.people.models import Person


class Reach(models.TextChoices):
    """Who reads a lesson again after a change. A small one makes no new version."""

    MINOR = "minor", _("Small: nobody is asked for anything")
    NOBODY = "nobody", _("Large, but nobody has to read again")
    UNDER_WAY = "under_way", _("Large: those who are under way read again")
    EVERYBODY = "everybody", _("Large: everybody reads again, also those with a certificate")


LARGE = (Reach.NOBODY, Reach.UNDER_WAY, Reach.EVERYBODY)


class LessonChangeQuerySet(models.QuerySet["LessonChange"]):
    def waiting(self) -> LessonChangeQuerySet:
        """Answered, and not published yet."""
        return self.filter(published_at=None)

    def versions(self) -> LessonChangeQuerySet:
        """The large ones that were published: each made a version."""
        return self.exclude(number=None).order_by("number")


class LessonChange(models.Model):
    """One answer about one revision. `number` is the version it made; `people` how many were asked to read again."""

    revision_id = models.PositiveBigIntegerField(unique=True)  # Wagtail may throw old revisions away; this stays
    lesson_key = models.UUIDField(db_index=True)
    language = models.CharField(max_length=2)
    reach = models.CharField(max_length=10, choices=Reach)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    people = models.PositiveIntegerField(default=0)
    objects = LessonChangeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="lesson_change_reach"),
            models.UniqueConstraint(fields=["lesson_key", "number"], name="lesson_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.lesson_key} {self.reach}"

    @property
    def is_of_source(self) -> bool:
        """Whether it concerns people whatever language they read: the source changed, or the lesson has no source language."""
        return self.language == SOURCE_LANGUAGE or not _pages(self.lesson_key).filter(locale__language_code=SOURCE_LANGUAGE).exists()


def _pages(key: uuid.UUID) -> Any:
    return LessonPage.objects.filter(translation_key=key)


def number_of(page: LessonPage) -> int:
    """The newest version whose words stand on this page. A translation carries a version of the source once it is published after it."""
    made = LessonChange.objects.versions().filter(lesson_key=page.key)
    here = Q(language=page.locale.language_code)
    if page.last_published_at:
        here |= Q(published_at__lte=page.last_published_at)
    newest: int | None = made.filter(here).aggregate(newest=Max("number"))["newest"]
    return newest or 1


def page_that_carries(key: uuid.UUID, number: int) -> LessonPage | None:
    """The published page where a version can be read: the one it was written on."""
    change = LessonChange.objects.filter(lesson_key=key, number=number).first()
    pages = _pages(key).live().select_related("locale")
    return pages.filter(locale__language_code=change.language).first() if change else None


def waiting_for(page: LessonPage, revision_id: int) -> LessonChange | None:
    """The answer that counts when this revision is published: its own, or the newest about an older draft that was never published."""
    waiting = LessonChange.objects.waiting().filter(lesson_key=page.key, language=page.locale.language_code)
    return waiting.filter(revision_id__lte=revision_id).order_by("-revision_id").first()
