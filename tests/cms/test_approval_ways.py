"""Every other way of the admin to put words up: none of them leads past the professional."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.approval.models import ApprovalState, NotApprovedYet
from cms.editors import grant
from courses.outline.models import LessonPage
from courses.quizzes.bank import Question
from tests.builders import a_course, a_question, lessons_of

NEW = "Ny tittel"


@pytest.fixture
def lesson(cast):
    page = lessons_of(a_course())[0]
    LessonPage.objects.filter(pk=page.pk).update(safety=True)
    page.refresh_from_db()
    page.title = NEW
    page.save_revision(user=cast.ed)
    return page


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def shown(page):
    return LessonPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("below", [False, True])
def test_many_at_once(editor, lesson, cast, below):
    """Chosen in a list, or with everything below a module: what is not about safety is published, the rest is not."""
    other = lesson.get_next_siblings().first().specific
    other.title = "Noe annet"
    other.save_revision(user=cast.ed)
    if below:
        LessonPage.objects.filter(pk__in=[lesson.pk, other.pk]).update(live=False)
    chosen = [lesson.get_parent()] if below else [lesson, other]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    ids = "&".join(f"id={one.pk}" for one in chosen)
    editor.post(f"{address}?{ids}&next=/admin/", {"include_descendants": "on"})
    assert (shown(other).title, shown(other).live) == ("Noe annet", True)
    assert (shown(lesson).title != NEW, shown(lesson).live) == (True, not below)


def test_at_an_hour(editor, lesson, cast):
    later = timezone.now() + timedelta(hours=1)
    sent = {
        "title": NEW, "slug": lesson.slug, "summary": "…", "minutes": 5, "safety": "on", "goals": streamfield([]), "comments": inline_formset([]),
        "body": streamfield([("markdown", "Ord")]), "action-publish": "1", "go_live_at": timezone.localtime(later).strftime("%Y-%m-%d %H:%M"),
    }  # fmt: skip
    editor.post(reverse("wagtailadmin_pages:edit", args=[lesson.pk]), nested_form_data(sent))
    Revision.objects.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled")
    assert shown(lesson).title != NEW
    assert ApprovalState.objects.waiting().count() == 1


def test_a_revision_that_somebody_has_set_an_hour_for(lesson, cast):
    revision = lesson.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    call_command("publish_scheduled")
    assert shown(lesson).title != NEW


def test_a_copy_of_what_was_never_approved_is_not_put_up(editor, lesson, cast):
    LessonPage.objects.filter(pk=lesson.pk).update(live=False)
    module = lesson.get_parent()
    sent = {"new_title": "Kopi", "new_slug": "kopi", "new_parent_page": module.pk, "publish_copies": "on", "copy_subpages": "on"}
    editor.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), sent)
    copied = LessonPage.objects.get(slug="kopi")
    assert not copied.live
    assert not copied.permissions_for_user(cast.ed).can_publish()


def test_a_copy_of_a_module_with_a_lesson_that_waits(editor, lesson, cast):
    """What is up in the copy is what is up in the original, never the draft."""
    module = lesson.get_parent()
    sent = {
        "new_title": "Kopi",
        "new_slug": "kopi",
        "new_parent_page": module.get_parent().pk,
        "publish_copies": "on",
        "copy_subpages": "on",
    }
    editor.post(reverse("wagtailadmin_pages:copy", args=[module.pk]), sent)
    copied = [page.specific for page in Page.objects.get(slug="kopi").get_children()]
    assert NEW not in {page.title for page in copied if page.live}


def test_an_old_revision_that_is_taken_up_again(editor, lesson, cast):
    old = lesson.get_latest_revision()
    lesson.title = "Noe annet"
    lesson.save_revision(user=cast.ed)
    restored = old.as_object().save_revision(user=cast.ed)
    assert not lesson.permissions_for_user(cast.ed).can_publish()
    assert restored.pk != old.pk


def test_a_copy_of_a_question_about_safety_waits_too(editor, cast):
    question = a_question("safety-01", area="safety", languages=("nb",))
    options = [("option", dict(block.value)) for block in question.options]
    sent = {
        "kind": question.kind, "area": "safety", "stem": NEW, "level": question.level, "slug": "safety-01-2", "bank": question.bank,
        "options": streamfield(options), "goals": streamfield([]), "lesson_key": "", "action-publish": "1",
    }  # fmt: skip
    editor.post(reverse(Question.snippet_viewset.get_url_name("copy"), args=[question.pk]), nested_form_data(sent))
    made = Question.objects.get(slug="safety-01-2")
    assert (made.live, ApprovalState.objects.waiting().count()) == (False, 1)


def test_moved_to_another_area_and_back_in_one_breath(cast):
    question = a_question("safety-01", area="safety", languages=("nb",))
    question.area, question.stem = "law", NEW
    with pytest.raises(NotApprovedYet):
        question.save_revision(user=cast.ed).publish(user=cast.ed)
    assert Question.objects.get(pk=question.pk).stem != NEW
