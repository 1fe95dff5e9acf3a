from datetime import time, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from certification.practice.actions import (
    accept_now,
    arrange_practice,
    book_practice,
    cancel_practice,
    close_missed,
    confirm_practice,
    declare_close,
    hand_back,
    invite_now,
    move_practice,
    report_absence,
    sweep_times,
)
from certification.practice.actions.arranging import missed
from certification.practice.models import Mode, Opening, PracticeChat, Scenario
from certification.practice.queries import credited_minutes
from certification.practice.times.actions import keep_hours, wish
from certification.practice.times.claims import claim
from certification.practice.times.models import Claim, DayHours
from certification.practice.times.queries import now_for
from certification.programmes.models import Fulfilment
from lms.kernel.errors import IllegalTransition, Invalid, NotAllowed
from lms.notify.models import Notice
from lms.people.actions import declare_relation
from lms.people.models import Person, Role, RoleAssignment
from tests.builders import a_chat, a_programme_version, a_scenario, an_enrolment, an_evening, an_opening, can_always


@pytest.fixture
def partners(cast):
    """Pia, and beside her Carl and Vera, all with time."""
    can_always(cast.pia, organisation=cast.fjordvik)
    for person in (cast.carl, cast.vera):
        RoleAssignment.objects.create(person=person, role=Role.PARTNER, organisation=cast.fjordvik)
        can_always(person, organisation=cast.fjordvik)
    return [cast.pia, cast.carl, cast.vera]


@pytest.fixture
def pia_can(cast):
    can_always(cast.pia, organisation=cast.fjordvik)


@pytest.fixture
def siv_can(cast):
    can_always(cast.siv, organisation=cast.fjordvik, duty="supervisor")


@pytest.fixture
def arrange(cast, enrolment):
    """Tuva books an evening so many days from now."""

    def booked(*, days=2, scenario=None, of=enrolment, mode=Mode.FORMATIVE, **at):
        about = scenario or Scenario.objects.first() or a_scenario()
        return arrange_practice(of, starts_at=an_evening(days=days, **at), scenario=about, mode=mode, by=of.person)

    return booked


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("person__alias", flat=True))


# booking ---------------------------------------------------------------------------------------


def test_who_has_said_that_they_can_is_in_it_at_once(cast, pia_can, siv_can, arrange):
    chat = arrange()
    assert (chat.state, chat.partner, chat.supervisor, chat.matched) == ("scheduled", cast.pia, cast.siv, "new")
    assert (told("practice_booked"), told("practice_reading"), told("practice_confirmed")) == ({"Pia"}, {"Siv"}, {"Tuva", "Pia"})
    assert Claim.objects.filter(chat=chat).count() == 3 * 4
    assert not any("Eksempel" in m.body or cast.tuva.email in m.body for m in mail.outbox)


def test_where_no_supervisor_keeps_hours_a_chat_waits_for_one(cast, pia_can, arrange):
    chat = arrange()
    assert (chat.state, chat.supervisor) == ("requested", None)
    assert told("practice_requested") == {"Siv"}
    confirm_practice(chat, by=cast.siv)
    assert Claim.objects.filter(chat=chat, person=cast.siv).exists()


def test_the_one_met_least_plays_and_the_page_says_why(cast, partners, siv_can, arrange, sign_in):
    met = [arrange(days=days).partner for days in (1, 8, 15)]
    assert {person.alias for person in met} == {"Pia", "Carl", "Vera"}
    again = arrange(days=17)
    assert again.matched == "least"
    page = sign_in(cast.tuva).get(reverse("practice_room", args=[again.pk])).content.decode()
    assert "is the one you have met least" in page
    assert f"played by {again.partner.alias}" in page
    assert not any(f"played by {person.alias}" in page for person in met if person != again.partner)


@pytest.mark.parametrize(("met", "why"), [(0, "you have not met in practice before"), (1, "the one who can then. You have met before")])
def test_before_booking_a_time_says_why_it_is_offered_and_never_who_plays(cast, pia_can, siv_can, arrange, sign_in, met, why):
    a_scenario()
    for n in range(met):
        arrange(days=9 + n)
    url = reverse("practice_book", args=[f"{an_evening():%Y%m%dT%H%MZ}"])
    page = sign_in(cast.tuva).get(url).content.decode()
    assert why in page
    assert "and a supervisor both have it free" in page
    assert "Pia" not in page


def test_what_a_partner_wants_to_be_spared_is_left_out_without_a_word(cast, pia_can, siv_can, sign_in, enrolment):
    a_scenario()
    a_scenario(slug="s2", title="CANARY-TITLE", theme="Vold hjemme")
    wish(by=cast.pia, spared=["vold-hjemme"])
    page = sign_in(cast.tuva).get(reverse("practice_book", args=[f"{an_evening():%Y%m%dT%H%MZ}"])).content.decode()
    assert ("CANARY-TITLE" in page, "Lørdag" in page) == (False, True)


def test_a_time_one_partner_offered_keeps_to_one_chat_a_day(cast, pia_can, siv_can, arrange, enrolment):
    booked = arrange()
    opening = an_opening(partner=cast.pia, organisation=cast.fjordvik, starts_at=booked.starts_at + timedelta(hours=2))
    with pytest.raises(IllegalTransition) as refused:
        book_practice(opening, enrolment=enrolment, scenario=a_scenario(slug="s2"), mode=Mode.FORMATIVE, by=cast.tuva)
    assert refused.value.code == "load"
    opening.refresh_from_db()
    assert opening.taken_at is None


def test_a_theme_somebody_wants_to_be_spared_is_played_by_others(cast, partners, arrange):
    scenario = a_scenario(theme="Vold hjemme", is_risk=True)
    wish(by=cast.pia, spared=["vold-hjemme"])
    wish(by=cast.carl, spared=["tag:risk"])
    assert arrange(scenario=scenario).partner == cast.vera
    wish(by=cast.vera, spared=["tag:risk"])
    with pytest.raises(Invalid) as refused:
        arrange(days=4, scenario=scenario)
    assert refused.value.code == "theme"
    assert arrange(days=4, scenario=a_scenario(slug="s2")).partner


def test_a_theme_that_is_given_another_name_stays_spared(cast, pia_can, arrange):
    scenario = a_scenario(theme="Vold hjemme")
    scenario.freeze()
    wish(by=cast.pia, spared=["vold-hjemme"])
    scenario.theme = "Utrygt hjem"
    scenario.save()
    with pytest.raises(Invalid):
        arrange(scenario=scenario)


def test_a_partner_plays_in_languages_they_have(cast, pia_can, arrange, enrolment):
    Person.objects.filter(pk=cast.tuva.pk).update(language="da")
    enrolment.person.refresh_from_db()
    with pytest.raises(IllegalTransition):
        arrange()
    wish(by=cast.pia, languages=["da"])
    assert arrange().partner == cast.pia


@pytest.mark.parametrize(("one", "other", "by"), [("tuva", "pia", "tuva"), ("pia", "tuva", "pia"), ("tuva", "pia", "kari")])
def test_close_relations_never_play_for_each_other(cast, pia_can, arrange, one, other, by):
    declare_relation(getattr(cast, one), getattr(cast, other), by=getattr(cast, by))
    with pytest.raises(IllegalTransition):
        arrange()
    assert PracticeChat.objects.count() == 0


def test_a_close_relation_does_not_read_along(cast, pia_can, siv_can, arrange):
    declare_relation(cast.siv, cast.tuva, by=cast.siv)
    with pytest.raises(IllegalTransition):
        arrange()


def test_one_chat_a_day_for_the_trainee(cast, partners, arrange):
    arrange()
    with pytest.raises(IllegalTransition) as refused:
        arrange(hour=12)
    assert refused.value.code == "load"


def test_one_chat_a_day_for_the_partner(cast, pia_can, arrange):
    arrange()
    other = an_enrolment(person=cast.kari, organisation=cast.fjordvik)
    with pytest.raises(IllegalTransition) as refused:
        arrange(hour=12, of=other)
    assert refused.value.code == "taken"
    assert arrange(days=3, of=other).partner == cast.pia


@pytest.mark.parametrize("hours", [-24, 0, 2, 24 * 22, 24 * 60])
def test_a_time_that_is_too_near_or_too_far_is_refused(cast, pia_can, enrolment, hours):
    starts_at = timezone.now() + timedelta(hours=hours)
    with pytest.raises(IllegalTransition) as refused:
        arrange_practice(enrolment, starts_at=starts_at, scenario=a_scenario(), mode=Mode.FORMATIVE, by=cast.tuva)
    assert refused.value.code == "taken"


@pytest.mark.parametrize("who", ["pia", "stein", "nora", "carl"])
def test_only_the_trainee_and_those_who_guide_them_arrange(cast, pia_can, enrolment, who):
    with pytest.raises(NotAllowed):
        arrange_practice(enrolment, starts_at=an_evening(), scenario=a_scenario(), mode="formative", by=getattr(cast, who))


def test_the_way_says_at_once_that_a_chat_is_booked_or_is_not_any_more(cast, pia_can):
    version = a_programme_version(requirements=[{"key": "practise", "kind": "practice_formative", "params": {"count": 1}}])
    walking = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=version)
    chat = arrange_practice(walking, starts_at=an_evening(), scenario=a_scenario(), mode=Mode.FORMATIVE, by=cast.tuva)
    assert Fulfilment.objects.get().state == "in_progress"
    cancel_practice(chat, by=cast.tuva)
    assert Fulfilment.objects.get().state == "open"


# moving, handing back, calling off ---------------------------------------------------------------


def test_a_chat_is_moved_with_its_people(cast, pia_can, siv_can, arrange, enrolment):
    chat = arrange()
    move_practice(chat, starts_at=an_evening(days=3), by=cast.tuva)
    chat.refresh_from_db()
    assert (chat.state, chat.partner, chat.supervisor, chat.starts_at) == ("scheduled", cast.pia, cast.siv, an_evening(days=3))
    assert told("practice_moved") == {"Tuva", "Pia", "Siv"}
    assert Claim.objects.count() == 12
    other = an_enrolment(person=cast.kari, organisation=cast.fjordvik)
    assert arrange(of=other).starts_at == an_evening()  # what it left is free


def test_a_chat_may_move_within_its_own_hour(cast, pia_can, siv_can, arrange):
    chat = arrange()
    move_practice(chat, starts_at=an_evening(minute=30), by=cast.tuva)
    assert PracticeChat.objects.get().starts_at == an_evening(minute=30)


def test_when_the_partner_cannot_then_somebody_else_plays(cast, siv_can, arrange):
    RoleAssignment.objects.create(person=cast.vera, role=Role.PARTNER, organisation=cast.fjordvik)
    can_always(cast.pia, organisation=cast.fjordvik)
    chat = arrange()
    cast.pia.weekly_hours.filter(weekday=an_evening(days=3).weekday()).delete()
    can_always(cast.vera, organisation=cast.fjordvik)
    move_practice(chat, starts_at=an_evening(days=3), by=cast.tuva)
    chat.refresh_from_db()
    assert chat.partner == cast.vera
    assert told("practice_cancelled") == {"Pia"}
    assert told("practice_booked") == {"Pia", "Vera"}


def test_a_time_nobody_can_leaves_the_chat_where_it_was(cast, pia_can, siv_can, arrange):
    chat = arrange()
    before = Notice.objects.count()
    with pytest.raises(IllegalTransition):
        move_practice(chat, starts_at=an_evening(days=3, hour=23), by=cast.tuva)
    chat.refresh_from_db()
    assert (chat.state, chat.starts_at, Claim.objects.count(), Notice.objects.count()) == ("scheduled", an_evening(), 12, before)


def test_a_confirmed_chat_that_moves_where_nobody_keeps_hours_is_confirmed_again(cast, pia_can, arrange):
    chat = arrange()
    confirm_practice(chat, by=cast.siv)
    move_practice(chat, starts_at=an_evening(days=3), by=cast.tuva)
    chat.refresh_from_db()
    assert (chat.state, chat.supervisor) == ("requested", None)
    assert Claim.objects.filter(person=cast.siv).count() == 0
    confirm_practice(chat, by=cast.siv)
    assert Notice.objects.filter(kind="practice_confirmed", person=cast.tuva).count() == 2


@pytest.mark.parametrize("who", ["pia", "carl", "stein", "nora"])
def test_who_may_not_move_it(cast, pia_can, arrange, who):
    with pytest.raises(NotAllowed):
        move_practice(arrange(), starts_at=an_evening(days=3), by=getattr(cast, who))


@pytest.mark.parametrize("state", ["lobby", "live", "ended", "cancelled", "no_show"])
def test_what_has_begun_or_is_over_is_not_moved(cast, chat_in, state):
    with pytest.raises(IllegalTransition):
        move_practice(chat_in(state), starts_at=an_evening(), by=cast.tuva)


def test_a_partner_who_cannot_is_replaced_when_somebody_can(cast, partners, siv_can, arrange):
    chat = arrange()
    first = chat.partner
    assert cancel_practice(chat, by=first)
    chat.refresh_from_db()
    assert chat.state == "scheduled"
    assert chat.partner != first
    assert chat.supervisor == cast.siv
    assert Claim.objects.filter(person=first).count() == 0
    assert told("practice_cancelled") == set()


def test_a_partner_whom_nobody_can_replace_calls_it_off(cast, pia_can, siv_can, arrange):
    chat = arrange()
    assert not cancel_practice(chat, by=cast.pia)
    assert (chat.state, chat.called_off_by) == ("cancelled", cast.pia)
    assert told("practice_cancelled") == {"Tuva", "Siv"}
    assert Claim.objects.count() == 0


def test_a_supervisor_hands_back_and_another_one_is_asked_in(cast, pia_can, siv_can, arrange):
    RoleAssignment.objects.create(person=cast.carl, role=Role.SUPERVISOR, organisation=cast.fjordvik)
    can_always(cast.carl, organisation=cast.fjordvik, duty="supervisor")
    chat = arrange()
    first, second = chat.supervisor, cast.carl if chat.supervisor == cast.siv else cast.siv
    hand_back(chat, by=first)
    chat.refresh_from_db()
    assert (chat.state, chat.supervisor) == ("scheduled", second)
    hand_back(chat, by=second)  # nobody else has said that they can, but the first one did
    chat.refresh_from_db()
    assert chat.supervisor == first


def test_a_chat_handed_back_waits_when_nobody_can(cast, pia_can, siv_can, arrange, sign_in):
    chat = arrange()
    assert sign_in(cast.tuva).post(reverse("practice_hand_back", args=[chat.pk])).status_code == 403
    assert sign_in(cast.siv).post(reverse("practice_hand_back", args=[chat.pk])).status_code == 302
    chat.refresh_from_db()
    assert (chat.state, chat.supervisor) == ("requested", None)


# who did not come ------------------------------------------------------------------------------


def ten_past(chat):
    PracticeChat.objects.filter(pk=chat.pk).update(starts_at=timezone.now() - timedelta(minutes=11))
    chat.refresh_from_db()
    return chat


def test_who_waited_says_so_and_everybody_is_told_kindly(cast, pia_can, siv_can, arrange):
    chat = ten_past(arrange())
    report_absence(chat, absent="trainee", by=cast.pia)
    assert (chat.state, chat.absent, Claim.objects.count()) == ("no_show", "trainee", 0)
    assert (told("practice_missed"), told("practice_did_not_happen")) == ({"Tuva"}, {"Siv"})
    assert credited_minutes(cast.pia) == 15
    assert told("practice_missed_twice") == set()


def test_the_second_time_in_four_weeks_the_coordinator_is_asked_to_call(cast, chat_in):
    for _twice in range(2):
        missed(chat_in("scheduled", starts_at=timezone.now() - timedelta(hours=1 + _twice)), "trainee", by=None)
    assert told("practice_missed_twice") == {"Kari"}


@pytest.mark.parametrize(("who", "absent"), [("pia", "partner"), ("pia", "both"), ("tuva", "trainee"), ("siv", "nobody")])
def test_nobody_says_nonsense_about_who_is_missing(cast, chat_in, who, absent):
    with pytest.raises(Invalid):
        report_absence(ten_past(chat_in("scheduled")), absent=absent, by=getattr(cast, who))


def test_one_waits_ten_minutes_first(cast, chat_in, sign_in):
    chat = chat_in("scheduled", starts_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(IllegalTransition) as refused:
        report_absence(chat, absent="partner", by=cast.tuva)
    assert refused.value.code == "early"
    assert "practice_absent" not in str(sign_in(cast.tuva).get(reverse("practice_room", args=[chat.pk])).content)


def test_the_page_of_a_chat_offers_each_seat_what_it_may_do(cast, chat_in, sign_in):
    chat = ten_past(chat_in("scheduled"))
    url, deeds = reverse("practice_room", args=[chat.pk]), {}
    for who in ("tuva", "pia", "siv"):
        page = sign_in(getattr(cast, who)).get(url).content.decode()
        deeds[who] = [name for name in ("move", "hand-back", "absent", "cancel") if f"/practice/{chat.pk}/{name}/" in page]
    assert deeds == {"tuva": ["move", "absent", "cancel"], "pia": ["absent", "cancel"], "siv": ["move", "hand-back", "absent", "cancel"]}
    assert sign_in(cast.tuva).post(reverse("practice_absent", args=[chat.pk]), {"absent": "partner"}).status_code == 302
    assert PracticeChat.objects.get().absent == "partner"


@pytest.mark.parametrize(("ready", "absent"), [({"trainee_ready_at"}, "partner"), ({"partner_ready_at"}, "trainee"), (set(), "")])
def test_the_clock_writes_down_only_what_the_lobby_saw(cast, chat_in, ready, absent):
    long_ago = timezone.now() - timedelta(hours=3)
    chat = chat_in("lobby", starts_at=long_ago, **dict.fromkeys(ready, long_ago))
    assert close_missed() == 1
    chat.refresh_from_db()
    assert (chat.state, chat.absent) == ("no_show", absent)
    assert close_missed() == 0


# half an hour now -----------------------------------------------------------------------------


@pytest.fixture
def now(cast):
    return invite_now(cast.fjordvik, by=cast.pia)


def test_half_an_hour_now_is_seen_by_those_who_can_take_it(cast, enrolment, now, sign_in):
    assert now_for(enrolment) == [now]
    page = sign_in(cast.tuva).get(reverse("practice_now_open")).content.decode()
    assert reverse("practice_accept_now", args=[now.pk]) in page
    assert cast.pia.alias not in page
    assert told("practice_now") == {"Tuva"}
    assert len(mail.outbox) == 0
    assert reverse("practice_accept_now", args=[now.pk]) in sign_in(cast.tuva).get(reverse("practice")).content.decode()


def test_it_ends_by_itself(cast, enrolment, now):
    Opening.objects.filter(pk=now.pk).update(closes_at=timezone.now() - timedelta(seconds=1))
    assert now_for(enrolment) == []
    with pytest.raises(IllegalTransition) as refused:
        accept_now(now, enrolment=enrolment, scenario=a_scenario(), by=cast.tuva)
    assert refused.value.code == "taken"


def test_asking_twice_is_one_invitation(cast, now):
    assert invite_now(cast.fjordvik, by=cast.pia) == now


@pytest.mark.parametrize(("hours", "code"), [(0.5, "busy"), (48, ""), (-3, "load")])
def test_a_partner_who_has_enough_does_not_offer_more(cast, enrolment, hours, code):
    """Three hours ago may be yesterday: then it was the day before, and is not in the way."""
    at = timezone.now() + timedelta(hours=hours)
    chat = a_chat(enrolment=enrolment, partner=cast.pia, state="scheduled" if hours > 0 else "ended", starts_at=at)
    claim(chat, [cast.pia.pk])
    other_day = timezone.localdate(at) != timezone.localdate()
    if code == "busy" or (code == "load" and not other_day):
        with pytest.raises(IllegalTransition) as refused:
            invite_now(cast.fjordvik, by=cast.pia)
        assert refused.value.code == code
    else:
        assert invite_now(cast.fjordvik, by=cast.pia)


def test_a_partner_who_was_booked_meanwhile_is_not_offered(cast, enrolment, now):
    other = an_enrolment(person=cast.kari, organisation=cast.fjordvik)
    claim(a_chat(enrolment=other, partner=cast.pia, state="scheduled", starts_at=timezone.now() + timedelta(minutes=30)), [cast.pia.pk])
    assert now_for(enrolment) == []


@pytest.mark.parametrize("why", ["related", "language", "house", "busy"])
def test_who_does_not_suit_does_not_see_it(cast, enrolment, now, why):
    if why == "related":
        declare_relation(cast.pia, cast.tuva, by=cast.pia)
    elif why == "language":
        Person.objects.filter(pk=cast.tuva.pk).update(language="en")
    elif why == "busy":
        a_chat(enrolment=enrolment, partner=cast.carl, state="ended")
    else:
        enrolment = an_enrolment(person=cast.nora, organisation=cast.sundby)
    enrolment.person.refresh_from_db()
    assert now_for(enrolment) == []


def test_the_first_to_say_yes_gets_it_and_it_begins_at_once(cast, enrolment, now, sign_in):
    scenario = a_scenario(minutes=45)
    heavy = a_scenario(slug="s4", is_risk=True, title="CANARY-HEAVY")
    client = sign_in(cast.tuva)
    assert "CANARY-HEAVY" not in client.get(reverse("practice_accept_now", args=[now.pk])).content.decode()
    with pytest.raises(Invalid):
        accept_now(now, enrolment=enrolment, scenario=heavy, by=cast.tuva)
    answer = client.post(reverse("practice_accept_now", args=[now.pk]), {"scenario": str(scenario.translation_key)})
    chat = PracticeChat.objects.get()
    assert answer.headers["Location"] == reverse("practice_room", args=[chat.pk])
    assert (chat.state, chat.minutes, chat.mode, chat.opening) == ("requested", 30, "formative", now)
    assert chat.starts_at - timezone.now() < timedelta(minutes=3)
    assert "Tuva has said yes to your half an hour" in sign_in(cast.pia).get(reverse("practice")).content.decode()
    assert client.get(reverse("practice_accept_now", args=[now.pk])).status_code == 409
    confirm_practice(chat, by=cast.siv)


def test_a_supervisor_who_is_there_reads_along_at_once(cast, enrolment, now):
    here = timezone.localtime()
    keep_hours(cast.fjordvik, duty="supervisor", weekday=here.weekday(), begins=time(0), ends=time(23, 59), by=cast.siv)
    after_midnight = (here + timedelta(hours=2)).date() != here.date()
    chat = accept_now(now, enrolment=enrolment, scenario=a_scenario(), by=cast.tuva)
    assert chat.state == "scheduled" or after_midnight


def test_a_spared_theme_is_not_on_offer_now(cast, enrolment, now):
    wish(by=cast.pia, spared=["ensomhet"])
    with pytest.raises(Invalid) as refused:
        accept_now(now, enrolment=enrolment, scenario=a_scenario(), by=cast.tuva)
    assert refused.value.code == "theme"


def test_who_may_say_so_and_who_may_not(cast, sign_in):
    url = reverse("practice_invite_now", args=[cast.fjordvik.pk])
    assert [sign_in(getattr(cast, who)).post(url).status_code for who in ("tuva", "siv", "nora", "pia")] == [404, 404, 404, 302]
    assert sign_in(cast.pia).get(url).status_code == 405
    assert sign_in(cast.pia).post(reverse("practice_withdraw", args=[Opening.objects.get().pk])).status_code == 302
    assert Opening.objects.now().count() == 0


def test_the_first_page_of_a_trainee_shows_it_too(cast, now, sign_in):
    practising = a_programme_version(requirements=[{"key": "chats", "kind": "practice_formative", "params": {"count": 2}}])
    an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=practising)
    assert reverse("practice_accept_now", args=[now.pk]) in sign_in(cast.tuva).get(reverse("home")).content.decode()


def test_what_is_long_past_is_forgotten_and_what_comes_is_kept(cast, pia_can, siv_can, arrange):
    chat = arrange()
    long_ago = timezone.now() - timedelta(days=40)
    for moment, other in ((long_ago, chat_at(chat, long_ago)), (timezone.now(), chat_at(chat, timezone.now()))):
        Claim.objects.create(person=cast.carl, quarter=int(moment.timestamp()) // 900, chat=other)
        DayHours.objects.create(person=cast.pia, organisation=cast.fjordvik, duty="partner", on=moment.date())
    assert sweep_times() == 2
    assert (Claim.objects.count(), DayHours.objects.count(), sweep_times()) == (13, 1, 0)


def chat_at(chat, moment):
    return a_chat(enrolment=chat.enrolment, partner=chat.partner, state="ended", starts_at=moment)


def test_who_leaves_is_led_to_a_page_they_may_still_see(cast, partners, siv_can, arrange, sign_in):
    chat = arrange()
    left = chat.partner
    declare_close(cast.fjordvik, one=left, other=cast.tuva, by=cast.kari)
    notice = Notice.objects.get(kind="practice_cancelled", person=left)
    assert sign_in(left).get("/nb" + notice.link).status_code == 200
    assert sign_in(left).get(reverse("practice_room", args=[chat.pk])).status_code == 404
