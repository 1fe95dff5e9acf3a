"""Minor or major: who reads a changed lesson again, and what nobody loses by it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from certification.programmes.engine import explain, recompute
from certification.programmes.models import Enrolment, Fulfilment
from certification.programmes.states import EnrolmentState
from cms.approval.actions import approve, ask_for_approval
from cms.approval.models import ApprovalState
from cms.changes.asking import question_for
from cms.editors import grant
from courses.outline.changes import LessonChange, Reach, number_of
from courses.outline.models import LessonPage
from courses.progress.actions import complete_lesson, read_again
from courses.progress.changing import tell_readers
from courses.progress.models import LessonProgress, LessonReading
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition
from lms.notify.models import Notice
from tests.builders import a_course, a_programme_version, an_enrolment, lessons_of

NEW = "Nye ord"


@pytest.fixture
def lesson(cast):
    """A published lesson that Tuva (under way), Pia (certified) and Stein (withdrew) have read; Kari only opened it."""
    page = lessons_of(a_course())[0]
    page.save_revision().publish()
    for person in (cast.tuva, cast.pia, cast.stein):
        complete_lesson(page, by=person)
    LessonProgress.objects.create(person=cast.kari, lesson_key=page.key, title=page.title, language="nb")
    for person, state in (
        (cast.tuva, EnrolmentState.LEARNING),
        (cast.pia, EnrolmentState.CERTIFIED),
        (cast.stein, EnrolmentState.WITHDRAWN),
    ):
        Enrolment.objects.filter(pk=an_enrolment(person=person, organisation=cast.fjordvik).pk).update(state=state)
    LessonPage.objects.update(first_published_at=timezone.now() - timedelta(days=9), last_published_at=timezone.now() - timedelta(days=9))
    return now(page)


def now(page):
    return LessonPage.objects.get(pk=page.pk)


def a_draft(page, cast, title=NEW):
    page = now(page)
    page.title = title
    return page.save_revision(user=cast.ed)


def said(revision, cast, reach):
    page = revision.content_object
    return LessonChange.objects.create(
        revision_id=revision.pk, lesson_key=page.translation_key, language=page.locale.language_code, reach=reach, by=cast.ed
    )


def change(page, cast, reach, title=NEW):
    """Somebody wrote a draft, said how large it is, and published it."""
    revision = a_draft(page, cast, title)
    said(revision, cast, reach)
    revision.publish()
    return LessonChange.objects.filter(revision_id=revision.pk).first()


def asked(page):
    return set(LessonProgress.objects.to_read_again().filter(lesson_key=page.key).values_list("person__alias", flat=True))


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def press(editor, page, button="action-publish", title=NEW):
    sent = {
        "title": title, "slug": page.slug, "summary": page.summary, "minutes": page.minutes, "goals": streamfield([]), "comments": inline_formset([]),
        "body": streamfield([("markdown", "Ord")]), button: "1",
    }  # fmt: skip
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), nested_form_data(sent))
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


# who is asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reach", "people"), [(Reach.MINOR, set()), (Reach.NOBODY, set()), (Reach.UNDER_WAY, {"Tuva"}), (Reach.EVERYBODY, {"Tuva", "Pia"})]
)
def test_those_whom_the_editor_named_are_asked_to_read_again(lesson, cast, reach, people):
    change(lesson, cast, reach)
    assert asked(lesson) == people
    assert set(Notice.objects.filter(kind="lesson_changed").values_list("person__alias", flat=True)) == people
    assert number_of(now(lesson)) == (1 if reach == Reach.MINOR else 2)


def test_nothing_that_was_done_is_lost(lesson, cast):
    before = LessonProgress.objects.get(person=cast.tuva)
    change(lesson, cast, Reach.EVERYBODY)
    after = LessonProgress.objects.get(person=cast.tuva)
    kept = ("completed_at", "version", "number", "title", "language", "opened_at")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_without_an_answer_a_change_is_small(lesson, cast):
    a_draft(lesson, cast).publish()
    assert (asked(lesson), number_of(now(lesson))) == (set(), 1)


def test_publishing_the_same_revision_again_asks_nobody_twice(lesson, cast):
    made = change(lesson, cast, Reach.EVERYBODY)
    read_again(now(lesson), number=2, by=cast.tuva)
    now(lesson).get_latest_revision().publish()
    tell_readers(made.pk)
    assert (asked(lesson), Notice.objects.filter(kind="lesson_changed").count(), LessonChange.objects.versions().count()) == ({"Pia"}, 2, 1)


def test_the_audit_says_how_many_and_names_nobody(lesson, cast):
    change(lesson, cast, Reach.EVERYBODY)
    entry = AuditEntry.objects.get(deed="lesson.change")
    assert (entry.actor, entry.fields["people"], entry.fields["reach"]) == (cast.ed.pk, "2", "everybody")


# reading again ---------------------------------------------------------------------------------


def test_reading_again_is_kept_beside_what_was_done_before(lesson, cast):
    first = LessonProgress.objects.get(person=cast.tuva).completed_at
    change(lesson, cast, Reach.EVERYBODY)
    assert read_again(now(lesson), number=2, by=cast.tuva)
    assert not read_again(now(lesson), number=2, by=cast.tuva)
    row, reading = LessonProgress.objects.get(person=cast.tuva), LessonReading.objects.get(person=cast.tuva)
    assert (row.completed_at, row.number, row.again_number, reading.number) == (first, 1, None, 2)
    assert reading.version == now(lesson).content_digest != row.version


def test_what_changed_once_more_while_somebody_read_is_still_to_be_read(lesson, cast):
    change(lesson, cast, Reach.EVERYBODY)
    change(lesson, cast, Reach.EVERYBODY, "Enda nyere")
    assert not read_again(now(lesson), number=2, by=cast.tuva)
    assert asked(lesson) == {"Tuva", "Pia"}
    assert read_again(now(lesson), number=3, by=cast.tuva)


def test_nobody_reads_a_version_that_is_not_there(lesson, cast):
    change(lesson, cast, Reach.EVERYBODY)
    with pytest.raises(IllegalTransition):
        read_again(now(lesson), number=99, by=cast.tuva)
    assert not read_again(now(lesson), number=2, by=cast.kari)
    assert not LessonReading.objects.exists()


def test_whoever_reads_it_for_the_first_time_has_read_the_new_version(lesson, cast):
    change(lesson, cast, Reach.EVERYBODY)
    complete_lesson(now(lesson), by=cast.kari)
    row = LessonProgress.objects.get(person=cast.kari)
    assert (row.number, row.again_number) == (2, None)


def test_the_page_says_it_and_the_button_settles_it(lesson, cast, sign_in):
    change(lesson, cast, Reach.EVERYBODY)
    tuva, url = sign_in(cast.tuva), f"/nb/lessons/{lesson.key}/complete/"
    with translation.override("nb"):
        page = tuva.get("/nb/kurs/m1/l1/").content.decode()
        assert "Endret siden du leste den" in page
        assert 'name="again" value="2"' in page
        assert "endret siden" in tuva.get("/nb/kurs/m1/").content.decode()
    tuva.post(url)  # a phone that sends an old “done”
    assert asked(lesson) == {"Tuva", "Pia"}
    tuva.post(url, {"again": "2"})
    assert asked(lesson) == {"Pia"}
    assert 'name="again"' not in tuva.get("/nb/kurs/m1/l1/").content.decode()


@pytest.mark.parametrize("sent", ["", "0", "-1", "x", "9" * 30])
def test_a_number_that_is_none_harms_nothing(lesson, cast, sign_in, sent):
    change(lesson, cast, Reach.EVERYBODY)
    assert sign_in(cast.tuva).post(f"/nb/lessons/{lesson.key}/complete/", {"again": sent}).status_code in (302, 409)
    assert asked(lesson) == {"Tuva", "Pia"}


def test_the_lesson_page_asks_no_more_questions_than_before(lesson, cast, sign_in):
    tuva = sign_in(cast.tuva)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            tuva.get("/nb/kurs/m1/l1/")
        return len(queries)

    cost()
    usual = cost()
    change(lesson, cast, Reach.NOBODY)
    cost()
    assert cost() == usual


# the way ---------------------------------------------------------------------------------------


def test_a_step_that_was_met_stays_met_and_asks_to_read_again(lesson, cast):
    module = now(lesson).get_parent().specific
    for page in LessonPage.objects.child_of(module):
        complete_lesson(page, by=cast.pia)
    asked_for = [{"key": "lessons", "kind": "lesson_set", "params": {"module": str(module.translation_key)}}]
    way = Enrolment.objects.get(person=cast.pia)
    Enrolment.objects.filter(pk=way.pk).update(version=a_programme_version(slug="to", requirements=asked_for))
    way.refresh_from_db()
    recompute(way)
    before = Fulfilment.objects.get(enrolment=way)

    change(lesson, cast, Reach.EVERYBODY)

    assert recompute(way) == []
    after, step = Fulfilment.objects.get(enrolment=way), explain(way, "nb").steps[0]
    assert (after.state, after.met_at, after.evidence) == (before.state, before.met_at, before.evidence)
    assert (step.star_state, step.again, Enrolment.objects.get(pk=way.pk).state) == ("done", True, EnrolmentState.CERTIFIED)
    assert NEW in step.note
    assert step.url.endswith("/kurs/m1/l1/")
    read_again(now(lesson), number=2, by=cast.pia)
    assert not explain(way, "nb").steps[0].again


def test_your_way_says_it_also_to_somebody_who_looked_a_moment_before(lesson, cast, sign_in):
    module = now(lesson).get_parent().specific
    for page in LessonPage.objects.child_of(module):
        complete_lesson(page, by=cast.tuva)
    asked_for = [{"key": "lessons", "kind": "lesson_set", "params": {"module": str(module.translation_key)}}]
    way = Enrolment.objects.get(person=cast.tuva)
    Enrolment.objects.filter(pk=way.pk).update(version=a_programme_version(slug="to", requirements=asked_for))
    tuva = sign_in(cast.tuva)
    for _look in range(3):
        assert "Les på nytt" not in tuva.get("/nb/").content.decode()
    change(lesson, cast, Reach.EVERYBODY)
    assert "Les på nytt" in tuva.get("/nb/").content.decode()
    read_again(now(lesson), number=2, by=cast.tuva)
    assert "Les på nytt" not in tuva.get("/nb/").content.decode()


# languages -------------------------------------------------------------------------------------


def danish(page):
    return LessonPage.objects.get(translation_key=page.translation_key, locale__language_code="da")


def test_a_change_of_the_source_concerns_those_who_read_in_danish_too(lesson, cast):
    LessonProgress.objects.filter(person=cast.tuva).update(language="da")
    change(lesson, cast, Reach.UNDER_WAY)
    assert asked(lesson) == {"Tuva"}


def test_a_translation_that_lags_behind_leads_to_the_new_words(lesson, cast, sign_in):
    change(lesson, cast, Reach.UNDER_WAY)
    tuva = sign_in(cast.tuva)
    page = tuva.get("/da/kurs/m1/l1/").content.decode()
    assert 'href="/nb/kurs/m1/l1/"' in page
    assert 'name="again"' not in page
    with pytest.raises(IllegalTransition):
        read_again(danish(lesson), number=2, by=cast.tuva)
    danish(lesson).save_revision().publish()
    assert 'name="again" value="2"' in tuva.get("/da/kurs/m1/l1/").content.decode()
    assert read_again(danish(lesson), number=2, by=cast.tuva)
    assert LessonReading.objects.get().language == "da"


def test_a_changed_translation_concerns_those_who_read_in_it(lesson, cast):
    LessonProgress.objects.filter(person=cast.pia).update(language="da")
    change(danish(lesson), cast, Reach.EVERYBODY)
    assert asked(lesson) == {"Pia"}
    assert number_of(now(lesson)) == 1


def test_a_translation_made_later_carries_the_version_it_was_made_from(lesson, cast):
    change(lesson, cast, Reach.NOBODY)
    english = Locale.objects.get_or_create(language_code="en")[0]
    page = now(lesson)
    for one in (page.get_parent().get_parent(), page.get_parent()):
        one.specific.copy_for_translation(english, copy_parents=True)
    made = page.copy_for_translation(english)
    made.save_revision().publish()
    assert number_of(LessonPage.objects.get(pk=made.pk)) == 2


# the ways to publish ---------------------------------------------------------------------------


def test_the_button_publish_asks_first_and_says_how_many(lesson, editor):
    answer = press(editor, lesson)
    assert now(lesson).title != NEW
    assert answer.url == reverse("change_question", args=[now(lesson).latest_revision_id])
    page = editor.get(answer.url).content.decode()
    assert 'value="minor"' in page
    assert page.index("checked") < page.index('value="nobody"')
    assert "1 person" in page
    assert "2 p" in page
    assert editor.post(answer.url, {"size": "everybody"}).status_code == 302
    assert (now(lesson).title, asked(lesson)) == (NEW, {"Tuva", "Pia"})


def test_nothing_is_asked_where_nobody_has_read_or_no_word_changed(lesson, editor, cast):
    other = lessons_of(LessonPage.objects.get(pk=lesson.pk).get_parent().get_parent().specific)[1]
    assert "changes" not in press(editor, other).url
    assert now(other).title == NEW
    now(lesson).save_revision(user=cast.ed)
    assert question_for(now(lesson)) is None


def test_a_made_up_answer_is_refused_and_a_get_publishes_nothing(lesson, editor):
    url = press(editor, lesson).url
    assert editor.get(url + "?size=everybody").status_code == 200
    assert editor.post(url, {"size": "all-of-norway"}).status_code == 422
    assert editor.post(url, {}).status_code == 422
    assert (now(lesson).title == NEW, LessonChange.objects.count()) == (False, 0)


def test_an_answer_about_an_older_draft_is_refused(lesson, editor, cast):
    url = press(editor, lesson).url
    a_draft(lesson, cast, "Annet")
    assert editor.post(url, {"size": "minor"}).status_code == 302
    assert (now(lesson).title in (NEW, "Annet"), LessonChange.objects.count()) == (False, 0)


@pytest.mark.parametrize("name", ["tuva", "siv", "stein", "kari"])
def test_nobody_else_answers(lesson, cast, sign_in, name):
    url = reverse("change_question", args=[a_draft(lesson, cast).pk])
    assert sign_in(getattr(cast, name)).post(url, {"size": "everybody"}).status_code == 403
    assert now(lesson).title != NEW


def test_the_answer_travels_with_a_draft_that_waits_for_a_professional(lesson, editor, cast, sign_in):
    LessonPage.objects.filter(translation_key=lesson.key).update(safety=True)
    url = press(editor, lesson, "action-submit").url
    assert "/changes/" in url
    assert editor.post(url, {"size": "under_way"}).status_code == 302
    assert (now(lesson).title == NEW, asked(lesson)) == (False, set())
    waiting = ApprovalState.objects.get()
    assert "1 person" in sign_in(cast.siv).get(reverse("approval", args=[waiting.pk])).content.decode()
    approve(waiting, by=cast.siv)
    assert (now(lesson).title, asked(lesson)) == (NEW, {"Tuva"})


def test_a_newer_draft_keeps_the_answer_until_somebody_gives_another(lesson, cast):
    LessonPage.objects.filter(translation_key=lesson.key).update(safety=True)
    said(a_draft(lesson, cast), cast, Reach.EVERYBODY)
    a_draft(lesson, cast, "Nye ord, rettet")
    ask_for_approval(now(lesson), by=cast.ed)
    approve(ApprovalState.objects.waiting().get(), by=cast.siv)
    assert asked(lesson) == {"Tuva", "Pia"}


def test_the_last_answer_wins(lesson, cast):
    said(a_draft(lesson, cast), cast, Reach.EVERYBODY)
    change(lesson, cast, Reach.MINOR, "Likevel bare et komma")
    assert asked(lesson) == set()
    assert not LessonChange.objects.waiting().exists()


def test_what_is_to_be_published_at_an_hour_counts_from_that_hour(lesson, cast, editor):
    page = now(lesson)
    page.title, page.go_live_at = NEW, timezone.now() + timedelta(hours=2)
    url = reverse("change_question", args=[page.save_revision(user=cast.ed).pk])
    editor.post(url, {"size": "under_way"})
    assert (now(lesson).title == NEW, asked(lesson), LessonChange.objects.waiting().count()) == (False, set(), 1)
    revision = now(lesson).get_latest_revision()
    revision.content["go_live_at"] = (timezone.now() - timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert (now(lesson).title, asked(lesson)) == (NEW, {"Tuva"})


def test_a_lesson_that_was_taken_down_and_is_put_up_at_an_hour_asks_nobody_before(lesson, cast):
    now(lesson).unpublish()
    page = now(lesson)
    page.title, page.go_live_at = NEW, timezone.now() + timedelta(hours=2)
    revision = page.save_revision(user=cast.ed)
    said(revision, cast, Reach.EVERYBODY)
    revision.publish()
    assert (now(lesson).live, asked(lesson)) == (False, set())


def test_publishing_many_at_once_is_a_small_change(lesson, cast, editor):
    a_draft(lesson, cast)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    editor.post(f"{url}?id={lesson.pk}", {"include_descendants": ""})
    assert (now(lesson).title, asked(lesson), LessonChange.objects.count()) == (NEW, set(), 0)


def test_an_old_revision_that_is_taken_up_again_does_not_bring_its_answer_along(lesson, cast):
    old = now(lesson).save_revision(user=cast.ed)
    change(lesson, cast, Reach.EVERYBODY)
    for person in (cast.tuva, cast.pia):
        read_again(now(lesson), number=2, by=person)
    restored = old.as_object().save_revision(user=cast.ed)
    assert question_for(now(lesson)).chosen == Reach.MINOR
    restored.publish()
    assert asked(lesson) == set()


def test_a_copy_asks_nobody(lesson, cast):
    said(a_draft(lesson, cast), cast, Reach.EVERYBODY)
    copied = now(lesson).copy(update_attrs={"slug": "kopi", "title": "Kopi"})
    copied.save_revision(user=cast.ed).publish()
    assert LessonProgress.objects.to_read_again().count() == 0


def test_whoever_has_left_or_is_not_here_any_more_is_not_asked(lesson, cast):
    cast.tuva.is_active = False
    cast.tuva.save()
    change(lesson, cast, Reach.EVERYBODY)
    assert asked(lesson) == {"Pia"}


def test_the_mail_is_in_the_readers_language(lesson, cast, django_capture_on_commit_callbacks):
    cast.tuva.language = "da"
    cast.tuva.save()
    with django_capture_on_commit_callbacks(execute=True):
        change(lesson, cast, Reach.UNDER_WAY)
    sent = [one for one in mail.outbox if one.to == [cast.tuva.email]]
    assert ["ny version" in one.subject for one in sent] == [True]
    assert "/da/kurs/m1/l1/" in sent[0].body
