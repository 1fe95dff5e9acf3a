"""A word is another one after every change, nobody waits for anybody to draw, and a house with triggers can be migrated."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from lms.kernel import stamps
from lms.kernel.stamps import Stamp, lay, lift, tidy
from lms.people.models import Cohort, Organisation, Person
from tests.cast import assemble

WATCHED = {"lms_cohort": ("'cohorts'", "'cohort:' || {row}.coordinator_id"), "lms_person": ("'cohorts'",)}
many_writers = pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time")


@pytest.fixture
def watched(monkeypatch):
    """The triggers of a house that keeps something about cohorts."""
    with monkeypatch.context() as patch:
        patch.setattr(stamps, "_watches", {})
        stamps.watch("cohorts", WATCHED, only={"lms_person": ("alias",)}, but={"lms_cohort": ("name",)})
        lay()
        yield
    lift(plan=[1])
    lay()


def word(*about: str) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(stamps.word(*[f"'{one}'" for one in about]))
        return cursor.fetchone()[0]


def test_what_counts_draws_and_what_does_not_does_not(cast, watched):
    house = Cohort.objects.create(organisation=cast.fjordvik, name="Våren", coordinator=cast.kari)
    before = word("cohorts")
    Cohort.objects.update(name="Høsten")
    Person.objects.update(language="da")
    assert word("cohorts") == before
    Person.objects.filter(pk=cast.tuva.pk).update(alias="Ny")
    after = word("cohorts")
    assert after != before
    house.delete()
    assert word("cohorts") not in (before, after)


def test_whoever_loses_something_hears_of_it_as_well_as_who_gets_it(cast, watched):
    cohort = Cohort.objects.create(organisation=cast.fjordvik, name="Våren", coordinator=cast.kari)
    both = [f"cohort:{person.pk}" for person in (cast.kari, cast.siv)]
    before = [word("cohorts", one) for one in both]
    Cohort.objects.filter(pk=cohort.pk).update(coordinator=cast.siv)
    assert not set(before).intersection(word("cohorts", one) for one in both)


def test_what_is_rolled_back_leaves_the_word_as_it_was(cast, watched):
    before = word("cohorts")
    with transaction.atomic():
        Person.objects.filter(pk=cast.tuva.pk).update(alias="Aldri sant")
        within = word("cohorts")
        transaction.set_rollback(True)
    assert within != before == word("cohorts")


def test_laying_twice_is_laying_once(cast, watched):
    lay()
    before = word("cohorts")
    Person.objects.filter(pk=cast.tuva.pk).update(alias="Ny")
    assert word("cohorts") != before


def test_many_rows_at_once_leave_few_stamps(cast, watched):
    Person.objects.bulk_create(Person(email=f"{n}@x.example", alias=f"Fugl {n}", password="!") for n in range(50))
    assert Stamp.objects.filter(about="cohorts").count() <= 10


def test_without_triggers_there_is_no_word(cast, watched):
    lift(plan=[1])
    assert word("cohorts") is None
    Person.objects.filter(pk=cast.tuva.pk).update(alias="Ny")
    assert word("cohorts") is None


def test_where_nothing_is_to_be_migrated_the_triggers_stay(cast, watched):
    before = word("cohorts")
    lift(plan=[])
    Person.objects.filter(pk=cast.tuva.pk).update(alias="Ny")
    assert word("cohorts") not in (None, before)


@pytest.mark.django_db(transaction=True)
def test_a_watched_table_can_be_made_anew(watched):
    """As a migration does on SQLite, which then looks at every trigger that names the table."""
    assemble()
    lift(plan=[1])
    field = Cohort._meta.get_field("name")
    longer = field.clone()
    longer.max_length = 99
    longer.set_attributes_from_name("name")
    longer.model = Cohort
    with connection.schema_editor() as editor:
        editor.alter_field(Cohort, field, longer, strict=True)
    with connection.schema_editor() as editor:
        editor.alter_field(Cohort, longer, field, strict=True)
    lay()
    before = word("cohorts")
    Cohort.objects.create(organisation=Organisation.objects.first(), name="Våren")
    assert word("cohorts") not in (None, before)


def test_what_has_settled_becomes_one_stamp_and_another_word(cast, watched):
    for _again in range(3):
        stamps.draw("cohorts")
    stamps.draw("cohort:1")
    Stamp.objects.update(at=timezone.now() - timedelta(hours=2))
    stamps.draw("cohorts")
    before, of_one = word("cohorts"), word("cohort:1")
    assert tidy() >= 3
    assert Stamp.objects.filter(about="cohorts").count() == 2
    assert (word("cohorts") != before, word("cohort:1")) == (True, of_one)
    assert tidy() == 0


@many_writers
def test_two_who_write_about_the_same_do_not_wait_for_each_other(transactional_db, watched):
    cast, met, done = assemble(), threading.Barrier(2), []

    def write(first: Person, second: Person) -> None:
        try:
            with transaction.atomic():
                Cohort.objects.create(organisation=cast.fjordvik, name="Én", coordinator=first)
                met.wait(20)  # both have drawn about their first
                Cohort.objects.create(organisation=cast.fjordvik, name="To", coordinator=second)
                met.wait(20)  # and about the other's, before either is done
            done.append(first)
        finally:
            connection.close()

    together = [threading.Thread(target=write, args=pair) for pair in ((cast.kari, cast.siv), (cast.siv, cast.kari))]
    for one in together:
        one.start()
    for one in together:
        one.join()
    assert len(done) == 2


@many_writers
def test_who_began_first_and_is_done_last_is_seen_as_well(transactional_db, watched):
    cast, drawn, go = assemble(), threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                Person.objects.filter(pk=cast.tuva.pk).update(alias="Sen")
                drawn.set()
                go.wait(20)
        finally:
            connection.close()

    early = threading.Thread(target=slow)
    early.start()
    assert drawn.wait(20)
    Person.objects.filter(pk=cast.siv.pk).update(alias="Rask")
    before = word("cohorts")
    go.set()
    early.join()
    assert word("cohorts") != before
