"""A line written at once says what the template says."""

import re

import pytest
from django.urls import reverse

from certification.assessment import drafts
from certification.assessment.log import Log
from tests.builders import a_rubric_version, a_transcript, an_ended_chat, an_enrolment, views_given


@pytest.fixture
def chat(cast):
    a_rubric_version()
    chat = an_ended_chat(enrolment=an_enrolment(person=cast.tuva, organisation=cast.fjordvik), partner=cast.pia)
    a_transcript(chat, (cast.pia, "<script>alert('hei')</script> & «sitat»"), (cast.tuva, "to\nlinjer 🙂"))
    return views_given(chat)


def log_of(client, chat, language):
    page = client.get(f"/{language}/practice/{chat.pk}/rating/").content.decode()
    log = page.split('<ol class="tlog"')[1].split("</ol>")[0]
    return re.sub(r">\s+<", "><", log).strip()


@pytest.mark.parametrize("language", ["nb", "da", "en"])
def test_plain_lines_are_to_the_letter_what_the_template_says(chat, cast, sign_in, monkeypatch, language):
    drafts.claim_rating(chat, by=cast.siv)
    client = sign_in(cast.siv)
    fast = log_of(client, chat, language)
    monkeypatch.setattr(Log, "_is_plain", lambda _log, _seq: False)
    slow = log_of(client, chat, language)
    assert fast == slow
    assert fast.count("data-line=") == 6
    assert "<script>" not in fast


def test_what_was_typed_never_becomes_code(chat, cast, sign_in):
    drafts.claim_rating(chat, by=cast.siv)
    page = sign_in(cast.siv).get(reverse("rating", args=[chat.pk])).content.decode()
    assert "&lt;script&gt;alert(&#x27;hei&#x27;)&lt;/script&gt; &amp; «sitat»" in page
