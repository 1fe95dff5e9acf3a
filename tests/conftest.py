"""The cast, a signed-in client, and a database that can be emptied although parts of it are append-only."""

from collections.abc import Callable, Iterator

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest
from django.test import Client

from lms.kernel.append_only import install, remove
from lms.people.models import Person
from tests.cast import Cast, assemble


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues first: a text that is looked up before that stays English for the whole run."""
    from lms.management.commands.catalogues import Command

    Command().compile()


APPEND_ONLY = ["lms_auditentry"]


@pytest.fixture(scope="session", autouse=True)
def _emptying_may_pass_the_triggers(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """Tests with threads empty the database afterwards; the triggers step aside for that and for nothing else."""
    ops = type(connection.ops)
    original = ops.execute_sql_flush

    def flush(self: object, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            for table in APPEND_ONLY:
                remove(cursor, connection.vendor, table)
        original(self, sql_list)
        with connection.cursor() as cursor:
            for table in APPEND_ONLY:
                install(cursor, connection.vendor, table)

    ops.execute_sql_flush = flush
    yield
    ops.execute_sql_flush = original


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """A client signed in as a person, with the second factor done."""

    def opened(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, person, "mfa", type="totp")
        request.session.save()
        return client

    return opened


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Throttles and sums of one story must not reach the next; people's ids repeat."""
    cache.clear()
