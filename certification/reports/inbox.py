"""What waits for a professional, longest first. The number of queries does not grow with trainees; each list is cut at its oldest."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from certification.assessment import inbox as assessment
from certification.assessment.models import Assessment
from certification.cohorts.queries import to_look_at
from certification.letters.queries import to_sign
from certification.practice.care import talks_for
from certification.practice.queries import to_take
from certification.programmes.models import Fulfilment, ProgrammeVersion
from certification.programmes.rules import SATISFIED, requirements, with_groups
from certification.programmes.states import EnrolmentState, FulfilmentState
from certification.reports import inbox_decisions as decisions
from certification.reports.inbox_there import what_waits
from certification.reports.rules import usual_days
from certification.reports.todo import APPLICATIONS, CHATS, COHORTS, MARKS, OLDEST, RATINGS, SIGNOFFS, TALKS, WORDS, Todo
from cms.approval.queries import waiting_for
from courses.progress.models import MENTORS, Reflection
from lms.people.applications import Application
from lms.people.models import Person, Relation, Role

AT_ONCE = timedelta(hours=1)  # a chat that begins within this comes before everything that has waited long
ASKED_ONCE = ("age", "reference", "guardian_information", "external_course")  # what a coordinator sees to
SHOWN = ("selfcare_plan",)  # shifts, hours and supervision wait for their day, and not for anybody's inbox
ASSESSMENT_KINDS = {
    "rating": ("chat", RATINGS), "moderation": ("people", RATINGS), "recheck": ("eye", RATINGS),
    "feedback": ("pen", RATINGS), "question": ("help", RATINGS),
    "missing_view": ("clock", RATINGS), "calibration": ("eye", RATINGS),
}  # fmt: skip


def apart_from(person: Person) -> set[int]:
    """Whom this person never decides about: themselves and those close to them."""
    close = Relation.objects.filter(Q(person=person) | Q(other=person)).values_list("person_id", "other_id")
    return {pk for pair in close for pk in pair} | {person.pk}


def todos(person: Person) -> list[Todo]:
    """Everything that waits for this person in any of their roles, longest first; what begins within the hour before all of it."""
    there = what_waits(person)
    apart = apart_from(person) if "close" in there else {person.pk}
    of_sorts: dict[str, Callable[[], Iterator[Todo]]] = {
        "conditions": lambda: decisions.conditions(person, apart), "seats": lambda: decisions.cases(person),
        "appeals": lambda: decisions.without_reviewer(person), "applications": lambda: _applications(person),
        "talks": lambda: _talks(person), "requested": lambda: _chats(person), "signoffs": lambda: decisions.to_countersign(person, apart),
        "ready": lambda: decisions.to_propose(person, apart), "waivers": lambda: decisions.waivers(person, apart),
        "pauses": lambda: decisions.pauses(person, apart), "withdrawals": lambda: decisions.withdrawals(person, apart),
        "reviews": lambda: decisions.reviews(person, apart), "reflections": lambda: _reflections(person),
        "approvals": lambda: _approvals(person), "posts": lambda: _posts(person), "letters": lambda: _letters(person, apart),
    }  # fmt: skip
    always = (decisions.movers(person), _assessments(person, apart, there), _marks(person, apart))
    rows = chain(*always, *(ask() for sort, ask in of_sorts.items() if sort in there))
    return sorted(rows, key=lambda row: (not row.urgent, row.since))


def _assessments(person: Person, apart: set[int], there: Collection[str]) -> Iterator[Todo]:
    kinds = {
        "rating": _("Rating"),
        "moderation": _("Two views"),
        "recheck": _("Another look"),
        "feedback": _("Feedback to give"),
        "question": _("Question"),
        "missing_view": _("Somebody is missing"),
        "calibration": _("Calibration"),
    }
    deeds = {
        "rating": _("Rate"),
        "moderation": _("Read and decide"),
        "recheck": _("Read and decide"),
        "feedback": _("Give feedback"),
        "question": _("Answer"),
        "missing_view": _("See"),
        "calibration": _("Calibrate"),
    }
    for row in assessment.inbox(person, apart=apart, there=there):
        icon, sort = ASSESSMENT_KINDS[row.kind]
        mine = row.claimed_by == person
        claim = "mine" if mine else "other" if row.claimed_by else "free" if row.claim_url else ""
        waits = (row.due - row.since).total_seconds() / 86400 if row.due else 5
        yield Todo(
            sort, kinds[row.kind], icon, row.title, row.what, row.since, row.url,
            _("Take it") if claim == "free" else _("See") if claim == "other" else deeds[row.kind], may_wait=max(waits, 0.1), claim=claim,
            holder=row.claimed_by.alias if row.claimed_by and not mine else "", claim_url=row.claim_url, release_url=row.release_url,
        )  # fmt: skip


def _chats(person: Person) -> Iterator[Todo]:
    """Practice chats that wait for a supervisor to read along."""
    for chat in to_take(person)[:OLDEST]:
        title = _("%(alias)s, “%(title)s”") % {"alias": chat.trainee.alias, "title": chat.scenario.text()["title"]}
        soon = chat.starts_at <= timezone.now() + AT_ONCE
        local = localtime(chat.starts_at, ZoneInfo(person.time_zone))
        at = date_format(local, "H:i") if soon else f"{date_format(local, 'MONTH_DAY_FORMAT')}, {date_format(local, 'H:i')}"
        what = _("Begins %(at)s. Wants a supervisor to read along") % {"at": at}
        yield Todo(CHATS, _("Practice chat"), "cal", title, what, chat.created_at, reverse("practice_room", args=[chat.pk]),
                   _("Take it"), may_wait=2, quick=True, urgent=soon)  # fmt: skip


def _applications(person: Person) -> Iterator[Todo]:
    """People without an account who would like to join. What they wrote is read where it is answered."""
    waiting = Application.objects.visible_to(person).select_related("organisation").order_by("asked_at")
    for one in waiting[:OLDEST]:
        url = f"{reverse('invitations', args=[one.organisation_id])}#application-{one.pk}"
        yield Todo(APPLICATIONS, _("Would like to join"), "heart", one.name, one.organisation.name, one.asked_at, url,
                   _("Read and answer"), quick=True)  # fmt: skip


def _talks(person: Person) -> Iterator[Todo]:
    """Somebody would like a talk. It counts as late after a day."""
    for talk in talks_for(person)[:OLDEST]:
        title = _("%(alias)s would like a talk") % {"alias": talk.person.alias}
        what = _("after “%(title)s”") % {"title": talk.chat.scenario.text()["title"]} if talk.chat else _("asked from the practice page")
        url, mine = reverse("practice_talk_row", args=[talk.pk]), talk.taken_by_id == person.pk
        yield Todo(TALKS, _("Talk"), "ear", title, what, talk.asked_at, url, _("See") if mine else _("Take it"), may_wait=1,
                   claim="mine" if mine else "")  # fmt: skip


def _reflections(person: Person) -> Iterator[Todo]:
    """What trainees have shared and nobody has answered. Their words are read on their own page, not here."""
    if not person.organisations_as(*MENTORS):
        return
    shared = Reflection.objects.visible_to(person).unanswered().exclude(person=person).select_related("person")
    for one in shared.order_by("shared_at")[:OLDEST]:
        title = _("%(alias)s has shared a reflection") % {"alias": one.person.alias}
        what = _("from “%(title)s”") % {"title": one.title}
        yield Todo(WORDS, _("Reflection"), "pen", title, what, one.shared_at or one.changed_at,
                   reverse("reflection", args=[one.pk]), _("Read and answer"), may_wait=7, quick=True)  # fmt: skip


def _posts(person: Person) -> Iterator[Todo]:
    """Posts that somebody asked to look at. They count as late after a day."""
    posts: Iterable[Any] = to_look_at(person)[:OLDEST]
    for post in posts:
        url = f"{reverse('cohort_room', args=[post.cohort_id])}#post-{post.pk}"
        title = _("A post in %(cohort)s was reported") % {"cohort": post.cohort.name}
        yield Todo(COHORTS, _("Cohort"), "flag", title, _("Look at it, and hide it or let it stand"), post.since, url, _("Look"),
                   may_wait=1, quick=True)  # fmt: skip


def _letters(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Letters about hours that wait for a coordinator's signature."""
    for letter in to_sign(person)[:OLDEST]:
        if letter.person_id not in apart:
            title = _("%(alias)s asks for a letter about hours") % {"alias": letter.person.alias}
            what = _("The hours are counted. You sign.")
            url = reverse("hours_letter", kwargs={"letter": letter.public_id})
            yield Todo(SIGNOFFS, _("Letter"), "pen", title, what, letter.asked_at, url, _("Read and sign"), quick=True)


# what somebody marks or writes down


def _approvals(person: Person) -> Iterator[Todo]:
    """Safety content that wants a professional's eyes; not what one wrote oneself."""
    for row in waiting_for(person, OLDEST):
        if not row.own:
            url = reverse("approval", args=[row.asked.pk])
            yield Todo(SIGNOFFS, _("Safety text"), "eye", row.title, row.kind, row.asked.started_at, url, _("Read and decide"))


def _marks(person: Person, apart: set[int]) -> Iterator[Todo]:
    """Talks to hold, checks to record, things to see, talks about a quiz: from the engine's projection, in one query."""
    wanted = Q()
    for kinds, role in ((("background_check",), Role.VETTING), (("suitability_talk", "manual", *ASKED_ONCE), Role.COORDINATOR),
                        (("manual", "quiz", *SHOWN), Role.SUPERVISOR), (("manual",), Role.CERTIFIER)):  # fmt: skip
        if places := person.organisations_as(role):
            wanted |= Q(kind__in=kinds, waiting_for=role, enrolment__organisation_id__in=places)
    if not wanted:
        return
    rows = Fulfilment.objects.filter(wanted, state=FulfilmentState.WAITING, enrolment__state=EnrolmentState.LEARNING)
    rows = rows.exclude(enrolment__person__in=apart).select_related("enrolment__person").order_by("since")
    said = ("requirement", "kind", "since", "evidence", "enrolment__version_id", "enrolment__person__alias")
    waiting = list(rows.only(*said)[: OLDEST * 4])
    versions = ProgrammeVersion.objects.in_bulk({row.enrolment.version_id for row in waiting})
    found = list(_needed(waiting, versions))[:OLDEST]
    names = {pk: _names(version) for pk, version in versions.items()}
    for row in found:
        yield _mark(row, names[row.enrolment.version_id].get(row.requirement, row.requirement))


def _needed(rows: list[Fulfilment], versions: dict[int, ProgrammeVersion]) -> Iterator[Fulfilment]:
    """Those that still stand in somebody's way: the rest of a group of which enough is met waits for nobody."""
    groups = {pk: {r.key: r.group for r in requirements(version.rules) if r.group} for pk, version in versions.items()}
    grouped = {row.enrolment_id for row in rows if row.requirement in groups[row.enrolment.version_id]}
    held: dict[int, set[str]] = defaultdict(set)
    met = Fulfilment.objects.filter(enrolment__in=grouped, state__in=SATISFIED).values_list("enrolment_id", "requirement")
    for enrolment, key in met if grouped else ():
        held[enrolment].add(key)
    for row in rows:
        version = versions[row.enrolment.version_id]
        group = groups[version.pk].get(row.requirement)
        if not group or group not in with_groups(requirements(version.rules), held[row.enrolment_id]):
            yield row


def _names(version: ProgrammeVersion) -> dict[str, str]:
    return {r["key"]: r["name"] for stage in version.text()["stages"] for r in stage["requirements"]}


def _mark(row: Fulfilment, name: str) -> Todo:
    alias = row.enrolment.person.alias
    title = _("%(alias)s, %(what)s") % {"alias": alias, "what": name}
    here = {"pk": row.enrolment_id}
    if row.kind == "background_check":
        url = reverse("background_check", kwargs=here)
        return Todo(
            MARKS,
            _("Background check"),
            "shield",
            title,
            _("Write down that you have seen it"),
            row.since,
            url,
            _("Write it down"),
            14,
            True,
        )
    if row.kind == "quiz":
        url = reverse("quiz_talk", kwargs={"key": row.evidence["quiz"], "person": row.enrolment.person_id})
        return Todo(MARKS, _("Talk"), "ear", title, _("Has tried enough alone. A talk opens it again."), row.since, url, _("Open"), 3)
    url = reverse("mark", kwargs={**here, "requirement": row.requirement})
    if row.kind == "suitability_talk":
        return Todo(MARKS, _("Talk"), "ear", title, _("Hold the talk, then mark it"), row.since, url, _("Mark it"), 7)
    return Todo(MARKS, _("Read through"), "heart", title, _("About one minute"), row.since, url, _("Confirm"), 5, True)


# the figure the service sees about itself


def usual_wait(person: Person) -> float | None:
    """How many days feedback usually takes where this person works, over the last ninety days."""
    places = person.organisations_as(Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)
    if not places:
        return None
    recent = Assessment.objects.filter(chat__organisation_id__in=places, released_at__gte=timezone.now() - timedelta(days=90))
    waits = recent.exclude(chat__ended_at=None).annotate(waited=F("released_at") - F("chat__ended_at")).order_by("-released_at")
    return usual_days(list(waits.values_list("waited", flat=True)[:OLDEST]))


def is_cut(rows: Iterable[Todo]) -> bool:
    """Whether more of some sort waits than is listed."""
    return max(Counter(row.kind for row in rows).values(), default=0) >= OLDEST
