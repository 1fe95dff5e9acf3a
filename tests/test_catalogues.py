"""Every text speaks nb, da and en."""

import re

import pytest
from django.core.management import call_command

from lms.management.commands.catalogues import LANGUAGES, is_open, read
from tests.courses.packages.test_content import GIVE_AWAY, tokens

PLACE = re.compile(r"%\(\w+\)[sd]")
# Never said of a person's work, in any language
FORBIDDEN = re.compile(r"\b(failed|stryk|strøket|dumpet|dumpede|mislykket|mislykkedes|fejlet)\b", re.IGNORECASE)


def test_no_text_lacks_a_translation():
    call_command("catalogues", "check")


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_every_placeholder_and_say_not_yet(language):
    for message in read(language):
        if not message.id or is_open(message):
            continue
        originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        assert set(PLACE.findall(texts[-1])) == set(PLACE.findall(originals[-1])), message.id
        assert not FORBIDDEN.search(" ".join(texts)), message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_one_language_stands_in_another(language):
    """Screens, mails, papers: a text that was copied and never translated gives itself away by its small words."""
    others = {word for code in GIVE_AWAY if code != language for word in GIVE_AWAY[code].split()} - set(GIVE_AWAY[language].split())
    read_through, found = 0, []
    for message in read(language):
        if not message.id:
            continue
        for text in message.string if isinstance(message.string, tuple | list) else (message.string,):
            read_through += 1
            if hits := others & tokens(PLACE.sub("", text)):
                found.append((sorted(hits), text[:80]))
    assert read_through > 3000
    assert not found


def test_english_has_english_quotation_marks():
    originals = [
        one for message in read("nb") if message.id for one in (message.id if isinstance(message.id, tuple | list) else [message.id])
    ]
    assert not [text[:80] for text in originals if re.search("[«»]", text)]
