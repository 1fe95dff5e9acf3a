"""What the checks find in pages of words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cms.pages import StandardPage
from cms.training.families import edit_url
from cms.training.findings import Finding, finds


@finds
def in_pages() -> Iterator[Finding]:
    """Published pages with facts that nobody has checked where they are used."""
    for page in StandardPage.objects.live().filter(verified_on=None).exclude(to_verify="").select_related("locale"):
        what = _("Verify before use: %(what)s") % {"what": page.to_verify}
        yield Finding(page.title, page.locale.language_code, what, edit_url(StandardPage, page.pk))
