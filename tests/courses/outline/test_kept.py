"""A lesson that is kept in memory is never older than the last change of anything about pages, whichever way the change came."""

import json
import re
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from wagtail.models import Page, PageViewRestriction, Site

from courses.outline.models import LessonPage
from courses.outline.stamp import TREE_STAMP
from courses.progress.actions import complete_lesson, write_reflection
from tests.builders import a_course, lessons_of


@pytest.fixture
def lesson(cast) -> LessonPage:
    return lessons_of(a_course())[0]


def stamp() -> str:
    with connection.cursor() as cursor:
        cursor.execute(TREE_STAMP)
        return cursor.fetchone()[0] or ""


def read(client, lesson) -> str:
    answer = client.get(lesson.url)
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_a_second_reading_asks_four_questions_however_long_the_course(cast, sign_in, lesson):
    client = sign_in(cast.tuva)
    assert lesson.title in read(client, lesson)
    with CaptureQueriesContext(connection) as asked:
        read(client, lesson)
    assert len(asked) <= 4  # session, person, what they did, their reflections
    many = lessons_of(a_course(slug="lang", lessons=(9, 9, 9)))[0]
    read(client, many), read(client, many)
    with CaptureQueriesContext(connection) as asked:
        read(client, many)
    assert len(asked) <= 4


CHANGES = {
    "by a query": lambda lesson: LessonPage.objects.filter(pk=lesson.pk).update(summary="Anders nå"),
    "of a page's row": lambda lesson: Page.objects.filter(pk=lesson.pk).update(title="Ny"),
    "by deleting": lambda lesson: LessonPage.objects.get(pk=lesson.pk).delete(),
    "of who may read": lambda lesson: PageViewRestriction.objects.create(page=lesson, restriction_type="password", password="x"),
    "of the site": lambda lesson: Site.objects.update(site_name="Ny"),
    "by hand": lambda lesson: connection.cursor().execute("UPDATE wagtailcore_page SET title = 'x' WHERE id = %s", [lesson.pk]),
}


@pytest.mark.parametrize("way", CHANGES)
def test_every_change_draws_a_new_stamp(lesson, way):
    before = stamp()
    CHANGES[way](lesson)
    assert stamp() not in ("", before)


def test_what_editors_publish_is_there_at_the_next_reading(cast, sign_in, lesson):
    client = sign_in(cast.tuva)
    read(client, lesson)
    lesson.title = "Helt ny tittel"
    lesson.save_revision().publish()
    assert "Helt ny tittel" in read(client, lesson)


def test_a_draft_is_not(cast, sign_in, lesson):
    client = sign_in(cast.tuva)
    read(client, lesson)
    lesson.title = "Bare et utkast"
    lesson.save_revision()
    assert "Bare et utkast" not in read(client, lesson)


def test_an_unpublished_or_restricted_lesson_is_gone_at_once(cast, sign_in, lesson):
    client = sign_in(cast.tuva)
    read(client, lesson)
    PageViewRestriction.objects.create(page=lesson.get_parent(), restriction_type="password", password="hemmelig")
    assert lesson.summary not in read(client, lesson)
    PageViewRestriction.objects.all().delete()
    assert lesson.summary in read(client, lesson)
    lesson.unpublish()
    assert read(client, lesson) == "404"


def test_a_new_lesson_beside_it_counts_in_the_module_at_once(cast, sign_in, lesson):
    client = sign_in(cast.tuva)
    assert "1 av 2" in read(client, lesson)
    Page.objects.filter(pk=lesson.get_siblings(inclusive=False).first().pk).update(live=False)
    assert "1 av 1" in read(client, lesson)


def test_what_was_rolled_back_leaves_nothing_behind(cast, sign_in, lesson):
    client = sign_in(cast.tuva)
    read(client, lesson)
    with transaction.atomic():
        Page.objects.filter(pk=lesson.pk).update(title="Aldri sant")
        assert "Aldri sant" in read(client, lesson)
        transaction.set_rollback(True)
    assert "Aldri sant" not in read(client, lesson)


def test_strangers_meet_the_gate_also_when_somebody_else_has_just_read(cast, sign_in, client, lesson):
    closed = lesson.get_siblings(inclusive=False).first().specific
    assert closed.title in read(sign_in(cast.tuva), closed)
    assert client.get(closed.url).status_code == 302


def test_one_readers_words_never_reach_the_next(cast, sign_in, lesson):
    tuva, pia = sign_in(cast.tuva), sign_in(cast.pia)
    open_again, done = "Ferdig, neste leksjon", "Du ble ferdig"
    assert open_again in read(tuva, lesson)
    assert open_again in read(pia, lesson)
    complete_lesson(lesson, by=cast.tuva)
    assert done in read(tuva, lesson)
    assert "1 av 2 gjort" in read(tuva, lesson)
    assert done not in read(pia, lesson)
    assert "0 av 2 gjort" in read(pia, lesson)


def test_what_somebody_wrote_in_a_lesson_is_read_by_them_alone(cast, sign_in, lesson):
    block = str(uuid.uuid4())
    lesson.body = json.dumps([{"type": "reflection", "id": block, "value": {"question": "Hva la du merke til?"}}])
    lesson.save_revision().publish()
    tuva, pia = sign_in(cast.tuva), sign_in(cast.pia)
    assert "Hva la du merke til?" in read(pia, lesson)
    write_reflection(lesson, block_id=uuid.UUID(block), share=False, by=cast.tuva, text="Bare for mine øyne")
    write_reflection(lesson, block_id=uuid.UUID(block), share=False, by=cast.pia, text="Noe helt annet")
    for _again in range(2):
        assert "Bare for mine øyne" in read(tuva, lesson)
        assert "Noe helt annet" not in read(tuva, lesson)
        assert "Noe helt annet" in read(pia, lesson)
        assert "Bare for mine øyne" not in read(pia, lesson)
    assert "mine øyne" not in read(sign_in(cast.siv), lesson)


@pytest.mark.parametrize("text", ["Jeg ble stille.", "</textarea><b>x</b> & {{ text }}", "to\n\nlinjer", ""])
@pytest.mark.parametrize("share", [False, True])
def test_ones_own_lines_stand_in_a_kept_lesson_as_in_one_drawn_for_oneself(cast, sign_in, lesson, text, share, monkeypatch):
    block = str(uuid.uuid4())
    lesson.body = json.dumps([{"type": "reflection", "id": block, "value": {"question": "Hva la du merke til?"}}])
    lesson.save_revision().publish()
    write_reflection(lesson, block_id=uuid.UUID(block), share=share, by=cast.tuva, text=text)
    client = sign_in(cast.tuva)

    def form() -> str:
        page = read(client, lesson)
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page[page.index(f'id="r-{block}"') :].partition("</section>")[0])

    kept = form()
    monkeypatch.setattr("courses.serving.lesson_alike", lambda *_: None)
    assert kept == form()
    assert escape(text) in kept


def test_a_kept_lesson_carries_the_readers_own_keys(cast, sign_in, lesson):
    tuva, pia = sign_in(cast.tuva), sign_in(cast.pia)
    read(tuva, lesson), read(pia, lesson)
    answers = [tuva.get(lesson.url), pia.get(lesson.url), pia.get(lesson.url)]
    nonces = [re.search(r"'nonce-([^']+)'", answer["Content-Security-Policy"]).group(1) for answer in answers]
    assert len(set(nonces)) == 3
    for answer, nonce, person in zip(answers, nonces, (cast.tuva, cast.pia, cast.pia), strict=True):
        page = answer.content.decode()
        assert set(re.findall(r'nonce="([^"]+)"', page)) == {nonce}
        assert f'data-person="{person.public_id}"' in page
        assert "no-store" in answer["Cache-Control"]
    assert str(cast.tuva.public_id) not in answers[1].content.decode()


def test_a_word_for_the_reader_is_shown_once_over_a_kept_lesson(cast, sign_in, lesson):
    client = sign_in(cast.tuva)
    read(client, lesson)
    client.post(reverse("complete_lesson", args=[lesson.key]), headers={"Accept": "application/json"})
    assert "toast" in read(client, lesson)
    assert "toast" not in read(client, lesson)
