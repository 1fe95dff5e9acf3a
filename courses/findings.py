"""What the checks find in lessons and questions while they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cms.training.families import edit_url
from cms.training.findings import Finding, blind_links, finds, looks_at
from courses.exchange.reading import HARDEST, reading_of
from courses.outline.models import LessonPage
from courses.quizzes.bank import Question

LONGEST = 30  # words: a sentence with more is hard to keep in mind on a phone
WORDS = ("title", "question", "text", "transcript", "caption", "why", "front", "back", "aside")


@looks_at(LessonPage)
def in_lesson(page: Any) -> Iterator[str | Promise]:
    """What to mend in a lesson: pictures, films, links, answers without a reason, and how hard it is to read."""
    texts = [page.title, page.summary]
    for number, block in enumerate(page.body.raw_data, 1):
        value = block["value"]
        yield from (_("Block %(n)s: %(what)s") % {"n": number, "what": what} for what in _in_block(block["type"], value))
        texts += [value] if isinstance(value, str) else list(_said(value)) if block["type"] != "chat" else []
    for words in (words for text in texts for words in blind_links(text)):
        yield _("The link “%(words)s” does not say where it leads.") % {"words": words}
    reading = reading_of(texts)
    if reading.longest_words > LONGEST:
        yield _("A sentence has %(n)s words: “%(start)s …”") % {"n": reading.longest_words, "start": " ".join(reading.longest.split()[:8])}
    if reading.lix > HARDEST:
        yield _("It is hard to read: LIX %(lix)s, at most %(most)s is good.") % {"lix": f"{reading.lix:.0f}", "most": HARDEST}
    if not len(page.goals):
        yield _("It names no learning goal.")


def _in_block(kind: str, value: Any) -> Iterator[str]:
    picture = value.get("image") if kind == "image" else None
    if isinstance(picture, dict) and not picture.get("decorative") and not (picture.get("alt_text") or "").strip():
        yield _("the picture has no words for those who cannot see it.")
    if kind == "video" and not value.get("captions"):
        yield _("the film has no captions.")
    if kind in ("video", "audio") and not (value.get("transcript") or "").strip():
        yield _("there is no transcript.")
    if kind == "check" and not all((one.get("value", one).get("why") or "").strip() for one in value.get("options", ())):
        yield _("an answer does not say why.")


def _said(value: Any) -> Iterator[str]:
    """The words of a block, however deep; its names and numbers left out."""
    for name, part in value.items() if isinstance(value, dict) else ():
        if isinstance(part, str) and name in WORDS:
            yield part
        for one in part if isinstance(part, list) else ():
            yield from _said(one.get("value", one) if isinstance(one, dict) else {})


@looks_at(Question)
def in_question(question: Any) -> Iterator[str | Promise]:
    """What to mend in a question: reasons, goals, length."""
    parts = question.parts()
    if complaint := question.how.complaint(parts):
        yield complaint
    elif not all(why.strip() for why in question.how.reasons(parts).values()):
        yield _("An answer does not say why.")
    if question.picture_id and not question.picture_alt.strip():
        yield _("The picture has no words for those who cannot see it.")
    if not len(question.goals):
        yield _("It names no learning goal.")
    if len(question.stem.split()) > 60:
        yield _("The question has more than sixty words.")


@finds
def in_everything() -> Iterator[Finding]:
    """The newest draft of every lesson and every question, in every language."""
    looks: tuple[tuple[Any, Any], ...] = ((LessonPage, in_lesson), (Question, in_question))
    for model, look in looks:
        for row in model._default_manager.select_related("locale", "latest_revision"):
            thing = row.latest_revision.as_object() if row.latest_revision_id and row.has_unpublished_changes else row
            for what in look(thing):
                yield Finding(str(row), row.locale.language_code, what, edit_url(model, row.pk))
