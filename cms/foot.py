"""Which pages stand at the foot of every page. Kept in this process for a minute."""

from django.core.cache import caches

from cms.pages import StandardPage

MINUTE = 60


def pages_at_the_foot(language: str) -> list[dict[str, str]]:
    """Label and address of the published pages that editors put into the menus, in one language. A change is seen within a minute."""
    key = f"foot:{language}"
    found: list[dict[str, str]] | None = caches["here"].get(key)
    if found is None:
        pages = StandardPage.objects.live().in_menu().filter(locale__language_code=language).order_by("depth", "path")
        found = [{"label": page.title, "url": page.url or ""} for page in pages]
        caches["here"].set(key, found, MINUTE)
    return found
