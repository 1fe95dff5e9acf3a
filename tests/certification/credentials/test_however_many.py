"""Checking a certificate and asking for duty cost the same among one and among thousands: as many questions, each answered by an index."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.credentials.models import Certificate
from lms.people.api_keys import make_key
from tests.multitude import LARGE, multiply, read_whole

MANY = 3000


@pytest.fixture
def ways_of_asking(certificate, cast):
    """Every address at which one of many is looked for."""
    bearer = {"Authorization": f"Bearer {make_key(cast.fjordvik, name='chat', scopes=['duty'], by=cast.kari)[1]}"}
    ids, code = str(certificate.public_id), certificate.code
    refs = json.dumps({"refs": [ids, code, str(cast.tuva.public_id), "0000-0000-0000"]})
    return {
        "page": lambda: Client().get(f"/en/verify/{ids}/"),
        "page by code": lambda: Client().get(f"/en/verify/{code}/"),
        "QR address": lambda: Client().get(f"/verify/{ids}/"),
        "JSON": lambda: Client().get(f"/verify/{ids}/?format=json"),
        "typed code": lambda: Client().get("/en/verify/", {"code": certificate.spaced_code}),
        "nobody's": lambda: Client().get("/en/verify/0000-0000-0000/"),
        "signed file": lambda: Client().get(f"/verify/{ids}/credential.jwt"),
        "duty by certificate": lambda: Client().get(f"/api/v1/duty/{ids}", headers=bearer),
        "duty by code": lambda: Client().get(f"/api/v1/duty/{code}", headers=bearer),
        "duty by person": lambda: Client().get(f"/api/v1/duty/{cast.tuva.public_id}", headers=bearer),
        "duty of nobody": lambda: Client().get("/api/v1/duty/0000-0000-0000", headers=bearer),
        "duty of a shift": lambda: Client().post("/api/v1/duty", refs, content_type="application/json", headers=bearer),
    }


def asked(way) -> tuple[list[str], bytes]:
    with CaptureQueriesContext(connection) as seen:
        answer = way()
    return [one["sql"] for one in seen if one["sql"].lstrip().upper().startswith("SELECT")], answer.content


def test_questions_and_plans_are_the_same_among_thousands(certificate, ways_of_asking):
    for way in ways_of_asking.values():
        way()  # whatever is kept in the process is kept now
    few = {name: asked(way)[0] for name, way in ways_of_asking.items()}
    multiply(certificate, MANY)
    assert Certificate.objects.count() == MANY + 1
    for name, way in ways_of_asking.items():
        many, _answer = asked(way)
        assert len(many) == len(few[name]) <= 8, name
        about = [sql for sql in many if any(table in sql for table in LARGE)]
        assert about, f"{name} asks nothing of the large tables, so this proves nothing"
        for sql in about:
            assert read_whole(sql) == [], f"{name}: {sql}"


def test_a_question_without_an_index_would_show(certificate):
    multiply(certificate, MANY)
    assert read_whole("SELECT id FROM certification_certificate WHERE digest = 'x'")
