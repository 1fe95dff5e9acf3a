"""The chat service asks whether somebody may be on duty now: signed, soon stale, about its own people only."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from joserfc import jws as other_jws
from joserfc.jwk import KeySet

from certification.credentials import actions, badge, duty, keys
from certification.credentials.duty import duty_of
from certification.credentials.models import Certificate
from lms.people.api_keys import ApiKey, make_key
from lms.people.models import Organisation
from tests.builders import a_certificate, an_enrolment


@pytest.fixture(autouse=True)
def _keys(settings, tmp_path):
    settings.SIGNING_KEYS = tmp_path
    keys.ensure()


@pytest.fixture
def certificate(cast) -> Certificate:
    return a_certificate(an_enrolment(person=cast.tuva, organisation=cast.fjordvik), proposed_by=cast.siv)


def secret_of(organisation: Organisation, by) -> str:
    return make_key(organisation, name="chat", scopes=["duty"], by=by)[1]


def ask(ref: str, secret: str):
    return Client().get(f"/api/v1/duty/{ref}", headers={"Authorization": f"Bearer {secret}"})


def test_a_certified_host_may_and_the_answer_says_how_and_until_when(cast, certificate):
    answer = ask(certificate.code, secret_of(cast.fjordvik, cast.kari))
    told = answer.json()["duty"]
    assert answer.status_code == 200
    assert (told["may"], told["status"], told["level"], told["limit"]) == (True, "active", 3, "professional_on_shift")
    assert told["until"] == certificate.valid_until.isoformat()


@pytest.mark.parametrize(
    "ref", [lambda c: str(c.public_id), lambda c: c.spaced_code, lambda c: c.code.lower(), lambda c: str(c.person.public_id)]
)
def test_one_asks_by_certificate_code_or_person(cast, certificate, ref):
    assert ask(ref(certificate), secret_of(cast.fjordvik, cast.kari)).json()["duty"]["may"] is True


@pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # RFC 9864 names it Ed25519; those who read us know the old name
def test_the_signed_answer_is_verified_by_other_software_and_runs_out_in_five_minutes(cast, certificate):
    body = ask(certificate.code, secret_of(cast.fjordvik, cast.kari)).json()
    opened = other_jws.deserialize_compact(body["token"], KeySet.import_key_set(badge.key_set()), algorithms=["EdDSA"])
    claims = json.loads(opened.payload)
    assert claims["exp"] - claims["iat"] == 300
    assert claims["aud"] == cast.fjordvik.slug
    assert claims["duty"] == [body["duty"]]


def test_a_pause_counts_from_the_next_question_and_its_reason_is_not_told(cast, certificate):
    secret = secret_of(cast.fjordvik, cast.kari)
    actions.suspend(certificate, reason="CANARY-REASON", by=cast.siv)
    answer = ask(certificate.code, secret)
    assert (answer.json()["duty"]["may"], answer.json()["duty"]["status"]) == (False, "suspended")
    assert "CANARY" not in answer.content.decode()


@pytest.mark.parametrize("level", range(6))
def test_only_from_reading_along_upwards_is_one_on_duty(cast, certificate, level):
    Certificate.objects.filter(pk=certificate.pk).update(level=level)
    assert ask(certificate.code, secret_of(cast.fjordvik, cast.kari)).json()["duty"]["may"] is (level >= 2)


def test_days_decide(cast, certificate):
    last = certificate.valid_until
    days = {-1: "due", 1: "grace", 31: "expired"}
    assert {n: duty_of("x", certificate, last + timedelta(days=n)).status for n in days} == days


def test_anothers_holder_and_nobody_look_alike(cast, certificate):
    secret = make_key(cast.sundby, name="chat", scopes=["duty"], by=_coordinator(cast))[1]
    answers = [ask(ref, secret).json()["duty"] for ref in (certificate.code, "0000-0000-0000", "nonsense", "x" * 300)]
    assert [{**one, "ref": ""} for one in answers] == [{"ref": "", "may": False, "status": "unknown", "level": None, "limit": None, "rest": None,
                                                         "conditions": None, "until": None}] * 4  # fmt: skip


def _coordinator(cast):
    from lms.people.models import RoleAssignment

    RoleAssignment.objects.create(person=cast.nora, role="coordinator", organisation=cast.sundby)
    return cast.nora


@pytest.mark.parametrize("secret", ["", "led_wrong", "Bearer"])
def test_without_a_key_there_is_no_answer(certificate, secret):
    assert ask(certificate.code, secret).status_code == 401
    assert Client().get(f"/api/v1/duty/{certificate.code}").status_code == 401


def test_a_key_taken_back_opens_nothing_and_a_signed_in_person_is_no_key(cast, certificate, sign_in):
    secret = secret_of(cast.fjordvik, cast.kari)
    sign_in(cast.kari).post(f"/en/keys/{ApiKey.objects.get().pk}/revoke/")
    assert ask(certificate.code, secret).status_code == 401
    assert sign_in(cast.kari).get(f"/api/v1/duty/{certificate.code}").status_code == 401


def test_a_whole_shift_at_once_costs_as_many_queries_as_one(cast, certificate):
    secret = secret_of(cast.fjordvik, cast.kari)
    ask(certificate.code, secret)

    def many(refs):
        return Client().post(
            "/api/v1/duty", json.dumps({"refs": refs}), content_type="application/json", headers={"Authorization": f"Bearer {secret}"}
        )

    with CaptureQueriesContext(connection) as one:
        many([certificate.code])
    with CaptureQueriesContext(connection) as more:
        answer = many([certificate.code, "0000-0000-0000", certificate.spaced_code])
    assert len(one) == len(more) <= 3
    assert [row["may"] for row in answer.json()["duty"]] == [True, False, True]
    assert many([]).status_code == many(["x"] * 201).status_code == 422
    assert "CANARY" not in many([{"CANARY": 1}]).content.decode()


def test_the_secret_is_shown_once_and_kept_nowhere(cast, sign_in):
    kari = sign_in(cast.kari)
    page = kari.post(f"/en/people/{cast.fjordvik.pk}/keys/", {"name": "The chat service"}).content.decode()
    secret = page.split("<code>led_")[1].split("<")[0]
    assert "led_" + secret not in kari.get(f"/en/people/{cast.fjordvik.pk}/keys/").content.decode()
    kept = ApiKey.objects.get()
    assert secret not in f"{kept.digest}{kept.start}{kept.name}"
    assert kari.post(f"/en/people/{cast.fjordvik.pk}/keys/", {"name": ""}).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("siv", 404), ("carl", 404), ("tuva", 404), ("stein", 404), ("nora", 404)])
def test_only_a_coordinator_of_the_place_keeps_keys(cast, sign_in, who, status):
    make_key(cast.fjordvik, name="chat", scopes=["duty"], by=cast.kari)
    client = sign_in(getattr(cast, who))
    assert client.get(f"/en/people/{cast.fjordvik.pk}/keys/").status_code == status
    assert client.post(f"/en/keys/{ApiKey.objects.get().pk}/revoke/").status_code == status


def test_the_description_is_open_and_names_no_other_host(client, db):
    schema = client.get("/api/v1/openapi.json")
    assert schema.json()["openapi"].startswith("3.")
    assert set(schema.json()["paths"]) == {"/api/v1/duty/{ref}", "/api/v1/duty"}
    page = client.get("/en/api/").content.decode()
    assert "/api/v1/duty/{ref}" in page
    events = schema.json()["webhooks"]["certificate"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["event"]
    assert {"granted", "varied", "suspended", "revoked", "expired"} < {one.removeprefix("certificate.") for one in events["enum"]}
    assert all(f"<code>{event}</code>" in page for event in events["enum"])
    assert "cdn" not in page


def test_the_day_of_use_is_noted_once(cast, certificate):
    secret = secret_of(cast.fjordvik, cast.kari)
    ask(certificate.code, secret)
    assert ApiKey.objects.get().used_on == timezone.localdate()


def test_of_a_persons_several_the_newest_that_lives_counts(cast, certificate):
    newer = a_certificate(certificate.enrolment, proposed_by=cast.siv)
    secret = secret_of(cast.fjordvik, cast.kari)
    assert ask(str(certificate.public_id), secret).json()["duty"]["status"] == "superseded"
    assert ask(str(cast.tuva.public_id), secret).json()["duty"]["status"] == "active"
    actions.ask_revocation(newer, reason="x", by=cast.carl)
    actions.confirm_revocation(newer, by=cast.siv)
    assert ask(str(cast.tuva.public_id), secret).json()["duty"]["status"] == "revoked"


@pytest.mark.parametrize("ref", ["public_id", "code", "person"])
def test_nobody_is_looked_for_among_all_certificates(cast, certificate, ref):
    """However many there are: every table but the small one of programmes is entered by an index on what was asked."""
    if connection.vendor != "sqlite":
        pytest.skip("an empty PostgreSQL reads small tables whole")
    asked = {"public_id": certificate.public_id, "code": certificate.code, "person": certificate.person.public_id}[ref]
    with CaptureQueriesContext(connection) as questions:
        assert duty.ask(cast.fjordvik, [str(asked)])[0].may
    for question in questions.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {question['sql']}")
            plan = [row[3] for row in cursor.fetchall()]
        first = next(line for line in plan if "certification_certificate" in line)
        assert "SEARCH" in first, plan
        assert "organisation_id" not in first, plan


def test_a_known_question_costs_two_queries(cast, certificate, django_assert_num_queries):
    secret = secret_of(cast.fjordvik, cast.kari)
    ask(certificate.code, secret)
    with django_assert_num_queries(2):
        assert ask(str(certificate.public_id), secret).json()["duty"]["may"] is True
