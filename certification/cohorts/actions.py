"""What is done in and to a cohort."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.cohorts.models import Announcement, CohortDate, Post, PostReport, Why
from certification.cohorts.queries import coordinators, could_join, members
from certification.practice.telling import has_national_id
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.notify.actions import tell
from lms.people.models import Cohort, Organisation, Person

LONGEST = 2000  # letters of a post
POSTS_LAST = timedelta(days=365)
HIDDEN_LAST = timedelta(days=30)


@transaction.atomic
def keep_cohort(
    place: Organisation | Cohort, *, name: str, coordinator: Person | None, starts_on: date | None, ends_on: date | None, by: Person
) -> Cohort:
    """Begin a cohort in an organisation, or change one. Invalid when it ends before it starts or the coordinator is none there."""
    demand(by, "cohorts.keep", place)
    if starts_on and ends_on and ends_on < starts_on:
        raise Invalid(_("The last day is before the first."))
    if coordinator and not coordinators(place.organisation_id).filter(pk=coordinator.pk).exists():
        raise Invalid(_("This person does not coordinate here."))
    kept = {"name": name.strip(), "coordinator": coordinator, "starts_on": starts_on, "ends_on": ends_on}
    if isinstance(place, Cohort):
        Cohort.objects.filter(pk=place.pk).update(**kept)
        place.refresh_from_db()
        cohort = place
    else:
        cohort = Cohort.objects.create(organisation=place, **kept)
    record("cohorts.keep", cohort, by=by)
    return cohort


@transaction.atomic
def gather(cohort: Cohort, *, enrolments: Iterable[int], by: Person) -> int:
    """Make exactly these enrolments the cohort; returns how many changed. People of other cohorts and places are left where they are."""
    demand(by, "cohorts.keep", cohort)
    wanted, changed = set(enrolments), 0
    for one in could_join(cohort):
        if (one.pk in wanted) != (one.cohort_id is not None):
            type(one).objects.filter(pk=one.pk).update(cohort=cohort if one.pk in wanted else None)
            record("cohorts.join" if one.pk in wanted else "cohorts.leave", one, by=by, fields={"cohort": cohort.pk})
            changed += 1
    return changed


@transaction.atomic
def add_date(cohort: Cohort, *, title: str, starts_at: datetime, by: Person) -> CohortDate:
    """Put a date on the cohort's page."""
    demand(by, "cohorts.keep", cohort)
    made = CohortDate.objects.create(cohort=cohort, title=title.strip(), starts_at=starts_at)
    record("cohorts.date", made, by=by)
    return made


@transaction.atomic
def drop_date(made: CohortDate, *, by: Person) -> None:
    """Take a date off the page."""
    demand(by, "cohorts.keep", made)
    record("cohorts.drop_date", made, by=by)
    made.delete()


@transaction.atomic
def announce(cohort: Cohort, *, title: str, text: str, by: Person) -> Announcement:
    """Tell everybody in the cohort: on its page, and by a notice that says where to read it."""
    demand(by, "cohorts.announce", cohort)
    made = Announcement.objects.create(cohort=cohort, by=by, title=title.strip(), text=text.strip())
    record("cohorts.announce", made, by=by)
    for person in members(cohort).exclude(pk=by.pk):
        tell(person, "cohort_announcement", reason=f"cohort.announcement:{made.pk}", link=f"/cohort/{cohort.pk}/talk/", cohort=cohort.name)
    return made


@transaction.atomic
def take_down(announcement: Announcement, *, by: Person) -> None:
    """Remove an announcement for good."""
    demand(by, "cohorts.announce", announcement)
    record("cohorts.take_down", announcement, by=by)
    announcement.delete()


@transaction.atomic
def write_post(cohort: Cohort, *, text: str, by: Person) -> Post:
    """Say something to the cohort. Invalid when it is empty, too long, or holds a personal number: that never stands anywhere."""
    demand(by, "cohorts.write", cohort)
    kept = text.replace("\x00", "").strip()
    if not kept or len(kept) > LONGEST:
        raise Invalid(_("Write something of at most 2000 letters."))
    if has_national_id(kept):
        raise Invalid(_("That is a personal number. It is never sent, not even in an exercise. Take it out."))
    post = Post.objects.create(cohort=cohort, by=by, text=kept)
    record("cohorts.post", post, by=by)
    return post


@transaction.atomic
def take_back(post: Post, *, by: Person) -> None:
    """Its writer takes a post back. Its words are gone at once, unless somebody has reported it and nobody has looked yet."""
    demand(by, "cohorts.take_back", post)
    waits = PostReport.objects.filter(post=post, settled_at=None).exists()
    _hide(post, why=Why.TAKEN_BACK, by=by, **({} if waits else {"text": ""}))


@transaction.atomic
def report(post: Post, *, by: Person) -> None:
    """Ask those who look after the talk to look. Once for each person; reporting again changes nothing."""
    demand(by, "cohorts.report", post)
    _row, new = PostReport.objects.get_or_create(post=post, by=by)
    if new:
        record("cohorts.report", post, by=by)


@transaction.atomic
def hide(post: Post, *, why: str, by: Person) -> None:
    """Put a post out of sight for a reason that everybody can read, with the name of who did it; its writer is told."""
    demand(by, "cohorts.moderate", post)
    if why not in set(Why.values) - {Why.TAKEN_BACK}:
        raise Invalid()
    _hide(post, why=why, by=by)
    _settle(post)
    link = f"/cohort/{post.cohort_id}/talk/"
    tell(
        post.by,
        "cohort_post_hidden",
        reason=f"cohort.hidden:{post.pk}:{post.hidden_at:%Y-%m-%dT%H:%M:%S.%f}",
        link=link,
        cohort=post.cohort.name,
        who=by.alias,
    )


@transaction.atomic
def let_stand(post: Post, *, by: Person) -> None:
    """Looked at, and it may be read: settles the reports, and brings a post back that was hidden while it still has words."""
    demand(by, "cohorts.moderate", post)
    if post.hidden_at and (not post.text or post.hidden_why == Why.TAKEN_BACK):
        raise IllegalTransition()
    Post.objects.filter(pk=post.pk).update(hidden_at=None, hidden_by=None, hidden_why="")
    _settle(post)
    record("cohorts.let_stand", post, by=by)


def _hide(post: Post, *, why: str, by: Person, **also: str) -> None:
    now = timezone.now()
    if not Post.objects.filter(pk=post.pk, hidden_at=None).update(hidden_at=now, hidden_by=by, hidden_why=why, **also):
        raise IllegalTransition(code="stale")
    post.hidden_at = now
    record("cohorts.hide", post, by=by, fields={"why": why})


def _settle(post: Post) -> None:
    PostReport.objects.filter(post=post, settled_at=None).update(settled_at=timezone.now())


def forget_posts(now: datetime) -> int:
    """Posts go after a year, announcements too; the words of hidden ones after thirty days."""
    old = Post.objects.filter(at__lte=now - POSTS_LAST).delete()[0] + Announcement.objects.filter(at__lte=now - POSTS_LAST).delete()[0]
    return old + Post.objects.filter(hidden_at__lte=now - HIDDEN_LAST).exclude(text="").update(text="")
