from datetime import timedelta

import pytest
from django.utils import timezone, translation

from certification.practice.states import ChatState
from certification.programmes.models import Enrolment, Mark
from certification.programmes.states import EnrolmentState
from certification.reports.way import greeting
from lms.people.models import Role, RoleAssignment
from tests.builders import a_chat, a_programme_version, a_signoff, an_enrolment

HOME = "/nb/"
NINE = [{"key": f"talk{n}", "kind": "suitability_talk"} for n in range(9)]


@pytest.fixture
def way(cast):
    return an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=NINE))


def marked(way, number, by):
    for n in range(number):
        Mark.objects.create(enrolment=way, requirement=f"talk{n}", by=by)


def test_a_trainee_sees_every_step_in_words_and_in_the_picture(cast, way, sign_in):
    marked(way, 2, cast.kari)
    page = sign_in(cast.tuva).get("/en/")
    assert page.status_code == 200
    assert page.text.count('class="step step--') == 10
    assert page.text.count('class="step step--done"') == 2
    assert page.text.count("<b>Waiting.</b> For the coordinator, since today") == 7
    assert '<b class="hero-count">2 of 10</b> stars shine' in page.text
    assert 'class="sky-art"' in page.text
    assert "A supervisor proposes, a second professional signs" in page.text


def test_with_nothing_to_do_it_says_what_waits(cast, way, sign_in):
    page = sign_in(cast.tuva).get("/en/")
    assert "Nothing for you to do right now" in page.text


def test_a_finished_way_lights_the_guiding_star(cast, way, sign_in):
    marked(way, 9, cast.kari)
    a_signoff(way, proposed_by=cast.siv, state="granted")
    Enrolment.objects.update(state=EnrolmentState.CERTIFIED)
    page = sign_in(cast.tuva).get("/en/")
    assert '<b class="hero-count">10 of 10</b>' in page.text
    assert "Your guiding star is lit" in page.text
    assert 'class="gs"' in page.text


def test_the_guiding_star_stays_faint_until_it_is_granted(cast, way, sign_in):
    marked(way, 9, cast.kari)
    page = sign_in(cast.tuva).get("/en/")
    assert 'class="gs"' not in page.text
    assert "Your supervisor proposes you" in page.text
    a_signoff(way, proposed_by=cast.siv)
    page = sign_in(cast.tuva).get("/en/")
    assert "A second professional looks at it, since today" in page.text
    assert "CANARY-STATEMENT" not in page.text


def test_the_next_chat_is_on_the_page_without_the_secret_card(cast, way, sign_in):
    a_chat(enrolment=way, partner=cast.pia, supervisor=cast.siv, state=ChatState.SCHEDULED, starts_at=timezone.now() + timedelta(days=1))
    page = sign_in(cast.tuva).get("/en/")
    assert "“Lørdag”" in page.text
    assert "Siv reads along." in page.text
    assert "CANARY" not in page.text


def test_a_way_with_practice_chats_offers_a_time(cast, sign_in):
    asked = [*NINE, {"key": "turns", "kind": "practice_partner_turns", "params": {"count": 1}}]
    an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=asked))
    page = sign_in(cast.tuva).get("/en/").text
    assert [words in page for words in ("Next practice chat", "Find a time", "One chat", "Two small steps")] == [True] * 4


def test_a_way_without_practice_chats_speaks_of_none(cast, way, sign_in):
    page = sign_in(cast.tuva).get("/en/").text
    assert [words in page for words in ("Next practice chat", "Find a time", "One chat", "Two small steps", "now-place")] == [False] * 5
    assert "One small step is enough" in page


def test_somebody_without_a_way_is_told_so(cast, sign_in):
    page = sign_in(cast.stein).get("/en/")
    assert page.status_code == 200
    assert "Your way has not begun yet" in page.text


def test_a_programme_with_few_requirements_has_a_list_and_no_picture(cast, sign_in):
    an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=NINE[:2]))
    page = sign_in(cast.tuva).get("/en/")
    assert (page.status_code, page.text.count('class="step step--'), 'class="sky-art"' in page.text) == (200, 3, False)


def test_whoever_has_no_alias_chooses_one_first(cast, way, sign_in):
    cast.tuva.alias = ""
    cast.tuva.save()
    assert sign_in(cast.tuva).get(HOME)["Location"].endswith("/welcome/")


def test_looking_changes_nothing(cast, way, sign_in):
    sign_in(cast.tuva).get(HOME)
    assert not way.fulfilments.exists()


def test_with_several_roles_one_can_go_to_ones_own_way(cast, way, sign_in):
    RoleAssignment.objects.create(person=cast.tuva, role=Role.SUPERVISOR, organisation=cast.sundby)
    client = sign_in(cast.tuva)
    assert client.get("/en/your-way/").status_code == 200
    assert client.get(f"/en/your-way/{way.pk}/").status_code == 200


@pytest.mark.parametrize("name", ["siv", "kari", "pia", "stein", "nora"])
def test_nobody_elses_way_can_be_opened_as_ones_own(cast, way, sign_in, name):
    assert sign_in(getattr(cast, name)).get(f"/en/your-way/{way.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_the_page_costs_the_same_for_one_requirement_and_for_twenty(cast, sign_in, django_assert_num_queries, number):
    version = a_programme_version(requirements=[{"key": f"talk{n}", "kind": "suitability_talk"} for n in range(number)])
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    marked(way, number, cast.kari)
    client = sign_in(cast.tuva)
    client.get(HOME)
    way.save()  # so that it is not the one that was kept
    with django_assert_num_queries(7):
        client.get(HOME)


@translation.override("en")
def test_greetings_follow_the_clock():
    assert [greeting("Tuva", hour).split(",")[0] for hour in (6, 12, 19, 2)] == ["Good morning", "Hello", "Good evening", "Good evening"]
