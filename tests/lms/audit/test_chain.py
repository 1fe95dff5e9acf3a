import pytest
from django.db import DatabaseError, connection, transaction

from lms.audit.actions import record
from lms.audit.models import AuditEntry
from lms.audit.queries import breaks, head
from lms.kernel.append_only import install, remove


def three_deeds(cast):
    for deed in ("a.one", "a.two", "a.three"):
        record(deed, cast.tuva, by=cast.siv, fields={"from": "x", "to": "y"})


def tamper(sql):
    with connection.cursor() as cursor:
        remove(cursor, connection.vendor, "lms_auditentry")
        cursor.execute(sql)
        install(cursor, connection.vendor, "lms_auditentry")


def test_an_untouched_chain_holds(cast):
    three_deeds(cast)
    assert list(breaks(head=head())) == []


@pytest.mark.parametrize("sql", ["UPDATE lms_auditentry SET deed = 'x'", "DELETE FROM lms_auditentry"])
def test_the_database_refuses_to_change_a_line(cast, sql):
    three_deeds(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEntry.objects.count() == 3


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE lms_auditentry SET actor = 7 WHERE seq = 2",
        "UPDATE lms_auditentry SET deed = 'b.two' WHERE seq = 2",
        "UPDATE lms_auditentry SET previous = hash WHERE seq = 2",
        "DELETE FROM lms_auditentry WHERE seq = 2",
        "DELETE FROM lms_auditentry WHERE seq = 3",
        "DELETE FROM lms_auditentry",
    ],
)
def test_every_tampering_shows_against_an_exported_head(cast, sql):
    three_deeds(cast)
    exported = head()
    tamper(sql)
    assert list(breaks(head=exported))
