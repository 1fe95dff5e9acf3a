"""Every state machine of the house, walked from every state to every other: what the table does not name is refused and writes nothing."""

import pytest

from courses.exchange.arriving.models import Arrival
from lms.audit.models import AuditEntry
from lms.kernel.errors import IllegalTransition
from lms.kernel.states import REGISTRY
from tests.world import assemble_world

MACHINES = {machine.name: machine for machine in REGISTRY}


@pytest.fixture
def things(cast):
    """One thing of each kind that has states, by the name of its machine."""
    world = assemble_world(cast)
    names = {
        "assessment": "assessment.write", "signoff": "decisions.withdraw", "certificate": "credentials", "waiver": "programmes.see_waiver",
    }  # fmt: skip
    found = {name: world.things[permission] for name, permission in names.items()}
    return {
        **found,
        "practice": world.live,
        "enrolment": world.way,
        "arrival": Arrival.objects.create(brought_by=cast.ed, called="x.gift", style="gift", wishes={}),
        "quiz": world.things["quizzes"],
        "doubt": world.things["doubt"],
        "angoff": world.things["quizzes.judge"],
        "talk": world.things["practice.see_talk"],
        "second_look": world.things["assessment.moderate"],
        "delivery": world.things["webhooks.keep"],
        "appeal": world.things["decisions.see_appeal"],
        "concern": world.things["decisions.see_concern"],
        "hours_letter": world.things["letters"],
        "recheck": world.things["assessment.decide_recheck"],
    }


def test_every_machine_is_walked(things):
    assert set(things) == set(MACHINES)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_a_move_that_is_not_in_the_table_is_refused_and_writes_nothing(things, cast, name):
    machine, thing = MACHINES[name], things[name]
    row = type(thing)._default_manager.filter(pk=thing.pk)
    before, lines = row.values().get(), AuditEntry.objects.count()
    for source in machine.states.values:
        for target in machine.states.values:
            setattr(thing, machine.field, source)
            if not machine.allows(source, target):
                with pytest.raises(IllegalTransition):
                    machine.move(thing, target, by=cast.siv)
    assert (row.values().get(), AuditEntry.objects.count()) == (before, lines)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_a_move_somebody_else_made_first_is_refused_as_stale(things, cast, name):
    """What this side remembers is not what the row says: the claim finds nothing, whatever the table allows."""
    machine, thing = MACHINES[name], things[name]
    row = type(thing)._default_manager.filter(pk=thing.pk)
    now, lines = row.values_list(machine.field, flat=True).get(), AuditEntry.objects.count()
    for source, target in machine.moves:
        if source != now:
            setattr(thing, machine.field, source)
            with pytest.raises(IllegalTransition) as refused:
                machine.move(thing, target, by=cast.siv)
            assert refused.value.code == "stale"
    assert (row.values_list(machine.field, flat=True).get(), AuditEntry.objects.count()) == (now, lines)


@pytest.mark.parametrize("name", sorted(MACHINES))
def test_every_state_can_be_reached_and_nothing_leaves_the_last_ones_but_by_the_table(name):
    machine = MACHINES[name]
    assert machine.reachable() == set(machine.states.values)
    assert {state for pair in machine.moves for state in pair} <= set(machine.states.values)
