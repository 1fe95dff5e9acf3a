"""What travels compressed and what does not."""

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from lms.kernel.middleware import Compressed

LONG = "Å lytte er å gi noen tid. " * 100


def sent(response, accepts="gzip"):
    return Compressed(lambda _request: response)(RequestFactory().get("/", headers={"accept-encoding": accepts}))


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json", "image/svg+xml", "text/calendar"])
def test_words_are_compressed_for_whoever_can_unpack_them(kind):
    assert sent(HttpResponse(LONG, content_type=kind))["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in sent(HttpResponse(LONG, content_type=kind), accepts="")


@pytest.mark.parametrize("kind", ["image/png", "application/pdf", "application/zip", "video/mp4"])
def test_what_is_small_already_is_left_alone(kind):
    assert "Content-Encoding" not in sent(HttpResponse(LONG, content_type=kind))


def test_an_open_stream_never_waits_until_there_is_enough_to_compress():
    lines = [b"event: state\n\n"] * 100
    answer = sent(StreamingHttpResponse(iter(lines), content_type="text/event-stream"))
    assert "Content-Encoding" not in answer
    assert next(iter(answer.streaming_content)) == lines[0]


def test_the_same_page_is_never_the_same_length_twice():
    """So that nobody learns what stands in it by making it say things and measuring."""
    assert len({len(sent(HttpResponse(LONG)).content) for _time in range(50)}) > 10
