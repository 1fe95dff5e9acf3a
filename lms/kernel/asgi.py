"""The house under ASGI: each request in one thread from door to door, static files and open streams beside it.

Our views are plain functions, and so is most middleware. Django's own ASGI handler would lead a request through such a mixed chain by
going to another thread and back half a dozen times, and give each request a new thread with a new database connection. Here the chain
is built once for threads and walked in one of a few that keep their connection. What streams comes back to the loop as an iterator.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from functools import lru_cache
from typing import Any, cast

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseNotFound, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.security import SecurityMiddleware
from django.urls import ResolverMatch, resolve, set_script_prefix
from django.utils import translation
from servestatic.middleware import ServeStaticMiddleware

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]


class Chain(BaseHandler):
    """Middleware and view, for threads."""

    def __init__(self) -> None:
        super().__init__()
        self.load_middleware(is_async=False)

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Django's own, except that the newest addresses are kept: trying the patterns one by one costs more than a question to the
        database, and finds the same each time."""
        request.resolver_match = match = _resolved(request.path_info, translation.get_language())
        return match


@lru_cache(maxsize=2000)
def _resolved(path: str, _language: str | None) -> ResolverMatch:
    return resolve(path)


async def _no_such_file(_request: HttpRequest) -> HttpResponse:
    return HttpResponseNotFound()


class House(ASGIHandler):
    """The ASGI application. `threads` bounds how many requests, and so how many database connections, there are at once."""

    chunk_size = 2**20  # a page is handed over whole: in Django's pieces of 64 kB each waits until the one before has gone

    def __init__(self, *, threads: int) -> None:
        BaseHandler.__init__(self)
        self.chain = Chain()
        self.threads = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="request")
        files = ContentSecurityPolicyMiddleware(ServeStaticMiddleware(_no_such_file))
        self.files = SecurityMiddleware(files)

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer one request. Only HTTP: live chats are event streams."""
        if scope["type"] != "http":
            raise ValueError(f"The house answers HTTP only, not {scope['type']}.")
        await self.handle(scope, receive, send)

    async def handle(self, scope: Any, receive: Receive, send: Send) -> None:
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        with closing(body):
            if scope["path"].startswith(settings.STATIC_URL):
                files: Any = self.files
                await self.send_response(await files(self.request_class(scope, body)), send)
                return
            response, language = await self._in_thread(self.answer, scope, body)
            if not response.streaming:
                await self.send_response(response, send)
                return
            assert isinstance(response, StreamingHttpResponse)
            set_script_prefix(get_script_prefix(scope))  # this task's own, as is the language
            try:
                with translation.override(language):
                    await self._stream(response, receive, send)
            finally:
                await self._in_thread(response.close)

    async def _in_thread(self, deed: Callable[..., Any], *words: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.threads, copy_context().run, deed, *words)

    def answer(self, scope: Any, body: Any) -> tuple[HttpResponseBase, str | None]:
        """The whole way of one request, in this thread; the answer and its language. What does not stream is closed by then."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=type(self), scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.chain.get_response(request)
        response._handler_class = type(self)  # type: ignore[attr-defined]
        if isinstance(response, FileResponse):
            response.block_size = self.chunk_size
        if not response.streaming:
            response.close()
        return response, translation.get_language()

    async def _pieces(self, pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
        """What a plain iterator (a file) gives, each piece fetched in a thread."""
        while (piece := await self._in_thread(next, pieces, None)) is not None:
            yield piece

    async def _stream(self, response: StreamingHttpResponse, receive: Receive, send: Send) -> None:
        """Send until the iterator ends or the browser goes away, whichever comes first."""
        if not response.is_async:
            response.streaming_content = self._pieces(iter(cast(Any, response.streaming_content)))
        sending = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait((sending, leaving), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in (leaving, sending):
                if not one.done():
                    one.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
        if not sending.cancelled() and (error := sending.exception()):
            raise error
