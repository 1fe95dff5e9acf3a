"""The site itself: three languages, a front page in each, and Wagtail's site that points to them."""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from urllib.parse import urlsplit

import frontmatter
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.pages import HomePage
from cms.versions import SOURCE_LANGUAGE

START = Path(__file__).resolve().parent / "start"  # the first words of the front page, one file per language
HOME = uuid.uuid5(uuid.NAMESPACE_URL, "ledestjerne:home")


@transaction.atomic
def ensure_site() -> dict[str, HomePage]:
    """The front page of each language, made where it is missing; what editors changed since is left alone.

    Wagtail's own welcome page, which a new database has, makes room.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    have = {page.locale_id: page for page in HomePage.objects.filter(translation_key=HOME)}
    homes = {code: have.get(locale.pk) or _new_home(locale) for code, locale in locales.items()}
    _point_site_at(homes[SOURCE_LANGUAGE])
    return homes


def _new_home(locale: Locale) -> HomePage:
    words = frontmatter.loads((START / f"{locale.language_code}.md").read_text(encoding="utf-8"))
    intro, heading, rest = words.content.partition("\n## ")  # what comes first stands under the big sentence
    body = [{"type": "markdown", "value": f"{heading}{rest}".strip(), "id": str(uuid.uuid5(HOME, "start"))}] if heading else []
    page = HomePage(
        title=str(words["title"]), lead=str(words["lead"]), intro=intro.strip(), body=json.dumps(body),
        slug=f"ledestjerne-{locale.language_code}", locale=locale, translation_key=HOME,
    )  # fmt: skip
    return Page.get_first_root_node().add_child(instance=page)


def _point_site_at(home: HomePage) -> None:
    where = urlsplit(settings.BASE_URL)
    port = where.port or (443 if where.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        Site.objects.create(hostname=where.hostname, port=port, root_page=home, is_default_site=True, site_name=settings.WAGTAIL_SITE_NAME)
        return
    welcome = site.root_page
    if welcome.pk == home.pk:
        return
    site.root_page, site.hostname, site.port, site.site_name = home, where.hostname, port, settings.WAGTAIL_SITE_NAME
    site.save()
    if welcome.specific_class is Page and not welcome.get_children().exists():
        welcome.delete()
