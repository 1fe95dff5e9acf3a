from io import BytesIO

import pytest
from django.conf import settings
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.images.models import Image

from courses.outline.models import LessonPage
from tests.builders import a_course, a_lesson_body, lessons_of


def an_image(name="CANARY-name.png"):
    drawn = BytesIO()
    Pillow.new("RGB", (1600, 900), "navy").save(drawn, "PNG")
    return Image.objects.create(title="Fjord", file=ImageFile(drawn, name=name))


def test_a_picture_in_a_lesson_is_shown_with_its_words_and_can_be_fetched(cast, sign_in):
    lesson, image = lessons_of(a_course())[1], an_image()
    value = {"image": {"image": image.pk, "decorative": False, "alt_text": "En fjord <b>"}, "caption": "Kveld"}
    lesson.body = a_lesson_body(lesson.key, extra=[{"type": "image", "value": value, "id": None}])
    lesson.save_revision().publish()

    page = sign_in(cast.tuva).get("/nb/kurs/m1/l2/").content.decode()

    assert 'alt="En fjord &lt;b&gt;"' in page
    assert "Kveld</figcaption>" in page
    address = page.split('<figure class="part figure">')[1].split('src="')[1].split('"')[0]
    fetched = Client().get(address)
    assert (fetched.status_code, fetched.headers["Content-Type"]) == (200, "image/webp")
    assert fetched.headers["X-Content-Type-Options"] == "nosniff"


def test_a_lesson_whose_picture_was_deleted_can_still_be_read(cast, sign_in):
    lesson, image = lessons_of(a_course())[1], an_image()
    value = {"image": {"image": image.pk, "decorative": True, "alt_text": ""}, "caption": "Kveld"}
    lesson.body = a_lesson_body(lesson.key, extra=[{"type": "image", "value": value, "id": None}])
    lesson.save_revision().publish()
    image.delete()
    assert sign_in(cast.tuva).get("/nb/kurs/m1/l2/").status_code == 200
    assert LessonPage.objects.filter(pk=lesson.pk).exists()


@pytest.mark.parametrize(
    "path",
    ["../test.sqlite3", "%2e%2e/test.sqlite3", "..%2ftest.sqlite3", "/etc/passwd", "x.svg", "x.html", "nothing.webp", "a%00.png", "."],
)
def test_nothing_but_pictures_is_handed_out(db, path):
    (settings.MEDIA_ROOT / "images").mkdir(parents=True, exist_ok=True)
    for name in ("x.svg", "x.html"):
        (settings.MEDIA_ROOT / "images" / name).write_text("<script>alert(1)</script>")
    assert Client().get(f"/media/images/{path}").status_code in (301, 404)


def test_what_was_uploaded_itself_is_not_handed_out(db):
    image = an_image()
    assert Client().get(image.file.url).status_code == 404
