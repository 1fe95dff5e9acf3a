"""Addresses that want to hear, and what was sent to them."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.webhooks.states import DeliveryState
from lms.people.models import Organisation, Person, Role


class ListenerQuerySet(models.QuerySet["Listener"]):
    def visible_to(self, person: Person) -> ListenerQuerySet:
        return self.filter(organisation_id__in=person.organisations_as(Role.COORDINATOR))


class Listener(models.Model):
    """One address of an organisation. The secret that signs follows from `nonce` and the server's key, so the database alone cannot
    sign. `seen` is the last event of a certificate that was looked at for it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="listeners")
    url = models.URLField(_("address"), max_length=300)
    nonce = models.CharField(max_length=32)
    seen = models.PositiveBigIntegerField(default=0)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    objects = ListenerQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "url"], name="listener_once_an_address")]

    def __str__(self) -> str:
        return f"listener {self.pk}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, person: Person) -> DeliveryQuerySet:
        return self.filter(listener__organisation_id__in=person.organisations_as(Role.COORDINATOR))

    def due(self, now: Any) -> DeliveryQuerySet:
        return self.filter(state=DeliveryState.WAITING, next_at__lte=now)


class Delivery(models.Model):
    """One message. `key` names what happened, so that it is told to an address once; `body` holds ids and states, never a reason."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    listener = models.ForeignKey(Listener, models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=60)
    body = models.JSONField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    answered = models.CharField(max_length=40, blank=True)  # what came of the last try: a status, or why there was none
    made_at = models.DateTimeField(default=timezone.now)
    arrived_at = models.DateTimeField(null=True)
    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["listener", "key"], name="delivery_once"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(state="waiting"), name="delivery_due")]

    def __str__(self) -> str:
        return f"{self.listener_id} {self.key}"

    @property
    def organisation_id(self) -> int:
        return self.listener.organisation_id
