import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Page, Site

from cms.pages import HomePage
from cms.site import HOME, ensure_site
from cms.views import landing
from tests.builders import a_course


def test_the_site_gets_a_front_page_in_each_language_and_the_welcome_page_makes_room(db):
    homes = ensure_site()
    assert sorted(homes) == ["da", "en", "nb"]
    assert {home.translation_key for home in homes.values()} == {HOME}
    site = Site.objects.get()
    assert (site.root_page_id, site.is_default_site, site.site_name) == (homes["nb"].pk, True, "Ledestjerne")
    assert Page.objects.filter(depth=2).count() == 3


def test_a_second_time_changes_nothing_not_even_what_editors_wrote(db):
    home = ensure_site()["nb"]
    home.lead = "Redaktørens setning"
    home.save_revision().publish()
    ensure_site()
    assert HomePage.objects.get(pk=home.pk).lead == "Redaktørens setning"
    assert HomePage.objects.count() == 3


def landing_in(language, rf):
    request = rf.get(f"/{language}/")
    from django.contrib.auth.models import AnonymousUser

    request.user = AnonymousUser()
    with translation.override(language):
        return landing(request).render().content.decode()


def test_strangers_meet_the_front_page_in_their_language(db, rf: RequestFactory):
    a_course(languages=("nb", "da"))
    assert "Noen skriver i natt" in landing_in("nb", rf)
    danish = landing_in("da", rf)
    assert "Nogen skriver i nat" in danish
    assert 'href="/da/kurs/m1/l1/"' in danish  # the lesson that is open to all
    assert 'href="/da/kurs/"' not in danish  # a list of courses would offer strangers those for professionals


def test_a_site_that_was_never_set_up_has_no_front_page(db, rf: RequestFactory):
    Site.objects.all().delete()
    with pytest.raises(Http404):
        landing(rf.get("/nb/"))
