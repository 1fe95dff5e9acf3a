"""Keys with which another system of an organisation asks us something. Shown once; what is kept cannot be used to ask."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.kernel.prepared import Prepared
from lms.people.models import Organisation, Person, Role

MARK = "led_"  # so that a key found in a text is known for one


class Scope(models.TextChoices):
    """What a key may ask."""

    DUTY = "duty", _("May somebody be on duty now")


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def visible_to(self, person: Person) -> ApiKeyQuerySet:
        return self.filter(organisation_id__in=person.organisations_as(Role.COORDINATOR))

    def working(self) -> ApiKeyQuerySet:
        return self.filter(revoked_at=None)


class ApiKey(models.Model):
    """`start` are the first letters, by which people tell keys apart; `digest` is what a key that comes in is compared with."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="api_keys")
    name = models.CharField(_("What is it for?"), max_length=60)
    scopes = models.JSONField(default=list)
    start = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.start}…"

    def allows(self, scope: str) -> bool:
        return self.revoked_at is None and scope in self.scopes


WITH_DIGEST = Prepared(
    lambda digest: (
        ApiKey.objects.working()
        .filter(digest=digest)
        .only("organisation", "scopes", "used_on", "revoked_at")
        .annotate(slug=F("organisation__slug"))
    )
)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()  # 256 random bits need no slow hash


@transaction.atomic
def make_key(organisation: Organisation, *, name: str, scopes: list[str], by: Person) -> tuple[ApiKey, str]:
    """A new key and its secret, which is nowhere afterwards. Refuses a key without a name or a scope."""
    demand(by, "people.keep_keys", organisation)
    if not name.strip() or not scopes or not set(scopes) <= set(Scope.values):
        raise Invalid(_("Say what the key is for."))
    secret = MARK + secrets.token_urlsafe(32)
    key = ApiKey.objects.create(
        organisation=organisation, name=name.strip(), scopes=sorted(scopes), start=secret[:10], digest=_digest(secret), made_by=by
    )
    record("api_key.make", key, by=by, fields={"organisation": organisation.pk})
    return key, secret


@transaction.atomic
def revoke_key(key: ApiKey, *, by: Person) -> None:
    """The key opens nothing any more, from the next request on."""
    demand(by, "people.keep_keys", key)
    if not ApiKey.objects.working().filter(pk=key.pk).update(revoked_at=timezone.now()):
        raise IllegalTransition()
    record("api_key.revoke", key, by=by)


def key_for(secret: str, scope: str, *, today: date | None = None) -> ApiKey | None:
    """The working key behind a secret, if it may ask this; notes the day, once a day."""
    key = next(iter(WITH_DIGEST.ask(_digest(secret))), None) if secret else None
    if key is None or not key.allows(scope):
        return None
    known = [key.organisation_id, key.slug]  # type: ignore[attr-defined]
    key.organisation = Organisation.from_db(key._state.db, ["id", "slug"], known)  # the rest is read when somebody asks for it
    day = today or timezone.localdate()
    if key.used_on != day:
        ApiKey.objects.filter(pk=key.pk).update(used_on=day)
    return key
