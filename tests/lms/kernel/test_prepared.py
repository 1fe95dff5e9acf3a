"""A prepared question says what the queryset says, and its SQL is written once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.db.models import DateField, Exists, F, OuterRef
from django.db.models.functions import TruncDate
from django.db.models.sql import compiler

from lms.kernel.prepared import Prepared
from lms.people.models import Person, RoleAssignment


def known(ids):
    roles = RoleAssignment.objects.filter(person=OuterRef("pk"))
    return (
        Person.objects.filter(public_id__in=ids)
        .only("alias")
        .annotate(other_id=F("public_id"), has_role=Exists(roles), made_on=TruncDate("created_at", output_field=DateField()))
        .order_by("pk")
    )


def facts(people):
    return [(one.pk, one.alias, one.other_id, one.has_role, one.made_on) for one in people]


def test_the_answer_is_that_of_the_queryset_with_values_of_the_same_kinds(cast):
    wanted = [cast.tuva.public_id, cast.stein.public_id, cast.siv.public_id]
    asked = Prepared(known)
    assert facts(asked.ask(wanted)) == facts(known(wanted))
    assert facts(asked.ask(wanted[:1])) == facts(known(wanted[:1]))
    assert isinstance(asked.ask(wanted)[0].made_on, date)


def test_what_was_left_out_is_read_when_somebody_asks(cast, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert Prepared(known).ask([cast.tuva.public_id])[0].email == cast.tuva.email


def test_what_is_joined_and_tuples_come_as_the_queryset_gives_them(cast, django_assert_num_queries):
    def roles(person):
        return RoleAssignment.objects.filter(person=person).select_related("organisation").defer("organisation__name").order_by("pk")

    with django_assert_num_queries(2):
        asked, plain = Prepared(roles).ask(cast.tuva.pk), list(roles(cast.tuva.pk))
        assert asked == plain
        assert [one.organisation.slug for one in asked] == [one.organisation.slug for one in plain]
    tuples = Prepared(lambda person: roles(person).values_list("role", "organisation__language", "starts_on"))
    assert tuples.ask(cast.tuva.pk) == list(roles(cast.tuva.pk).values_list("role", "organisation__language", "starts_on"))
    assert tuples.ask(cast.stein.pk) == list(roles(cast.stein.pk).values_list("role", "organisation__language", "starts_on"))


@pytest.mark.django_db(transaction=True)
def test_threads_ask_the_same_at_once_each_on_their_own_connection(cast):
    asked = Prepared(lambda alias: Person.objects.filter(alias=alias))
    names = [cast.tuva.alias, cast.siv.alias, cast.pia.alias] * 5

    def found(alias):
        try:
            return asked.ask(alias)[0].alias
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(found, names)) == names


def test_words_alone_and_in_lists_are_told_apart(cast):
    asked = Prepared(lambda alias, emails: Person.objects.filter(alias=alias, email__in=emails))
    assert asked.ask(cast.tuva.alias, [cast.siv.email, cast.tuva.email]) == [cast.tuva]
    assert asked.ask(cast.tuva.alias, [cast.siv.email]) == []
    assert asked.ask(cast.siv.alias, [cast.siv.email]) == [cast.siv]


@pytest.mark.parametrize("word", ["' OR 1=1 --", "%s", '"', "\\"])
def test_a_word_is_never_part_of_the_sql(cast, word):
    Person.objects.filter(pk=cast.tuva.pk).update(alias=word)
    asked = Prepared(lambda alias: Person.objects.filter(alias=alias))
    assert asked.ask(word) == [cast.tuva]
    assert asked.ask("x' OR '1'='1") == []


def test_the_sql_is_written_once(cast, monkeypatch, django_assert_num_queries):
    asked = Prepared(known)
    asked.ask([cast.tuva.public_id])
    monkeypatch.setattr(compiler.SQLCompiler, "as_sql", lambda *_a, **_k: pytest.fail("written again"))
    with django_assert_num_queries(1):
        assert asked.ask([cast.siv.public_id])[0].alias == cast.siv.alias
    assert connection.vendor in str(list(asked._written))
