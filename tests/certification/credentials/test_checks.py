"""A stranger who was handed a file, or told a name."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openbadgeslib.baking import bake_png, extract_png

from certification.credentials import actions, badge, carried, keys, own, same_name, throttle
from certification.credentials.models import Certificate

URL = "/en/verify/file/"


def handed(content: bytes, name: str = "file", client=None):
    return (client or Client()).post(URL, {"file": SimpleUploadedFile(name, content), "pasted": ""})


def files_of(certificate) -> dict[str, bytes]:
    return {
        "jwt": badge.signed(certificate).encode(), "json": badge.linked(certificate).encode(),
        "svg": badge.baked(certificate, "svg"), "png": badge.baked(certificate, "png"),
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["jwt", "json", "svg", "png"])
def test_every_kind_of_file_we_give_is_known_again_and_tells_how_it_stands_today(certificate, cast, kind):
    content = files_of(certificate)[kind]
    html = handed(content).content.decode()
    assert "The file is genuine" in html
    assert f"verify/{certificate.public_id}" in html
    assert "is a certified chatvert" in html
    actions.suspend(certificate, reason="CANARY", by=cast.siv)
    html = handed(content).content.decode()
    assert "This certificate is paused right now" in html
    assert ("is a certified" in html, "CANARY" in html) == (False, False)


def test_what_stands_in_a_file_can_be_pasted_too(certificate):
    assert "The file is genuine" in Client().post(URL, {"pasted": f"\n {badge.signed(certificate)} \n"}).content.decode()


@pytest.mark.parametrize("kind", ["jwt", "json", "svg", "png"])
def test_one_changed_letter_is_not_ours(certificate, settings, kind):
    raw = files_of(certificate)[kind]
    if kind == "jwt":
        head, body, sign = raw.split(b".")
        raw = b".".join((head, body[:-4] + bytes(reversed(body[-4:])), sign))
    elif kind == "png":  # the same picture with another text in it, so that its sums are right
        bare = (settings.ROOT / "lms" / "static" / "lms" / "icons" / "badge.png").read_bytes()
        text = extract_png(raw, keyword=b"openbadgecredential")
        raw = bake_png(bare, text.replace("Fjordvik", "Fjordvig"), keyword=b"openbadgecredential")
    else:
        raw = raw.replace(b"Fjordvik", b"Fjordvig")
    answer = handed(raw)
    assert (answer.status_code, "We cannot vouch for this file" in answer.content.decode()) == (422, True)
    assert "is a certified" not in answer.content.decode()


def test_a_card_signed_by_somebody_else_in_our_name_is_not_ours(certificate, settings, tmp_path):
    folder = settings.SIGNING_KEYS
    settings.SIGNING_KEYS = tmp_path / "theirs"
    from certification.credentials.models import PublishedKey

    kept = list(PublishedKey.objects.values())
    PublishedKey.objects.all().delete()
    keys.ensure()
    theirs = [badge.signed(certificate), badge.linked(certificate)]
    settings.SIGNING_KEYS = folder
    PublishedKey.objects.all().delete()
    PublishedKey.objects.bulk_create(PublishedKey(**row) for row in kept)
    assert [own.genuine(text) for text in theirs] == [None, None]


def test_what_a_leaked_key_signed_from_that_day_on_is_not_ours(certificate):
    files = [badge.signed(certificate), badge.linked(certificate)]
    assert [own.genuine(text) for text in files] == [certificate] * 2
    keys.mark_compromised(keys.active().id, since=date(2020, 1, 1))
    assert [own.genuine(text) for text in files] == [None, None]


def test_a_genuine_file_of_a_certificate_that_is_not_here_is_not_ours(certificate):
    token = badge.signed(certificate)
    Certificate.objects.filter(pk=certificate.pk).update(public_id="00000000-0000-4000-8000-000000000000")
    assert own.genuine(token) is None


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><svg>&c;</svg>'


@pytest.mark.parametrize(
    "raw",
    [b"", b"   ", b"\x89PNG", b"\x89PNG\r\n\x1a\n\x00\x00", b"<svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", BOMB, b"\xff\xfe\x00a", b"x" * 1_000_001],
    ids=["empty", "blank", "cut", "cut-later", "broken", "bare", "bomb", "binary", "huge"],
)  # fmt: skip
def test_a_file_that_carries_nothing_says_so_kindly(db, raw):
    answer = handed(raw)
    assert answer.status_code == 422
    assert "is genuine: we signed" not in answer.content.decode()
    with pytest.raises(carried.NothingInside):
        carried.carried(raw)


@pytest.mark.parametrize(
    "text",
    ["hello", "a.b.c", "{", "{}", "[]", '{"proof": 1}', '{"proof": {"verificationMethod": []}}', "{" * 5000, json.dumps({"a": "ø" * 9})],
)
def test_a_text_that_is_no_certificate_is_nobodys(certificate, text):
    assert own.genuine(text) is None


def test_checking_made_up_files_over_and_over_is_slowed_down(certificate):
    client = Client()
    for _try in range(throttle.MISSES):
        assert handed(b"a.b.c", client=client).status_code == 422
    assert handed(badge.signed(certificate).encode(), client=client).status_code == 429


def asked(certificate, name, client=None, language="en"):
    return (client or Client()).post(f"/{language}/verify/{certificate.public_id}/name/", {"name": name})


@pytest.fixture
def named(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(name="Tuva Østby-Dahl", show_name=False)
    certificate.refresh_from_db()
    return certificate


@pytest.mark.parametrize(
    ("typed", "fits"),
    [("Tuva Østby-Dahl", True), ("  tuva  østby-dahl ", True), ("TUVA ØSTBY-DAHL", True), ("Tuva", False), ("Tuva Østby", False), ("Tuva Ostby-Dahl", False)],
)  # fmt: skip
def test_a_typed_name_is_answered_with_yes_or_no(named, typed, fits):
    html = asked(named, typed).content.decode()
    assert ("Yes, this name stands on it" in html, "Another name stands on it" in html) == (fits, not fits)
    assert "Tuva Østby-Dahl" not in html or typed.strip() == "Tuva Østby-Dahl"


def test_trying_names_is_slowed_down(named):
    client = Client()
    for number in range(throttle.MISSES):
        assert asked(named, f"Navn {number}", client).status_code == 200
    assert asked(named, "Tuva Østby-Dahl", client).status_code == 429


def test_there_is_nothing_to_guess_where_the_name_is_shown_or_there_is_none(named):
    field = "The name you were told"
    page = f"/en/verify/{named.public_id}/"
    assert field in Client().get(page).content.decode()
    for change in ({"show_name": True}, {"name": "", "show_name": False}):
        Certificate.objects.filter(pk=named.pk).update(**change)
        assert field not in Client().get(page).content.decode()
        assert asked(named, "").headers["Location"] == page
        assert not same_name.is_same("", Certificate.objects.get().name) or change.get("show_name")


def test_an_empty_name_is_answered_next_to_the_field(named):
    answer = asked(named, " ")
    assert (answer.status_code, "Write the name you were told." in answer.content.decode()) == (422, True)


def test_a_certificate_nobody_holds_has_no_name(db):
    assert Client().post("/en/verify/nope/name/", {"name": "Tuva"}).status_code == 404
