from lms.people import actions
from lms.people.models import Person, Role, RoleAssignment


def reaches_admin(person):
    return Person.objects.get(pk=person.pk).has_perm("wagtailadmin.access_admin")


def test_the_admin_opens_and_closes_with_the_role_of_editor(cast):
    actions.give_role(cast.stein, Role.EDITOR, organisation=cast.fjordvik, by=cast.kari)
    assert reaches_admin(cast.stein)
    actions.end_role(RoleAssignment.objects.get(person=cast.stein, role=Role.EDITOR), by=cast.kari)
    assert not reaches_admin(cast.stein)


def test_no_other_role_opens_the_admin(cast):
    for role in Role:
        if role != Role.EDITOR:
            actions.give_role(cast.stein, role, organisation=cast.fjordvik, by=cast.kari)
    assert not reaches_admin(cast.stein)


def test_an_editor_without_a_second_factor_does_not_get_in(cast, client):
    actions.give_role(cast.stein, Role.EDITOR, organisation=cast.fjordvik, by=cast.kari)
    client.force_login(cast.stein, backend="lms.people.backends.Backend")
    assert "/2fa/" in client.get("/admin/").url


def test_the_admin_opens_for_an_editor_with_a_second_factor(cast, sign_in):
    actions.give_role(cast.stein, Role.EDITOR, organisation=cast.fjordvik, by=cast.kari)
    assert sign_in(cast.stein).get("/admin/").status_code == 200


def test_a_trainee_is_turned_away_from_the_admin(cast, sign_in):
    answer = sign_in(cast.tuva).get("/admin/")
    assert (answer.status_code, "account/login" in answer.url) == (302, True)
