"""What a cohort's page shows, and what waits for those who look after its talk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from certification.cohorts.models import LOOKS_AFTER, Announcement, CohortDate, Post, PostReport
from certification.programmes.models import Enrolment
from lms.people.models import Cohort, Person, Role, RoleAssignment

PER_PAGE = 30


def members(cohort: Cohort) -> QuerySet[Person]:
    """Those who walk in it now, by alias."""
    walking = Enrolment.objects.current().filter(cohort=cohort)
    return Person.objects.filter(pk__in=walking.values("person"), is_active=True).order_by("alias", "pk")


def could_join(cohort: Cohort) -> QuerySet[Enrolment]:
    """Those who walk in it and those of the same place who walk in none."""
    here = Enrolment.objects.current().filter(organisation_id=cohort.organisation_id)
    return here.filter(Q(cohort=cohort) | Q(cohort=None)).select_related("person", "version").order_by("person__alias", "pk")


def coordinators(organisation_id: int) -> QuerySet[Person]:
    held = RoleAssignment.objects.active().filter(organisation_id=organisation_id, role=Role.COORDINATOR)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("alias", "pk")


def talk(cohort: Cohort, reader: Person, number: Any) -> Page[Post]:
    """One page of posts, oldest first; without a number the last page, where the talk goes on."""
    mine = PostReport.objects.filter(post=OuterRef("pk"), by=reader)
    waits = PostReport.objects.filter(post=OuterRef("pk"), settled_at=None)
    posts = Post.objects.filter(cohort=cohort).select_related("by", "hidden_by", "cohort")
    pages = Paginator(posts.annotate(reported_by_me=Exists(mine), waits=Exists(waits)).order_by("at", "pk"), PER_PAGE)
    return pages.get_page(number or pages.num_pages)


def to_look_at(person: Person) -> QuerySet[Post]:
    """Reported posts where this person looks after the talk, none of their own; the longest wait first."""
    places = person.organisations_as(*LOOKS_AFTER)
    waiting = Post.objects.reported().filter(cohort__organisation_id__in=places).exclude(by=person)
    return waiting.annotate(since=Min("reports__at", filter=Q(reports__settled_at=None))).select_related("by", "cohort").order_by("since")


@dataclass(frozen=True)
class News:
    """The newest announcement, or the next date."""

    title: str
    at: datetime


@dataclass(frozen=True)
class Group:
    """One's cohort in short, for the first page."""

    cohort: Cohort
    newest: News | None
    date: News | None


def with_group(ways: QuerySet[Enrolment], now: Any) -> QuerySet[Enrolment]:
    """Each with what `group_of` wants to know of its cohort; `now` may be a Blank."""
    newest = Announcement.objects.filter(cohort=OuterRef("cohort"))
    coming = CohortDate.objects.filter(cohort=OuterRef("cohort"), starts_at__gte=now)
    return ways.select_related("cohort").annotate(
        news_title=Subquery(newest.values("title")[:1]), news_at=Subquery(newest.values("at")[:1]),
        date_title=Subquery(coming.values("title")[:1]), date_at=Subquery(coming.values("starts_at")[:1]),
    )  # fmt: skip


def group_of(way: Any) -> Group | None:
    """The newest announcement and the next date of the cohort of a way, read with it (`with_group`); None for those who walk alone."""
    if way.cohort is None:
        return None
    newest = News(way.news_title, way.news_at) if way.news_at else None
    return Group(way.cohort, newest, News(way.date_title, way.date_at) if way.date_at else None)
