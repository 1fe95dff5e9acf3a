"""Public pages in a package: read, written, left alone when edited, carried out again."""

import pytest

from cms.pages import StandardPage
from courses.exchange import load
from courses.exchange.outgoing.departure import pack
from courses.exchange.parts import Scope
from tests.courses.exchange.small import PACKAGE, change, replace

pytestmark = pytest.mark.django_db

ABOUT = """---
key: om
title: TITLE
intro: Kort sagt.
picture: door
front: read
foot: true
verify: Hvem som svarer.
---
## Først

Noen ord.

::: callout kind=tip title="Et råd"
Prøv.
:::
"""
BELOW = """---
key: under
title: Under
intro: Under den andre.
under: om
joins: true
---
Ord.
"""


@pytest.fixture
def package(tmp_path):
    root = tmp_path / "lite"
    change(root, "package.yaml", PACKAGE)
    for language in ("nb", "da"):
        change(root, f"pages/01-om/page.{language}.md", ABOUT.replace("TITLE", f"Om oss {language}"))
        change(root, f"pages/02-under/page.{language}.md", BELOW)
    return root


def page(language="nb", slug="om"):
    return StandardPage.objects.get(slug=slug, locale__language_code=language)


def test_pages_stand_where_the_package_says(package):
    report = load(package)

    assert (report.errors, report.made) == ([], {"page": 4})
    about, below = page("da"), page("da", "under")
    assert (about.title, about.picture, about.front, about.show_in_menus, about.joins) == ("Om oss da", "door", "read", True, False)
    assert (about.to_verify, about.verified_on, about.waits_for_check) == ("Hvem som svarer.", None, True)
    assert [block.block_type for block in about.body] == ["markdown", "callout"]
    assert (below.get_parent().pk, below.joins, below.waits_for_check) == (about.pk, True, False)


def test_a_second_time_changes_nothing_not_even_what_editors_wrote(package):
    load(package)
    about = page()
    about.title, about.verified_on = "Redaktørens ord", "2026-11-01"
    about.save_revision().publish()

    report = load(package)

    assert (report.made, report.changed) == ({}, {})
    assert (page().title, str(page().verified_on)) == ("Redaktørens ord", "2026-11-01")


def test_new_words_from_the_package_have_to_be_verified_again(package):
    load(package)
    StandardPage.objects.filter(pk=page().pk).update(verified_on="2026-11-01")
    replace(package, "pages/01-om/page.nb.md", "Noen ord.", "Andre ord.")

    load(package)

    assert page().waits_for_check


def test_a_page_goes_out_as_it_came_in(package):
    load(package)
    parcel = pack(Scope(package="lite", course=None, whole=True))
    assert parcel.texts["pages/01-om/page.nb.md"] == (package / "pages/01-om/page.nb.md").read_text()
    assert parcel.texts["pages/02-under/page.da.md"] == (package / "pages/02-under/page.da.md").read_text()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("picture: door", "picture: ufo", "there is no drawing 'ufo'"),
        ("front: read", "front: somewhere", "'front' is one of become, read"),
        ('::: callout kind=tip title="Et råd"', "::: reflection key=r1", "a public page has no 'reflection'"),
        ("intro: Kort sagt.", "intro: Kort sagt.\nunder: ingen", "no page before this one has the key 'ingen'"),
    ],
)
def test_what_a_page_cannot_have_is_refused_with_its_file(package, old, new, said):
    replace(package, "pages/01-om/page.nb.md", old, new)
    report = load(package)
    assert said in str(report)
    assert "pages/01-om/page.nb.md" in str(report)
    assert not StandardPage.objects.exists()


def test_a_page_that_lacks_a_language_is_refused(package):
    (package / "pages/02-under/page.da.md").unlink()
    assert "the page is missing in da" in str(load(package))
