"""What a cohort has besides its people: dates, announcements, posts. The people are its enrolments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.programmes.models import Enrolment
from lms.people.models import Cohort, Person, Role

LOOKS_AFTER = (Role.COORDINATOR, Role.SUPERVISOR)


def readable_cohorts(person: Person) -> models.QuerySet[Cohort]:
    """Those one walks in while one has a role there, and those of places where one coordinates, supervises or certifies."""
    places = {organisation for _role, organisation in person.role_pairs}
    walked = Enrolment.objects.current().filter(person=person, organisation_id__in=places, cohort__isnull=False)
    mine = Q(pk__in=walked.values("cohort"), organisation_id__in=places)
    return Cohort.objects.filter(mine | Q(pk__in=Cohort.objects.visible_to(person).values("pk")))


class OfCohortQuerySet[M: models.Model](models.QuerySet[M]):
    def visible_to(self, person: Person) -> OfCohortQuerySet[M]:
        return self.filter(cohort__in=readable_cohorts(person))


class OfCohort(models.Model):
    """Something that belongs to a cohort, and with it to an organisation."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="%(class)ss")
    objects = OfCohortQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def organisation_id(self) -> int:
        return self.cohort.organisation_id


class CohortDate(OfCohort):
    """A day on which the cohort meets or something is due."""

    title = models.CharField(_("what"), max_length=120)
    starts_at = models.DateTimeField(_("when"))

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.starts_at}"


class Announcement(OfCohort):
    """What the coordinator tells everybody in the cohort."""

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    title = models.CharField(_("headline"), max_length=120)
    text = models.TextField(_("text"), max_length=3000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.at}"


class Why(models.TextChoices):
    """Why a post is out of sight."""

    TAKEN_BACK = "taken_back", _("taken back by the one who wrote it")
    PERSON = "person", _("it tells too much about somebody")
    CHAT = "chat", _("it tells what somebody wrote in a chat")
    UNKIND = "unkind", _("it can hurt somebody")
    HARM = "harm", _("it can be dangerous for somebody to read")
    ELSEWHERE = "elsewhere", _("it belongs somewhere else")


class PostQuerySet(OfCohortQuerySet["Post"]):
    def reported(self) -> PostQuerySet:
        """Somebody has reported it and nobody has looked yet."""
        return self.filter(reports__settled_at=None, reports__isnull=False).distinct()


class Post(OfCohort):
    """One contribution to the talk of a cohort. Hidden, it says by whom and why; its words are then for those who look after the talk."""

    by = models.ForeignKey(Person, models.PROTECT, related_name="cohort_posts")
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    hidden_why = models.CharField(max_length=12, choices=Why, blank=True)
    objects = PostQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["cohort", "at"], name="post_by_cohort")]

    def __str__(self) -> str:
        return f"{self.cohort_id} {self.by_id}"


class PostReport(models.Model):
    """Somebody asks those who look after the talk to look at a post; once for each person."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "by"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.by_id}"
