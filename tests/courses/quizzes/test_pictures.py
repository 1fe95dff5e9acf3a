"""A question with a picture: shown where the question stands, with words for those who cannot see it, in every language."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from PIL import Image as Pillow
from wagtail.images.models import Image

from cms.editors import grant
from courses.findings import in_question
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.bank import Question
from courses.quizzes.freezing import families, freeze_questions
from courses.quizzes.models import QuestionVersion
from tests.builders import a_question, a_quiz, answer_all


def an_image(colour="navy", size=(1600, 900)):
    drawn = BytesIO()
    Pillow.new("RGB", size, colour).save(drawn, "PNG")
    return Image.objects.create(title="Fjord", file=ImageFile(drawn, name=f"{colour}.png"))


@pytest.fixture
def pictured(cast):
    """A quiz of one question, with a picture and words in three languages."""
    question, image = a_question("role-01"), an_image()
    for row in Question.objects.filter(translation_key=question.translation_key):
        row.picture, row.picture_alt = image, f"Fjord <b> {row.language}"
        row.save()
    return a_quiz(questions=False, draw=[("role", False, 1)])


def address_of(name, language="nb", **place):
    with translation.override(language):
        return reverse(name, kwargs=place)


@pytest.mark.parametrize("language", ["nb", "da", "en"])
def test_the_picture_stands_above_what_is_asked_with_words_in_ones_language(cast, pictured, sign_in, language):
    attempt = start_attempt(pictured, by=cast.tuva)
    page = sign_in(cast.tuva).get(address_of("quiz_question", language, attempt=attempt.pk, position=1)).content.decode()
    assert f'alt="Fjord &lt;b&gt; {language}"' in page
    assert page.index('class="q-pic"') < page.index('class="q-ask"')
    source = page.split('class="q-pic"')[1].split('src="')[1].split('"')[0]
    fetched = Client().get(source)
    assert (fetched.status_code, fetched.headers["Content-Type"]) == (200, "image/webp")


def test_it_stands_on_the_result_page_too(cast, pictured, sign_in):
    attempt = start_attempt(pictured, by=cast.tuva)
    submit_attempt(answer_all(attempt), by=cast.tuva)
    assert 'alt="Fjord &lt;b&gt; nb"' in sign_in(cast.tuva).get(address_of("quiz_result", attempt=attempt.pk)).content.decode()


@pytest.mark.parametrize("gone", ["row", "file"])
def test_when_the_picture_is_gone_its_words_stand_alone(cast, pictured, sign_in, gone):
    attempt = start_attempt(pictured, by=cast.tuva)
    image = Image.objects.get()
    if gone == "row":
        image.delete()
    else:
        image.file.storage.delete(image.file.name)
    answer = sign_in(cast.tuva).get(address_of("quiz_question", attempt=attempt.pk, position=1))
    page = answer.content.decode()
    assert (answer.status_code, "<img" in page.split('class="q-pic"')[1].split("</div>")[0]) == (200, False)
    assert "Fjord &lt;b&gt; nb" in page
    assert Question.objects.filter(bank="chatvert").count() == 3


def test_another_picture_is_another_version_and_a_question_without_one_stays_what_it_was(cast, pictured):
    plain = a_question("role-02")
    keys = [str(plain.translation_key), str(Question.objects.get(slug="role-01", locale__language_code="nb").translation_key)]
    first = freeze_questions(families(keys), keys)
    assert "picture" not in first[0].content["nb"]
    assert freeze_questions(families(keys), keys) == first
    Question.objects.filter(slug="role-01").update(picture=an_image("teal"))
    second = freeze_questions(families(keys), keys)
    assert (second[0] == first[0], second[1].number, QuestionVersion.objects.count()) == (True, 2, 3)


def test_the_picture_of_a_translation_is_that_of_its_source(cast, pictured):
    danish = Question.objects.get(slug="role-01", locale__language_code="da")
    danish.picture = an_image("red")
    danish.save()
    key = str(danish.translation_key)
    content = freeze_questions(families([key]), [key])[0].content
    assert content["da"]["picture"] == {"image": content["nb"]["picture"]["image"], "alt": "Fjord <b> da"}


def test_a_picture_without_words_is_not_published_and_the_checks_name_it(cast, pictured):
    question = Question.objects.get(slug="role-01", locale__language_code="nb")
    question.picture_alt = " "
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert set(refused.value.message_dict) == {"picture_alt"}
    assert any("no words for those" in str(what) for what in in_question(question))


def test_an_editor_sees_it_in_the_form_and_in_the_preview(cast, pictured, sign_in):
    grant(cast.ed)
    question = Question.objects.get(slug="role-01", locale__language_code="nb")
    editor = sign_in(cast.ed)
    page = editor.get(reverse(Question.snippet_viewset.get_url_name("edit"), args=[question.pk])).content.decode()
    assert 'name="picture_alt"' in page
    for mode in ("face", "after"):
        assert "Fjord &lt;b&gt; nb" in question.make_preview_request(preview_mode=mode).content.decode()
