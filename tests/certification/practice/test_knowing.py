import pytest
from django.urls import reverse

from certification.practice.actions import arrange_practice, declare_close, know_them
from certification.practice.models import PracticeChat
from lms.kernel.errors import Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.models import Relation, Role, RoleAssignment
from tests.builders import a_scenario, an_enrolment, an_evening, can_always


@pytest.fixture
def chat(cast, enrolment):
    can_always(cast.pia, organisation=cast.fjordvik)
    can_always(cast.siv, organisation=cast.fjordvik, duty="supervisor")
    return arrange_practice(enrolment, starts_at=an_evening(), scenario=a_scenario(), mode="formative", by=cast.tuva)


@pytest.fixture
def vera_can_too(cast, chat):
    RoleAssignment.objects.create(person=cast.vera, role=Role.PARTNER, organisation=cast.fjordvik)
    can_always(cast.vera, organisation=cast.fjordvik)


def test_a_partner_who_knows_the_trainee_is_replaced_and_nobody_is_told_why(cast, chat, vera_can_too):
    know_them(chat, by=cast.pia)
    chat = PracticeChat.objects.get()
    assert (chat.state, chat.partner, chat.supervisor) == ("scheduled", cast.vera, cast.siv)
    assert (Relation.objects.get().person, Relation.objects.get().other) == (cast.pia, cast.tuva)
    assert set(Notice.objects.filter(kind="practice_cancelled").values_list("person__alias", flat=True)) == set()


def test_where_nobody_else_can_it_is_called_off(cast, chat):
    know_them(chat, by=cast.pia)
    assert PracticeChat.objects.get().state == "cancelled"


def test_a_supervisor_who_knows_the_trainee_hands_over(cast, chat):
    know_them(chat, by=cast.siv)
    chat = PracticeChat.objects.get()
    assert (chat.state, chat.supervisor, chat.partner) == ("requested", None, cast.pia)


@pytest.mark.parametrize("state", ["lobby", "live", "paused"])
def test_what_has_begun_stops_for_whoever_recognises_somebody(cast, chat_in, state):
    chat = chat_in(state)
    know_them(chat, by=cast.tuva)
    chat.refresh_from_db()
    assert chat.state == "stopped"
    assert Relation.objects.get().other == cast.pia


@pytest.mark.parametrize("who", ["carl", "kari", "nora", "stein"])
def test_only_the_three_say_so(cast, chat, who):
    with pytest.raises(NotAllowed):
        know_them(chat, by=getattr(cast, who))


def test_the_page_asks_partner_and_supervisor(cast, chat, sign_in):
    url, know = reverse("practice_room", args=[chat.pk]), reverse("practice_know", args=[chat.pk])
    shown = [know in sign_in(getattr(cast, who)).get(url).content.decode() for who in ("tuva", "pia", "siv")]
    assert shown == [False, True, True]
    assert sign_in(cast.pia).get(know).status_code == 405
    assert sign_in(cast.stein).post(know).status_code == 404
    assert sign_in(cast.pia).post(know).status_code == 302
    assert Relation.objects.count() == 1


# the coordinator ------------------------------------------------------------------------------


def close(cast):
    return reverse("practice_close", args=[cast.fjordvik.pk])


def test_a_coordinator_writes_it_down_and_takes_it_back(cast, chat, vera_can_too, sign_in):
    client = sign_in(cast.kari)
    assert client.post(close(cast), {"one": cast.tuva.pk, "other": cast.pia.pk}).status_code == 302
    assert client.post(close(cast), {"one": cast.pia.pk, "other": cast.tuva.pk}).status_code == 302
    relation = Relation.objects.get()
    assert PracticeChat.objects.get().partner == cast.vera
    assert list(Notice.objects.filter(kind="practice_cancelled").values_list("person__alias", flat=True)) == ["Pia"]
    undo = reverse("practice_close_undo", args=[cast.fjordvik.pk, relation.pk])
    assert undo in client.get(close(cast)).content.decode()
    assert client.get(undo).status_code == 405
    assert client.post(undo).status_code == 302
    assert Relation.objects.count() == 0


@pytest.mark.parametrize("who", ["siv", "pia", "tuva", "nora", "stein"])
def test_nobody_else_reads_or_writes_it(cast, sign_in, who):
    relation = Relation.objects.create(person=cast.tuva, other=cast.pia)
    client = sign_in(getattr(cast, who))
    undo = reverse("practice_close_undo", args=[cast.fjordvik.pk, relation.pk])
    assert [client.get(close(cast)).status_code, client.post(undo).status_code] == [404, 404]
    with pytest.raises(NotAllowed):
        declare_close(cast.fjordvik, one=cast.tuva, other=cast.siv, by=getattr(cast, who))


@pytest.mark.parametrize("other", ["tuva", "nora", ""])
def test_what_cannot_be_is_said_beside_the_field(cast, sign_in, other):
    given = {"one": cast.tuva.pk, "other": getattr(cast, other).pk if other else ""}
    answer = sign_in(cast.kari).post(close(cast), given)
    assert answer.status_code == 422
    assert 'id="id_other_error"' in answer.content.decode()
    assert Relation.objects.count() == 0


def test_people_of_another_house_are_out_of_reach(cast, sign_in):
    with pytest.raises(Invalid):
        declare_close(cast.fjordvik, one=cast.tuva, other=cast.nora, by=cast.kari)
    elsewhere = Relation.objects.create(person=cast.nora, other=an_enrolment(person=cast.stein, organisation=cast.sundby).person)
    assert sign_in(cast.kari).post(reverse("practice_close_undo", args=[cast.fjordvik.pk, elsewhere.pk])).status_code == 404
