"""Under ASGI a request is answered in one thread, and a stream ends when its browser goes away."""

import asyncio
import threading

import pytest
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.urls import Resolver404
from django.utils import translation

from lms.kernel.asgi import Chain as Real
from lms.kernel.asgi import House, _resolved

SCOPE = {"type": "http", "method": "GET", "path": "/nb/", "query_string": b"", "headers": [(b"host", b"testserver")], "scheme": "http"}


class Chain:
    """Stands for middleware and view."""

    def __init__(self, view):
        self.view, self.threads = view, []

    def get_response(self, request):
        self.threads.append(threading.current_thread().name)
        return self.view(request)


def ask(view, *, stays: float = 5.0, path: str = "/nb/", body: bytes = b""):
    """(messages sent, chain) of one request; the browser goes away after `stays` seconds."""
    house = House(threads=1)
    house.chain = chain = Chain(view)
    sent, given = [], []

    async def receive():
        if not given:
            given.append(1)
            return {"type": "http.request", "body": body}
        await asyncio.sleep(stays)
        return {"type": "http.disconnect"}

    async def send(message):
        sent.append(message)

    asyncio.run(asyncio.wait_for(house({**SCOPE, "path": path}, receive, send), 5))
    return sent, chain


def body_of(sent) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def test_a_page_is_made_in_one_of_our_threads_and_closed_there():
    closed = []

    def view(request):
        answer = HttpResponse(b"hei " + request.body)
        answer._resource_closers.append(lambda: closed.append(threading.current_thread().name))
        return answer

    sent, chain = ask(view, body=b"du")
    assert (sent[0]["status"], body_of(sent)) == (200, b"hei du")
    assert closed == chain.threads
    assert chain.threads[0].startswith("request")


def test_a_stream_speaks_the_language_of_its_request_and_is_closed_when_it_ends():
    closed = []

    async def words():
        yield translation.get_language().encode()

    def view(_request):
        translation.activate("da")
        answer = StreamingHttpResponse(words())
        answer._resource_closers.append(lambda: closed.append(True))
        return answer

    sent, _chain = ask(view)
    assert body_of(sent) == b"da"
    assert closed == [True]


def test_a_stream_is_left_when_the_browser_goes_away():
    ended = []

    async def words():
        try:
            yield b"one"
            await asyncio.sleep(60)
            yield b"never"
        finally:
            ended.append(True)

    sent, _chain = ask(lambda _request: StreamingHttpResponse(words()), stays=0.05)
    assert body_of(sent) == b"one"
    assert ended == [True]


def test_a_file_arrives_whole(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"x" * 200_000)
    sent, _chain = ask(lambda _request: FileResponse((tmp_path / "a.txt").open("rb")))
    assert len(body_of(sent)) == 200_000


def test_a_static_file_that_is_not_there_is_answered_beside_the_chain():
    sent, chain = ask(lambda _request: HttpResponse(), path="/static/no-such.css")
    assert sent[0]["status"] == 404
    assert chain.threads == []
    assert (b"X-Content-Type-Options", b"nosniff") in sent[0]["headers"]


def test_other_things_than_http_are_refused():
    with pytest.raises(ValueError, match="HTTP only"):
        asyncio.run(House(threads=1)({"type": "websocket"}, None, None))


def test_an_address_is_looked_up_once_in_each_language():
    chain, seen = Real.__new__(Real), []
    _resolved.cache_clear()
    for language in ("nb", "nb", "da"):
        with translation.override(language):
            request = RequestFactory().get(f"/{language}/me/")
            seen.append((chain.resolve_request(request).view_name, request.resolver_match.view_name))
    assert seen == [("me", "me")] * 3
    assert (_resolved.cache_info().hits, _resolved.cache_info().misses) == (1, 2)
    with translation.override("nb"), pytest.raises(Resolver404):
        chain.resolve_request(RequestFactory().get("/da/me/"))
