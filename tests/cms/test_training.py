"""The menu "Training": lists that say in which languages a thing is, where it is used, and what is left to do."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.fields import StreamField
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, streamfield

from certification.assessment.gold import GoldTranscript
from certification.assessment.sources import Rubric
from certification.practice.scenarios import Scenario
from certification.programmes.sources import Agreement, Programme
from cms.editors import grant
from cms.training.families import DRAFT, LIVE, MISSING, OUTDATED, languages_of
from courses.dialogues.models import Dialogue
from courses.outline.models import CoursePage, LessonPage
from courses.quizzes.bank import Question, Quiz
from lms.kernel.checks import our_views
from tests.builders import a_course, a_question, a_quiz, a_scenario, lessons_of

KINDS = [Question, Quiz, Scenario, Dialogue, Rubric, GoldTranscript, Agreement, Programme]
LISTS = ["courses", "lessons", "questions", "quizzes", "scenarios", "dialogues", "rubrics", "gold", "agreements", "programmes"]


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


@pytest.fixture
def shelf(cast):
    """One or two of what is cheap to make; the lists of the others are empty."""
    a_course()
    a_question("role-01")
    a_quiz()
    a_scenario()


@pytest.mark.parametrize("name", LISTS)
def test_every_list_opens_searches_narrows_and_can_be_taken_away(editor, shelf, name):
    address = f"/admin/training/{name}/"
    for wish in ("", "?q=l", "?state=live", "?state=changed", "?lacks=da", "?locale=da"):
        answer = editor.get(address + wish)
        assert (answer.status_code, "lms.E" in answer.content.decode()) == (200, False), wish
    assert next(iter(editor.get(address + "?export=csv"))).decode().count(",") >= 4
    assert editor.get(address + "?export=xlsx").headers["Content-Type"].startswith("application/vnd.openxml")


@pytest.mark.parametrize("kind", KINDS)
def test_everything_has_drafts_history_use_and_copy(kind):
    viewset = kind.snippet_viewset
    assert viewset.copy_view_enabled
    assert {"history", "usage", "copy", "edit", "list"} <= {pattern.name for pattern in viewset.get_urlpatterns()}
    assert viewset.menu_hook == "register_training_menu_item"


def test_a_thing_stands_in_the_list_once_whatever_its_languages(editor, shelf):
    for wish in ("", "?locale=da"):
        page = editor.get("/admin/training/questions/" + wish).content.decode()
        assert len(re.findall(r">\s*role-01\s*<", page)) == 1


def test_something_that_was_never_written_in_bokmal_is_in_the_list_too(editor, cast):
    a_question("only-da", languages=("da",))
    assert "only-da" in editor.get("/admin/training/questions/").content.decode()


def states(thing):
    return {one.language: one.state for one in languages_of([thing], type(thing))[thing.translation_key]}


def test_languages_say_what_is_published_lags_behind_or_is_missing(db):
    source = a_question("role-01", languages=("nb", "da"))
    Question.objects.update(last_published_at=timezone.now())
    assert states(source) == {"nb": LIVE, "da": LIVE, "en": MISSING}

    source.save_revision().publish()
    assert states(source)["da"] == OUTDATED

    danish = Question.objects.get(locale__language_code="da")
    danish.save_revision().publish()
    assert states(source)["da"] == LIVE

    danish.refresh_from_db()
    danish.unpublish()
    assert states(source)["da"] == DRAFT


def test_what_lacks_a_language_or_lags_behind_in_it_can_be_asked_for(editor, cast):
    whole, half, old = a_question("whole"), a_question("half", languages=("nb",)), a_question("old")
    Question.objects.update(last_published_at=timezone.now())
    old.save_revision().publish()
    page = editor.get("/admin/training/questions/?lacks=da").content.decode()
    assert [one.slug in page for one in (whole, half, old)] == [False, True, True]


def test_use_is_told_and_leads_to_the_list(editor, shelf):
    question = Question.objects.get(slug="role-01", locale__language_code="nb")
    usage = reverse(Question.snippet_viewset.get_url_name("usage"), args=[question.pk])
    assert f'href="{usage}"' in editor.get("/admin/training/questions/").content.decode()
    assert "Quiz nb" in editor.get(usage).content.decode()


def test_a_lesson_knows_the_questions_that_send_people_to_it(editor, cast):
    lesson = lessons_of(a_course())[0]
    a_question("about-it", lesson_key=lesson.translation_key)
    assert "about-it" in editor.get(reverse("wagtailadmin_pages:usage", args=[lesson.pk])).content.decode()


@pytest.mark.parametrize("name", ["questions", "lessons"])
def test_a_longer_list_asks_no_more_questions(editor, name):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(f"/admin/training/{name}/").status_code == 200
        return len(queries)

    a_course(lessons=(1,)), a_question("q-1"), a_quiz()
    asked()
    few = asked()
    a_course(slug="lang", lessons=(4,)), [a_question(f"q-{n}") for n in range(2, 6)]
    assert asked() == few


@pytest.mark.parametrize("evil", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1"])
def test_no_cell_becomes_a_formula(editor, cast, evil):
    a_question("evil", stem=evil, languages=("nb",))
    address = "/admin/training/questions/"
    text = b"".join(editor.get(address + "?export=csv")).decode()
    header, row = list(csv.reader(StringIO(text, newline="")))[:2]
    assert row[header.index("Spørsmål")].startswith("'")

    sheet = load_workbook(BytesIO(b"".join(editor.get(address + "?export=xlsx")))).active
    assert {cell.data_type for cell in sheet[2]} <= {"s", "b", "d", "n"}


def test_a_control_character_does_not_stop_the_table(editor, cast):
    a_question("bell", stem="ring\x07", languages=("nb",))
    assert editor.get("/admin/training/questions/?export=xlsx").status_code == 200


def test_a_copy_gets_a_short_name_of_its_own(editor, cast):
    question = a_question("role-01")
    a_question("role-01-2")
    copy = editor.get(reverse(Question.snippet_viewset.get_url_name("copy"), args=[question.pk])).content.decode()
    assert 'value="role-01-3"' in copy


def test_what_adapts_wagtails_admin_stays_behind_its_door(cast, sign_in):
    """Views marked as guarded by the admin are left out of our own table of permissions, so the door itself is tried."""
    ours = {name for name, _route, _view in our_views()}
    assert not ours & {"copy", "usage", "list_results"}
    client = sign_in(cast.siv)
    for name in LISTS:
        assert client.get(f"/admin/training/{name}/").status_code == 302
    assert get_resolver().resolve("/admin/training/questions/").func.view_class.guarded_by_the_admin
    assert Locale.objects.exists()
    assert (CoursePage.objects.count(), LessonPage.objects.count()) == (0, 0)


@pytest.mark.usefixtures("in_english")
def test_the_list_says_what_is_to_be_looked_at(editor, cast):
    a_question("role-01", area="role")
    a_quiz()
    page = editor.get("/admin/training/questions/").content.decode()
    assert "It names no learning goal." in page
    assert ">Good<" in editor.get("/admin/training/quizzes/").content.decode()
    Question.objects.all().delete()
    assert "0 are published" in editor.get("/admin/training/quizzes/").content.decode()
    assert "0 are published" in b"".join(editor.get("/admin/training/quizzes/?export=csv")).decode()


def test_downloads_and_taking_down_are_in_reach(editor, shelf):
    for name in ("lessons", "questions", "quizzes"):
        page = editor.get(f"/admin/training/{name}/").content.decode()
        assert "export=xlsx" in page
        assert "export=csv" in page
        assert "/unpublish/" in page


@pytest.mark.parametrize("model", [one for one in KINDS if one is not Question])
def test_a_short_name_makes_itself_and_then_stays(editor, model):
    """Nobody thinks of a short name: it comes from the title of the draft, and a better title does not move it."""
    Locale.objects.get_or_create(language_code="nb")
    add = reverse(model.snippet_viewset.get_url_name("add"))
    form = editor.get(add).context["form"]
    titled = "name" if model is Programme else "title"
    streams = {field.name for field in model._meta.get_fields() if isinstance(field, StreamField)}
    sent = {name: "" if (said := form.get_initial_for_field(field, name)) is None else said for name, field in form.fields.items()}
    sent |= {name: streamfield([]) for name in streams} | {"slug": "", "persona_age": "17", titled: "Når noen er stille"}
    sent = nested_form_data({name: value for name, value in sent.items() if value is not False})

    answer = editor.post(add, sent)
    assert answer.status_code == 302, answer.context["form"].errors
    thing = model.objects.get()
    assert thing.slug == "nar-noen-er-stille"

    edit = reverse(model.snippet_viewset.get_url_name("edit"), args=[thing.pk])
    for slug in (thing.slug, ""):
        editor.post(edit, {**sent, titled: "Noe annet", "slug": slug})
        draft = model.objects.get().get_latest_revision_as_object()
        assert (getattr(draft, titled), draft.slug) == ("Noe annet", "nar-noen-er-stille")
