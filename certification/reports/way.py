""" "Your way": what to do now, what waits for whom, and the picture of it. As many queries for nine requirements as for ninety."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from certification.assessment.afterwards import may_wait
from certification.cohorts.queries import Group, group_of, with_group
from certification.credentials.queries import certificate_of
from certification.credentials.wording import for_the_holder
from certification.decisions.models import SignOff
from certification.decisions.states import SignOffState
from certification.practice.kinds import chats_of
from certification.practice.models import Opening, PracticeChat
from certification.practice.states import ChatState
from certification.programmes import engine, wording
from certification.programmes.desk import Desk, Reader, laid_out, on_desk
from certification.programmes.engine import Explanation, Step
from certification.programmes.lesson_kinds import lessons_of, quizzes_of
from certification.programmes.log_kinds import entries_of
from certification.programmes.logs import LogEntry
from certification.programmes.models import Enrolment, Mark, Waiver
from certification.programmes.own_kinds import marks_of
from certification.programmes.queries import fresh, with_papers
from certification.programmes.states import EnrolmentState
from certification.programmes.surveying import waivers_of
from certification.reports.addresses import address
from courses.outline.kept import course_at
from courses.outline.queries import Lesson
from courses.progress.opening import closed_lessons
from courses.quizzes.models import QuizAttempt
from courses.quizzes.queries import Known
from lms.kernel.prepared import Prepared
from lms.people.models import Person
from lms.ui.constellation import FEWEST, MOST

TO_COME = (ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.LOBBY, ChatState.LIVE, ChatState.PAUSED)
CERTIFICATE = "certificate"


@dataclass(frozen=True)
class LessonCard:
    """The lesson to go on with, and its place."""

    lesson: Lesson
    module: str
    number: int
    total: int
    begun: bool


@dataclass(frozen=True)
class LastStep:
    """The certificate as a step: the guiding star."""

    state: str
    note: str
    url: str = ""
    action: str = ""
    title: str = ""  # what the card at the top says about it


@dataclass(frozen=True)
class Week:
    lesson: bool
    chat: bool


@dataclass(frozen=True)
class Way:
    """Everything the home page of a trainee says."""

    enrolment: Enrolment
    told: Explanation
    last: LastStep
    items: list[dict[str, Any]]
    lesson: LessonCard | None
    chat: PracticeChat | None
    week: Week
    group: Group | None = None
    renewal: str = ""  # one sentence, when it is the way of a renewal
    owes: bool = True  # whether a practice chat may still want something of them

    @property
    def lit(self) -> int:
        return self.told.done + (1 if self.told.certified else 0)

    @property
    def stars(self) -> int:
        return self.told.total + 1

    @property
    def chat_text(self) -> dict[str, Any]:
        """Of the scenario only what a trainee may see: its title and theme."""
        text = self.chat.scenario.text() if self.chat else {}
        return {"title": text.get("title", ""), "theme": text.get("theme", "")}

    @property
    def chat_url(self) -> str:
        booked = self.chat and self.chat.state != ChatState.REQUESTED
        return address("practice_room", pk=self.chat.pk) if self.chat and booked else ""

    @property
    def practice_url(self) -> str:
        return address("practice")

    @property
    def practises(self) -> bool:
        """Whether practice chats are part of this way; a mentor and a supervisor practise with transcripts."""
        return self.chat is not None or any(step.kind.startswith("practice_") for step in self.told.steps)

    @property
    def drawable(self) -> bool:
        """Whether there are as many stars as the picture needs."""
        return FEWEST <= sum(not item["optional"] for item in self.items) <= MOST

    @property
    def waits(self) -> Step | None:
        """What waits for somebody else, when there is nothing to do oneself."""
        return next((step for step in self.told.steps if step.star_state == "waiting"), None)


def _with_everything(person: Any, now: Any) -> Any:
    """The ways of a person, each with what the page wants to know of it, and with whether there is anything of some sorts of evidence:
    a question inside this one costs a tenth of one of its own."""
    here, mine = {"enrolment": OuterRef("pk")}, {"person": OuterRef("person")}
    ways = with_group(with_papers(Enrolment.objects.filter(person=person)), now).select_related("version", "organisation")
    return ways.annotate(
        has_marks=Exists(Mark.objects.filter(**here)), has_entries=Exists(LogEntry.objects.filter(**here)),
        has_waivers=Exists(Waiver.objects.filter(**here)), has_signoffs=Exists(SignOff.objects.filter(**here)),
        has_tried=Exists(QuizAttempt.objects.filter(**mine)), asks_now=Exists(Opening.objects.now(now)),
    ).order_by("-began_at", "-pk")  # fmt: skip


WAYS = Prepared(_with_everything)
NEXT = Prepared(lambda chat: PracticeChat.objects.filter(pk=chat).select_related("scenario", "supervisor"))
EVIDENCE: dict[str, tuple[Reader[Any], Any]] = {
    "has_marks": (marks_of, {}), "has_entries": (entries_of, {}), "has_waivers": (waivers_of, {}), "has_tried": (quizzes_of, Known([])),
}  # fmt: skip


def ways_of(person: Person) -> list[Any]:
    """Every way a person walks, has walked or has left, the newest first, as `way_of` wants them."""
    return WAYS.ask(person.pk, timezone.now())


def is_left(enrolment: Enrolment) -> bool:
    return enrolment.state == EnrolmentState.WITHDRAWN


def way_of(enrolment: Any, every: Sequence[Enrolment]) -> Way:
    """The whole page for one enrolment, in the language of the request. `every` are all of the same person (`ways_of`)."""
    missing = {reader: nothing for name, (reader, nothing) in EVIDENCE.items() if not getattr(enrolment, name)}
    chats = chats_of(every)
    with laid_out(Desk([enrolment], {fresh: {enrolment.pk: enrolment}, chats_of: chats, **missing})):
        told = engine.explain(enrolment)
        last = last_step(enrolment, told)
        return Way(
            enrolment=enrolment,
            told=told,
            last=last,
            items=picture(told, last),
            lesson=None if told.certified or enrolment.renewing else lesson_card(enrolment),
            chat=next_chat(enrolment),
            week=this_week(enrolment),
            group=group_of(enrolment),
            renewal=renewal_of(enrolment) if enrolment.renewing and not told.certified else "",
            owes=may_wait(chain(*chats.walked.values()), chats.played.get(enrolment.person_id, ())),
        )


def picture(told: Explanation, last: LastStep) -> list[dict[str, Any]]:
    """The stars in order; an optional one hangs behind the step before it. The certificate is the last."""
    items: list[dict[str, Any]] = []
    before = ""
    for step in told.steps:
        state = "open" if step.star_state == "optional" else step.star_state
        items.append({"id": f"s-{step.key}", "name": step.name, "state": state, "optional": step.optional, "after": before})
        before = before if step.optional else f"s-{step.key}"
    state = last.state if last.state in ("done", "waiting") else "closed"
    return [*items, {"id": f"s-{CERTIFICATE}", "name": _("Certificate"), "state": state, "optional": False}]


NEWEST = Prepared(
    lambda way: SignOff.objects.filter(enrolment=way).exclude(state=SignOffState.WITHDRAWN).order_by("-proposed_at", "-pk")[:1]
)


def last_step(enrolment: Enrolment, told: Explanation) -> LastStep:
    """Where the certificate stands: not open, with a supervisor, with a certifier, asked for more, given."""
    newest = next(iter(NEWEST.ask(enrolment.pk)), None) if getattr(enrolment, "has_signoffs", True) else None
    url = address("signoff", pk=newest.pk) if newest else ""
    if told.certified:
        return _held(enrolment, url)
    if newest and newest.state == SignOffState.PROPOSED:
        note = _("A second professional looks at it, since %(day)s") % {"day": wording.day(newest.proposed_at)}
        return LastStep("waiting", note, title=_("You have been proposed"))
    if newest and newest.state == SignOffState.DEFERRED:
        return LastStep("waiting", _("Not yet: there is one more thing"), url, _("See what"), _("There is one more thing"))
    if newest and newest.state == SignOffState.DECLINED:
        return LastStep("waiting", _("You have an answer"), url, _("Read it"), _("You have an answer"))
    if told.ready:
        return LastStep("waiting", _("Your supervisor proposes you"), title=_("Now we look at the whole"))
    return LastStep("closed", _("A supervisor proposes, a second professional signs"))


def _held(enrolment: Enrolment, signoff_url: str) -> LastStep:
    """The certificate in hand: when it was granted, or, while it does not count, how it stands."""
    certificate = certificate_of(enrolment)
    if certificate is None:
        return LastStep("done", "", signoff_url, _("See it"))
    url = address("certificate", public_id=certificate.public_id)
    if not certificate.counts:
        return LastStep("waiting", for_the_holder(certificate), url, _("See it"))
    return LastStep("done", _("Granted %(day)s") % {"day": wording.day(certificate.issued_at)}, url, _("See it"))


def renewal_of(enrolment: Enrolment) -> str:
    """What somebody who renews reads first: that nothing was taken from them."""
    certificate = certificate_of(enrolment)
    if certificate is None or not certificate.counts:
        return _("You are renewing your certificate. What you learned is still yours.")
    until = wording.day(certificate.grace_until if certificate.valid_until < timezone.localdate() else certificate.valid_until)
    return _("You are renewing your certificate. The one you have counts until %(day)s.") % {"day": until}


def lesson_card(enrolment: Enrolment) -> LessonCard | None:
    """The next lesson of the programme's course with its place in its module; None when all is read or nothing is published."""
    key = enrolment.version.rules.get("course")
    course = course_at(on_desk(fresh, enrolment)[enrolment.pk].tree_stamp, UUID(key)) if key else None
    if course is None:
        return None
    rows = {key: row for key, row in _read(enrolment).items() if key in course.by_key}
    done = {key for key, row in rows.items() if row.completed_at}
    open_ones = [lesson for lesson in course.lessons if lesson.key not in done | closed_lessons(course, enrolment.person, rows)]
    if not open_ones:
        return None
    begun = [lesson for lesson in open_ones if lesson.key in rows]
    lesson = max(begun, key=lambda one: rows[one.key].opened_at) if begun else open_ones[0]
    module = course.module_of(lesson.key)
    if module is None:
        return None
    return LessonCard(lesson, module.title, module.keys.index(lesson.key) + 1, len(module.lessons), bool(begun))


def next_chat(enrolment: Enrolment) -> PracticeChat | None:
    """The practice chat that comes next, or the one that goes on now."""
    coming = next((chat for chat in _chats(enrolment) if chat.state in TO_COME), None)
    return next(iter(NEXT.ask(coming.pk)), None) if coming else None


def this_week(enrolment: Enrolment) -> Week:
    """The weekly rhythm: one lesson, one chat. Two small steps are enough."""
    monday = _monday()
    read = any(row.completed_at and row.completed_at >= monday for row in _read(enrolment).values())
    return Week(read, any(chat.ended_at and chat.ended_at >= monday for chat in _chats(enrolment)))


def _read(enrolment: Enrolment) -> dict[UUID, Any]:
    return on_desk(lessons_of, enrolment).get(enrolment.person_id, {})


def _chats(enrolment: Enrolment) -> list[PracticeChat]:
    return on_desk(chats_of, enrolment).walked.get(enrolment.pk, [])


def _monday() -> datetime:
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return today - timedelta(days=today.weekday())


def greeting(name: str, hour: int) -> str:
    """Good morning, hello or good evening, by the clock of the house."""
    if 5 <= hour < 10:
        return _("Good morning, %(name)s") % {"name": name}
    if 10 <= hour < 17:
        return _("Hello, %(name)s") % {"name": name}
    return _("Good evening, %(name)s") % {"name": name}
