"""When Tuva leaves, no word of hers is left in the file on the disk, and what others rely on still stands."""

import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse

from certification.credentials.models import Certificate
from certification.practice.models import Message, PracticeChat
from certification.programmes.models import AgreementSignature, Enrolment
from courses.progress.models import Reflection
from lms.audit.models import AuditEntry
from lms.audit.queries import breaks
from lms.kernel.errors import DomainError, NotAllowed
from lms.management import backups
from lms.people.models import Person
from lms.privacy import actions, journal
from lms.privacy.holdings import Erasing, holdings
from tests.builders import a_transcript
from tests.world import assemble_world

CANARY = "kanarifugl"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path


@pytest.fixture
def world(cast):
    return assemble_world(cast)


def put_canaries(person) -> int:
    """Write the canary into every free text of every row that is about the person; how many fields hold it now."""
    put = 0
    for one in holdings().rows:
        if one.erasing == Erasing.KEEP:
            continue
        for field in one.table._meta.concrete_fields:
            if field.choices or field.unique or field.primary_key or not isinstance(field, models.TextField | models.CharField):
                continue
            room = field.max_length or 1000
            if room < len(CANARY) or isinstance(field, models.SlugField):
                continue
            if one.model == "certification.Message" or (one.erasing == Erasing.BLANK and field.name not in one.blanks):
                continue
            with suppress(IntegrityError), transaction.atomic():  # where the database allows only certain words there
                put += one.rows(person).update(**{field.name: CANARY})
    return put


def canaries_left() -> list[str]:
    """Every table and field of the database that holds the canary."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_concrete_fields:  # what a table inherits stands in its parent's
            if isinstance(field, models.TextField | models.CharField | models.JSONField):
                with connection.cursor() as cursor:
                    quote = connection.ops.quote_name
                    cursor.execute(
                        f"SELECT COUNT(*) FROM {quote(model._meta.db_table)} WHERE CAST({quote(field.column)} AS TEXT) LIKE %s",
                        [f"%{CANARY}%"],
                    )
                    if cursor.fetchone()[0]:
                        found.append(f"{model._meta.label}.{field.name}")
    return found


def test_no_word_of_somebody_erased_is_left_in_any_table(cast, world):
    a_transcript(world.released, (cast.tuva, CANARY), (cast.pia, CANARY))
    Reflection.objects.create(person=cast.tuva, lesson_key=uuid.uuid4(), block_id=uuid.uuid4(), title="x", question="y", text=CANARY)
    Person.objects.filter(pk=cast.tuva.pk).update(legal_name=CANARY, alias=CANARY, email=f"{CANARY}@example.org")
    assert put_canaries(cast.tuva) > 15
    assert len(canaries_left()) > 10

    actions.erase_person(cast.tuva, by=None)

    assert canaries_left() == []


def test_the_person_cannot_come_back_and_has_no_name(cast, world, sign_in):
    client = sign_in(cast.tuva)

    actions.erase_person(cast.tuva, by=cast.tuva)

    person = Person.objects.get(pk=cast.tuva.pk)
    assert (person.alias, person.legal_name, person.is_active, person.roles.count()) == ("Anonym", "", False, 0)
    assert person.email == f"{person.public_id}@erased.invalid"
    assert client.get("/nb/me/").status_code == 302


def test_the_certificate_says_that_its_holder_withdrew_it(cast, world, client):
    certificate = Certificate.objects.get(person=cast.tuva)
    Certificate.objects.filter(pk=certificate.pk).update(name="Tuva Eksempel", show_name=True)

    actions.erase_person(cast.tuva, by=None)

    page = client.get(reverse("verify", args=[certificate.public_id])).content.decode()
    assert "Tuva" not in page
    certificate.refresh_from_db()
    assert (certificate.standing, certificate.counts) == ("erased", False)


def test_transcripts_go_at_once_and_the_fact_stays(cast, world):
    a_transcript(world.released, (cast.tuva, "hei"), (cast.pia, "hallo"))

    actions.erase_person(cast.tuva, by=None)

    assert not Message.objects.exists()
    states = set(PracticeChat.objects.filter(enrolment__person=cast.tuva).values_list("state", flat=True))
    assert states <= {"archived", "cancelled"}
    assert Enrolment.objects.get(pk=world.way.pk).state == "withdrawn"


def test_a_partner_who_leaves_takes_their_words_and_leaves_the_trainees(cast, world):
    a_transcript(world.released, (cast.tuva, "hei"), (cast.pia, "hallo"))

    actions.erase_person(cast.pia, by=None)

    kept = Message.objects.filter(chat=world.released)
    assert set(kept.values_list("author", flat=True)) == {cast.tuva.pk}


def test_nobody_erases_somebody_else(cast, world):
    with pytest.raises(NotAllowed):
        actions.erase_person(cast.tuva, by=cast.kari)
    assert Person.objects.get(pk=cast.tuva.pk).alias == "Tuva"


def test_a_supervisor_whom_others_wait_for_hands_over_first(cast, world, sign_in):
    with pytest.raises(DomainError) as refused:
        actions.erase_person(cast.siv, by=cast.siv)
    assert refused.value.code == "others_wait"
    assert Person.objects.get(pk=cast.siv.pk).alias == "Siv"
    assert "Hand it over first" in sign_in(cast.siv).get("/en/me/leave/").content.decode()


def test_twice_is_once_and_the_trail_holds(cast, world):
    actions.erase_person(cast.tuva, by=None)
    actions.erase_person(cast.tuva, by=None)

    assert list(journal.erased()) == [cast.tuva.public_id]
    assert list(breaks()) == []
    assert not AuditEntry.objects.filter(fields__icontains="tuva").exists()


def test_a_promise_of_confidentiality_holds_after_leaving(cast, world):
    version = world.things["programmes.sign_agreement"]
    AgreementSignature.objects.create(person=cast.tuva, version=version, digest="0" * 64)
    actions.erase_person(cast.tuva, by=None)
    assert AgreementSignature.objects.filter(person=cast.tuva).count() == 1


def test_leaving_asks_for_ones_alias_first(cast, world, sign_in):
    client = sign_in(cast.tuva)
    refused = client.post("/en/me/leave/", {"alias": "Pia"})
    assert refused.status_code == 422
    assert "Nothing was deleted" in refused.content.decode()
    assert client.get("/en/me/leave/").status_code == 200
    assert Person.objects.get(pk=cast.tuva.pk).is_active

    gone = client.post("/en/me/leave/", {"alias": " tuva "}, follow=True)
    assert "deleted" in gone.content.decode()
    assert not Person.objects.get(pk=cast.tuva.pk).is_active


def test_the_operator_erases_by_id_and_hears_when_there_is_nobody(cast, world, capsys):
    call_command("erase_person", str(cast.tuva.public_id))
    assert "Erased" in capsys.readouterr().out
    with pytest.raises(CommandError, match="nobody"):
        call_command("erase_person", "999999")
    with pytest.raises(CommandError, match="number, public id"):
        call_command("erase_person", "tuva")
    with pytest.raises(CommandError, match="Hand it over first"):
        call_command("erase_person", cast.siv.email)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="looks into the raw file")
@pytest.mark.django_db(transaction=True)
def test_the_erased_stay_erased_after_a_restore_and_in_the_raw_file(settings, tmp_path):
    from tests.cast import assemble

    settings.MEDIA_ROOT = tmp_path / "media"
    cast = assemble()
    assemble_world(cast)
    Person.objects.filter(pk=cast.tuva.pk).update(legal_name="Tuva Kanarifugl")
    made = backups.make()
    actions.erase_person(Person.objects.get(pk=cast.tuva.pk), by=None)

    call_command("restore", str(made), "--no-safety-copy", stdout=(tmp_path / "out").open("w"))

    person = Person.objects.get(pk=cast.tuva.pk)
    assert (person.alias, person.legal_name, person.is_active) == ("Anonym", "", False)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw = Path(connection.settings_dict["NAME"]).read_bytes()
    assert b"Kanarifugl" not in raw
