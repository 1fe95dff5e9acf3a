"""The form for something new is sent twice: by itself while somebody writes, and by the button. One thing comes of it."""

import re

import pytest
from django.urls import reverse
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms.approval.actions import approve
from cms.approval.models import ApprovalState
from cms.editors import grant
from cms.once import MadeOnce
from courses.outline.models import LessonPage, ModulePage
from courses.quizzes.bank import Quiz
from tests.at_once import at_once
from tests.builders import a_course, lessons_of

AUTOSAVE = {"accept": "application/json"}
PUBLISH = {"action-publish": "1"}


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


@pytest.fixture(params=["page", "snippet"])
def new(request, editor):
    """The address of a form for something new, what it sends, and the kind of thing."""
    if request.param == "page":
        add = reverse("wagtailadmin_pages:add", args=["courses", "modulepage", a_course(lessons=()).pk])
        sent, kind = {"title": "En", "slug": "en", "summary": "…", "goals": streamfield([]), "comments": inline_formset([])}, ModulePage
    else:
        add, kind = reverse(Quiz.snippet_viewset.get_url_name("add")), Quiz
        sent = {
            "title": "En", "slug": "", "intro": "", "bank": "chatvert", "minutes": "20", "pass_share": "0.80", "retry_hours": "24",
            "max_attempts": "3", "draw": streamfield([]),
        }  # fmt: skip
    return add, {**nested_form_data(sent), "makes": key(editor, add)}, kind


def key(client, address):
    return re.search(r'name="makes" value="([^"]+)"', client.get(address).content.decode())[1]


def titles(kind):
    return [one.get_latest_revision_as_object().title for one in kind.objects.order_by("pk")]


def test_the_button_lands_on_what_was_saved_by_itself(editor, new):
    add, sent, kind = new
    saved = editor.post(add, sent, headers=AUTOSAVE)
    assert saved.json()["success"]
    answer = editor.post(add, {**sent, "title": "To", **(PUBLISH if kind is ModulePage else {})})
    assert answer.status_code == 302
    assert titles(kind) == ["To"]
    assert kind.objects.get().pk == saved.json()["pk"]
    assert kind.objects.get().live == (kind is ModulePage)


def test_what_is_saved_by_itself_after_the_button_changes_nothing(editor, new):
    add, sent, kind = new
    assert editor.post(add, sent).status_code == 302
    late = editor.post(add, {**sent, "title": "Gammelt"}, headers=AUTOSAVE)
    assert (late.status_code, late.json()["error_code"]) == (400, "invalid_revision")
    assert titles(kind) == ["En"]


def test_a_form_that_was_refused_keeps_its_key(editor, new):
    add, sent, kind = new
    refused = editor.post(add, {**sent, "title": ""})
    assert f'value="{sent["makes"]}"' in refused.content.decode()
    editor.post(add, sent, headers=AUTOSAVE)
    editor.post(add, {**sent, "title": "Rettet"})
    assert titles(kind) == ["Rettet"]


def test_two_forms_make_two_things(editor, new):
    add, sent, kind = new
    editor.post(add, sent)
    editor.post(add, {**sent, "title": "To", "slug": "to", "makes": key(editor, add)})
    assert titles(kind) == ["En", "To"]


def test_a_key_made_up_or_shown_to_somebody_else_is_no_key(editor, new, cast, sign_in):
    add, sent, kind = new
    editor.post(add, sent)
    grant(cast.kari)
    made_up = str(kind.objects.get().translation_key)
    for who, other in ((sign_in(cast.kari), sent["makes"]), (editor, made_up), (editor, sent["makes"] + "x")):
        who.post(add, {**sent, "title": "Annet", "slug": f"annet-{kind.objects.count()}", "makes": other})
    assert titles(kind) == ["En", "Annet", "Annet", "Annet"]
    assert len(set(kind.objects.values_list("translation_key", flat=True))) == 4


@pytest.mark.django_db(transaction=True)
def test_both_in_the_same_instant_make_one_thing(editor, new):
    add, sent, kind = new
    at_once(lambda: editor.post(add, sent, headers=AUTOSAVE), lambda: editor.post(add, {**sent, "title": "Knappen"}))
    assert titles(kind) == ["Knappen"]


def test_an_approved_lesson_stays_up_when_its_form_comes_again(editor, cast):
    module = lessons_of(a_course())[0].get_parent()
    add = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    sent = nested_form_data({
        "title": "En", "slug": "en", "summary": "…", "minutes": 5, "safety": "on", "goals": streamfield([]), "comments": inline_formset([]),
        "body": streamfield([("markdown", "Ord")]),
    })  # fmt: skip
    sent |= {"makes": key(editor, add), **PUBLISH}
    editor.post(add, sent)
    approve(ApprovalState.objects.get(), by=cast.siv)
    editor.post(add, {**sent, "title": "To"})
    page = LessonPage.objects.get(slug="en")
    assert (page.live, page.title, page.get_latest_revision_as_object().title) == (True, "En", "To")


@pytest.mark.parametrize("model", [*get_snippet_models(), *(one for one in get_page_models() if one.is_creatable and one is not Page)])
def test_every_form_for_something_new_gives_it_the_key_it_carries(model, db, cast):
    bound = getattr(model, "snippet_viewset", None)
    handler = bound.get_edit_handler() if bound and hasattr(bound, "get_edit_handler") else None
    form = (handler or model.get_edit_handler()).get_form_class()
    assert issubclass(form, MadeOnce)
