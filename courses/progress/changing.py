"""A lesson changed: whom that concerns, what is asked of them, and telling them once.

Nobody loses anything: what was done stays done, no step is closed, no certificate is looked at. A person is asked to read again, and
the step says so until they have.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.changes.asking import Choice, Question
from courses.outline.changes import LARGE, LessonChange, Reach, waiting_for
from courses.outline.models import LessonPage
from courses.outline.rules import tail
from courses.progress.models import LessonProgress
from lms.audit.actions import record
from lms.kernel.errors import Invalid
from lms.notify.actions import tell
from lms.people.models import Person
from lms.people.programmes import CERTIFIED, LEFT, places_of

MEANS = {
    Reach.MINOR: gettext_lazy("Words were mended, something became clearer. It is still the same version."),
    Reach.NOBODY: gettext_lazy("A new version. Those who have read the old one are asked for nothing."),
    Reach.UNDER_WAY: gettext_lazy("A new version. Those without a certificate are told once, and their step says “read again”."),
    Reach.EVERYBODY: gettext_lazy("A new version. Those with a certificate are told too. They keep it, whatever they do."),
}


def readers(change: LessonChange) -> dict[str, set[int]]:
    """Who has read the lesson and is still here, by reach. A changed translation concerns those who read in its language alone."""
    rows = LessonProgress.objects.done().filter(lesson_key=change.lesson_key, person__is_active=True)
    if not change.is_of_source:
        rows = rows.filter(language=change.language)
    people = set(rows.values_list("person_id", flat=True))
    places = places_of(people)
    here = {person for person in people if places.get(person) != LEFT}
    under_way = {person for person in here if places.get(person) != CERTIFIED}
    return {Reach.MINOR: set(), Reach.NOBODY: set(), Reach.UNDER_WAY: under_way, Reach.EVERYBODY: here}


@transaction.atomic
def publish_change(page: LessonPage, revision_id: int) -> LessonChange | None:
    """Let the answer about what was just published take effect, once; None when there was none, or it was a small change.

    Answers about older drafts that were never published go: this publication stands for them.
    """
    change = waiting_for(page, revision_id)
    if change is None:
        return None
    older = LessonChange.objects.waiting().filter(lesson_key=page.key, language=change.language, revision_id__lt=change.revision_id)
    older.delete()
    at = page.last_published_at or timezone.now()
    if not LessonChange.objects.waiting().filter(pk=change.pk).update(published_at=at):
        return None
    if change.reach not in LARGE:
        return None
    newest = LessonChange.objects.filter(lesson_key=page.key).aggregate(newest=Max("number"))["newest"] or 1
    people = readers(change)[change.reach]
    LessonChange.objects.filter(pk=change.pk).update(number=newest + 1, people=len(people))
    change.refresh_from_db()
    asked = LessonProgress.objects.done().filter(lesson_key=page.key, person__in=people)
    asked.update(again_number=change.number, again_at=at)
    record(
        "lesson.change",
        change,
        by=change.by,
        fields={"lesson": page.key, "number": change.number, "reach": change.reach, "people": len(people)},
    )
    if people:
        from courses.progress.tasks import tell_readers_of  # tasks wrap actions, so the import would be circular at the top

        tell_readers_of.enqueue(change.pk)
    return change


def tell_readers(change_id: int) -> int:
    """Tell everybody who is still asked to read this version, each of them once; returns how many heard of it now."""
    change = LessonChange.objects.filter(pk=change_id).first()
    page = LessonPage.objects.filter(translation_key=change.lesson_key).first() if change else None
    if change is None or page is None:
        return 0
    rows = LessonProgress.objects.to_read_again().filter(lesson_key=change.lesson_key, again_number=change.number)
    told = [
        tell(row.person, "lesson_changed", reason=f"lesson.change:{change.pk}", link=f"/{tail(page.url_path)}", lesson=row.title)
        for row in rows.select_related("person")
    ]
    return sum(notice is not None for notice in told)


class LessonAsker:
    """What is asked before a changed lesson is published; see cms/changes/asking.py."""

    def question(self, thing: LessonPage, revision: Any) -> Question | None:
        """Asked when the words differ from those that stand published and somebody has read them."""
        stored = LessonPage.objects.filter(pk=thing.pk).first()
        draft = revision.as_object()
        if stored is None or stored.first_published_at is None or draft.content_digest == stored.content_digest:
            return None
        wanted = LessonChange(lesson_key=thing.key, language=thing.locale.language_code)
        people = readers(wanted)
        if not people[Reach.EVERYBODY]:
            return None
        there = waiting_for(thing, revision.pk)
        choices = [Choice(reach.value, reach.label, MEANS[reach], len(people[reach]) if people[reach] else _none(reach)) for reach in Reach]
        return Question(choices, there.reach if there else Reach.MINOR, _facts(wanted, people), _earlier(thing))

    @transaction.atomic
    def choose(self, thing: LessonPage, revision: Any, value: str, *, by: Person) -> None:
        if value not in Reach.values:
            raise Invalid(_("Choose one of the answers."))
        fields = {"lesson_key": thing.key, "language": thing.locale.language_code, "reach": value, "by": by, "chosen_at": timezone.now()}
        LessonChange.objects.waiting().update_or_create(revision_id=revision.pk, defaults=fields)

    def told(self, thing: LessonPage, revision: Any) -> str:
        change = waiting_for(thing, revision.pk)
        if change is None:
            return ""
        n = len(readers(change)[change.reach])
        said = Reach(change.reach).label
        return (
            f"{said}. {ngettext('%(n)s person is asked to read it again.', '%(n)s people are asked to read it again.', n) % {'n': n}}"
            if n
            else f"{said}."
        )


def _none(reach: str) -> int | None:
    return 0 if reach in (Reach.UNDER_WAY, Reach.EVERYBODY) else None


def _facts(change: LessonChange, people: dict[str, set[int]]) -> list[str]:
    everybody, certified = len(people[Reach.EVERYBODY]), len(people[Reach.EVERYBODY] - people[Reach.UNDER_WAY])
    said = ngettext("%(n)s person has read this lesson.", "%(n)s people have read this lesson.", everybody) % {"n": everybody}
    through = ngettext("%(n)s of them has a certificate.", "%(n)s of them have a certificate.", certified) % {"n": certified}
    where = (
        _("They are asked whatever language they read. A translation that lags behind leads them to the new words.")
        if change.is_of_source
        else _("Only those who read in this language are counted: the other languages did not change.")
    )
    return [f"{said} {through}" if certified else said, where]


def _earlier(page: LessonPage) -> list[str]:
    made = LessonChange.objects.versions().filter(lesson_key=page.key).order_by("-number")[:10]
    return [
        _("Version %(number)s, %(day)s: %(reach)s. Asked to read again: %(people)s.")
        % {
            "number": one.number,
            "day": date_format(one.published_at, "DATE_FORMAT") if one.published_at else "",
            "reach": one.get_reach_display(),
            "people": one.people,
        }  # type: ignore[arg-type]
        for one in made
    ]
