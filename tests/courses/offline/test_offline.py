"""What a phone may keep, and that it is nobody's."""

import uuid

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from courses.outline.models import LessonPage
from courses.progress.actions import write_reflection
from courses.progress.models import LessonProgress
from tests.builders import a_course, lessons_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson():
    return lessons_of(a_course())[1]


def kept(lesson, language="nb"):
    return f"/{language}/lessons/{lesson.key}/kept/"


def test_a_kept_lesson_has_its_words_and_nothing_about_who_keeps_it(cast, lesson, sign_in):
    block = uuid.UUID(next(child.id for child in lesson.body if child.block_type == "reflection"))
    write_reflection(lesson, block_id=block, text="CANARY-MINE", share=True, by=cast.tuva)
    answer = sign_in(cast.tuva).get(kept(lesson))
    page = answer.text
    assert "Noen <strong>ord</strong>" in page
    assert "Hva tenker du?" in page
    for personal in ("CANARY-MINE", cast.tuva.alias, cast.tuva.email, str(cast.tuva.public_id), "csrfmiddlewaretoken", "data-person"):
        assert personal not in page
    assert not LessonProgress.objects.exists()


def test_it_is_the_same_for_everybody_in_a_place(cast, lesson, sign_in):
    def plain(person):
        answer = sign_in(person).get(kept(lesson))
        nonce = answer.headers["Content-Security-Policy"].split("nonce-")[1].split("'")[0]
        return answer.text.replace(nonce, "")

    assert plain(cast.tuva) == plain(cast.siv)


def test_strangers_keep_nothing_and_what_is_not_published_or_not_for_all_is_not_there(cast, lesson, sign_in):
    tuva = sign_in(cast.tuva)
    assert Client().get(kept(lesson)).status_code == 302
    assert tuva.post(kept(lesson)).status_code == 405
    assert tuva.get(f"/nb/lessons/{uuid.uuid4()}/kept/").status_code == 404
    PageViewRestriction.objects.create(page=lesson, restriction_type=PageViewRestriction.PASSWORD, password="x")
    assert tuva.get(kept(lesson)).status_code == 404
    PageViewRestriction.objects.all().delete()
    for page in LessonPage.objects.filter(translation_key=lesson.key):
        page.unpublish()
    assert tuva.get(kept(lesson)).status_code == 404


def test_it_is_kept_in_the_readers_language(cast, lesson, sign_in):
    assert "l2 da" in sign_in(cast.tuva).get(kept(lesson, "da")).text


def test_what_was_read_without_a_connection_is_sent_later_and_told(cast, lesson, sign_in):
    tuva = sign_in(cast.tuva)
    for _again in range(2):
        answer = tuva.post(f"/nb/lessons/{lesson.key}/complete/", headers={"Accept": "application/json"})
        assert answer.json() == {"done": True}
    assert LessonProgress.objects.done().count() == 1
    assert "l2 nb" in tuva.get("/nb/me/").text


def test_the_list_and_the_worker_know_nobody(cast, sign_in):
    page = sign_in(cast.tuva).get("/nb/saved/").text
    assert page
    for personal in (cast.tuva.alias, str(cast.tuva.public_id), "csrfmiddlewaretoken"):
        assert personal not in page
    worker = Client().get("/sw.js")
    assert worker.headers["Content-Type"].startswith("text/javascript")
    assert worker.headers["Cache-Control"] == "no-cache"
    assert "X-Kept-Until" in worker.text


def test_the_house_can_be_installed(lesson):
    told = Client().get("/manifest.webmanifest")
    assert told.headers["Content-Type"] == "application/manifest+json"
    assert {icon["sizes"] for icon in told.json()["icons"]} == {"192x192", "512x512"}
    assert 'rel="manifest"' in Client().get("/nb/kurs/").text


def test_pages_say_whose_they_are_so_that_another_person_finds_nothing(cast, lesson, sign_in):
    assert f'data-person="{cast.tuva.public_id}"' in sign_in(cast.tuva).get("/nb/me/").text
    assert 'data-person=""' in Client().get("/nb/kurs/").text


def test_signing_out_takes_everything_from_the_device(cast, sign_in):
    tuva = sign_in(cast.tuva)
    assert "Clear-Site-Data" not in tuva.get("/nb/account/logout/").headers
    assert tuva.post("/nb/account/logout/").headers["Clear-Site-Data"] == '"cache", "storage"'
