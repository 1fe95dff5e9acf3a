"""A second system, over real HTTP in both directions: it asks for duty, believes what is signed, hears what happens, also after a night down."""

import time
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone

from certification.credentials import actions as credentials
from certification.credentials import keys
from certification.credentials.models import Certificate
from certification.decisions import actions as decisions
from certification.decisions import stepup
from certification.programmes.models import Mark
from certification.webhooks import actions as webhooks
from certification.webhooks.models import Delivery
from lms.people.api_keys import make_key
from lms.people.models import Person
from tests.browser.served import Served
from tests.builders import a_programme_version, an_enrolment
from tests.cast import assemble
from tests.certification.webhooks.shift_desk import NotBelieved, ShiftDesk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:EdDSA is deprecated"),  # RFC 9864 names it Ed25519; those who read us know the old name
]
TERMS = {"conditions": "", "statement": "she listens", "code": "1"}


@pytest.fixture(scope="module")
def site(django_db_setup):
    with Served() as url:
        yield url


@pytest.fixture
def cast(transactional_db, settings, tmp_path, monkeypatch, site):
    settings.SIGNING_KEYS, settings.BASE_URL, settings.WEBHOOKS_PRIVATE = tmp_path / "keys", site, True
    keys.ensure()
    monkeypatch.setattr(stepup, "confirm", lambda person, code: None)
    return assemble()


@pytest.fixture
def way(cast):
    version = a_programme_version(requirements=[{"key": "talk", "kind": "suitability_talk"}])
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    Mark.objects.create(enrolment=enrolment, requirement="talk", by=cast.kari)
    return enrolment


@pytest.fixture
def desk(cast, site):
    """Connected as a coordinator connects it: a key for asking, an address and a secret for hearing."""
    running = ShiftDesk(site, place=cast.fjordvik.slug, key=make_key(cast.fjordvik, name="desk", scopes=["duty"], by=cast.kari)[1])
    running.open()
    running.secret = webhooks.secret_of(webhooks.listen(cast.fjordvik, url=running.url, by=cast.kari))
    yield running
    running.close()


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def granted(cast, way, *, level: int = 3, varies=None) -> Certificate:
    signoff = decisions.propose_signoff(way, by=again(cast.siv), level=level, varies=varies, **TERMS)
    decisions.countersign(signoff, decision="grant", by=again(cast.carl), code="1")
    return Certificate.objects.get(signoff=signoff)


def a_minute_passes(now=None) -> tuple[int, int]:
    """What the worker does every minute."""
    webhooks.announce(now=now)
    return webhooks.deliver(now=now)


def test_it_follows_a_whole_life_and_believes_only_what_is_signed(cast, way, desk):
    tuva = str(cast.tuva.public_id)
    assert desk.look_up(tuva) is False
    first = granted(cast, way)
    a_minute_passes()
    assert desk.on_duty[tuva][:2] == (3, "professional_on_shift")
    credentials.suspend(first, reason="CANARY", by=cast.siv)
    a_minute_passes()
    assert desk.on_duty == {}
    credentials.resume(first, by=cast.carl)
    a_minute_passes()
    assert tuva in desk.on_duty
    varied = granted(cast, way, level=2, varies=first.signoff)
    a_minute_passes()
    assert desk.on_duty[tuva][:2] == (2, "supervisor_reads_along")
    credentials.ask_revocation(varied, reason="CANARY", by=cast.carl)
    a_minute_passes()
    assert tuva in desk.on_duty, "asked for is not withdrawn"
    credentials.confirm_revocation(varied, by=again(cast.siv))
    a_minute_passes()
    assert desk.on_duty == {}
    lived = ["granted", "suspended", "resumed", "superseded", "varied", "revoked"]
    assert desk.log == [f"certificate.{what}" for what in lived]
    described = desk._get("/api/v1/openapi.json", {})["webhooks"]["certificate"]["post"]["requestBody"]["content"]["application/json"]
    assert set(desk.log) < set(described["schema"]["properties"]["event"]["enum"])
    assert desk.refused == []
    assert "CANARY" not in str(Delivery.objects.values_list("body", flat=True))


def test_it_hears_that_a_certificate_ran_out(cast, way, desk):
    held = granted(cast, way)
    a_minute_passes()
    Certificate.objects.filter(pk=held.pk).update(valid_until=timezone.localdate() - timedelta(days=31))
    a_minute_passes()
    a_minute_passes()
    assert desk.log == ["certificate.granted", "certificate.expired"]
    assert desk.on_duty == {}


def test_after_a_night_down_it_hears_everything_once_and_asks_how_it_stands_now(cast, way, desk):
    tuva = str(cast.tuva.public_id)
    held = granted(cast, way)
    a_minute_passes()
    desk.close()
    credentials.suspend(held, reason="x", by=cast.siv)
    now = timezone.now() + timedelta(seconds=1)
    assert a_minute_passes(now) == (0, 1)
    credentials.resume(held, by=cast.carl)
    for minutes in (1, 4, 10, 30, 120, 480):
        arrived, _missed = a_minute_passes(now + timedelta(minutes=minutes))
        assert arrived == 0
    assert desk.log == ["certificate.granted"]
    desk.open()
    a_minute_passes(now + timedelta(hours=16))
    assert sorted(desk.log) == ["certificate.granted", "certificate.resumed", "certificate.suspended"]
    assert tuva in desk.on_duty, "whatever came last: it asks, and does not guess from the order of messages"
    assert not Delivery.objects.exclude(state="arrived").exists()


def test_when_it_hears_but_cannot_ask_the_message_comes_again(cast, way, desk):
    asks, desk.site = desk.site, "http://127.0.0.1:1"
    granted(cast, way)
    now = timezone.now() + timedelta(seconds=1)
    assert a_minute_passes(now) == (0, 1)
    assert Delivery.objects.get().answered == "503"
    desk.site = asks
    assert a_minute_passes(now + timedelta(minutes=2)) == (1, 0)
    assert desk.log == ["certificate.granted"]
    assert len(desk.on_duty) == 1


def test_a_message_sent_twice_counts_once_and_a_forged_one_not_at_all(cast, way, desk):
    granted(cast, way)
    a_minute_passes()
    delivery = Delivery.objects.get()
    webhooks.replay(delivery, by=cast.kari)
    a_minute_passes()
    assert (desk.log, len(desk.known)) == (["certificate.granted"], 1)
    assert Delivery.objects.get().state == "arrived"
    for signature in ("", "t=1,v1=aa", f"t={int(time.time())},v1={'0' * 64}", "nonsense"):
        request = urllib.request.Request(desk.url, b'{"event": "certificate.granted", "id": "x"}', {"Ledestjerne-Signature": signature})
        with pytest.raises(urllib.error.HTTPError, match="401"):
            urllib.request.urlopen(request, timeout=10)
    assert desk.log == ["certificate.granted"]


def test_a_changed_answer_a_strangers_key_and_yesterdays_answer_are_not_believed(cast, way, desk):
    granted(cast, way)
    tuva = str(cast.tuva.public_id)
    token = desk._get(f"/api/v1/duty/{tuva}", {"Authorization": f"Bearer {desk.key}"})["token"]
    assert desk.opened(token)["duty"][0]["may"] is True
    head, body, signature = token.split(".")
    for forged in (f"{head}.{body[:-2]}AA.{signature}", f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body}."):
        with pytest.raises(NotBelieved):
            desk.opened(forged)
    with pytest.raises(NotBelieved, match="not now"):
        desk.opened(token, now=time.time() + 301)
    desk.place = "another-house"
    with pytest.raises(NotBelieved, match="not for us"):
        desk.opened(token)
    desk.key = "led_wrong"
    with pytest.raises(urllib.error.HTTPError, match="401"):
        desk.ask(tuva)


def test_what_was_signed_before_a_new_key_is_believed_and_so_is_what_follows(cast, way, desk):
    granted(cast, way)
    tuva = str(cast.tuva.public_id)
    before = desk._get(f"/api/v1/duty/{tuva}", {"Authorization": f"Bearer {desk.key}"})["token"]
    keys.rotate()
    assert desk.opened(before)["duty"][0]["may"] is True
    assert desk.look_up(tuva) is True
