import pytest
from django.urls import reverse

from certification.practice.actions import accept_now, arrange_practice, declare_close, invite_now, know_them, know_who_offers
from certification.practice.models import PracticeChat
from certification.practice.times.queries import now_for
from lms.kernel.errors import Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.actions import take_back_relation
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


def test_the_page_asks_all_three(cast, chat, sign_in):
    url, know = reverse("practice_room", args=[chat.pk]), reverse("practice_know", args=[chat.pk])
    shown = [know in sign_in(getattr(cast, who)).get(url).content.decode() for who in ("tuva", "pia", "siv")]
    assert shown == [True, True, True]
    assert sign_in(cast.pia).get(know).status_code == 405
    assert sign_in(cast.stein).post(know).status_code == 404
    assert sign_in(cast.pia).post(know).status_code == 302
    assert Relation.objects.count() == 1


def test_a_trainee_would_rather_not_and_sees_who_plays_instead(cast, chat, vera_can_too, sign_in):
    client = sign_in(cast.tuva)
    before = client.get(reverse("practice_room", args=[chat.pk])).content.decode()
    assert "played by Pia" in before
    after = client.post(reverse("practice_know", args=[chat.pk]), follow=True).content.decode()
    assert ("played by Vera" in after, "Not with Pia" in after) == (True, False)
    assert list(Notice.objects.filter(kind="practice_cancelled").values_list("person__alias", flat=True)) == ["Pia"]


def test_a_trainee_for_whom_nobody_else_plays_is_told_so(cast, chat, sign_in):
    page = sign_in(cast.tuva).post(reverse("practice_know", args=[chat.pk]), follow=True).content.decode()
    assert "Nobody else has that time" in page
    assert PracticeChat.objects.get().state == "cancelled"


@pytest.mark.parametrize("state", ["lobby", "ended", "released"])
def test_it_can_be_said_in_the_lobby_and_afterwards(cast, chat_in, sign_in, state):
    chat = chat_in(state)
    page = reverse("practice_room", args=[chat.pk])
    shown = [reverse("practice_know", args=[chat.pk]) in sign_in(getattr(cast, who)).get(page).content.decode() for who in ("tuva", "pia")]
    assert shown == [True, True]
    sign_in(cast.tuva).post(reverse("practice_know", args=[chat.pk]))
    assert PracticeChat.objects.get().state == ("stopped" if state == "lobby" else state)


# an invitation --------------------------------------------------------------------------------


@pytest.fixture
def invitation(cast, enrolment):
    return invite_now(cast.fjordvik, by=cast.pia)


def test_not_with_whoever_has_half_an_hour_now(cast, invitation, enrolment, sign_in):
    client, url = sign_in(cast.tuva), reverse("practice_now_know", args=[invitation.pk])
    a_scenario()
    assert "I know Pia well" in client.get(reverse("practice_accept_now", args=[invitation.pk])).content.decode()
    assert client.get(url).status_code == 405
    assert sign_in(cast.stein).post(url).status_code == 404
    assert client.post(url).status_code == 302
    assert (Relation.objects.get().person, Relation.objects.get().other) == (cast.tuva, cast.pia)
    assert now_for(enrolment) == []
    assert client.post(url).status_code == 404


def test_matching_never_pairs_them_again(cast, enrolment, invitation):
    know_who_offers(invitation, enrolment=enrolment, by=cast.tuva)
    with pytest.raises(Invalid) as refused:
        accept_now(invitation, enrolment=enrolment, scenario=a_scenario(), by=cast.tuva)
    assert refused.value.code == "related"


# taking it back -------------------------------------------------------------------------------


def test_what_one_said_oneself_can_be_taken_back(cast, chat, sign_in):
    know_them(chat, by=cast.tuva)
    relation, client = Relation.objects.get(), sign_in(cast.tuva)
    undo = reverse("practice_apart_undo", args=[relation.pk])
    assert reverse("practice_apart") in client.get(reverse("practice")).content.decode()
    assert undo in client.get(reverse("practice_apart")).content.decode()
    assert [sign_in(cast.pia).post(undo).status_code, sign_in(cast.siv).post(undo).status_code, client.get(undo).status_code] == [
        404,
        404,
        405,
    ]
    assert client.post(undo).status_code == 302
    assert Relation.objects.count() == 0


def test_who_would_rather_not_is_not_shown_to_the_other(cast, chat, sign_in):
    know_them(chat, by=cast.tuva)
    client = sign_in(cast.pia)
    assert "Tuva" not in client.get(reverse("practice_apart")).content.decode()
    assert reverse("practice_apart") not in client.get(reverse("practice")).content.decode()


def test_nobody_clears_their_own_way_to_a_signature(cast, chat, sign_in):
    know_them(chat, by=cast.siv)
    relation = Relation.objects.get()
    with pytest.raises(NotAllowed):
        take_back_relation(relation, by=cast.siv)
    assert sign_in(cast.siv).post(reverse("practice_apart_undo", args=[relation.pk])).status_code == 403
    RoleAssignment.objects.create(person=cast.pia, role=Role.ASSESSOR, organisation=cast.fjordvik)
    mine = Relation.objects.create(person=cast.tuva, other=cast.pia, declared_by=cast.tuva)
    with pytest.raises(NotAllowed):
        take_back_relation(mine, by=cast.tuva)


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
