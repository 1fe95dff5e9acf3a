from datetime import date, timedelta

import pytest

from certification.credentials import codes
from certification.credentials.states import ACCEPTED, CERTIFICATE, CertificateState, Standing, counts_until, standing

END = date(2029, 3, 12)
A, D, G, E, P = "active", "due", "grace", "expired", "suspended"

# days from the last day: what a granted and a paused certificate are then
CALENDAR = [(-400, A, P), (-91, A, P), (-90, D, P), (0, D, P), (1, G, P), (30, G, P), (31, E, E), (4000, E, E)]


@pytest.mark.parametrize(("days", "granted", "paused"), CALENDAR)
def test_the_calendar_moves_a_certificate_through_due_and_grace_to_its_end(days, granted, paused):
    day = END + timedelta(days=days)
    assert (standing("active", END, day), standing("suspended", END, day)) == (granted, paused)


@pytest.mark.parametrize("state", ["revoked", "superseded", "erased"])
@pytest.mark.parametrize("days", [-400, -90, 0, 1, 31])
def test_what_is_final_stays_so_on_every_day(state, days):
    assert standing(state, END, END + timedelta(days=days)) == state


def test_every_standing_is_a_word_of_the_house():
    said = {standing(state, END, END + timedelta(days=days)) for state in CertificateState.values for days in range(-100, 40)}
    assert said == set(Standing.values)


def test_only_active_due_and_grace_may_be_relied_on():
    assert frozenset({"active", "due", "grace"}) == ACCEPTED


MOVES = {
    ("active", "suspended"): "suspend", ("suspended", "active"): "resume",
    ("active", "revoked"): "revoke", ("suspended", "revoked"): "revoke",
    ("active", "superseded"): "supersede", ("suspended", "superseded"): "supersede",
    ("active", "erased"): "forget_holder", ("suspended", "erased"): "forget_holder",
}  # fmt: skip


@pytest.mark.parametrize("source", CertificateState.values)
@pytest.mark.parametrize("target", CertificateState.values)
def test_every_pair_of_states_moves_as_the_table_says(source, target):
    assert CERTIFICATE.moves.get((source, target)) == MOVES.get((source, target))


def test_a_signed_file_reaches_to_the_end_and_in_the_days_of_grace_to_the_end_of_those():
    assert (counts_until(END, END), counts_until(END, END + timedelta(days=1))) == (END, END + timedelta(days=30))


@pytest.mark.parametrize("typed", ["7K2MQ9TF3XAB", "7k2m-q9tf-3xab", " 7K2M Q9TF 3XAB ", "7K2M-Q9TF-\n3XAB"])
def test_a_code_is_read_however_it_was_typed(typed):
    assert codes.code_in(typed) == "7K2MQ9TF3XAB"


def test_letters_that_look_like_digits_are_read_as_digits():
    assert codes.code_in("oIlL-0000-0000") == "011100000000"


@pytest.mark.parametrize("typed", ["", "7K2M", "7K2MQ9TF3XABC", "7K2MQ9TF3XA!", "ÆØÅMQ9TF3XAB", "7K2MQ9TF3XAU"])
def test_what_cannot_be_a_code_is_none(typed):
    assert codes.code_in(typed) == ""


def test_a_code_is_shown_in_groups_of_four():
    assert codes.spaced("7K2MQ9TF3XAB") == "7K2M-Q9TF-3XAB"
