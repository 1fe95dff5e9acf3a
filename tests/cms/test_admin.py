"""The admin works with our people and our pages: every screen an editor needs opens, saves and previews."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from wagtail.admin.icons import get_icons
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.approval.actions import approve
from cms.approval.models import ApprovalState
from cms.blocks import LessonBody
from cms.editors import grant, withdraw
from cms.pages import HomePage, StandardPage
from courses.outline.models import CoursePage, LessonPage, ModulePage
from tests.builders import a_course, lessons_of
from tests.cms.sample_files import FILM, a_document

EVERYBODY = [
    "/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/account/", "/admin/reports/site-history/",
    "/admin/reports/locked/", "/admin/training/courses/", "/admin/training/lessons/",
]  # fmt: skip
SUPERUSERS = ["/admin/users/", "/admin/groups/", "/admin/groups/new/", "/admin/sites/", "/admin/locales/", "/admin/redirects/"]


@pytest.fixture
def editor(cast, sign_in):
    grant(cast.ed)
    return sign_in(cast.ed)


@pytest.fixture
def superuser(cast, sign_in):
    cast.kari.is_superuser = cast.kari.is_staff = True
    cast.kari.save()
    return sign_in(cast.kari)


def test_every_screen_of_the_admin_opens_for_an_editor(editor):
    a_course()
    for path in EVERYBODY:
        assert editor.get(path, follow=True).status_code == 200, path


def test_every_screen_of_the_admin_opens_for_a_superuser(superuser):
    a_course()
    for path in [*EVERYBODY, *SUPERUSERS]:
        assert superuser.get(path, follow=True).status_code == 200, path


def test_learners_and_professionals_have_no_admin(cast, sign_in):
    for person in (cast.tuva, cast.pia, cast.siv, cast.carl, cast.stein):
        for path in ("/admin/pages/", "/admin/account/"):
            answer = sign_in(person).get(path)
            assert (answer.status_code, answer.url.startswith("/admin/")) == (302, False)


def test_an_editor_who_steps_down_loses_the_admin(cast, sign_in, editor):
    withdraw(cast.ed)
    assert sign_in(cast.ed).get("/admin/pages/").status_code == 302


def test_giving_the_admin_twice_changes_nothing(cast):
    grant(cast.ed)
    group = cast.ed.groups.get()
    before = (group.permissions.count(), group.page_permissions.count(), group.collection_permissions.count())
    grant(cast.ed)
    assert (group.permissions.count(), group.page_permissions.count(), group.collection_permissions.count()) == before


def test_editors_never_see_the_list_of_people(cast, editor):
    answer = editor.get("/admin/users/")
    assert answer.status_code == 302
    assert cast.tuva.email not in editor.get("/admin/").content.decode()


def test_a_superuser_gives_groups_and_nothing_else(cast, superuser):
    grant(cast.ed)
    group = cast.ed.groups.get()
    edit = reverse("wagtailusers_users:edit", args=[cast.siv.pk])
    page = superuser.get(edit).content.decode()
    assert "first_name" not in page
    assert "password1" not in page

    answer = superuser.post(edit, {"email": "thief@example.org", "groups": [group.pk]})

    cast.siv.refresh_from_db()
    assert answer.status_code == 302
    assert (cast.siv.email, list(cast.siv.groups.all())) == ("siv@example.org", [group])
    for path in (reverse("wagtailusers_users:add"), reverse("wagtailusers_users:delete", args=[cast.siv.pk])):
        assert superuser.get(path).status_code == 302
        assert superuser.post(path, {"email": "new@example.org"}).status_code == 302


def test_not_even_a_superuser_deletes_or_shuts_out_people_in_bulk(cast, superuser):
    for deed in ("delete", "set_active_state"):
        superuser.post(f"/admin/bulk/lms/person/{deed}/?id={cast.siv.pk}", {"mark_as_active": ""})
    cast.siv.refresh_from_db()
    assert cast.siv.is_active


def test_the_account_page_asks_for_no_names_and_saves(cast, editor):
    page = editor.get("/admin/account/").content.decode()
    assert "first_name" not in page
    answer = editor.post("/admin/account/", {"locale-preferred_language": "da", "locale-current_time_zone": "Europe/Copenhagen",
                                             "theme-theme": "dark", "theme-density": "default", "theme-contrast": "system",
                                             "theme-keyboard_shortcuts": "on"})  # fmt: skip
    assert answer.status_code == 302
    cast.ed.refresh_from_db()
    assert cast.ed.wagtail_userprofile.preferred_language == "da"
    assert editor.get("/admin/").status_code == 200


def test_the_admin_speaks_the_persons_language_whatever_the_browser_asks_for(cast, editor):
    cast.ed.language = "da"
    cast.ed.save()
    page = editor.get("/admin/training/courses/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="da"' in page
    assert "Kurser" in page


def every_block(film):
    return streamfield(
        [
            ("content_note", {"title": "Handler om ensomhet", "text": "Den kan vente."}),
            ("text", rich_text("<p>Formatert</p>")),
            ("markdown", "## To\n\nMer **tekst**."),
            ("callout", {"kind": "safety", "title": "Husk", "text": "Pust."}),
            ("chat", {"title": "Slik", "lines": streamfield_list([
                {"who": "Mira", "text": "hei", "host": "", "aside": "En åpning."}, {"who": "Rype", "text": "Hei!", "host": "on", "aside": ""}])}),
            ("check", {"question": "Hva nå?", "options": streamfield_list([
                {"text": "A", "right": "on", "why": "Ja."}, {"text": "B", "right": "", "why": "Ikke helt."}])}),
            ("flip", {"title": "Ord", "cards": streamfield_list([{"front": "Forsiden", "back": "Baksiden"}])}),
            ("video", {"title": "Film", "video": str(film), "captions": "", "poster": "", "transcript": "Det som sies"}),
            ("reflection", {"question": "Hva kjenner du?"}),
        ]
    )  # fmt: skip


def streamfield_list(values):
    data = {f"{n}": {"value": value, "deleted": "", "order": str(n), "type": "item", "id": ""} for n, value in enumerate(values)}
    return {**data, "count": str(len(values))}


def lesson_form(**changes):
    if "body" not in changes:
        changes["body"] = every_block(a_document("film.mp4", FILM).pk)
    return nested_form_data({"title": "Ny leksjon", "slug": "ny", "summary": "Én idé.", "minutes": "4",
                             "goals": streamfield([]), "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **changes})  # fmt: skip


def test_an_editor_writes_previews_and_publishes_a_lesson_with_every_block(editor, cast, sign_in):
    module = ModulePage.objects.child_of(a_course()).first()
    add = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    assert editor.get(add).status_code == 200

    preview = reverse("wagtailadmin_pages:preview_on_add", args=["courses", "lessonpage", module.pk])
    assert editor.post(preview, lesson_form()).json() == {"is_valid": True, "is_available": True}
    shown = editor.get(preview).content.decode()
    for words in (
        "Handler om ensomhet",
        "Formatert",
        "<strong>tekst</strong>",
        "Pust.",
        "En åpning.",
        "Ikke helt.",
        "Baksiden",
        "Det som sies",
        "Hva kjenner du?",
    ):
        assert words in shown
    assert cast.ed.lesson_progress.count() == 0

    editor.post(add, {**lesson_form(), "action-publish": "1"})

    lesson = LessonPage.objects.get(slug="ny")
    assert (lesson.live, len(lesson.body)) == (False, 9)  # it has a content note: a professional reads it first
    approve(ApprovalState.objects.get(), by=cast.siv)
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code == 200
    assert "Hva kjenner du?" in sign_in(cast.tuva).get("/nb/kurs/m1/ny/").content.decode()


def test_a_content_note_in_the_middle_is_refused_at_its_place(editor):
    module = ModulePage.objects.child_of(a_course()).first()
    add = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])
    late = streamfield([("markdown", "Først"), ("content_note", {"title": "Sent", "text": "For sent."})])

    answer = editor.post(add, {**lesson_form(body=late), "action-publish": "1"})

    (refusal,) = answer.context["form"].errors.as_data()["body"]
    assert list(refusal.block_errors) == [1]
    assert not LessonPage.objects.filter(slug="ny").exists()


@pytest.mark.parametrize("name", list(LessonBody().child_blocks))
def test_every_block_has_icon_description_group_and_a_picture_of_itself(editor, name):
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[name]
    assert block.meta.icon not in ("placeholder", "")
    assert block.get_description()
    assert block.meta.group
    assert block.is_previewable
    assert len(getattr(block, "child_blocks", {})) <= 6

    answer = editor.get("/admin/block-preview/", {"id": block.definition_prefix})

    assert answer.status_code == 200
    assert "lms/css/components.css" in answer.content.decode()
    assert '<div class="lesson-col"></div>' not in answer.content.decode()


def test_blocks_nest_at_most_two_levels_deep():
    def depth(block):
        below = [*getattr(block, "child_blocks", {}).values(), *([block.child_block] if hasattr(block, "child_block") else [])]
        return max(map(depth, below), default=0) + (1 if below and not hasattr(block, "child_block") else 0)

    assert max(depth(block) for block in LessonBody().child_blocks.values()) <= 2


def test_pages_stand_only_where_they_belong():
    below = {
        kind: {model.__name__ for model in kind.allowed_subpage_models() if model.is_creatable}
        for kind in (HomePage, CoursePage, ModulePage, LessonPage)
    }
    assert below == {
        HomePage: {"CoursePage", "StandardPage"}, CoursePage: {"ModulePage"}, ModulePage: {"LessonPage"}, LessonPage: set(),
    }  # fmt: skip


def test_a_preview_may_stand_in_a_frame_of_the_admin_and_the_page_itself_may_not(editor):
    lesson = lessons_of(a_course())[0]
    preview = editor.get(reverse("wagtailadmin_pages:view_draft", args=[lesson.pk]))
    page = editor.get("/nb/kurs/m1/l1/")
    assert "frame-ancestors 'self'" in preview.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in preview.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_every_list_of_pages_speaks_of_many_as_many():
    for model in (CoursePage, ModulePage, LessonPage, HomePage, StandardPage):
        assert model._meta.original_attrs["verbose_name_plural"], model


def test_every_icon_that_is_asked_for_is_there():
    asked = {
        name
        for room in ("cms", "courses", "certification")
        for source in (settings.ROOT / room).rglob("*.py")
        for name in re.findall(r'icon(?:_name)?"?(?: = |=|: )"([a-z-]+)"', source.read_text())
    }
    drawn = set(re.findall(r'id="icon-([a-z-]+)"', get_icons()))
    assert len(asked) > 15
    assert asked <= drawn, asked - drawn
