import logging

import pytest
from django.test import Client
from django.urls import path

from lms import urls
from lms.kernel.permissions import public

SECRET = "CANARY hun skrev noe sårt"


@public("only in this test")
def explode(request):
    raise ValueError(SECRET)


@pytest.fixture
def a_broken_view():
    urls.urlpatterns.insert(0, path("explode/", explode))
    yield
    urls.urlpatterns.pop(0)


def test_a_broken_view_ends_in_a_plain_page_with_a_number_and_nothing_personal(db, a_broken_view, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = Client(raise_request_exception=False).get("/explode/")
    page = answer.content.decode()
    assert answer.status_code == 500
    number = next(record.args[0] for record in caplog.records if record.name == "lms.incident")
    assert number in page
    assert SECRET not in page
    assert SECRET not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("lms"))


def test_what_is_not_here_is_a_page_of_ours_in_the_right_language(cast, sign_in):
    answer = sign_in(cast.tuva).get("/da/findes-ikke/")
    assert answer.status_code == 404
    assert 'lang="da"' in answer.content.decode()


def test_scripts_get_json(db):
    answer = Client().get("/nb/nope/", headers={"accept": "application/json"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
