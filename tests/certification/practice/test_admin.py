import pytest
from django.urls import reverse

from certification.practice.models import Scenario
from lms.people.models import Person
from tests.builders import a_scenario


@pytest.fixture
def editor(cast, sign_in):
    """Somebody who may write everything in the admin."""
    Person.objects.filter(pk=cast.ed.pk).update(is_staff=True, is_superuser=True)
    return sign_in(Person.objects.get(pk=cast.ed.pk))


def test_a_scenario_is_written_in_three_tabs(editor):
    scenario = a_scenario()
    page = editor.get(reverse("wagtailsnippets_certification_scenario:edit", args=[scenario.pk]))
    assert page.status_code == 200
    assert page.content.decode().count('role="tabpanel"') == 3


@pytest.mark.parametrize(("mode", "card", "key"), [("trainee", False, False), ("partner", True, False), ("supervisor", True, True)])
def test_a_preview_shows_what_that_seat_sees(rf, cast, mode, card, key):
    scenario = a_scenario()
    page = scenario.make_preview_request(preview_mode=mode).content.decode()
    assert "Lørdag" in page
    assert ("CANARY-CARD" in page, "CANARY-KEY" in page) == (card, key)


def test_trainees_and_professionals_do_not_get_into_the_admin(cast, sign_in):
    a_scenario()
    for person in (cast.tuva, cast.pia, cast.siv):
        answer = sign_in(person).get(reverse("wagtailsnippets_certification_scenario:list"))
        assert answer.status_code in (302, 403)
        assert "Lørdag" not in answer.content.decode()


def test_a_draft_changes_no_chat_until_it_is_published(cast):
    scenario = a_scenario()
    before = scenario.freeze()
    scenario.title = "Utkast"
    scenario.save_revision()
    assert Scenario.objects.get().freeze().pk == before.pk
    scenario.get_latest_revision().publish()
    assert Scenario.objects.get().freeze().number == 2
