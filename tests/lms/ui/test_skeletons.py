"""Pages drawn once for many: nothing of one reader may reach another."""

import pytest
from django.contrib.messages.storage.base import BaseStorage
from django.http import HttpRequest
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.template import Template

from lms.ui import holes, skeletons
from lms.ui.holes import hole


class Messages(BaseStorage):
    """As many as were said."""

    def __init__(self, *said: str) -> None:
        self.said = said

    def __len__(self) -> int:
        return len(self.said)


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(skeletons, "_drawn", {})


@pytest.fixture
def page(monkeypatch):
    """Draws a text as if it were a page of the house."""

    def draw(text: str, person, *, messages=(), own=None, **shown):
        request = HttpRequest()
        request.path, request.user, request._messages = "/nb/here/", person, Messages(*messages)
        ContentSecurityPolicyMiddleware(lambda _request: None).process_request(request)
        engine = skeletons.Engine.get_default()
        monkeypatch.setattr(engine, "get_template", lambda _name: Template(text, engine=engine))
        return skeletons.drawn(text, request, of="this", shared={}, shown=shown, own=own or {})

    return draw


def test_a_template_finds_nothing_of_the_person_or_the_request_that_was_not_named(cast, page):
    nosy = (
        "{{ request.user.email }}{{ request.user.pk }}{{ user.alias }}{{ person.alias }}{{ nav }}{{ request.META }}{{ perms }}|{{ named }}"
    )
    assert page(nosy, cast.tuva, named="yes") == "|yes"


def test_two_readers_share_what_is_drawn_but_neither_name_nor_key_nor_nonce(cast, page):
    text = '{{ request.user.public_id }} {% csrf_token %} <script nonce="{{ csp_nonce }}"></script> {{ n }}'
    first, second = page(text, cast.tuva, n=1), page(text, cast.pia, n=1)
    assert len(skeletons._drawn) == 1
    assert str(cast.tuva.public_id) in first
    assert str(cast.tuva.public_id) not in second
    assert str(cast.pia.public_id) in second
    for shared in (first.split("value=")[1][:70], first.split("nonce=")[1][:25]):
        assert shared not in second
    assert holes._LOT not in first + second


def test_every_value_is_part_of_the_key(cast, page):
    text = "{{ n }}{{ way }}"
    assert [page(text, cast.tuva, n=n, way=way) for n, way in ((1, "a"), (2, "a"), (1, "b"), (1, "a"))] == ["1a", "2a", "1b", "1a"]


def test_ones_own_lines_are_put_in_and_never_kept(cast, page):
    text = "<p>{{ mine }}</p>"
    mine = hole("r-1")
    assert page(text, cast.tuva, mine=mine, own={"r-1": "Bare mitt"}) == "<p>Bare mitt</p>"
    assert page(text, cast.pia, mine=mine, own={"r-1": "Mitt"}) == "<p>Mitt</p>"
    assert "Bare mitt" not in str(skeletons._drawn)


def test_whoever_has_a_message_gets_a_page_of_their_own(cast, page):
    assert page("{{ n }}", cast.tuva, n=1, messages=("Lagret",)) is None


def test_what_is_no_plain_value_is_not_kept(cast, page):
    assert page("{{ n }}", cast.tuva, n=object()) is None
    assert skeletons._drawn == {}


def test_only_so_many_are_kept(cast, page, monkeypatch):
    monkeypatch.setattr(skeletons, "KEPT", 3)
    for n in range(6):
        page("{{ n }}", cast.tuva, n=n)
    assert len(skeletons._drawn) == 3
