"""The kinds of requirement that look at what somebody has learned: lessons and quizzes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certification.programmes import wording
from certification.programmes.desk import by, on_desk, people
from certification.programmes.kinds import Finding, Kind
from certification.programmes.models import Enrolment, Fulfilment
from certification.programmes.queries import content_key, fresh, projections
from certification.programmes.rules import RENEWAL, Requirement, requirements
from certification.programmes.states import FulfilmentState as S
from certification.programmes.wording import day
from courses.outline.kept import modules_at
from courses.outline.queries import Lesson, Module
from courses.outline.rules import place_left
from courses.progress.models import LessonProgress, Reflection
from courses.quizzes.queries import Known, Standing, standing
from courses.quizzes.recall import kept_up
from courses.quizzes.recall_models import RecallTurn
from lms.kernel.prepared import Prepared, among
from lms.people.models import Role

LESSONS = Prepared(lambda people: LessonProgress.objects.filter(among("person", people)))


def lessons_of(ways: Sequence[Enrolment]) -> dict[int, dict[Any, LessonProgress]]:
    """What they opened and read, by person and lesson."""
    rows = by(lambda row: row.person_id, LESSONS.ask(sorted(people(ways))))
    return {person: {row.lesson_key: row for row in theirs} for person, theirs in rows.items()}


def _reflections(ways: Sequence[Enrolment]) -> dict[int, list[Reflection]]:
    """Those with words in them; the words are left where they are."""
    rows = Reflection.objects.filter(person__in=people(ways)).exclude(text="").defer("text", "question")
    return by(lambda row: row.person_id, rows)


def quizzes_of(ways: Sequence[Enrolment]) -> Known:
    """Their attempts, read when they are asked for."""
    return Known(people(ways))


def _turns(ways: Sequence[Enrolment]) -> dict[int, list[RecallTurn]]:
    return by(lambda turn: turn.person_id, RecallTurn.objects.filter(person__in=people(ways)).order_by("-pk"))


class LessonSet(Kind):
    """All published lessons of a module: {module}. What was met stays met when editors add, move or unpublish lessons."""

    name = "lesson_set"
    label = gettext_lazy("Lessons of a module")
    why = gettext_lazy("Short lessons give you the ground to stand on before somebody writes to you.")
    refers = {"module": "module"}

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        return self.find_many([requirement], enrolment)[requirement.key]

    def find_many(self, asked: Sequence[Requirement], enrolment: Enrolment) -> dict[str, Finding]:
        keys = {r.key: content_key("module", r.params["module"]) for r in asked}
        modules, rows = on_desk(_modules, enrolment), on_desk(lessons_of, enrolment).get(enrolment.person_id, {})
        written = on_desk(projections, enrolment).get(enrolment.pk, {})
        before = {key: row for key, row in written.items() if row.state == S.MET}
        return {key: self._finding(modules.get(module), rows, before.get(key)) for key, module in keys.items()}

    def _finding(self, module: Module | None, rows: Mapping[Any, LessonProgress], before: Fulfilment | None) -> Finding:
        found = self._standing(module, rows, before)
        changed = [lesson for lesson in module.lessons if (row := rows.get(lesson.key)) and row.again_number] if module else []
        return _with_changes(found, changed) if changed else found

    def _standing(self, module: Module | None, rows: Mapping[Any, LessonProgress], before: Fulfilment | None) -> Finding:
        if before:
            url = module.url if module else ""
            note = day(before.met_at) if before.met_at else ""
            return Finding(S.MET, at=before.met_at, by=before.by_id, evidence=before.evidence, note=note, url=url)
        if module is None or not module.lessons:
            return Finding(S.OPEN, note=_("The lessons are not published yet"))
        done = {lesson.key: at for lesson in module.lessons if (row := rows.get(lesson.key)) and (at := row.completed_at)}
        evidence = {"module": str(module.key), "done": len(done), "lessons": len(module.lessons)}
        if len(done) == len(module.lessons):
            return Finding(S.MET, at=max(done.values()), evidence=evidence, note=day(max(done.values())), url=module.url)
        opened = {key: rows[key].opened_at for key in module.keys if key in rows}
        return Finding(
            S.IN_PROGRESS if opened else S.OPEN, evidence=evidence if opened else {}, note=_place(module, done, opened),
            url=_onwards(module, opened, done), action=_("Continue") if opened else _("Begin"),
        )  # fmt: skip

    def wrong(self, params: Mapping[str, Any]) -> str:
        return "" if params.get("module") else "module"


class QuizPassed(Kind):
    """A quiz passed: {quiz}. While it is not: what to do, from when, or who has a talk with the trainee."""

    name = "quiz"
    label = gettext_lazy("Quiz")
    why = gettext_lazy("Questions show you and us what has settled, above all about safety.")
    refers = {"quiz": "quiz"}

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        uuid = content_key("quiz", requirement.params["quiz"])
        since = enrolment.renewal_from if requirement.phase == RENEWAL else None
        stands, key = standing(enrolment.person, uuid, known=on_desk(quizzes_of, enrolment), practise=False, since=since), str(uuid)
        evidence = {"attempt": stands.attempt_id, "score": stands.score, "total": stands.total, "quiz": key} if stands.attempt_id else {}
        if stands.state == "passed":
            note = _("%(score)s of %(total)s") % {"score": stands.score, "total": stands.total}
            return Finding(S.MET, at=stands.passed_at, evidence=evidence, note=note, url=stands.url)
        if stands.state == "talk":
            note = _("A talk first, then you try again")
            return Finding(S.WAITING, evidence=evidence, waiting_for=Role.SUPERVISOR, note=note, url=stands.url)
        if stands.state == "not_yet":
            return self._again(stands, evidence)
        begun = stands.state == "in_progress"
        return Finding(
            S.IN_PROGRESS if begun else S.OPEN, evidence=evidence, url=stands.url, action=_("Continue") if begun else _("Begin"),
            note=_("Your answers are saved") if begun else "",
        )  # fmt: skip

    def _again(self, stands: Standing, evidence: dict[str, Any]) -> Finding:
        """Not yet: again at once, or from a time on. Until then the link leads to what to read."""
        if stands.may_begin:
            return Finding(S.NOT_YET, evidence=evidence, note=_("You can try again now"), url=stands.url, action=_("Try again"))
        when = _("You can try again %(day)s") % {"day": wording.moment(stands.retry_at)} if stands.retry_at else ""
        return Finding(S.NOT_YET, evidence=evidence, note=when)

    def wrong(self, params: Mapping[str, Any]) -> str:
        return "" if params.get("quiz") else "quiz"


class Recall(Kind):
    """Questions that come back after certification, done: {share}, in per cent of the turns that are over (75 when nothing is said).

    Before the first turn is over nothing has been left out, so it counts as met; what is left out later is seen by the nightly recompute.
    """

    name = "recall"
    label = gettext_lazy("Questions that come back")
    why = gettext_lazy("What one has learned fades unless it comes back now and then. Two questions at a time are enough.")

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        kept, wanted = (
            kept_up(on_desk(_turns, enrolment).get(enrolment.person_id, [])),
            Fraction(int(requirement.params.get("share", 75)), 100),
        )
        evidence, url = {"done": kept.done, "due": kept.due}, reverse("recall")
        note = _("%(done)s of %(due)s turns") % evidence if kept.due else ""
        action = _("Answer two questions") if kept.open else ""
        if kept.share is None and not kept.next and not kept.open:
            return Finding(S.OPEN, note=_("Begins when you have your certificate"))
        if kept.share is None or kept.share >= wanted:
            return Finding(S.MET, evidence=evidence, note=note, url=url, action=action)
        return Finding(S.NOT_YET, evidence=evidence, note=note, url=url, action=action)

    def rolls(self, requirement: Requirement) -> bool:
        return True  # the turns are those of the certificate that is renewed

    def wrong(self, params: Mapping[str, Any]) -> str:
        share = params.get("share", 75)
        return "" if isinstance(share, int) and not isinstance(share, bool) and 0 <= share <= 100 else "share"


class ReflectionWritten(Kind):
    """So many reflections written in the lessons of a module: {module, count, shared}. With `shared` only those shown to a mentor count.

    Kept are how many there are, never what stands in them.
    """

    name = "reflection"
    label = gettext_lazy("Reflections of a module")
    refers = {"module": "module"}
    why = gettext_lazy("Some things settle when you put them into your own words. Private ones are for your eyes alone.")

    def find(self, requirement: Requirement, enrolment: Enrolment) -> Finding:
        key = content_key("module", requirement.params["module"])
        module = on_desk(_modules, enrolment).get(key)
        if module is None:
            return Finding(S.OPEN, note=_("The lessons are not published yet"))
        asked, shared = requirement.params.get("count", 1), bool(requirement.params.get("shared"))
        written = [row for row in on_desk(_reflections, enrolment).get(enrolment.person_id, []) if row.lesson_key in module.keys]
        times = sorted(at for row in written if (at := row.shared_at if shared else row.created_at))
        evidence = {"module": str(key), "count": len(times)} if times else {}
        if len(times) >= asked:
            return Finding(S.MET, at=times[asked - 1], evidence=evidence, url=module.url)
        share = _("Share it with your mentor when you have written it") if shared else _("A few lines, for yourself")
        note = _("%(done)s of %(all)s") % {"done": len(times), "all": asked} if times else share
        return Finding(S.IN_PROGRESS if times else S.OPEN, evidence=evidence, note=note, url=module.url, action=_("To the lessons"))

    def observable(self, requirement: Requirement) -> bool:
        return bool(requirement.params.get("shared"))

    def wrong(self, params: Mapping[str, Any]) -> str:
        if not params.get("module"):
            return "module"
        count = params.get("count", 1)
        return "" if isinstance(count, int) and not isinstance(count, bool) and count > 0 else "count"


def _with_changes(found: Finding, changed: Sequence[Lesson]) -> Finding:
    """The same, and that lessons changed since they were read. What was met stays met, and leads to the first of them."""
    words = ngettext(
        "Changed since you read it: “%(lesson)s”", "%(n)d lessons changed since you read them: “%(lesson)s” and more", len(changed)
    )
    said = words % {"n": len(changed), "lesson": changed[0].title}
    note = f"{str(found.note).rstrip('.')}. {said}" if found.note else said
    if found.state != S.MET:
        return replace(found, note=note)
    return replace(found, note=note, url=changed[0].url, action=_("Read again"), again=True)


def _modules(ways: Sequence[Enrolment]) -> dict[Any, Module]:
    """The published modules that these programmes ask for, by key."""
    versions = {way.version_id: way.version for way in ways}
    asked = [r for version in versions.values() for r in requirements(version.rules) if r.params.get("module")]
    wanted = frozenset(content_key("module", r.params["module"]) for r in asked)
    return modules_at(on_desk(fresh, ways[0])[ways[0].pk].tree_stamp, wanted) if wanted else {}


def _onwards(module: Module, opened: Mapping[Any, datetime], done: Mapping[Any, datetime]) -> str:
    """The lesson to go on with. One that was opened and left for now comes after those that follow it: a heavy lesson holds nobody up."""
    key = place_left(module.keys, opened, done)
    return next((lesson.url for lesson in module.lessons if lesson.key == key), module.url)


def _place(module: Module, done: Collection[Any], opened: Collection[Any]) -> str:
    missing = [lesson for lesson in module.lessons if lesson.key not in done]
    minutes = sum(lesson.minutes for lesson in missing)
    left = ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    if done and all(lesson.key in opened for lesson in missing):
        waits = ngettext("%(n)d lesson waits till you want to take it.", "%(n)d lessons wait till you want to take them.", len(missing))
        return waits % {"n": len(missing)} + f" {left}"
    if done:
        return _("Lesson %(number)d of %(total)d. %(left)s") % {"number": len(done) + 1, "total": len(module.lessons), "left": left}
    short = ngettext("%(n)d short lesson. %(left)s", "%(n)d short lessons. %(left)s", len(module.lessons))
    return short % {"n": len(module.lessons), "left": left}
