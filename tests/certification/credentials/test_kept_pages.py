"""The public page is kept in the process, and nobody can make it say what is no longer so."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from certification.credentials import actions, kept_pages, public_views
from certification.credentials.models import Certificate
from tests.builders import a_certificate, an_enrolment


@pytest.fixture(autouse=True)
def _nothing_kept():
    kept_pages._shelf.kept.clear()


def look(certificate, language="en", client=None) -> str:
    return (client or Client()).get(f"/{language}/verify/{certificate.public_id}/").content.decode()


def without_what_changes(html: str) -> str:
    html = re.sub(r'nonce="[^"]+"', "nonce", html)
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "token", html)
    return re.sub(r"Checked now, [^<]+", "checked", html)


def made(monkeypatch) -> list[int]:
    """The certificates whose page is made from now on."""
    seen, make = [], public_views.page
    monkeypatch.setattr(public_views, "page", lambda certificate: seen.append(certificate.pk) or make(certificate))
    return seen


def test_the_second_stranger_gets_the_page_that_was_made_for_the_first(certificate, monkeypatch, django_assert_num_queries):
    look(certificate)
    seen = made(monkeypatch)
    with django_assert_num_queries(1):
        html = look(certificate)
    assert (seen, "is a certified chatvert" in html) == ([], True)


def test_the_kept_page_is_the_page(certificate, cast, sign_in):
    look(certificate)
    kept = look(certificate)
    kept_pages._shelf.kept.clear()
    assert without_what_changes(kept) == without_what_changes(look(certificate))
    own = look(certificate, client=sign_in(cast.tuva))
    main = re.compile(r"<main.*</main>", re.DOTALL)
    assert main.search(without_what_changes(own))[0] == main.search(without_what_changes(kept))[0]


def test_every_answer_has_its_own_nonce_token_and_time(certificate, monkeypatch):
    first, second = look(certificate), look(certificate)
    for what in (r'nonce="([^"]+)"', r'name="csrfmiddlewaretoken" value="([^"]+)"'):
        assert re.search(what, first)[1] != re.search(what, second)[1]
    answer = Client().get(f"/en/verify/{certificate.public_id}/")
    nonce = re.search(r'nonce="([^"]+)"', answer.content.decode())[1]
    assert f"'nonce-{nonce}'" in answer["Content-Security-Policy"]
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert re.search(r"Checked now, ([^<]+)", look(certificate))[1] != re.search(r"Checked now, ([^<]+)", first)[1]


def test_the_token_of_a_kept_page_is_taken(certificate):
    look(certificate)
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', look(certificate, client=client))[1]
    address = re.search(r'method="post" action="([^"#]+)', look(certificate))[1]
    answer = client.post(address, {"name": "Somebody Else", "csrfmiddlewaretoken": token}, headers={"referer": "http://testserver/"})
    assert answer.status_code == 200


def test_no_hole_is_left_open(certificate):
    look(certificate)
    assert not [mark for mark in kept_pages.HOLES.values() if mark in look(certificate)]


CHANGES = {
    "a pause": lambda c, cast: actions.suspend(c, reason="x", by=cast.siv),
    "a withdrawal": lambda c, cast: (actions.ask_revocation(c, reason="x", by=cast.carl), actions.confirm_revocation(c, by=cast.siv)),
    "a newer one": lambda c, cast: a_certificate(c.enrolment, proposed_by=cast.siv),
    "a name shown": lambda c, cast: actions.set_show_name(c, show=True, by=cast.tuva),
    "another name": lambda c, cast: Certificate.objects.filter(pk=c.pk).update(name=""),
    "another day": lambda c, cast: Certificate.objects.filter(pk=c.pk).update(valid_until=timezone.localdate() - timedelta(days=31)),
    "words changed by hand": lambda c, cast: _sql("UPDATE certification_certificate SET frozen = replace(frozen, 'Fjordvik', 'Elsewhere')"),
}


def _sql(text: str) -> None:
    if connection.vendor == "postgresql":
        text = text.replace("replace(frozen,", "replace(frozen::text,").replace("'Elsewhere')", "'Elsewhere')::jsonb")
    with connection.cursor() as cursor:
        cursor.execute(text)


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_shows_in_every_language_at_once(certificate, cast, change):
    before = {language: without_what_changes(look(certificate, language)) for language in ("nb", "da", "en")}
    CHANGES[change](certificate, cast)
    for language, was in before.items():
        now = without_what_changes(look(certificate, language))
        assert now != was
        kept_pages._shelf.kept.clear()
        assert now == without_what_changes(look(certificate, language))


def test_a_pause_taken_back_shows_at_once_too(certificate, cast):
    certified = "is a certified chatvert"
    told = [certified in look(certificate)]
    actions.suspend(certificate, reason="x", by=cast.siv)
    told.append(certified in look(certificate))
    actions.resume(certificate, by=cast.carl)
    told.append(certified in look(certificate))
    assert told == [True, False, True]


def test_a_name_hidden_again_is_in_no_memory_that_answers(certificate, cast):
    actions.set_show_name(certificate, show=True, by=cast.tuva)
    assert all("Tuva Eksempel" in look(certificate, language) for language in ("nb", "da"))
    actions.set_show_name(certificate, show=False, by=cast.tuva)
    look(certificate, "nb")
    assert "Tuva Eksempel" not in str([kept.pages for kept in kept_pages._shelf.kept.values()])
    assert "Tuva Eksempel" not in look(certificate, "da")


def test_midnight_is_a_change(certificate, monkeypatch):
    Certificate.objects.filter(pk=certificate.pk).update(valid_until=timezone.localdate() - timedelta(days=30))
    assert "is a certified chatvert" in look(certificate)
    tomorrow = timezone.localdate() + timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda *_a: tomorrow)
    assert "This certificate has run out" in look(certificate)


def test_a_name_that_looks_like_a_hole_stays_a_name(certificate, cast):
    Certificate.objects.filter(pk=certificate.pk).update(name="csrf_token", show_name=True)
    html = look(certificate)
    assert html.count("csrf_token is a certified chatvert") >= 1
    assert look(certificate).count("csrf_token is a certified chatvert") >= 1


def test_two_certificates_never_meet(certificate, cast):
    other = a_certificate(an_enrolment(person=cast.pia, organisation=cast.fjordvik), proposed_by=cast.siv)
    pages = [look(certificate), look(other), look(certificate), look(other)]
    assert [certificate.spaced_code in html for html in pages] == [True, False, True, False]


def test_whoever_is_signed_in_gets_their_own_menu_and_leaves_nothing_of_it(certificate, cast, sign_in):
    mine = look(certificate, client=sign_in(cast.tuva))
    assert str(cast.tuva.public_id) in mine
    assert str(cast.tuva.public_id) not in look(certificate)
    assert str(cast.tuva.public_id) in look(certificate, client=sign_in(cast.tuva))


def test_only_so_many_are_kept(certificate, monkeypatch):
    monkeypatch.setattr(kept_pages, "AT_MOST", 2)
    for pk in (901, 902, 903):
        kept_pages._shelf.of(Certificate(pk=pk))
    assert list(kept_pages._shelf.kept) == [902, 903]
