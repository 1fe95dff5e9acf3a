"""What somebody who runs the house should know today. Each check says ok, attention or error, in a sentence one can act on."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.mail import mailers
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from certification.practice.models import Scenario
from certification.programmes.sources import Agreement
from cms.pages import StandardPage
from lms.audit.queries import breaks
from lms.kernel.tasks import HEARTBEAT
from lms.management import backups
from lms.management.founding import without_coordinator
from lms.management.schedules import HABITS, wanted
from lms.notify.models import Notice
from lms.people.models import HelpNumber, Organisation


class Level(StrEnum):
    OK = "ok"
    ATTENTION = "attention"
    ERROR = "error"


@dataclass(frozen=True)
class Line:
    """One finding: how bad, about what, and what to do."""

    level: Level
    subject: str
    text: str


Findings = Iterator[Line]
CHECKS: list[Callable[[], Findings]] = []


def check(examine: Callable[[], Findings]) -> Callable[[], Findings]:
    """Add a check to the round; they are made in the order they stand here."""
    CHECKS.append(examine)
    return examine


def round_of_checks() -> Findings:
    """Every finding. A check that stumbles is itself an error and does not stop the round; a database that is not there does."""
    for examine in CHECKS:
        try:
            findings = list(examine())
            yield from findings
            if examine is database and any(line.level is Level.ERROR for line in findings):
                return
        except Exception as error:
            yield Line(Level.ERROR, examine.__name__.replace("_", " "), f"could not be checked: {type(error).__name__}: {error}")


@check
def database() -> Findings:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield Line(Level.OK, "database", f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))} answers")
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Line(Level.ERROR, "migrations", f"{len(plan)} not applied: run `manage.py migrate`")
    else:
        yield Line(Level.OK, "migrations", "all applied")


@check
def cache_table() -> Findings:
    cache.set("doctor", "well", timeout=10)
    if cache.get("doctor") == "well":
        yield Line(Level.OK, "cache", "keeps what it is given")
    else:
        yield Line(Level.ERROR, "cache", "forgets: run `manage.py createcachetable`, or look at REDIS_URL")


@check
def worker() -> Findings:
    if beat := cache.get(HEARTBEAT):
        seconds = (timezone.now() - datetime.fromisoformat(beat)).total_seconds()
        yield Line(Level.OK, "worker", f"beat {seconds:.0f} seconds ago")
    else:
        yield Line(Level.ERROR, "worker", "no sign of life for three minutes: is `manage.py serve` running?")
    waiting = OrmQ.objects.count()
    if waiting > 500:
        yield Line(Level.ATTENTION, "queue", f"{waiting} tasks wait")
    rows = {row.name: row for row in Schedule.objects.all()}
    if all(habit.name in rows and all(getattr(rows[habit.name], f) == v for f, v in wanted(habit).items()) for habit in HABITS):
        yield Line(Level.OK, "schedules", f"{len(HABITS)} set")
    else:
        yield Line(Level.ERROR, "schedules", "not as they should be: run `manage.py schedules`")


@check
def mail() -> Findings:
    if settings.MAIL_DOMAIN.endswith(".example"):
        yield Line(Level.ATTENTION, "mail", f"letters come from {settings.MAIL_DOMAIN}: set MAIL_DOMAIN and MAIL_FROM")
    mailer: Any = settings.MAILERS["default"]
    backend = mailer["BACKEND"]
    if not backend.endswith("smtp.EmailBackend"):
        yield Line(Level.ATTENTION, "mail", f"nothing is really sent ({backend.rsplit('.', 2)[-2]}): set EMAIL_URL")
    else:
        try:
            outbox = mailers["default"]
            outbox.open()
            outbox.close()
            yield Line(Level.OK, "mail", f"{mailer['OPTIONS']['host']} answers")
        except OSError as error:  # smtplib's own errors are OSErrors too
            yield Line(Level.ERROR, "mail", f"the mail server does not take us: {error}. Notices wait and are sent later")
    late = Notice.objects.unsent().filter(created_at__lt=timezone.now() - timedelta(hours=1), person__is_active=True).count()
    if late:
        yield Line(Level.ATTENTION, "mail", f"{late} notices wait for more than an hour")


@check
def signing_keys() -> Findings:
    place = Path(settings.SIGNING_KEYS)
    files = [path for path in place.rglob("*") if path.is_file()] if place.is_dir() else []
    if not files:
        yield Line(Level.ERROR, "signing keys", f"none in {place}: no certificate can be issued. See docs/operators.md")
        return
    if open_to_others := [path.name for path in files if path.suffix == ".pem" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]:
        yield Line(Level.ERROR, "signing keys", f"readable by others: {', '.join(open_to_others)}. chmod 600")
    else:
        yield Line(Level.OK, "signing keys", f"in {place}; keep a copy elsewhere, backups do not hold them")


@check
def disk_space() -> Findings:
    space = shutil.disk_usage(settings.VAR)
    text = f"{space.free / 1e9:.1f} GB free where {settings.VAR} lies"
    level = Level.ERROR if space.free < 200e6 else Level.ATTENTION if space.free < 2e9 else Level.OK
    yield Line(level, "disk space", text)
    if Path(settings.VAR).stat().st_mode & stat.S_IROTH and not settings.DEMO:
        yield Line(Level.ATTENTION, "disk", f"everybody on this machine can read {settings.VAR}: chmod 700")


@check
def newest_backup() -> Findings:
    made = [path.stat().st_mtime for path in backups.folder().glob("ledestjerne-*.zip")]
    if not made:
        yield Line(Level.ATTENTION, "backup", "none yet: run `manage.py backup` every night")
        return
    age = datetime.now(UTC) - datetime.fromtimestamp(max(made), UTC)
    level = Level.OK if age < timedelta(hours=36) else Level.ATTENTION
    yield Line(level, "backup", f"the newest is {age.days} days and {age.seconds // 3600} hours old")


@check
def static_files() -> Findings:
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Line(Level.OK, "static files", "collected")
    else:
        yield Line(Level.ERROR, "static files", "not collected: run `manage.py collectstatic --noinput`")
    missing = [
        path for place in settings.LOCALE_PATHS for path in Path(place).rglob("*.po")
        if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").stat().st_mtime < path.stat().st_mtime
    ]  # fmt: skip
    if missing:
        yield Line(Level.ERROR, "languages", f"{len(missing)} catalogues are not compiled: run `manage.py catalogues compile`")


@check
def safety_settings() -> Findings:
    found = [each for each in checks.run_checks(include_deployment_checks=not settings.DEMO) if not each.is_silenced()]
    for each in found:
        yield Line(Level.ERROR if each.level >= checks.ERROR else Level.ATTENTION, "settings", f"{each.msg.splitlines()[0]} ({each.id})")
    if settings.DEMO:
        yield Line(Level.ATTENTION, "settings", "this is a demonstration: anybody can be anybody. Never with real people")
    if settings.HTTPS and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield Line(Level.ATTENTION, "settings", "TRUSTED_PROXIES is 0: behind a proxy, all visitors would share one limit on sign-ins")
    if not found and not settings.DEMO:
        yield Line(Level.OK, "settings", "`check --deploy` has nothing to say")


@check
def organisations() -> Findings:
    """Whether anybody can come in at all, and where somebody who would like to join can write."""
    if not Organisation.objects.exists():
        yield Line(Level.ERROR, "organisations", "none: nobody can be invited. Make one: `manage.py organisation add --help`")
        return
    alone = without_coordinator()
    silent = Organisation.objects.filter(contact_email="").order_by("slug")
    for one in alone:
        yield Line(Level.ATTENTION, "organisations", f"{one.slug} has no coordinator: `manage.py organisation invite {one.slug} EMAIL`")
    for one in silent:
        yield Line(Level.ATTENTION, "organisations", f"{one.slug} has no contact address, so nobody can write to it and ask to join")
    if not alone and not silent:
        yield Line(Level.OK, "organisations", f"{Organisation.objects.count()}, each with a coordinator")


@check
def help_numbers() -> Findings:
    for country in Organisation.objects.values_list("country", flat=True).distinct().order_by("country"):
        numbers = HelpNumber.objects.filter(country=country)
        unverified = [row.number for row in numbers.filter(verified_on=None)]
        if not numbers:
            yield Line(Level.ERROR, "help numbers", f"{country.upper()}: none. Young people need one on every hard page")
        elif unverified:
            yield Line(Level.ATTENTION, "help numbers", f"{country.upper()}: nobody has called {', '.join(unverified)} to check them")
        else:
            yield Line(Level.OK, "help numbers", f"{country.upper()}: {len(numbers)} verified")


@check
def facts_in_texts() -> Findings:
    """Numbers and duties in scenarios, agreements and pages: a package never brings a date along, a person has to write it."""
    scenarios = Scenario.objects.filter(live=True, verified_on=None).values("translation_key").distinct().count()
    agreements = Agreement.objects.filter(live=True, verified_on=None).exclude(to_verify="").values("translation_key").distinct().count()
    pages = StandardPage.objects.live().filter(verified_on=None).exclude(to_verify="").values("translation_key").distinct().count()
    if pages:
        yield Line(
            Level.ATTENTION, "public pages", f"verify before use: {pages} say what to check; the date goes in beside it in the admin"
        )
    if scenarios or agreements:
        told = f"verify before use: numbers and duties in {scenarios} scenarios and {agreements} agreements have no date in the admin"
        yield Line(Level.ATTENTION, "facts in texts", told)


@check
def audit_trail() -> Findings:
    found = list(breaks())
    if found:
        yield Line(Level.ERROR, "audit trail", f"does not hold at {len(found)} place(s), first at entry {found[0].seq}: see `audit_verify`")
    else:
        yield Line(Level.OK, "audit trail", "unbroken; keep what `audit_head` prints somewhere else")
