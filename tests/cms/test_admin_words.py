"""The admin in Norwegian and Danish: what Wagtail does not say itself stands in our overlay, with every place for a value kept."""

import re

import pytest
from django.conf import settings
from django.utils import translation
from wagtail.models import Page

from cms.editors import grant
from lms.management.commands.admin_coverage import DOMAINS, coverage, mounted, read

PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]|</?[a-z]+")


def texts(message):
    return (message.string,) if isinstance(message.string, str) else message.string


@pytest.mark.parametrize("language", ["nb", "da"])
def test_no_translation_loses_or_invents_a_place_for_a_value(language):
    for domain in DOMAINS:
        for (_key, _context), one in read(settings.ADMIN_LOCALE, language, domain).items():
            ids = (one.id,) if isinstance(one.id, str) else one.id
            for said in texts(one):
                assert set(PLACE.findall(said)) <= {place for text in ids for place in PLACE.findall(text)}, one.id
            assert set(PLACE.findall(ids[-1])) <= set(PLACE.findall(texts(one)[-1])), one.id


@pytest.mark.parametrize("language", ["nb", "da"])
def test_the_overlay_says_nothing_that_no_app_asks_for(language):
    for domain in DOMAINS:
        asked = {key for _name, folder in mounted() for key in read(folder, "en", domain)}
        assert set(read(settings.ADMIN_LOCALE, language, domain)) <= asked


def test_what_the_overlay_says_is_what_the_admin_says(db):
    with translation.override("nb"):
        assert translation.gettext("Request changes") == "Be om endringer"
    with translation.override("da"):
        assert translation.gettext("Request changes") == "Bed om ændringer"


def test_the_scripts_of_the_admin_get_words_too(cast, sign_in):
    grant(cast.ed)
    answer = sign_in(cast.ed).get("/admin/jsi18n/")
    assert (answer.status_code, "gettext" in answer.content.decode()) == (200, True)


def test_the_command_counts_every_app_and_both_languages():
    rows = coverage()
    assert {"wagtail.admin", "wagtail.images", "wagtail_localize"} <= {name for name, *_rest in rows}
    total = sum(count for _name, _domain, count, _done in rows)
    for language in ("nb", "da"):
        assert sum(done[language] for *_rest, done in rows) >= 0.95 * total


def test_our_own_words_do_not_say_of_a_page_what_is_meant_of_a_chat(db):
    for language, word in (("nb", "publisert"), ("da", "udgivet")):
        with translation.override(language):
            assert str(Page(live=True).status_string) == word


# The same word in both languages, names, and texts that are only places for values
ALIKE = {
    "Admin", "Administrator", "Alias", "Dashboard", "Filter", "Format", "Link", "Permanent", "Status", "Tags", "Type", "URL", "Upload",
    "Wagtail API v2", "Wagtail API v3", "Wagtail admin", "Wagtail sitemaps", "port", "%(num)s min", "%(num)s pixel",
}  # fmt: skip


@pytest.mark.parametrize("language", ["nb", "da"])
def test_nothing_counts_as_translated_that_still_stands_in_english(language):
    """Wagtail's own catalogues say some English words twice, and the command counts them."""
    left = set()
    for _name, folder in mounted():
        for domain in DOMAINS:
            ours, theirs = read(settings.ADMIN_LOCALE, language, domain), read(folder, language, domain)
            for key in read(folder, "en", domain):
                one = ours.get(key) or theirs.get(key)
                if one and texts(one)[0].strip() == key[0].strip() and re.search(r"[a-z]{3}", PLACE.sub("", key[0])):
                    left.add(key[0].strip().rstrip(": "))
    assert {word for word in left if word.capitalize() not in {one.capitalize() for one in ALIKE}} <= {
        "%(site_setting)s for %(site)s",
        "Status %(status)s",
    }


def test_the_row_of_deeds_above_a_page_has_a_name_in_ones_language(cast, sign_in):
    grant(cast.ed)
    assert 'aria-label="Handlinger" id="w-slim-header-buttons"' in sign_in(cast.ed).get("/admin/pages/").content.decode()


@pytest.mark.parametrize(("language", "draft", "others"), [("nb", "utkast", "kladd|avpublis"), ("da", "kladde", "skitse|afpublic")])
def test_a_draft_and_taking_down_have_one_word_each(language, draft, others):
    """Wagtail's own catalogues say them in other words than ours."""
    said = []
    for _name, folder in mounted():
        for domain in DOMAINS:
            ours, theirs = read(settings.ADMIN_LOCALE, language, domain), read(folder, language, domain)
            said += [text for key in read(folder, "en", domain) if (one := ours.get(key) or theirs.get(key)) for text in texts(one)]
    assert [text for text in said if re.search(others, text, re.I)] == []
    assert any(draft in text.lower() for text in said)
