"""Safety content is read by a professional who did not write it before it is published."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.approval.actions import approve, ask_for_approval, send_back
from cms.approval.models import ApprovalState, NotApprovedYet
from cms.editors import grant
from courses.outline.models import LessonPage
from courses.quizzes.bank import Question
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition, NotAllowed
from lms.people.models import Role, RoleAssignment
from tests.builders import a_course, a_question, lessons_of

NEW = "Ny tittel CANARY-DRAFT"


@pytest.fixture
def lesson(cast):
    """A published lesson that counts as safety content; Ed has written a newer draft."""
    page = lessons_of(a_course())[0]
    LessonPage.objects.filter(pk=page.pk).update(safety=True)
    page.refresh_from_db()
    page.title = NEW
    page.save_revision(user=cast.ed)
    return page


@pytest.fixture
def asked(lesson, cast):
    ask_for_approval(lesson, by=cast.ed)
    return ApprovalState.objects.get()


def now(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


def test_an_editor_cannot_publish_safety_content_alone(lesson, cast):
    assert not lesson.permissions_for_user(cast.ed).can_publish()
    with pytest.raises(NotApprovedYet):
        lesson.get_latest_revision().publish(user=cast.ed)
    lesson.get_latest_revision().publish()  # as wagtail-localize would: a person wrote it, nobody is named as publishing
    assert now(lesson).title != NEW


def test_not_even_by_taking_the_mark_off(lesson, cast):
    lesson.safety = False
    with pytest.raises(NotApprovedYet):
        lesson.save_revision(user=cast.ed).publish(user=cast.ed)


def test_a_superuser_needs_a_professional_too(lesson, cast):
    cast.ed.is_superuser = True
    assert not lesson.permissions_for_user(cast.ed).can_publish()


def test_other_content_is_published_as_ever(cast):
    grant(cast.ed)
    page = lessons_of(a_course())[0]
    page.title = NEW
    page.save_revision(user=cast.ed).publish(user=cast.ed)
    assert now(page).title == NEW


def test_a_lesson_with_a_content_note_counts_as_safety_content(cast):
    page = lessons_of(a_course())[0]
    assert not page.is_safety
    page.body = [("content_note", {"text": "…"})]
    assert page.is_safety


def test_the_button_publish_sends_a_question_about_safety_to_a_professional(editor, cast):
    question = a_question("safety-01", area="safety", languages=("nb",))
    options = [("option", dict(block.value)) for block in question.options]
    sent = {
        "kind": question.kind, "area": "safety", "stem": NEW, "level": question.level, "slug": question.slug, "bank": question.bank,
        "options": streamfield(options), "goals": streamfield([]), "lesson_key": "", "action-publish": "1",
    }  # fmt: skip
    answer = editor.post(reverse(Question.snippet_viewset.get_url_name("edit"), args=[question.pk]), nested_form_data(sent))
    assert answer.status_code == 302, answer.context["form"].errors
    assert now(question).stem != NEW
    assert ApprovalState.objects.get().thing.stem == NEW


def test_a_new_lesson_about_safety_is_seen_by_nobody_before_it_is_approved(editor, cast):
    module = lessons_of(a_course())[0].get_parent()
    sent = {
        "title": NEW, "slug": "ny", "summary": "…", "minutes": 5, "safety": "on", "goals": streamfield([]), "comments": inline_formset([]),
        "body": streamfield([("markdown", "Ord")]), "action-publish": "1",
    }  # fmt: skip
    answer = editor.post(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]), nested_form_data(sent))
    assert answer.status_code == 302, answer.context["form"].errors
    made = LessonPage.objects.get(slug="ny")
    assert (made.live, made.workflow_in_progress) == (False, True)
    approve(ApprovalState.objects.get(), by=cast.siv)
    assert now(made).live


def test_a_supervisor_without_the_editors_role_reads_and_approves(lesson, asked, cast, sign_in):
    siv = sign_in(cast.siv)
    assert siv.get("/admin/").status_code == 302
    assert NEW in siv.get(reverse("approvals")).content.decode()
    assert NEW in siv.get(reverse("inbox")).content.decode()
    assert NEW in siv.get(reverse("approval_preview", args=[asked.pk])).content.decode()
    address = reverse("approval", args=[asked.pk])
    page = siv.get(address).content.decode()
    assert "deletion" in page
    assert "CANARY-DRAFT" in page
    assert siv.post(address, {"decision": "approve"}).status_code == 302
    assert now(lesson).title == NEW
    assert AuditEntry.objects.filter(deed="approval.approve", actor=cast.siv.pk).count() == 1
    assert NEW in siv.get(address).content.decode()


def test_it_is_sent_back_with_words_and_stays_unpublished(lesson, asked, cast, sign_in):
    address, siv = reverse("approval", args=[asked.pk]), sign_in(cast.siv)
    assert siv.post(address, {"decision": "back", "comment": " "}).status_code == 200
    assert ApprovalState.objects.get().is_waiting
    assert siv.post(address, {"decision": "back", "comment": "Si hvem en ringer."}).status_code == 302
    assert (now(lesson).title == NEW, ApprovalState.objects.get().comment) == (False, "Si hvem en ringer.")

    ask_for_approval(now(lesson), by=cast.ed)  # asked again, after another draft or as it is
    assert ApprovalState.objects.waiting().count() == 1


def test_whoever_wrote_or_asked_does_not_decide(lesson, asked, cast):
    RoleAssignment.objects.create(person=cast.ed, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    with pytest.raises(NotAllowed):
        approve(asked, by=cast.ed)
    asked.workflow_state.requested_by = cast.siv
    asked.workflow_state.save()
    with pytest.raises(NotAllowed):
        approve(ApprovalState.objects.get(), by=cast.siv)
    assert now(lesson).title != NEW


@pytest.mark.parametrize("name", ["tuva", "pia", "kari", "stein", "vera"])
def test_nobody_else_finds_it(asked, cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    for address in ("approval", "approval_preview"):
        assert client.get(reverse(address, args=[asked.pk])).status_code == 404
    assert client.get(reverse("approvals")).status_code == 403
    assert client.post(reverse("approval", args=[asked.pk]), {"decision": "approve"}).status_code == 404


def test_what_was_decided_or_changed_since_is_not_approved(lesson, asked, cast):
    send_back(asked, by=cast.siv, comment="Nei")
    with pytest.raises(IllegalTransition):
        approve(ApprovalState.objects.get(), by=cast.carl)


def test_a_draft_written_meanwhile_is_not_published_unread(lesson, asked, cast):
    lesson.title = "Noe annet"
    lesson.save_revision(user=cast.ed)
    with pytest.raises(IllegalTransition):
        approve(asked, by=cast.siv)
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_a_longer_list_asks_no_more_questions(cast, sign_in):
    siv = sign_in(cast.siv)

    def wait(number):
        for n in range(number):
            question = a_question(f"s-{number}-{n}", area="safety", languages=("nb",))
            question.save_revision(user=cast.ed)
            ask_for_approval(question, by=cast.ed)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            siv.get(reverse("approvals"))
        return len(queries)

    wait(1), asked()
    few = asked()
    wait(4)
    assert asked() == few
