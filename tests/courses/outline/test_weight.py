"""How heavy the first lesson is: everything a phone fetches for it but pictures, compressed as it is sent, and in how many rounds."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from courses.exchange.pages import body_of
from courses.outline.models import LessonPage
from tests.builders import a_course
from tests.courses.packages.shelf import packages

ALL, SCRIPTS = 100_000, 20_000
IMPORT = re.compile(r"^import [^;]*?[\"'](\.[^\"']+)[\"'];", re.MULTILINE)


@pytest.fixture
def address(db) -> str:
    """The first lesson of the real programme, in the place of the first one of a small course."""
    a_course()
    first = packages()["chatvert"].course_lessons[0].texts["nb"]
    page = LessonPage.objects.filter(locale__language_code="nb").order_by("path").first()
    page.title, page.summary, page.body = first.title, first.summary, json.dumps(body_of(first, page.translation_key, media=None))
    page.save()
    return page.get_url()


def fetched(client: Client, address: str) -> tuple[int, set[str]]:
    """(bytes of the page as it travels, the static files it names)."""
    answer = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
    html = gzip.decompress(answer.content).decode()
    named = re.findall(r'<(?:link|script)[^>]+(?:href|src)="/static/([^"]+)"', html)
    return len(answer.content), {name for name in named if not name.endswith((".png", ".svg"))}


def source(name: str) -> Path:
    return Path(finders.find(name))


def weight(name: str) -> int:
    """As it is sent to a browser that takes gzip; those that take Brotli get less. Fonts are compressed already."""
    content = source(name).read_bytes()
    return len(content) if name.endswith(".woff2") else len(gzip.compress(content, 9))


def imported(name: str) -> set[str]:
    """The modules that a module imports, and those they import."""
    near = {str(Path("/", name).parent.joinpath(one).resolve())[1:] for one in IMPORT.findall(source(name).read_text())}
    return near.union(*(imported(one) for one in near))


@pytest.fixture(params=["stranger", "trainee"])
def visitor(request, cast, sign_in) -> Client:
    return Client() if request.param == "stranger" else sign_in(cast.tuva)


def test_the_first_lesson_weighs_at_most_a_hundred_kilobytes(visitor, address):
    page, named = fetched(visitor, address)
    every = named.union(*(imported(name) for name in named if name.endswith(".js")))
    assert {Path(name).suffix for name in every} == {".css", ".js", ".woff2"}
    assert page + sum(map(weight, every)) <= ALL


def test_its_scripts_weigh_at_most_twenty_and_come_in_one_round(visitor, address):
    named = {name for name in fetched(visitor, address)[1] if name.endswith(".js")}
    assert set().union(*(imported(name) for name in named)) <= named  # nothing is found out about later
    assert sum(map(weight, named)) <= SCRIPTS


def test_pages_travel_small_and_whoever_cannot_unpack_gets_them_as_they_are(address):
    small, plain = (Client().get(address, headers={"accept-encoding": how}) for how in ("gzip", "identity"))
    assert "Content-Encoding" not in plain
    assert len(small.content) < len(plain.content) / 2
    assert small["Vary"] == plain["Vary"]
    assert "Accept-Encoding" in plain["Vary"]
