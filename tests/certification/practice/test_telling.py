"""What could lead to somebody is noticed before it is sent; ordinary numbers are left in peace."""

import json

import pytest
from django.urls import reverse

from certification.practice import names, telling
from certification.practice.models import Message
from lms.people.models import Person
from tests.builders import a_scenario_version

PAGE = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(autouse=True)
def _nobody_has_asked():
    names.forget_who_asked()


def norwegian(first_nine):
    """A number with its check digits; None where the rules give none."""
    k1 = 11 - sum(w * int(d) for w, d in zip((3, 7, 6, 1, 8, 9, 4, 5, 2), first_nine, strict=True)) % 11
    if k1 == 10:
        return None
    ten = first_nine + str(k1 % 11)
    k2 = 11 - sum(w * int(d) for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), ten, strict=True)) % 11
    return None if k2 == 10 else ten + str(k2 % 11)


@pytest.mark.parametrize("born", ["010170", "290296", "410170", "018170", "014170", "016670"])
def test_a_norwegian_number_is_known_by_its_check_digits(born):
    """Also those of people without a birth number (day + 40) and made for tests (month + 80, + 40, + 65)."""
    found = [number for n in range(100, 140) if (number := norwegian(f"{born}{n}"))]
    assert len(found) > 20
    for number in found:
        assert telling.sign_in(number) == "national_id"
        assert telling.sign_in(f"nr {number[:6]} {number[6:]}.") == "national_id"
        wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
        assert telling.sign_in(wrong) != "national_id"


def test_a_danish_number_is_known_by_its_check_digit_or_by_its_hyphen():
    assert telling.sign_in("070761-4285") == "national_id"
    assert telling.sign_in("0707614285") == "national_id"
    assert telling.sign_in("070761-4284") == "number"
    assert telling.sign_in("390761-4285") == ""


@pytest.mark.parametrize(
    "text",
    ["vi ses kl 19.30 den 24.12", "det koster 1 250 000 kroner", "2026-11-22", "24.12.2026", "jeg er 17 og bor på 5010", "kl 20.30-21.30", "2 av 10 - ikke sant",
     "jeg sletta insta", "ingen svarer på snap",
     "ordre 123456789012",
     "00000000000", "ring 116 123 eller 113", "1234567890", "100 % sikker, 3-4 ganger", "kl 18:30-19:00", "snap!", "hei@", "@du"],
)  # fmt: skip
def test_ordinary_numbers_and_words_do_not_alarm(text):
    assert telling.sign_in(text) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [("ring meg på 912 34 567", "phone"), ("91234567", "phone"), ("+47 91 23 45 67", "phone"), ("0045 20 12 34 56", "phone"),
     ("skriv til kari@example.org", "mail"), ("jeg er @kari_02", "handle"), ("snap: kari02", "handle"), ("insta er kariii", "handle"),
     ("91.23.45.67", "phone"), ("20-12-34-56", "phone"), ("kari krøllalfa example", "mail"), ("kari (at) example.org", "mail"),
     ("kari at gmail", "mail"), ("snappen min er kari02", "handle"), ("instagram.com/kari", "handle"), ("kari#1234", "handle")],
)  # fmt: skip
def test_ways_to_be_found_are_seen(text, kind):
    assert telling.sign_in(text) == kind


def send(client, chat, body, **more):
    return client.post(reverse("practice_messages", args=[chat.pk]), {"body": body, **more.pop("fields", {})}, **more)


def test_a_personal_number_is_never_stored_whatever_somebody_says(chat, cast, sign_in):
    client = sign_in(cast.tuva)
    number = norwegian("010170123") or norwegian("010170124")
    answer = send(client, chat, f"nummeret er {number}")
    assert (answer.status_code, answer.json()["code"]) == (422, "national_id")
    page = send(client, chat, f"nummeret er {number}", fields={"sure": "1"}, headers=PAGE)
    assert page.status_code == 422
    assert number in page.content.decode()  # still in the field, to be taken out
    assert Message.objects.count() == 0


def test_without_a_script_the_page_asks_once_and_takes_the_word_for_it(chat, cast, sign_in):
    client = sign_in(cast.tuva)
    page = send(client, chat, "ring 912 34 567", headers=PAGE)
    assert page.status_code == 422
    assert 'name="sure"' in page.content.decode()
    assert Message.objects.count() == 0
    assert send(client, chat, "ring 912 34 567", fields={"sure": "1"}, headers=PAGE).status_code == 302
    assert Message.objects.count() == 1


def ask(client, chat, body):
    return client.post(reverse("practice_names", args=[chat.pk]), json.dumps({"body": body}), content_type="application/json")


@pytest.mark.parametrize(
    ("text", "named"),
    [("jeg heter Solveig Nordstrand", True), ("det er solveig bjerke nordstrand som", True), ("jeg kjenner Bjerkestrand", True),
     ("Bjerkestrand er snill", True), ("det er Bjerkestrands bil", True), ("bjerkestrand sa det", False), ("BJERKESTRAND", False),
     ("hun heter Ylva", True), ("hun heter ylva", False), ("Nora sa det", True), ("jeg savner Emma", True), ("ring Hansen", True),
     ("Dag etter dag", False), ("Live er jeg ikke", False), ("da sa Live at", True), ("Ja. Dag ut og dag inn", False),
     ("Oslo er fint, og Netflix", False), ("På skolen", False), ("Hei Mira", False), ("Tuva her", False), ("Bo", False), ("", False)],
)  # fmt: skip
def test_a_name_of_somebody_in_the_house_is_known_by_the_server_alone(chat, cast, sign_in, text, named):
    for person, name in (
        (cast.kari, "Solveig Bjerke Nordstrand"),
        (cast.siv, "Ylva Bjerkestrand"),
        (cast.carl, "Live Dag"),
        (cast.ed, "Bo Å"),
    ):
        Person.objects.filter(pk=person.pk).update(legal_name=name)
    answer = ask(sign_in(cast.tuva), chat, text)
    assert answer.json() == {"name": named}
    assert Message.objects.count() == 0


def test_a_common_name_says_nothing_about_who_is_here(chat, cast, sign_in):
    """Nobody in Fjordvik is called Emma, Ole or Hansen; the answer is the same as if somebody were."""
    client = sign_in(cast.tuva)
    before = [ask(client, chat, text).json()["name"] for text in ("jeg heter Emma", "fra Ole", "fru Hansen")]
    Person.objects.filter(pk=cast.kari.pk).update(legal_name="Emma Hansen")
    Person.objects.filter(pk=cast.siv.pk).update(legal_name="Ole Vik")
    assert before == [ask(client, chat, text).json()["name"] for text in ("jeg heter Emma", "fra Ole", "fru Hansen")] == [True] * 3


def test_who_tries_out_a_list_of_rare_names_learns_nothing(chat, cast, sign_in):
    Person.objects.filter(pk=cast.siv.pk).update(legal_name="Ylva Bjerkestrand")
    client = sign_in(cast.tuva)
    assert ask(client, chat, "er det Ylva").json() == {"name": True}
    assert ask(client, chat, "er det Ylva, Yrsa, Ymir, Yngve, Ylvis, Yrja").json() == {"name": False}


def test_what_was_said_in_the_chat_already_is_left_in_peace(chat, cast, sign_in):
    tuva, pia = sign_in(cast.tuva), sign_in(cast.pia)
    assert ask(tuva, chat, "savner du Emma?").json() == {"name": True}
    send(pia, chat, "jeg savner Emma")
    assert ask(tuva, chat, "savner du Emma?").json() == {"name": False}
    assert ask(tuva, chat, "Emmas fest, og Jonas").json() == {"name": True}


def test_the_card_is_known_to_the_partner_alone(cast, chat_in, sign_in):
    """Whoever is not to see the card does not learn from an answer what stands on it either."""
    version = a_scenario_version(slug="with-a-friend")
    content = {**version.content, "nb": {**version.text("nb"), "card": {**version.text("nb")["card"], "opening": "Emma kom ikke"}}}
    type(version).objects.filter(pk=version.pk).update(content=content)
    chat = chat_in("live", scenario=type(version).objects.get(pk=version.pk))
    assert ask(sign_in(cast.pia), chat, "så gikk Emma").json() == {"name": False}
    assert ask(sign_in(cast.tuva), chat, "så gikk Emma").json() == {"name": True}


def test_no_page_of_the_room_holds_the_names(chat, cast, sign_in):
    Person.objects.filter(pk=cast.kari.pk).update(legal_name="Solveig Bjerke Nordstrand")
    page = sign_in(cast.tuva).get(reverse("practice_room", args=[chat.pk])).content.decode()
    assert "Nordstrand" not in page


def test_who_asks_too_often_learns_nothing_more(chat, cast, sign_in):
    Person.objects.filter(pk=cast.kari.pk).update(legal_name="Solveig Nordstrand")
    client = sign_in(cast.tuva)
    answers = [ask(client, chat, "Solveig Nordstrand") for _n in range(names.OFTEN + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert answers[-1].json() == {"name": False}
    assert ask(sign_in(cast.pia), chat, "Solveig Nordstrand").json() == {"name": True}


@pytest.mark.parametrize(("who", "status"), [("siv", 403), ("carl", 403), ("stein", 404), ("nora", 404)])
def test_only_the_two_who_write_may_ask(chat, cast, sign_in, who, status):
    assert ask(sign_in(getattr(cast, who)), chat, "Solveig Nordstrand").status_code == status
