"""The chat service listens: a small real HTTP server hears what happens to certificates, also after it was away for hours."""

import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certification.credentials import actions as credentials
from certification.credentials import keys
from certification.credentials.models import Certificate
from certification.webhooks import actions, rules, sending
from certification.webhooks.models import Delivery, Listener
from certification.webhooks.sending import Unreachable, resolved
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from tests.builders import a_certificate, an_enrolment


class ChatService:
    """`heard` are the (headers, body) that came; `answers` is what it answers, the last one for ever."""

    def __init__(self) -> None:
        self.heard, self.answers = [], [204]
        service = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.heard.append((dict(self.headers), body))
                status = service.answers.pop(0) if len(service.answers) > 1 else service.answers[0]
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.end_headers()

            def log_message(self, *_words):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?a=1"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


@pytest.fixture
def service(settings):
    settings.WEBHOOKS_PRIVATE = True
    running = ChatService()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture(autouse=True)
def _keys(db, settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path
    keys.ensure()


@pytest.fixture
def listener(cast, service) -> Listener:
    return actions.listen(cast.fjordvik, url=service.url, by=cast.kari)


def certified(cast) -> Certificate:
    return a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv)


def told(service) -> list[str]:
    return [json.loads(body)["event"] for _headers, body in service.heard]


def test_it_hears_of_a_grant_a_pause_and_a_return_in_order_and_once(cast, service, listener):
    certificate = certified(cast)
    credentials.suspend(certificate, reason="CANARY-REASON", by=cast.siv)
    credentials.resume(certificate, by=cast.carl)
    for _minute in range(3):
        actions.announce()
        actions.deliver()
    assert told(service) == ["certificate.granted", "certificate.suspended", "certificate.resumed"]
    whole = b"".join(body for _headers, body in service.heard).decode()
    assert certificate.code in whole
    for hidden in ("CANARY", "Tuva", "tuva@"):
        assert hidden not in whole


def test_the_signature_proves_who_sent_it_and_when(cast, service, listener):
    certified(cast)
    actions.announce(), actions.deliver()
    (headers, body), secret = service.heard[0], actions.secret_of(listener)
    at, mac = (part.partition("=")[2] for part in headers["Ledestjerne-Signature"].split(","))
    assert hmac.compare_digest(mac, hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest())
    assert abs(int(at) - timezone.now().timestamp()) < 60
    assert headers["Ledestjerne-Id"] == json.loads(body)["id"]


def test_one_that_was_away_hears_it_later_and_only_then(cast, service, listener):
    service.answers = [500, 503, 200]
    certified(cast)
    actions.announce()
    now = timezone.now()
    assert actions.deliver(now=now) == (0, 1)
    assert actions.deliver(now=now + timedelta(seconds=30)) == (0, 0)
    assert actions.deliver(now=now + timedelta(minutes=1)) == (0, 1)
    assert actions.deliver(now=now + timedelta(minutes=4)) == (1, 0)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.tries, delivery.answered) == ("arrived", 3, "200")
    assert len({body for _headers, body in service.heard}) == 1


def test_nobody_waits_for_an_address_that_is_silent(cast, service, listener, monkeypatch):
    """Ten seconds for each of many messages would keep the others waiting for minutes: it is asked once, and all its messages missed."""
    silent, asked = actions.listen(cast.fjordvik, url=service.url + "silent", by=cast.kari), []
    certificate = certified(cast)
    credentials.suspend(certificate, reason="x", by=cast.siv)
    credentials.resume(certificate, by=cast.carl)

    def never_answers(url, body, headers):
        asked.append(url)
        if url == silent.url:
            raise Unreachable("slow")
        return 204

    monkeypatch.setattr(actions, "post", never_answers)
    actions.announce()
    now = timezone.now()
    assert actions.deliver(now=now) == (3, 3)
    assert (asked.count(silent.url), asked.count(listener.url)) == (1, 3)
    missed = Delivery.objects.filter(listener=silent)
    assert {(one.tries, one.answered, one.state) for one in missed} == {(1, "slow", "waiting")}
    assert actions.deliver(now=now + timedelta(minutes=1)) == (0, 3)
    assert asked.count(silent.url) == 2


def test_after_a_day_it_is_given_up_and_can_be_sent_again(cast, service, listener):
    service.server.shutdown()
    service.server.server_close()
    certified(cast)
    actions.announce()
    now, began = timezone.now(), timezone.now()
    for _try in range(rules.GIVEN_UP_AFTER):
        actions.deliver(now=now)
        now = max(now, Delivery.objects.get().next_at)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.answered) == ("given_up", "closed")
    assert timedelta(hours=24) <= now - began <= timedelta(hours=25)
    actions.replay(delivery, by=cast.kari)
    with pytest.raises(IllegalTransition):
        actions.replay(Delivery.objects.get(), by=cast.kari)
    assert Delivery.objects.due(timezone.now()).count() == 1


def test_a_redirect_is_not_followed(cast, service, listener):
    service.answers = [302]
    certified(cast)
    actions.announce()
    assert actions.deliver() == (0, 1)
    assert Delivery.objects.get().answered == "302"


def test_running_out_is_told_once_and_what_was_before_listening_never(cast, service):
    old = certified(cast)
    actions.listen(cast.fjordvik, url=service.url, by=cast.kari)
    assert actions.announce() == 0
    over = timezone.now() + timedelta(days=(old.valid_until - timezone.localdate()).days + 31)
    assert (actions.announce(now=over), actions.announce(now=over + timedelta(days=1))) == (1, 0)
    assert Delivery.objects.get().body["event"] == "certificate.expired"


@pytest.mark.parametrize("deed", ["issue", "suspend"])
def test_an_event_gets_its_number_in_the_queue_of_the_audit_trail_so_that_none_is_passed_over(cast, deed):
    """Listeners read on from the last number they saw. A smaller number that is committed later would never be read."""
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    with CaptureQueriesContext(connection) as seen:
        certificate = a_certificate(way, proposed_by=cast.siv)
    if deed == "suspend":
        with CaptureQueriesContext(connection) as seen:
            credentials.suspend(certificate, reason="x", by=cast.siv)
    written = [one["sql"] for one in seen if one["sql"].startswith("INSERT")]
    line, event = (next(n for n, sql in enumerate(written) if table in sql) for table in ("lms_auditentry", "certification_statusevent"))
    assert line < event


def test_another_house_hears_nothing(cast, service, settings):
    from lms.people.models import RoleAssignment

    RoleAssignment.objects.create(person=cast.nora, role="coordinator", organisation=cast.sundby)
    actions.listen(cast.sundby, url=service.url, by=cast.nora)
    certified(cast)
    assert actions.announce() == 0


PRIVATE = ["127.0.0.1", "10.0.0.8", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "::1", "fd00::1", "fe80::1", "::ffff:127.0.0.1",
           "100.64.0.1", "224.0.0.1", "::ffff:10.0.0.1"]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_refused_when_given_and_when_sent(cast, monkeypatch, address):
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (address, 443))])
    with pytest.raises(Invalid):
        actions.listen(cast.fjordvik, url="https://looks-fine.example/hook", by=cast.kari)
    with pytest.raises(Unreachable, match="private"):
        sending.post("https://looks-fine.example/hook", b"{}", {})
    assert not rules.is_public(address)


def test_a_name_with_one_address_inside_is_refused_too(monkeypatch):
    both = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]
    monkeypatch.setattr(sending.socket, "getaddrinfo", lambda *_a, **_k: both)
    with pytest.raises(Unreachable, match="private"):
        resolved("https://two-faced.example/")


@pytest.mark.parametrize(
    ("url", "why"),
    [("http://example.org/", "https"), ("ftp://example.org/", "address"), ("https://u:p@example.org/", "address"), ("https://", "address"),
     ("https://[::1", "address")],
)  # fmt: skip
def test_what_is_no_address_for_us_is_said(url, why):
    with pytest.raises(Unreachable, match=why):
        resolved(url)


def test_two_workers_send_a_message_once(cast, service, listener):
    certified(cast)
    actions.announce()
    stale = list(Delivery.objects.due(timezone.now()))
    assert actions.deliver() == (1, 0)
    assert Delivery.objects.due(timezone.now()).filter(pk=stale[0].pk, tries=stale[0].tries).count() == 0
    assert len(service.heard) == 1


@pytest.mark.parametrize("who", ["siv", "carl", "tuva", "stein"])
def test_only_a_coordinator_of_the_place_has_others_told(cast, service, listener, sign_in, who):
    with pytest.raises(NotAllowed):
        actions.listen(cast.fjordvik, url=service.url + "2", by=getattr(cast, who))
    client = sign_in(getattr(cast, who))
    for url in (f"/en/people/{cast.fjordvik.pk}/listeners/", f"/en/listeners/{listener.pk}/stop/"):
        assert client.post(url).status_code == 404


def test_on_the_screens(cast, service, sign_in):
    kari, page = sign_in(cast.kari), f"/en/people/{cast.fjordvik.pk}/listeners/"
    shown = kari.post(page, {"url": service.url}).content.decode()
    assert "whs_" in shown
    assert "whs_" not in kari.get(page).content.decode()
    assert "told already" in kari.post(page, {"url": service.url}).content.decode()
    listener = Listener.objects.get()
    kari.post(f"/en/listeners/{listener.pk}/test/")
    actions.deliver()
    assert told(service) == ["test"]
    assert "Arrived" in kari.get(page).content.decode()
    kari.post(f"/en/deliveries/{Delivery.objects.get().pk}/replay/")
    actions.deliver()
    assert told(service) == ["test", "test"]
    kari.post(f"/en/listeners/{listener.pk}/stop/")
    assert Delivery.objects.count() == Listener.objects.count() == 0
