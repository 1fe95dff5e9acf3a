"""Every text speaks nb, da and en."""

import re

import pytest
from django.core.management import call_command

from lms.management.commands.catalogues import LANGUAGES, is_open, read

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
