"""axe looks at every screen of practice and assessment: light and dark, on a phone and on a desk, with everything unfolded
and every sheet open, in bokmål, Danish and English."""

from datetime import timedelta
from itertools import starmap

import pytest
from django.utils import timezone

from certification.assessment import drafts, trials
from certification.assessment import urls as assessment_urls
from certification.assessment.looks import Recheck, SecondLook
from certification.assessment.states import SecondLookState
from certification.letters import urls as letter_urls
from certification.letters.freezing import freeze
from certification.letters.models import HoursLetter
from certification.letters.queries import Credit
from certification.letters.states import LetterState
from certification.practice import actions
from certification.practice import urls as practice_urls
from certification.practice.models import Message, PracticeChat
from certification.practice.states import ChatState, TalkState
from certification.practice.wellbeing import Talk
from lms.people.models import Person, Relation, Role, RoleAssignment
from tests.browser.barriers import LANGUAGES, Screen, look, sheets, visit
from tests.builders import (
    a_chat,
    a_gold,
    a_rubric_version,
    a_scenario,
    a_scenario_version,
    a_submitted_rating,
    a_transcript,
    an_ended_chat,
    an_enrolment,
    an_evening,
    calibrated,
    can_always,
    released_feedback,
    views_given,
)
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NO_SCREENS = {
    "practice_messages",
    "practice_stream",
    "practice_names",
    "practice_step",
    "practice_now_open",
    "practice_ics",
    "practice_feed",
    "hours_letter_pdf",
}


class House:
    """One chat in each state that has a screen of its own, and everything around them."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik)
        self.seats = {"enrolment": self.way, "partner": cast.pia, "supervisor": cast.siv}
        a_scenario()
        a_rubric_version()
        self.gold, self.begun = a_gold(slug="g2"), a_gold(slug="g1")
        calibrated(cast.siv, cast.carl, days_ago=20)
        trials.begin_trial(self.begun, by=cast.carl)
        for person, duty in ((cast.pia, "partner"), (cast.siv, "supervisor")):
            can_always(person, organisation=cast.fjordvik, duty=duty)
        begun = (ChatState.LOBBY, ChatState.LIVE, ChatState.PAUSED, ChatState.VOID, ChatState.NO_SHOW)
        self.in_state = {state: self.talk(state) for state in begun}
        for days, state in enumerate((ChatState.REQUESTED, ChatState.SCHEDULED), 1):
            self.in_state[state] = a_chat(**self.seats, state=state, starts_at=timezone.now() + timedelta(days=days))
        self.missed = a_chat(**self.seats, state=ChatState.SCHEDULED, starts_at=timezone.now() - timedelta(minutes=20))
        self.stopped = a_chat(**self.seats, state=ChatState.STOPPED, ended_at=timezone.now())
        another = an_enrolment(person=cast.vera, organisation=cast.fjordvik)  # whoever has something to put down cannot book
        heavy = a_scenario_version(slug="s4", tags=["risk"])
        self.heavy = a_chat(enrolment=another, partner=cast.kari, state=ChatState.STOPPED, scenario=heavy, ended_at=timezone.now())
        self.ended = an_ended_chat(**self.seats)
        self.claimed = views_given(an_ended_chat(**self.seats))
        drafts.claim_rating(self.claimed, by=cast.siv)
        self.rated = views_given(an_ended_chat(**self.seats))
        a_submitted_rating(self.rated, rater=cast.siv, ticks=("opening-u1", "c1"))
        self.disputed = views_given(an_ended_chat(**self.seats))
        self.open = views_given(an_ended_chat(**self.seats))
        self.released = an_ended_chat(**self.seats)
        released_feedback(self.released, rater=cast.siv, ticks=("c1",))
        Recheck.objects.create(chat=self.released, words="Kan noen se en gang til?")
        self.dispute()
        self.talk_wanted = Talk.objects.create(person=cast.tuva, organisation=cast.fjordvik, taken_by=cast.siv, state=TalkState.TAKEN)
        Relation.objects.create(person=cast.tuva, other=cast.stein, declared_by=cast.tuva)
        an_enrolment(person=cast.ed, organisation=cast.fjordvik)  # these two have room for more
        for person, role in ((cast.ed, Role.TRAINEE), (cast.stein, Role.PARTNER)):
            RoleAssignment.objects.create(person=person, role=role, organisation=cast.fjordvik)
        can_always(cast.stein, organisation=cast.fjordvik)
        self.now = actions.invite_now(cast.fjordvik, by=cast.stein)

        self.letters = [self.letter(state) for state in (LetterState.ASKED, LetterState.SIGNED)]

    def letter(self, state: str) -> HoursLetter:
        day = timezone.localdate()
        said = freeze(Credit(90, 2, day, day), self.cast.fjordvik)
        signed = {"signed_by": self.cast.kari, "signed_at": timezone.now(), "token": "a.b.c"} if state == LetterState.SIGNED else {}
        return HoursLetter.objects.create(
            person=self.cast.pia, organisation=self.cast.fjordvik, name="Pia Eksempel", frozen=said, state=state, **signed
        )

    def talk(self, state: str) -> PracticeChat:
        chat = a_chat(**self.seats, state=state)
        if state in (ChatState.LIVE, ChatState.PAUSED):
            a_transcript(chat, (self.cast.pia, "hei"), (self.cast.tuva, "Hei! Fint at du skrev."), (self.cast.pia, "føler meg rar"))
            PracticeChat.objects.filter(pk=chat.pk).update(last_seq=Message.objects.filter(chat=chat).count())
        return chat

    def dispute(self) -> None:
        """Two saw it differently."""
        a_submitted_rating(self.disputed, rater=self.cast.siv, without=("noticing-b1",))
        look = SecondLook.objects.create(
            chat=self.disputed, state=SecondLookState.DISPUTED, disputes={"levels": {"noticing": [2, 3]}, "critical": ["c1"]}
        )
        assert look.pk

    def screens(self) -> list[tuple[str, str, list[object], str]]:
        state = self.in_state
        rooms = {**state, "missed": self.missed, ChatState.STOPPED: self.stopped, ChatState.ENDED: self.ended}
        evening = f"{an_evening():%Y%m%dT%H%MZ}"
        place = [self.cast.fjordvik.pk]
        return [
            *[(who, "practice_room", [chat.pk], "") for who in ("tuva", "pia", "siv") for chat in rooms.values()],
            *[(who, "practice", [], "") for who in ("tuva", "pia", "siv", "kari", "ed", "stein", "nora")],
            *[(who, "practice_calendar", [], "") for who in ("tuva", "pia")],
            *[(who, "practice_hours", [], "") for who in ("pia", "siv")],
            *[("tuva", name, [], "") for name in ("practice_apart", "practice_talk", "own_levels")],
            ("tuva", "practice_move", [state[ChatState.SCHEDULED].pk], ""),
            ("ed", "practice_book", [evening], ""), ("ed", "practice_accept_now", [self.now.pk], ""),
            ("vera", "practice_room", [self.heavy.pk], ""), ("vera", "practice_debrief", [self.heavy.pk], ""), ("tuva", "pause_way", [self.way.pk], ""),
            ("siv", "practice_talk_row", [self.talk_wanted.pk], ""), ("siv", "practice_transcript", [self.released.pk], ""),
            ("kari", "practice_cover", [], ""), ("kari", "practice_cover_of", place, ""), ("kari", "practice_close", place, ""),
            *[(who, "practice_after", [self.ended.pk], "") for who in ("tuva", "pia", "siv")],
            ("tuva", "self_rating", [self.ended.pk], ""), ("pia", "partner_form", [self.ended.pk], ""),
            ("carl", "rating", [self.open.pk], ""), ("carl", "rating", [self.claimed.pk], ""),
            *[("siv", "rating", [self.claimed.pk], f"?criterion={place}") for place in ("opening", "critical", "panel", "finish")],
            ("siv", "rating", [self.rated.pk], ""), ("carl", "moderation", [self.disputed.pk], ""),
            *[(who, "feedback", [self.released.pk], "") for who in ("tuva", "siv", "carl")],
            ("siv", "calibration", [], ""), ("siv", "calibration_of", [self.gold.pk], ""), ("carl", "calibration_of", [self.begun.pk], ""),
            *[(who, "rater_figures", [], "") for who in ("siv", "carl")], ("siv", "levels_of", [self.way.pk], ""),
            ("pia", "hours_letters", [], ""), *[(who, "hours_letter", [one.public_id], "") for who in ("pia", "kari") for one in self.letters],
            ("pia", "hours_letter_print", [self.letters[1].public_id], ""), ("pia", "letter_check", [self.letters[1].public_id], ""),
        ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_of_practice_and_assessment_has_a_barrier(cast, phone, axe_source, language):
    house, told, pages, opened = House(cast), [], {}, set()
    Person.objects.update(language=language)
    for screen in starmap(Screen, house.screens()):
        who = screen.who
        if who not in pages:
            pages[who] = phone(getattr(cast, who))
        page = pages[who]
        there = visit(page, language, screen)
        told += [f"{who} {there} {one}" for one in (*sheets(page, axe_source, language, opened), *look(page, axe_source, language))]
    assert not told, "\n".join(told)
    assert {"stop", "help", "alert", "note", "know", "cancel", "hand-back"} <= opened


def test_every_screen_of_practice_and_assessment_is_looked_at(cast):
    pages = {
        one.name
        for one in [*practice_urls.urlpatterns, *assessment_urls.urlpatterns, *letter_urls.urlpatterns]
        if "GET" in one.callback.methods
    }
    assert pages - NO_SCREENS == {name for _who, name, _arguments, _query in House(cast).screens()}
