"""A dialogue stands in a lesson: it is walked there, and goes on where one left it."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.dialogues import actions
from courses.dialogues.models import Dialogue, DialogueWalk
from courses.exchange import load
from courses.exchange.lesson_text import parse_lesson
from courses.exchange.report import Report
from courses.outline.models import LessonPage
from tests.builders import DIALOGUE_KEY, a_course, a_dialogue, lessons_of
from tests.courses.exchange.small import write_package

FRONT = "---\nkey: k\ntitle: T\nsummary: S\nminutes: 4\ngoals: [g]\nopen_to_all: false\n---\n"


@pytest.fixture
def lesson(cast):
    """A lesson that shows the dialogue."""
    a_dialogue()
    page = lessons_of(a_course())[0]
    page.body = json.dumps([{"type": "markdown", "value": "Først."}, {"type": "dialogue", "value": {"dialogue": "lunsj"}, "id": "d" * 8}])
    page.save()
    return LessonPage.objects.get(pk=page.pk)


def begin(client, here="", **more):
    return client.post(f"/nb/alone/{DIALOGUE_KEY}/", {"here": here, **more})


def test_it_is_begun_answered_and_ended_without_leaving_the_lesson(lesson, cast, sign_in):
    client, address = sign_in(cast.tuva), lesson.url
    shown = client.get(address).content.decode()
    assert "Lunsj nb" in shown
    assert "counts for nothing" in shown or "teller ikke" in shown
    assert "CANARY" not in shown
    assert begin(client, f"{address}#now-lunsj").headers["Location"] == f"{address}#now-lunsj"
    walk = DialogueWalk.objects.get()
    assert "er du der?" in client.get(address).content.decode()
    answer = client.post(f"/nb/alone/walks/{walk.pk}/", {"here": f"{address}#now-lunsj", "place": "start", "reply": "0"})
    assert answer.headers["Location"] == f"{address}#now-lunsj"
    after = client.get(address).content.decode()
    assert "CANARY-WHY Varmt." in after
    assert 'id="now-lunsj"' in after
    assert "CANARY-END" not in after


def test_what_was_begun_on_its_own_page_goes_on_in_the_lesson(lesson, cast, sign_in):
    walk = actions.begin(Dialogue.objects.get(), by=cast.tuva)
    actions.answer(walk, place="start", reply=0, by=cast.tuva)
    assert "Hei! Ja. nb" in sign_in(cast.tuva).get(lesson.url).content.decode()
    assert "Hei! Ja. nb" not in sign_in(cast.siv).get(lesson.url).content.decode()


@pytest.mark.parametrize("here", ["https://annet.example/", "//annet.example/x", "javascript:alert(1)", "\\\\annet.example"])
def test_the_way_back_never_leads_to_another_site(lesson, cast, sign_in, here):
    assert begin(sign_in(cast.tuva), here).headers["Location"] == f"/nb/alone/{DIALOGUE_KEY}/"


def test_a_dialogue_that_was_taken_down_leaves_the_lesson_whole(lesson, cast, sign_in):
    Dialogue.objects.update(live=False)
    shown = sign_in(cast.tuva).get(lesson.url)
    assert shown.status_code == 200
    assert "Lunsj" not in shown.content.decode()


def test_strangers_are_asked_to_sign_in_before_they_try(lesson, client):
    LessonPage.objects.filter(pk=lesson.pk).update(open_to_all=True)
    shown = client.get(lesson.url).content.decode()
    assert "Lunsj nb" in shown
    assert f"/alone/{DIALOGUE_KEY}/" not in shown


def test_the_same_few_questions_whether_begun_or_not(lesson, cast, sign_in):
    client = sign_in(cast.tuva)
    client.get(lesson.url)
    with CaptureQueriesContext(connection) as fresh:
        client.get(lesson.url)
    actions.begin(Dialogue.objects.get(), by=cast.tuva)
    with CaptureQueriesContext(connection) as begun:
        client.get(lesson.url)
    assert len(begun) == len(fresh)


def test_an_editor_can_only_choose_a_dialogue_that_is_published(lesson):
    block = LessonPage._meta.get_field("body").stream_block.child_blocks["dialogue"]
    assert block.clean(block.to_python({"dialogue": "lunsj"}))["dialogue"] == "lunsj"
    with pytest.raises(ValidationError):
        block.clean(block.to_python({"dialogue": "borte"}))


# packages


def test_a_lesson_names_a_dialogue_by_its_key():
    report = Report()
    text = parse_lesson(f"{FRONT}Ord.\n\n::: dialogue key=lunsj\n:::\n", "x.md", report)
    assert report.ok
    assert [(one.kind, one.value) for one in text.blocks] == [("markdown", "Ord."), ("dialogue", {"dialogue": "lunsj"})]
    parse_lesson(f"{FRONT}::: dialogue key=lunsj\nnoe\n:::\n", "x.md", report)
    assert "nothing stands inside" in str(report)


def test_a_lesson_that_names_a_dialogue_nobody_wrote_is_refused(tmp_path, cast):
    root = write_package(tmp_path)
    for file in root.glob("course/*/*/lesson.*.md"):
        file.write_text(file.read_text() + "\n::: dialogue key=borte\n:::\n")
    report = load(root)
    assert not report.ok
    assert not LessonPage.objects.exists()


def test_a_professional_reads_every_reply_and_ending_in_the_lesson(lesson, cast, rf):
    """In the preview with every answer open; the one as a trainee sees it tells nothing early."""
    request = rf.get("/admin/")
    request.user = cast.ed
    opened, first = (lesson.make_preview_request(request, mode).content.decode() for mode in ("opened", ""))
    for told in ("CANARY-WHY Varmt.", "CANARY-END", 'href="#lunsj-'):
        assert told in opened
    assert "CANARY" not in first


def test_the_map_of_a_dialogue_tells_what_replies_do_and_how_it_ends(lesson):
    shown = Dialogue.objects.get().make_preview_request(preview_mode="map").content.decode()
    assert "CANARY-WHY Varmt." in shown
    assert "CANARY-END" in shown
