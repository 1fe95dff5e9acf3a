"""Who is here: everybody once, found by name, and somebody always coordinates."""

import pytest

from lms.kernel.errors import DomainError
from lms.people import actions
from lms.people.here import people_here
from lms.people.models import Role, RoleAssignment


def test_somebody_with_two_roles_stands_there_once_with_both(cast, sign_in):
    RoleAssignment.objects.create(person=cast.siv, role=Role.ASSESSOR, organisation=cast.fjordvik)
    page = sign_in(cast.kari).get(f"/nb/people/{cast.fjordvik.pk}/").content.decode()
    assert page.count(cast.siv.email) == 1
    assert page.count("Avslutt rollen") == RoleAssignment.objects.filter(organisation=cast.fjordvik).count()
    assert cast.nora.email not in page


@pytest.mark.parametrize("asked", ["SIV", "siv eksempel", "siv@example"])
def test_a_name_or_an_address_finds_them(cast, asked):
    assert list(people_here(cast.fjordvik, asked)) == [cast.siv]


def test_what_finds_nobody_says_so_and_nothing_of_another_place_is_found(cast, sign_in):
    answer = sign_in(cast.kari).get(f"/nb/people/{cast.fjordvik.pk}/", {"q": "Nora" + "x" * 100_000})
    assert answer.status_code == 200
    assert not people_here(cast.fjordvik, "Nora").exists()
    assert "Ingen med det navnet" in answer.content.decode()


def test_the_list_costs_the_same_with_one_and_with_many(cast, sign_in, django_assert_num_queries):
    kari = sign_in(cast.kari)
    with django_assert_num_queries(2):
        assert all(one.held for one in people_here(cast.fjordvik))
    assert kari.get(f"/nb/people/{cast.fjordvik.pk}/").status_code == 200


def test_the_last_coordinator_stays_until_another_has_come(cast, sign_in):
    mine = RoleAssignment.objects.get(person=cast.kari)
    with pytest.raises(DomainError, match="last"):
        actions.end_role(mine, by=cast.kari)
    RoleAssignment.objects.create(person=cast.siv, role=Role.COORDINATOR, organisation=cast.fjordvik)
    sign_in(cast.kari).post(f"/nb/roles/{mine.pk}/end/")
    assert not RoleAssignment.objects.active().filter(person=cast.kari).exists()
