import json
import uuid

import pytest
from django.test import Client

from courses.outline.models import LessonPage
from courses.progress.actions import LONGEST, complete_lesson, write_reflection
from courses.progress.models import LessonProgress, Reflection
from tests.builders import a_course, a_lesson_body, lessons_of

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = "/nb/kurs/m1/l1/", "/nb/kurs/m1/l2/", "/nb/kurs/m2/l1/"


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def tuva(cast, course, sign_in):
    return sign_in(cast.tuva)


def text_of(answer):
    return answer.content.decode()


def complete(client, lesson):
    return client.post(f"/nb/lessons/{lesson.key}/complete/")


def address(lesson, language="nb"):
    block = next(child.id for child in lesson.body if child.block_type == "reflection")
    return f"/{language}/lessons/{lesson.key}/reflections/{block}/"


# the gate


def test_strangers_are_led_to_sign_in_and_back(course):
    answer = Client().get(TWO)
    assert answer.status_code == 302
    assert answer.url.endswith(f"?next={TWO}")


def test_the_open_lesson_course_and_module_can_be_read_by_everybody_and_leave_no_trace(course):
    for path in (ONE, "/nb/kurs/", "/nb/kurs/m1/"):
        assert Client().get(path).status_code == 200
    page = text_of(Client().get(ONE))
    assert "/complete/" not in page
    assert "<textarea" not in page
    assert not LessonProgress.objects.exists()


def test_anybody_who_is_signed_in_can_read(cast, course, sign_in):
    for person in (cast.stein, cast.nora, cast.pia):
        assert sign_in(person).get(TWO).status_code == 200


# reading


def test_the_first_visit_is_noted_and_nothing_else(cast, course, tuva):
    before = text_of(tuva.get(TWO))
    row = LessonProgress.objects.get()
    assert (row.person, row.lesson_key, row.completed_at, row.language) == (cast.tuva, lessons_of(course)[1].key, None, "nb")
    tuva.get(TWO)
    tuva.head(TWO)
    again = LessonProgress.objects.get()
    assert (again.opened_at, again.completed_at) == (row.opened_at, None)
    assert "i-undo" not in before.split("</svg>\n<header")[1]
    assert not Reflection.objects.exists()


def test_looking_ahead_by_the_browser_is_no_visit(tuva):
    tuva.get(TWO, headers={"Sec-Purpose": "prefetch"})
    tuva.head(TWO)
    assert not LessonProgress.objects.exists()


def test_a_lesson_is_not_kept_by_any_cache(tuva):
    assert {"no-store", "private"} <= set(tuva.get(ONE).headers["Cache-Control"].replace(",", "").split())


def test_the_page_is_light(tuva):
    assert len(tuva.get(ONE).content) < 100_000


def test_a_lesson_asks_the_database_the_same_number_of_times_however_long_course_and_lesson_are(
    cast, sign_in, tuva, django_assert_max_num_queries
):
    def queries(client, path):
        client.get(path)
        with django_assert_max_num_queries(20) as asked:
            client.get(path)
        return len(asked)

    a_course(slug="langt", lessons=(9, 9, 9))
    lesson = LessonPage.objects.get(url_path__endswith="-nb/langt/m1/l1/")
    more = [
        {"type": "chat", "value": {"title": "", "lines": [{"who": "A", "text": "x", "host": False, "aside": ""}]}, "id": str(uuid.uuid4())}
    ] * 9
    lesson.body = a_lesson_body(lesson.key, extra=more)
    lesson.save_revision().publish()
    assert queries(tuva, ONE) == queries(tuva, "/nb/langt/m1/l1/") <= 20


# finishing


def test_done_leads_to_the_next_lesson_and_the_last_of_a_module_to_the_module(cast, course, tuva):
    one, two, three = lessons_of(course)
    assert complete(tuva, one).url == TWO
    assert complete(tuva, two).url == "/nb/kurs/m1/"
    assert complete(tuva, three).url == "/nb/kurs/m2/"
    assert LessonProgress.objects.filter(person=cast.tuva).done().count() == 3
    assert complete(tuva, one).status_code == 302
    assert LessonProgress.objects.count() == 3


def test_done_in_danish_stays_in_danish(course, tuva):
    assert tuva.post(f"/da/lessons/{lessons_of(course)[0].key}/complete/").url == "/da/kurs/m1/l2/"


def test_coming_back_says_when_one_was_there_and_offers_the_next(course, tuva):
    complete(tuva, lessons_of(course)[0])
    page = text_of(tuva.get(ONE))
    assert 'class="is-done"' in page
    assert "/complete/" not in page
    assert f'class="btn btn--main" href="{TWO}"' in page


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_only_a_post_finishes_a_lesson(course, tuva, method):
    assert getattr(tuva, method)(f"/nb/lessons/{lessons_of(course)[0].key}/complete/").status_code == 405
    assert not LessonProgress.objects.done().exists()


def test_strangers_finish_nothing(course):
    assert Client().post(f"/nb/lessons/{lessons_of(course)[0].key}/complete/").status_code == 302
    assert Client(enforce_csrf_checks=True).post(f"/nb/lessons/{lessons_of(course)[0].key}/complete/").status_code in (302, 403)
    assert not LessonProgress.objects.exists()


def test_a_lesson_that_is_unknown_or_unpublished_is_not_there(course, tuva):
    lessons_of(course)[1].unpublish()
    danish = LessonPage.objects.get(slug="l2", locale__language_code="da")
    danish.unpublish()
    for key in (uuid.uuid4(), danish.key):
        assert tuva.post(f"/nb/lessons/{key}/complete/").status_code == 404
    assert tuva.post("/nb/lessons/not-a-key/complete/").status_code == 404


# reflecting


def test_words_are_kept_and_stand_there_again(cast, course, tuva):
    lesson = lessons_of(course)[0]
    answer = tuva.post(address(lesson), {"text": "Mine <b>ord</b>\nto linjer"})
    assert answer.url.startswith(f"{ONE}#r-")
    page = text_of(tuva.get(ONE))
    assert "Mine &lt;b&gt;ord&lt;/b&gt;\nto linjer</textarea>" in page
    assert "Mine &lt;b&gt;ord" in text_of(tuva.get("/da/kurs/m1/l1/"))
    assert Reflection.objects.get().person == cast.tuva


def test_nobody_else_meets_my_words_in_the_lesson(cast, course, tuva, sign_in):
    tuva.post(address(lessons_of(course)[0]), {"text": "CANARY-TUVA", "share": "on"})
    for person in (cast.siv, cast.nora, cast.pia, cast.kari):
        assert "CANARY-TUVA" not in text_of(sign_in(person).get(ONE))
    assert "CANARY-TUVA" not in text_of(Client().get(ONE))


def test_the_pages_script_gets_json(course, tuva):
    answer = tuva.post(address(lessons_of(course)[0]), {"text": "Ord", "share": "on"}, headers={"Accept": "application/json"})
    body = json.loads(answer.content)
    assert (answer.status_code, body["shared"], sorted(body)) == (200, True, ["saved", "shared"])


def test_too_much_text_is_answered_beside_the_field_and_kept(course, tuva):
    sent = "a" * (LONGEST + 1)
    answer = tuva.post(address(lessons_of(course)[0]), {"text": sent, "share": "on"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert sent in page
    assert 'aria-invalid="true"' in page
    assert not Reflection.objects.exists()
    assert tuva.post(address(lessons_of(course)[0]), {"text": sent}, headers={"Accept": "application/json"}).status_code == 422


def test_questions_of_other_lessons_are_not_there(course, tuva):
    one, two, _three = lessons_of(course)
    foreign = address(two).replace(str(two.key), str(one.key))
    assert tuva.post(foreign, {"text": "x"}).status_code == 404
    assert tuva.get(address(one)).status_code == 405
    assert Client().post(address(one), {"text": "x"}).status_code == 302
    assert not Reflection.objects.exists()


# overviews


def test_course_and_module_show_what_is_done_and_what_is_next(course, tuva):
    complete(tuva, lessons_of(course)[0])
    for path in ("/nb/kurs/", "/nb/kurs/m1/"):
        page = text_of(tuva.get(path))
        assert page.count('data-state="done"') == 1
        assert f'href="{TWO}" data-state="next"' in page


@pytest.mark.parametrize(("path", "open_now"), [("/nb/kurs/", "<b>Åpen</b>"), ("/da/kurs/", "<b>Åben</b>")])
def test_a_lesson_is_open_and_its_word_is_no_command(course, tuva, path, open_now):
    assert open_now in text_of(tuva.get(path))


def test_a_finished_module_says_so_and_leads_on(course, tuva):
    for lesson in lessons_of(course)[:2]:
        complete(tuva, lesson)
    page = text_of(tuva.get("/nb/kurs/m1/"))
    assert f'class="btn btn--main" href="{THREE}"' in page


def test_reflections_list_mine_and_what_was_shared_with_me(cast, course, tuva, sign_in):
    one, two, _three = lessons_of(course)
    tuva.post(address(one), {"text": "CANARY-SHARED", "share": "on"})
    tuva.post(address(two), {"text": "CANARY-PRIVATE"})
    mine, sivs = text_of(tuva.get("/nb/reflections/")), text_of(sign_in(cast.siv).get("/nb/reflections/"))
    assert "CANARY-SHARED" in mine
    assert "CANARY-PRIVATE" in mine
    assert "CANARY-SHARED" in sivs
    assert "Tuva" in sivs
    assert cast.tuva.legal_name not in sivs
    assert "CANARY-PRIVATE" not in sivs
    for person in (cast.nora, cast.kari, cast.stein):
        assert "CANARY" not in text_of(sign_in(person).get("/nb/reflections/"))
    assert Client().get("/nb/reflections/").status_code == 302


def test_the_list_of_reflections_is_as_cheap_with_three_rows_as_with_one(cast, course, sign_in, django_assert_max_num_queries):
    def queries(client):
        client.get("/nb/reflections/")
        with django_assert_max_num_queries(30) as asked:
            assert client.get("/nb/reflections/").status_code == 200
        return len(asked)

    siv, numbers = sign_in(cast.siv), []
    for count, lesson in enumerate(lessons_of(course), 1):
        block = next(child.id for child in lesson.body if child.block_type == "reflection")
        write_reflection(lesson, block_id=uuid.UUID(block), text=f"Ord {count}", share=True, by=cast.tuva)
        numbers.append(queries(siv))
    assert numbers[0] == numbers[2]


def test_switching_language_on_a_lesson_leads_to_the_same_lesson(course, tuva, cast):
    complete_lesson(lessons_of(course)[0], by=cast.tuva)
    answer = tuva.post("/i18n/setlang/", {"language": "da", "next": ONE})
    assert answer.url == "/da/kurs/m1/l1/"
    page = text_of(tuva.get(answer.url))
    assert "l1 da" in page
    assert 'class="is-done"' in page
