"""Many status lists: when one is full the next begins, each certificate carries the address of its own, and old ones keep theirs."""

import json
import secrets
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.credentials import actions, badge, jws, keys, own, queries
from certification.credentials.checking import INVALID, UNKNOWN, VALID, check, trusted
from certification.credentials.models import Certificate
from tests.builders import a_certificate, an_enrolment

DOMAIN = "https://ledestjerne.example"


@pytest.fixture(autouse=True)
def house(settings, tmp_path):
    settings.SIGNING_KEYS, settings.BASE_URL = tmp_path, DOMAIN
    keys.ensure()


def given_to(person, cast):
    return a_certificate(an_enrolment(person=person, organisation=cast.fjordvik), proposed_by=cast.siv)


@pytest.fixture
def first(cast):
    return given_to(cast.tuva, cast)


@pytest.fixture
def second(first, cast, monkeypatch):
    """Given when the first list had one place and that was taken, and at that very place of the second list."""
    monkeypatch.setattr(badge, "LIST_SIZE", 1)
    Certificate.objects.update(status_index=0)
    first.refresh_from_db()
    made = given_to(cast.pia, cast)
    monkeypatch.undo()
    return made


def entry_of(certificate):
    return jws.read(badge.signed(certificate))[1]["credentialStatus"]


def fetched(url):
    return Client().get(url.removeprefix(DOMAIN))


def lists_of(number):
    return [fetched(badge.status_url(purpose, number)).content.decode() for purpose in badge.PURPOSES]


def verdict(certificate, lists):
    return check(badge.signed(certificate), keys=trusted(keys.exported()), lists=lists).outcome


def test_a_full_list_is_followed_by_the_next_and_the_old_ones_keep_their_address(first, second):
    assert [(one.status_list, one.status_index) for one in (first, second)] == [(1, 0), (2, 0)]
    assert [entry_of(one)["statusListCredential"] for one in (first, second)] == [
        f"{DOMAIN}/credentials/status/suspension.jwt",
        f"{DOMAIN}/credentials/status/suspension-2.jwt",
    ]
    assert jws.read(fetched(entry_of(second)["statusListCredential"]).content.decode())[1]["id"] == entry_of(second)["statusListCredential"]


def test_the_fourth_full_list_costs_no_more_questions_than_an_empty_one(cast, monkeypatch):
    monkeypatch.setattr(badge, "LIST_SIZE", 1)
    asked, given = [], []
    for person in (cast.tuva, cast.pia, cast.ed, cast.stein):
        with CaptureQueriesContext(connection) as told:
            actions._free_place()
        asked.append(len(told))
        given.append(given_to(person, cast).status_list)
    assert (given, asked) == ([1, 2, 3, 4], [2, 2, 2, 2])


def test_a_list_is_used_to_its_last_places(cast, monkeypatch):
    monkeypatch.setattr(badge, "LIST_SIZE", 8)
    given_to(cast.tuva, cast)
    Certificate.objects.update(status_index=5)
    dice = iter([*[5] * 15, 3])
    monkeypatch.setattr(secrets, "randbelow", lambda _size: next(dice))
    assert actions._free_place() == {"status_list": 1, "status_index": 3}


def test_no_place_is_given_twice_and_a_place_in_another_list_is_another(first, second):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=second.pk).update(status_list=1)
    assert Certificate.objects.filter(status_index=0).count() == 2


def test_the_second_list_tells_of_the_second_certificate_only(first, second, cast):
    """Both stand at the same place: what happens to one must not fall on the other, whichever lists somebody holds."""
    actions.ask_revocation(first, reason="x", by=cast.carl)
    actions.confirm_revocation(first, by=cast.siv)
    ones, twos = lists_of(1), lists_of(2)
    assert [verdict(first, ones), verdict(second, twos)] == [INVALID, VALID]
    assert [verdict(second, [*ones, *twos]), verdict(second, [*twos, *ones]), verdict(first, [*twos, *ones])] == [VALID, VALID, INVALID]
    assert verdict(second, ones) == UNKNOWN  # and never valid by somebody else's list
    actions.suspend(second, reason="x", by=cast.siv)
    assert verdict(second, [*ones, *lists_of(2)]) == INVALID


def test_the_command_takes_as_many_lists_as_there_are_and_believes_only_the_certificates_own(first, second, cast, tmp_path):
    """Both stand at the same place; the files may be handed over in any order, and one that is missing leaves it unknown."""
    actions.ask_revocation(first, reason="x", by=cast.carl)
    actions.confirm_revocation(first, by=cast.siv)
    known = kept(tmp_path / "known.json", json.dumps(keys.exported()))
    held = {number: kept(tmp_path / f"held-{number}.jwt", badge.signed(one)) for number, one in ((1, first), (2, second))}
    lists = {n: [kept(tmp_path / f"{n}-{place}", text) for place, text in enumerate(lists_of(n))] for n in (1, 2)}

    def code(number, *which):
        given = [part for one in which for path in lists[one] for part in ("--status", path)]
        return ended(held[number], "--keys", known, *given)

    assert [code(1, 1, 2), code(1, 2, 1), code(2, 1, 2), code(2, 2, 1)] == [1, 1, 0, 0]
    assert [code(1, 2), code(2, 1), code(2)] == [2, 2, 2]
    assert [ended(held[1]), ended(held[2])] == [1, 0], "on its own site each is looked up in its own list"
    actions.suspend(second, reason="x", by=cast.siv)
    assert [code(2, 1, 2), ended(held[2])] == [0, 1], "lists that were fetched before know nothing of it yet"
    lists[2] = [kept(tmp_path / f"new-{place}", text) for place, text in enumerate(lists_of(2))]
    assert code(2, 1, 2) == 1


def kept(path, text):
    path.write_text(text)
    return str(path)


def ended(*args):
    """The exit code of `verify_credential`."""
    try:
        call_command("verify_credential", *args, stdout=StringIO(), stderr=StringIO())
    except SystemExit as stopped:
        return stopped.code
    return 0


def test_the_page_that_checks_files_reads_the_list_of_the_certificate(first, second, cast):
    known = trusted(keys.exported())
    files = {one.pk: badge.signed(one) for one in (first, second)}
    actions.suspend(first, reason="x", by=cast.siv)
    assert [own.own_verdict(files[one.pk], known).outcome for one in (first, second)] == [INVALID, VALID]
    actions.suspend(second, reason="x", by=cast.siv)
    assert own.own_verdict(files[second.pk], known).outcome == INVALID


@pytest.mark.parametrize(
    "name", ["suspension-3", "suspension-1", "suspension-0", "suspension-02", "revocation-999999", "suspension-9999999"]
)
def test_there_is_no_list_that_nobody_has_a_place_in(second, name):
    assert Client().get(f"/credentials/status/{name}.jwt").status_code == 404


def test_the_first_list_is_there_before_anybody_is_certified(db):
    assert queries.newest_list() == 1
    assert [fetched(badge.status_url(purpose, 1)).status_code for purpose in badge.PURPOSES] == [200, 200]
