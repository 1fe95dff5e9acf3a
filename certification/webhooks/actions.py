"""Who listens, what they are told, and trying again for a day."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.credentials.models import Certificate, StatusEvent
from certification.credentials.states import GRACE, LIVE, Event
from certification.webhooks import rules
from certification.webhooks.models import Delivery, Listener
from certification.webhooks.sending import Unreachable, post, resolved
from certification.webhooks.states import DELIVERY, DeliveryState
from lms.audit.actions import record
from lms.kernel.errors import IllegalTransition, Invalid
from lms.kernel.permissions import demand
from lms.people.models import Organisation, Person

MOST = 5  # addresses of one organisation
LEASE = timedelta(minutes=2)  # a worker killed while sending lets somebody else try after this
KEPT = timedelta(days=30)
TOLD = {
    Event.ISSUED: "certificate.granted", Event.SUSPENDED: "certificate.suspended", Event.RESUMED: "certificate.resumed",
    Event.REVOKED: "certificate.revoked", Event.SUPERSEDED: "certificate.superseded", Event.ERASED: "certificate.revoked",
}  # fmt: skip
VARIED, EXPIRED, TEST = "certificate.varied", "certificate.expired", "test"
EVENTS = tuple(dict.fromkeys([*TOLD.values(), VARIED, EXPIRED, TEST]))
WHY_NOT = {
    "address": _("This is not an address we can send to."), "https": _("The address must begin with https."),
    "name": _("We cannot find this address. Is it spelt right?"), "private": _("This address is inside a private network."),
}  # fmt: skip


def secret_of(listener: Listener) -> str:
    """What signs the messages to this address."""
    mac = hmac.new(settings.SECRET_KEY.encode(), f"webhook:{listener.pk}:{listener.nonce}".encode(), hashlib.sha256)
    return f"whs_{mac.hexdigest()}"


def listen(organisation: Organisation, *, url: str, by: Person) -> Listener:
    """Tell this address from now on; nothing that happened before. Refuses addresses inside private networks, and a sixth one."""
    demand(by, "webhooks.keep", organisation)
    try:
        resolved(url)
    except Unreachable as why:
        raise Invalid(WHY_NOT.get(str(why))) from why
    if organisation.listeners.count() >= MOST:
        raise Invalid(_("Five addresses are enough. Remove one first."))
    newest = StatusEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    try:
        with transaction.atomic():
            listener = Listener.objects.create(organisation=organisation, url=url, nonce=secrets.token_hex(16), seen=newest, made_by=by)
            record("webhook.listen", listener, by=by, fields={"organisation": organisation.pk})
    except IntegrityError as twice:
        raise Invalid(_("This address is told already.")) from twice
    return listener


@transaction.atomic
def stop_listening(listener: Listener, *, by: Person) -> None:
    """Tell this address nothing any more; what was sent is forgotten with it."""
    demand(by, "webhooks.keep", listener)
    record("webhook.stop", listener, by=by)
    listener.delete()


@transaction.atomic
def test(listener: Listener, *, by: Person) -> Delivery:
    """Put a message into the queue that says nothing but that it is a test."""
    demand(by, "webhooks.keep", listener)
    now = timezone.now()
    return Delivery.objects.create(listener=listener, key=f"test:{secrets.token_hex(8)}", body={"event": TEST, "at": now.isoformat()})


@transaction.atomic
def replay(delivery: Delivery, *, by: Person) -> None:
    """Send a message once more, with the same id. Refuses one that still waits."""
    demand(by, "webhooks.keep", delivery)
    if delivery.state == DeliveryState.WAITING:
        raise IllegalTransition()
    DELIVERY.move(delivery, DeliveryState.WAITING, by=by, fields={"tries": 0, "next_at": timezone.now()})


def announce(*, now: datetime | None = None) -> int:
    """Write a message for every event that an address has not been told of, and for certificates that have just run out.

    Events are read from where the address last was, so none is lost when a worker dies and none is told twice. How many.
    """
    at, made = now or timezone.now(), 0
    for listener in Listener.objects.order_by("pk"):
        with transaction.atomic():
            seen = listener.seen
            for event in _news(listener):
                made += _write(listener, f"event:{event.pk}", _said(event), event.certificate, event.at)
                seen = max(seen, event.pk)
            for certificate in _run_out(listener, at):
                made += _write(listener, f"expired:{certificate.pk}:{certificate.valid_until}", EXPIRED, certificate, at)
            Listener.objects.filter(pk=listener.pk, seen__lt=seen).update(seen=seen)
    return made


def _news(listener: Listener) -> Iterator[StatusEvent]:
    rows = StatusEvent.objects.filter(pk__gt=listener.seen, what__in=list(TOLD), certificate__organisation=listener.organisation_id)
    yield from rows.select_related("certificate__person", "certificate__signoff").order_by("pk")[:500]


def _said(event: StatusEvent) -> str:
    """What an event is called: a grant that changes level or conditions of what was granted before is a variation."""
    varied = event.what == Event.ISSUED and event.certificate.signoff.varies_id
    return VARIED if varied else TOLD[Event(event.what)]


def _run_out(listener: Listener, now: datetime) -> Iterator[Certificate]:
    """Those whose days of grace ended within a week, while this address listened."""
    over = timezone.localdate(now) - GRACE
    begun = max(over - timedelta(days=7), timezone.localdate(listener.made_at) - GRACE - timedelta(days=1))
    rows = Certificate.objects.filter(organisation=listener.organisation_id, state__in=LIVE, valid_until__lt=over, valid_until__gte=begun)
    yield from rows.select_related("person")


def _write(listener: Listener, key: str, event: str, certificate: Certificate, at: datetime) -> int:
    body: dict[str, Any] = {
        "event": event, "at": at.isoformat(), "certificate": str(certificate.public_id), "code": certificate.code,
        "person": str(certificate.person.public_id), "status": certificate.standing.value,
    }  # fmt: skip
    _row, new = Delivery.objects.get_or_create(listener=listener, key=key, defaults={"body": body})
    return int(new)


def deliver(*, now: datetime | None = None, most: int = 100) -> tuple[int, int]:
    """Send what is due; (arrived, not arrived). Two workers at once never send the same try; one that died is tried again.

    An address that gives no answer is asked once a run: what else is due there has missed it too, so that nobody else waits for it.
    """
    at, arrived, missed = now or timezone.now(), 0, 0
    silent: dict[int, str] = {}
    for delivery in Delivery.objects.due(at).select_related("listener").order_by("next_at", "pk")[:most]:
        claim = Delivery.objects.due(at).filter(pk=delivery.pk, tries=delivery.tries)
        if not claim.update(tries=delivery.tries + 1, next_at=at + LEASE):
            continue
        delivery.tries += 1
        if _send(delivery, at, silent):
            arrived += 1
        else:
            missed += 1
    return arrived, missed


def _send(delivery: Delivery, at: datetime, silent: dict[int, str]) -> bool:
    status = 0
    if (answered := silent.get(delivery.listener_id, "")) == "":
        status, answered = _post(delivery)
        if not status:
            silent[delivery.listener_id] = answered
    if 200 <= status < 300:
        DELIVERY.move(delivery, DeliveryState.ARRIVED, by=None, fields={"answered": answered, "arrived_at": at})
        return True
    wait = rules.wait_after(delivery.tries)
    if wait is None:
        DELIVERY.move(delivery, DeliveryState.GIVEN_UP, by=None, fields={"answered": answered})
    else:
        Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.WAITING).update(answered=answered, next_at=at + wait)
    return False


def _post(delivery: Delivery) -> tuple[int, str]:
    """The status that came back and its word for the log; 0 and why when there was no answer."""
    body = json.dumps({"id": str(delivery.public_id), **delivery.body}, ensure_ascii=False, separators=(",", ":")).encode()
    stamp = int(timezone.now().timestamp())
    headers = {
        "Ledestjerne-Id": str(delivery.public_id),
        "Ledestjerne-Signature": rules.signature(secret_of(delivery.listener), stamp, body),
    }
    try:
        status = post(delivery.listener.url, body, headers)
    except Unreachable as why:
        return 0, str(why)
    return status, str(status)


def forget_deliveries(now: datetime) -> int:
    """Messages go after thirty days."""
    return Delivery.objects.filter(made_at__lte=now - KEPT).exclude(state=DeliveryState.WAITING).delete()[0]
