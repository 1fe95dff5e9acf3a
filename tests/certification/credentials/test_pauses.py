"""A supervisor or a coordinator pauses at once; a certifier looks within three days, and whoever pauses knows that somebody does."""

import pytest

from certification.credentials import actions, keys, pauses
from certification.credentials.models import Certificate, StatusEvent
from certification.reports.inbox import todos
from lms.kernel.errors import IllegalTransition, NotAllowed
from lms.people.models import Person, Relation, Role, RoleAssignment
from tests.builders import a_certificate, an_enrolment


@pytest.fixture
def held(cast, settings, tmp_path) -> Certificate:
    settings.SIGNING_KEYS = tmp_path / "keys"
    keys.ensure()
    return a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv)


def waits_for(person: Person) -> list[str]:
    return [row.url for row in todos(Person.objects.get(pk=person.pk)) if "paused" in row.title]


@pytest.mark.parametrize("name", ["siv", "kari"])
def test_a_pause_by_somebody_who_cannot_lift_it_waits_for_the_certifier(cast, held, name):
    actions.suspend(held, reason="CANARY", by=getattr(cast, name))
    assert [notice.kind for notice in cast.carl.notices.all()] == ["certificate_pause_waits"]
    assert (len(waits_for(cast.carl)), waits_for(cast.siv), waits_for(cast.kari), waits_for(cast.nora)) == (1, [], [], [])
    assert "CANARY" not in str(list(cast.carl.notices.values()))


def test_a_pause_by_a_certifier_waits_for_nobody(cast, held):
    actions.suspend(held, reason="x", by=cast.carl)
    assert (pauses.waits_since(held), waits_for(cast.carl), cast.carl.notices.count()) == (None, [], 0)


def test_looked_at_it_stays_paused_and_waits_no_more(cast, held, sign_in):
    there = f"/en/certificates/{held.public_id}"
    actions.suspend(held, reason="x", by=cast.siv)
    assert "It stays paused" not in sign_in(cast.siv).get(f"{there}/care/").text
    assert sign_in(cast.siv).post(f"{there}/kept-paused/").status_code == 403
    assert "It stays paused" in sign_in(cast.carl).get(f"{there}/care/").text
    sign_in(cast.carl).post(f"{there}/kept-paused/")
    held.refresh_from_db()
    assert (held.state, waits_for(cast.carl), StatusEvent.objects.filter(what="pause_kept").count()) == ("suspended", [], 1)
    with pytest.raises(IllegalTransition):
        pauses.keep_paused(held, by=cast.carl)


def test_lifted_it_waits_no_more_and_the_next_pause_waits_anew(cast, held):
    actions.suspend(held, reason="x", by=cast.siv)
    actions.resume(held, by=cast.carl)
    assert (pauses.waits_since(held), waits_for(cast.carl)) == (None, [])
    actions.suspend(held, reason="x", by=cast.siv)
    assert pauses.waits_since(held) is not None
    assert cast.carl.notices.filter(kind="certificate_pause_waits").count() == 2


def test_a_certifier_who_is_close_is_not_asked_and_does_not_decide(cast, held):
    RoleAssignment.objects.create(person=cast.ed, role=Role.CERTIFIER, organisation=cast.fjordvik)
    Relation.objects.create(person=cast.tuva, other=cast.carl)
    actions.suspend(held, reason="x", by=cast.siv)
    assert [one.kind for one in cast.ed.notices.all()] == ["certificate_pause_waits"]
    assert (cast.carl.notices.count(), waits_for(cast.carl), len(waits_for(cast.ed))) == (0, [], 1)
    with pytest.raises(NotAllowed):
        pauses.keep_paused(held, by=Person.objects.get(pk=cast.carl.pk))


def test_a_withdrawal_that_was_asked_for_waits_in_the_inbox_of_others(cast, held):
    actions.ask_revocation(held, reason="x", by=cast.carl)
    asked = {
        name: [row.what for row in todos(Person.objects.get(pk=getattr(cast, name).pk)) if "withdraw" in row.title]
        for name in ("siv", "carl", "kari")
    }
    assert asked == {"siv": ["Carl asks for it. It takes two."], "carl": [], "kari": []}
