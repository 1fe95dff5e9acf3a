"""Reading one's notices."""

from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import translation

from lms.notify.models import Notice
from lms.notify.words import worded


@dataclass(frozen=True)
class News:
    """A notice as its person reads it: the subject in the language of the page."""

    subject: str
    link: str
    created_at: datetime
    read_at: datetime | None


def as_news(notice: Notice) -> News:
    """The first line of the notice's text in the active language, with its link in that language."""
    language = translation.get_language() or "nb"
    text = render_to_string(f"emails/{notice.kind}.txt", {**worded(notice.params), "link": "", "person": notice.person})
    link = f"/{language}{notice.link}" if notice.link else ""
    return News(text.strip().partition("\n")[0].strip(), link, notice.created_at, notice.read_at)
