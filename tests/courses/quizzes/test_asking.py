"""A question's page drawn once for many: the same as drawn for its reader alone, and nothing of anybody else in it."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from courses.quizzes import asking
from courses.quizzes.actions import flag_question, save_answer, start_attempt
from lms.ui import skeletons
from tests.builders import a_quiz_of


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(skeletons, "_drawn", {})


def page_of(client, attempt, position=1, language="en"):
    with translation.override(language):
        url = reverse("quiz_question", kwargs={"attempt": attempt.pk, "position": position})
    return client.get(url).content.decode()


def plain(page):
    """Without what differs at each look: nonces, the form's key, the second."""
    return re.sub(r'(nonce|data-now)="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def test_a_page_from_what_was_kept_reads_as_drawn_for_its_reader_alone(cast, attempt, sign_in, monkeypatch):
    def pages():
        return [plain(page_of(client, attempt, position, language)) for position in (1, 2, 3) for language in ("nb", "da", "en")]

    client, first = sign_in(cast.tuva), attempt.questions.get(position=1)
    for deed in (
        lambda: None,
        lambda: save_answer(attempt, position=1, chosen=first.option_order[1:2], by=cast.tuva),
        lambda: flag_question(attempt, position=2, flagged=True, by=cast.tuva),
    ):
        deed()
        kept = [pages(), pages()][1]
        with monkeypatch.context() as alone:
            alone.setattr(asking, "drawn", lambda *_args, **_more: None)
            assert pages() == kept


def test_what_somebody_wrote_and_whose_attempt_it_is_stay_theirs_on_a_shared_frame(cast, sign_in):
    quiz = a_quiz_of("short_text", minutes=None)
    hers, other = (start_attempt(quiz, by=one) for one in (cast.tuva, cast.pia))
    save_answer(hers, position=1, chosen=["CANARY <b>"], by=cast.tuva)
    save_answer(other, position=1, chosen=["else"], by=cast.pia)
    seen, next_one = page_of(sign_in(cast.tuva), hers), page_of(sign_in(cast.pia), other)
    assert len(skeletons._drawn) == 1
    for page, attempt, person, written in ((seen, hers, cast.tuva, "CANARY &lt;b&gt;"), (next_one, other, cast.pia, "else")):
        assert f'data-quiz="{attempt.pk}" data-position="1" data-person="{person.pk}"' in page
        assert f'value="{written}"' in page
        assert f"/attempt/{attempt.pk}/1/unclear/" in page
    assert "CANARY" not in next_one
    assert f"/attempt/{hers.pk}/" not in next_one
    assert "CANARY" not in repr(skeletons._drawn)


def test_a_question_that_was_corrected_is_asked_in_its_own_words_on_the_same_frame(cast, quiz, sign_in):
    first, second = (start_attempt(quiz, by=one) for one in (cast.tuva, cast.pia))
    version = second.questions.get(position=1).version
    type(version).objects.filter(pk=version.pk).update(content={"en": {**version.text("en"), "stem": "Said anew"}})
    assert "Said anew" in page_of(sign_in(cast.pia), second)
    mine = first.questions.get(position=1)
    assert ("Said anew" in page_of(sign_in(cast.tuva), first)) == (mine.version_id == version.pk)
