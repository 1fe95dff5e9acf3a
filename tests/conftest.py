"""The cast, a signed-in client, and a database that can be emptied although parts of it are append-only."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from django.core.cache import caches
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import Client
from django.utils import translation
from django.utils.translation.reloader import translation_file_changed
from hypothesis import HealthCheck, settings

from lms.kernel.append_only import install, remove
from lms.people.models import Person
from tests import blank
from tests.cast import Cast, assemble

# A machine with much to do draws examples slowly and answers late: that is no fault of what is tried.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues first, and forget those that Django read before: a fresh clone speaks as any other."""
    from lms.management.commands.catalogues import Command

    Command().compile()
    translation_file_changed(None, Path("django.mo"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker of a parallel run takes all browser tests: they share a browser and a served site."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest, django_db_modify_db_settings: None) -> bool:
    """Begin with a copy of a migrated database where there is one."""
    if connection.vendor != "sqlite":
        return bool(request.config.getvalue("reuse_db"))
    return blank.lay_out(Path(connection.settings_dict["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_setup(django_db_keepdb: bool, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Keep what was migrated, for the next run. In the end nobody holds the database any more, so that it can be dropped."""
    if connection.vendor == "sqlite" and not django_db_keepdb:
        with django_db_blocker.unblock():
            blank.keep()
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:  # threads of stories that ended may sleep on one
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


APPEND_ONLY = ["lms_auditentry"]


def rows_made_by_migrations() -> dict[str, tuple[list[str], list[Any]]]:
    """Table → (columns, rows) of what stands in a fresh database: Wagtail's root page, locales, content types."""
    kept = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True, include_views=False):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            if rows := cursor.fetchall():
                kept[table] = ([column[0] for column in cursor.description], rows)
    return kept


def put_back(kept: dict[str, tuple[list[str], list[Any]]]) -> None:
    with connection.constraint_checks_disabled(), transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in kept.items():
            names = ", ".join(map(connection.ops.quote_name, columns))
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({marks})", rows)


@pytest.fixture(scope="session", autouse=True)
def _emptying_leaves_a_fresh_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tests with threads empty the database afterwards: the append-only triggers step aside for that and for nothing else,
    and what the migrations wrote is there again for the next story."""
    ops = type(connection.ops)
    original = ops.execute_sql_flush
    with django_db_blocker.unblock():
        kept = rows_made_by_migrations()

    def flush(self: object, sql_list: list[str]) -> None:
        with connection.cursor() as cursor:
            for table in APPEND_ONLY:
                remove(cursor, connection.vendor, table)
        original(self, sql_list)
        with connection.cursor() as cursor:
            for table in APPEND_ONLY:
                install(cursor, connection.vendor, table)
        put_back(kept)

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
        client.force_login(person, backend="lms.people.backends.Backend")
        request = HttpRequest()
        request.session = client.session
        record_authentication(request, person, "mfa", type="totp")
        request.session.save()
        return client

    return opened


@pytest.fixture
def in_english(cast: Cast) -> None:
    """The whole cast reads English in the admin, so that a story can quote what it says as it stands in the code."""
    Person.objects.update(language="en")


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Throttles and sums of one story must not reach the next; people's ids repeat."""
    for one in caches.all(initialized_only=True):
        one.clear()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What actions say outside a request is read in the language it was written in; pages follow their address."""
    with translation.override("en"):
        yield
