"""The same page in the other languages, as plain links: nothing is remembered about who follows them."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

OWN_WORDS = {"nb": "Norsk", "da": "Dansk", "en": "English"}


def language_links(name: str, **kwargs: Any) -> SafeString:
    """A small menu of links to the URL `name` in every language but the active one."""
    here, links = translation.get_language(), []
    for code, _name in settings.LANGUAGES:
        if code != here:
            with translation.override(code):
                links.append((reverse(name, kwargs=kwargs), code, OWN_WORDS[code]))
    inner = format_html_join("", '<a class="top-btn" href="{}" lang="{}">{}</a>', links)
    return format_html('<nav class="langs" aria-label="{}">{}</nav>', _("Language"), inner)
