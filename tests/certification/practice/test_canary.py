"""No byte of a secret card or a key reaches anybody it is not for, by any address there is."""

import io
import itertools
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import get_resolver, reverse
from django.utils import timezone
from wagtail.models import ReferenceIndex
from wagtail.search.index import Indexed

from certification.practice.actions import arrange_practice, be_ready, enter_lobby, invite_now, mark_told, send_message
from certification.practice.models import PracticeChat, Scenario
from certification.practice.times.actions import feed_token, renew_feed
from certification.practice.times.calendar import calendar_of
from lms.audit.models import AuditEntry
from lms.kernel.checks import our_views
from lms.notify.models import Notice
from lms.people.models import Person, Role, RoleAssignment
from lms.privacy.queries import export
from tests.builders import a_scenario, an_enrolment, an_evening, can_always

CARD, KEY = "CANARY-CARD", "CANARY-KEY"
ROOMS_OF_THE_CARD = {"practice_room", "practice_step", "practice_stream", "practice_messages"}


@pytest.fixture
def scenario(cast):
    """Written in two languages, with a revision, a draft and a frozen version."""
    source = a_scenario()
    a_scenario(language="da")
    source.save_revision().publish()
    source.partner_note = f"{CARD} utkast"
    source.save_revision()
    return Scenario.objects.get(pk=source.pk)


@pytest.fixture
def chat(cast, scenario):
    """A live chat, booked and begun by the verbs, so that notices, mails and the trail are there too."""
    can_always(cast.pia, organisation=cast.fjordvik)
    can_always(cast.siv, organisation=cast.fjordvik, duty="supervisor")
    enrolment = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
    chat = arrange_practice(enrolment, starts_at=an_evening(), scenario=scenario, mode="formative", by=cast.tuva)
    PracticeChat.objects.update(starts_at=chat.created_at)
    chat = PracticeChat.objects.with_people().get()
    enter_lobby(chat, by=cast.tuva)
    for person in (cast.tuva, cast.pia):
        be_ready(chat, by=person)
    mark_told(chat, step=1, by=cast.pia)
    send_message(chat, by=cast.pia, body="hei", client_id="0d0c1f52-6c1e-5b7e-9c3b-6f0d2a7f1e00")
    return chat


def addresses(chat, *tokens):
    """Every address of ours that can be filled in with what belongs to the chat: (name, url)."""
    values = {
        "pk": [chat.pk, chat.enrolment_id, chat.scenario_id],
        "chat": [chat.pk],
        "key": [chat.scenario.key],
        "at": [f"{an_evening(days=4):%Y%m%dT%H%MZ}"],
        "token": list(tokens),
        "requirement": ["practise"],
    }
    for name, route, _view in our_views():
        if name == "wagtail_serve":  # its address is a pattern without names
            yield name, "/nb/"
            continue
        wanted = [part.split(">")[0].split(":")[-1] for part in route.split("<")[1:]]
        if name in ("practice_stream", "wagtail_serve") or not all(one in values for one in wanted):
            continue  # an editor's page is found by its place in the tree
        for filled in itertools.product(*(values[one] for one in wanted)):
            yield name, reverse(name, kwargs=dict(zip(wanted, filled, strict=True)))


def of_chats(chat):
    """Those among them that speak of practice chats."""
    return [(name, url) for name, url in addresses(chat) if "/practice/" in url]


def read(client, url):
    answer = client.get(url)
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


def leaks(client, found):
    """(name, word) of every address that says a word of the card or of the key."""
    return {(name, word) for name, url in found for text in [read(client, url)] for word in (CARD, KEY) if word in text}


def test_every_address_of_ours_is_asked(chat):
    names = {name for name, _url in addresses(chat, "x")}
    assert len(names) > 60
    assert {
        "home",
        "practice",
        "practice_room",
        "practice_messages",
        "practice_ics",
        "practice_feed",
        "feedback",
        "dossier",
        "inbox",
    } <= names


def test_the_trainee_never_reads_a_word_of_card_or_key(cast, chat, sign_in):
    found = [*addresses(chat, feed_token(renew_feed(by=cast.tuva)))]
    assert leaks(sign_in(cast.tuva), found) == set()


def test_the_partner_reads_the_card_in_the_room_and_never_the_key(cast, chat, sign_in):
    seen = leaks(sign_in(cast.pia), addresses(chat, feed_token(renew_feed(by=cast.pia))))
    assert {word for _name, word in seen} == {CARD}
    assert {name for name, _word in seen} <= ROOMS_OF_THE_CARD


def test_another_partner_and_another_trainee_read_neither(cast, chat, sign_in):
    for person, role in ((cast.vera, Role.PARTNER), (cast.stein, Role.TRAINEE)):
        RoleAssignment.objects.create(person=person, role=role, organisation=cast.fjordvik)
    an_enrolment(person=cast.stein, organisation=cast.fjordvik)
    for person in (cast.vera, cast.stein):
        assert leaks(sign_in(Person.objects.get(pk=person.pk)), of_chats(chat)) == set()


def test_another_house_reads_neither(cast, chat, sign_in):
    assert leaks(sign_in(cast.nora), of_chats(chat)) == set()


@pytest.mark.parametrize("who", ["tuva", "pia", "kari", "stein"])
def test_nothing_of_the_admin_says_a_word_to_those_who_do_not_write(cast, scenario, sign_in, who):
    client = sign_in(getattr(cast, who))
    start = "wagtailsnippets_certification_scenario:"
    args = {"revision_id": scenario.latest_revision_id, "revision_id_a": "earliest", "revision_id_b": "latest", "pk": scenario.pk}
    asked = 0
    names = [
        name for name in get_resolver().namespace_dict["wagtailsnippets_certification_scenario"][1].reverse_dict if isinstance(name, str)
    ]
    for name in names:
        for wanted in ((), ("pk",), ("pk", "revision_id"), ("pk", "revision_id_a", "revision_id_b")):
            try:
                url = reverse(start + name, args=[args[one] for one in wanted])
            except Exception:  # this address has other parts
                continue
            asked += 1
            text = read(client, url)
            assert CARD not in text
            assert KEY not in text
    assert asked > 10


def test_a_copy_of_oneself_holds_no_word(cast, chat):
    for person in (cast.tuva, cast.pia, cast.siv):
        copy = zipfile.ZipFile(io.BytesIO(export(Person.objects.get(pk=person.pk))))
        text = "".join(copy.read(name).decode() for name in copy.namelist())
        assert copy.namelist()
        assert CARD not in text
        assert KEY not in text


@pytest.mark.parametrize("who", ["tuva", "pia", "siv", "kari", "nora", "stein"])
def test_nobody_but_who_writes_carries_a_package_out(cast, scenario, sign_in, who):
    client = sign_in(getattr(cast, who))
    for kind in ("course", "programme"):
        for name in ("kurs", "chatvert"):
            answer = client.post(reverse("exchange_out", args=[kind, name]))
            assert answer.status_code in (302, 403, 404)
            assert answer.get("Content-Type") != "application/zip"


def test_no_search_and_no_index_knows_a_word(scenario):
    assert not issubclass(Scenario, Indexed)
    assert not any(CARD in str(vars(row)) or KEY in str(vars(row)) for row in ReferenceIndex.objects.all())


def test_mails_notices_calendars_and_the_trail_say_nothing(cast, chat):
    PracticeChat.objects.update(starts_at=timezone.now() - timedelta(days=10))  # one chat a day is the limit
    invite_now(cast.fjordvik, by=Person.objects.get(pk=cast.pia.pk))
    said = [message.subject + message.body for message in mail.outbox]
    said += [str(vars(row)) for model in (Notice, AuditEntry) for row in model.objects.all()]
    said += [calendar_of(person, [chat], remind_minutes=30).decode() for person in (cast.tuva, cast.pia, cast.siv)]
    assert len(said) > 8
    assert not [text for text in said if CARD in text or KEY in text]


@pytest.mark.parametrize("field", ["title", "theme", "situation", "content_note"])
def test_an_editor_cannot_put_the_secret_into_what_trainees_read(cast, field):
    scenario = a_scenario(opening="hei, er det lov å skrive?")
    setattr(scenario, field, "Noen skriver: «Hei, er det lov å skrive?»")
    with pytest.raises(ValidationError) as refused:
        scenario.full_clean()
    assert list(refused.value.message_dict) == [field]


def test_each_preview_shows_its_own_part_and_the_key_whole(cast):
    scenario = a_scenario(
        strong=[("line", "CANARY-KEY sterk")], weak=[("line", "CANARY-KEY svak")], national_no="CANARY-KEY norsk", national_dk="CANARY-KEY dansk",
        must_here=[("duty", {"where": "no_ngo", "must": "CANARY-KEY forening"})],
    )  # fmt: skip
    page = {mode: scenario.make_preview_request(preview_mode=mode).content.decode() for mode, _label in scenario.preview_modes}
    for words in ("sterk", "svak", "norsk", "dansk", "forening"):
        assert [f"{KEY} {words}" in page[mode] for mode in ("trainee", "partner", "supervisor")] == [False, False, True]
    assert [CARD in page[mode] for mode in ("trainee", "partner", "supervisor")] == [False, True, True]
