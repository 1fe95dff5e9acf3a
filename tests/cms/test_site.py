import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from wagtail.models import Page, Site

from cms.editors import grant
from cms.pages import HomePage
from cms.site import HOME, ensure_site
from cms.templatetags.cms_tags import in_brief
from cms.views import landing
from tests.builders import a_course, lessons_of


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


def test_what_an_editor_writes_for_search_engines_reaches_them(db, rf: RequestFactory):
    home = ensure_site()["nb"]
    home.seo_title, home.search_description, home.intro = "Bli med", 'Et "kurs" for unge', "Vi **lytter**."
    home.save_revision().publish()
    page = landing_in("nb", rf)
    assert "<title>Bli med ·" in page
    assert '<meta name="description" content="Et &quot;kurs&quot; for unge">' in page


def test_where_nothing_was_written_for_search_engines_the_page_says_how_it_begins(db, rf: RequestFactory):
    home = ensure_site()["nb"]
    home.intro = "Vi **lytter**. " + "Ord " * 100
    home.save_revision().publish()
    said = landing_in("nb", rf).split('name="description" content="')[1].split('"')[0]
    assert said.startswith("Vi lytter. Ord Ord")
    assert len(said) == 160
    course = a_course()
    page = course.get_children().first().get_children().first().specific
    assert in_brief(page) == page.summary


def test_whoever_turns_the_page_gets_it_under_its_other_address(cast, sign_in):
    """Translations have the same address as a rule; where one was taken or written in letters of another kind, they have not."""
    lesson = lessons_of(a_course(languages=("nb", "da")))[0]
    danish = lesson.get_translations().get()
    danish.slug = "dansk"
    danish.save()
    tuva, title = sign_in(cast.tuva), "<h1>l1 {}</h1>"
    assert title.format("da") in tuva.get("/da/kurs/m1/l1/").content.decode()
    assert title.format("nb") in tuva.get("/nb/kurs/m1/dansk/").content.decode()
    type(danish).objects.filter(pk=danish.pk).update(live=False)
    assert title.format("nb") in tuva.get("/da/kurs/m1/l1/").content.decode()  # never published: the source stands in
    type(danish).objects.filter(pk=danish.pk).update(first_published_at=now())
    assert tuva.get("/da/kurs/m1/l1/").status_code == 404  # taken down


def test_addresses_are_written_without_letters_that_translations_lose(cast, sign_in):
    grant(cast.ed)
    module = lessons_of(a_course(languages=("nb",)))[0].get_parent()
    form = sign_in(cast.ed).get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk])).content.decode()
    assert 'data-controller="w-slug"' in form
    assert "data-w-slug-allow-unicode-value" not in form
