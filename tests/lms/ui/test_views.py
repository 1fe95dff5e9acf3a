"""The style guide as a page, and what people meet when something goes wrong."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory

from lms.ui import views
from lms.ui.styleguide import specimens

pytestmark = pytest.mark.django_db  # the page frame asks for help numbers


def test_the_style_guide_shows_every_specimen_with_its_source(rf: RequestFactory) -> None:
    page = views.styleguide(rf.get("/styleguide/")).content.decode()
    assert page.count('class="spec"') == len(list(specimens()))
    assert page.count('data-theme="dark"') >= page.count('class="spec"')
    assert "{% btn label=&quot;Continue&quot;" in page


def test_a_missing_page_is_404(rf: RequestFactory) -> None:
    answer = views.not_found(rf.get("/x/"), Http404())
    assert (answer.status_code, b"This page is not here" in answer.content) == (404, True)


def test_a_refusal_is_403_and_gives_no_reason_away(rf: RequestFactory) -> None:
    answer = views.refused(rf.get("/x/"), PermissionDenied("secret reason"))
    assert (answer.status_code, b"secret reason" in answer.content) == (403, False)


def test_a_broken_page_tells_its_number(rf: RequestFactory) -> None:
    request = rf.get("/x/")
    request.incident = "ab12cd34"  # type: ignore[attr-defined]
    answer = views.broken(request)
    assert (answer.status_code, b"ab12cd34" in answer.content) == (500, True)


def test_an_old_form_is_403_without_the_technical_reason(rf: RequestFactory) -> None:
    answer = views.csrf_refused(rf.post("/x/"), reason="CSRF token missing")
    assert (answer.status_code, b"CSRF token" in answer.content) == (403, False)
