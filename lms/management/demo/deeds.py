"""What people of the demonstration do, each step through the action of the room it belongs to."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone, translation

from certification.assessment import actions as assessing
from certification.practice import actions as practising
from certification.practice.models import Mode, PracticeChat, Scenario
from certification.practice.times import actions as timing
from certification.practice.times.onboarding import MODULE
from certification.programmes import actions as programmes
from certification.programmes import log_actions as logs
from certification.programmes.models import Enrolment
from certification.programmes.queries import PARTNER_AGREEMENT, content_key, newest_agreement
from courses.dialogues import actions as alone
from courses.dialogues.models import Dialogue
from courses.outline.models import LessonPage
from courses.outline.queries import module_outline
from courses.progress.actions import complete_lesson, open_lesson, write_reflection
from courses.quizzes import actions as quizzes
from courses.quizzes.models import QuestionVersion, Quiz, QuizAttempt
from lms.management.demo import talks, texts
from lms.management.demo.names import Somebody
from lms.management.demo.places import Place, address_of
from lms.people.actions import accept_invitation, change_profile, invite, person_for
from lms.people.models import Country, Person

NAMESPACE = uuid.UUID("0d0c1f52-6c1e-5b7e-9c3b-6f0d2a7f1e00")
LINES = {
    "s1": (texts.LISTENING, texts.LISTENING_ENDS), "s2": (talks.SUMMING_UP, talks.SUMMING_UP_ENDS),
    "s4": (texts.ASKING, texts.ASKING_ENDS), "s5": (talks.WARM_NO, talks.WARM_NO_ENDS),
}  # fmt: skip


@dataclass
class Trainee:
    """Somebody on the way: the person, where they belong, and the way they walk."""

    place: Place
    person: Person
    enrolment: Enrolment

    @property
    def language(self) -> str:
        return self.person.language


def join(place: Place, somebody: Somebody, programme: str = "chatvert") -> Trainee:
    """Invited by the coordinator and in: role, alias, enrolment. Whoever is there already begins a further way."""
    invitation = invite(
        place.organisation, email=address_of(somebody, place.organisation), by=place.coordinator, cohort=place.cohort,
        programme=programme, language=somebody.language or place.language,
    )  # fmt: skip
    person = person_for(invitation)
    accept_invitation(invitation, by=person)
    change_profile(person, by=person, alias=somebody.alias, legal_name=somebody.name)
    person = Person.objects.get(pk=person.pk)
    return Trainee(place, person, Enrolment.objects.get(person=person, programme=programme))


def fresh(trainee: Trainee) -> Enrolment:
    return Enrolment.objects.select_related("version", "person", "organisation").get(pk=trainee.enrolment.pk)


def mark(trainee: Trainee, requirement: str, by: str, second: str = "") -> None:
    people = trainee.place.people
    programmes.mark_met(fresh(trainee), requirement=requirement, by=people[by], second=people[second] if second else None)


def write_plan(trainee: Trainee) -> None:
    """A plan of their own. The demo writes no text into it that is worth reading: nobody else could read it anyway."""
    logs.keep_plan(trainee.person, calms="…")


def show_certificate(trainee: Trainee, by: str) -> None:
    programmes.record_background_check(fresh(trainee), on=timezone.localdate(), by=trainee.place.people[by])


def sign_papers(trainee: Trainee) -> None:
    """The three papers of the programme, one after the other."""
    for name in ("confidentiality", "code-of-conduct", "data-notice"):
        sign_paper(trainee, name)


def sign_paper(trainee: Trainee, name: str) -> None:
    version = newest_agreement(content_key("agreement", name))
    assert version
    with translation.override(trainee.language):
        programmes.sign_agreement(version, by=trainee.person)


def note(trainee: Trainee, requirement: str, by: str, **numbers: Any) -> None:
    """Somebody writes down today what counts: a workshop, a shift, that they are old enough."""
    logs.write_down(fresh(trainee), requirement=requirement, on=timezone.localdate(), by=trainee.place.people[by], **numbers)


def lessons_of(trainee: Trainee, module: str) -> list[LessonPage]:
    """The lessons of a module in the person's language, in order."""
    outline = module_outline(content_key("module", module), trainee.language)
    assert outline
    pages = LessonPage.objects.filter(locale__language_code=trainee.language, translation_key__in=[one.key for one in outline.lessons])
    by_key = {page.translation_key: page for page in pages}
    return [by_key[one.key] for one in outline.lessons]


def read(trainee: Trainee, lesson: LessonPage, *, to_the_end: bool = True) -> None:
    with translation.override(trainee.language):
        if to_the_end:
            complete_lesson(lesson, by=trainee.person)
        else:
            open_lesson(lesson, by=trainee.person)


def reflect(trainee: Trainee, lesson: LessonPage, *, share: bool) -> None:
    """Write to the first question of a lesson, where it has one."""
    for block in lesson.body:
        if block.block_type == "reflection":
            with translation.override(trainee.language):
                text = texts.REFLECTION[trainee.language]
                write_reflection(lesson, block_id=uuid.UUID(block.id), text=text, share=share, by=trainee.person)
            return


def take_quiz(trainee: Trainee, name: str = "sluttquiz", *, wrong: int = 0) -> QuizAttempt:
    """Answer a quiz in one go, leave so many of the first questions empty, and hand it in."""
    key = content_key("quiz", name)
    with translation.override(trainee.language):
        quiz = Quiz.objects.get(translation_key=key, locale__language_code=trainee.language)
        attempt = quizzes.start_attempt(quiz, by=trainee.person)
        for question in attempt.questions.faces().order_by("position"):
            if question.position > wrong:
                chosen = right_answer(question.version_id, trainee.language)
                quizzes.save_answer(attempt, position=question.position, chosen=chosen, by=trainee.person)
        return quizzes.submit_attempt(attempt, by=trainee.person)


def right_answer(version: int, language: str) -> list[str]:
    """What somebody who knows it would send: options, steps in order, pairs, or words."""
    right = QuestionVersion.objects.get(pk=version).answers["right"]
    if not isinstance(right, dict):
        return list(right)
    if "pairs" in right:
        return [f"{left}={letter}" for left, letter in right["pairs"].items()]
    return [right[language][0]["text"]]


def book(trainee: Trainee, *, scenario: str, at: datetime, partner: str, supervisor: str, mode: str = Mode.FORMATIVE) -> PracticeChat:
    """The partner offers the time, the trainee takes it, the supervisor confirms."""
    people = trainee.place.people
    opening = practising.offer_opening(trainee.place.organisation, starts_at=at, by=people[partner])
    source = Scenario.objects.get(slug__startswith=f"{scenario}-", locale__language_code="nb")
    chat = practising.book_practice(opening, enrolment=fresh(trainee), scenario=source, mode=mode, by=trainee.person)
    if supervisor:
        practising.confirm_practice(chat, by=people[supervisor])
    return chat


# (weekday, from, to) that partners and supervisors give every week; two evenings have a partner and nobody to read along
PARTNERS_HOURS = (((0, 16, 20), (2, 17, 21), (5, 11, 14)), ((1, 17, 21), (3, 16, 20), (6, 15, 19)))
SUPERVISORS_HOURS = (((0, 15, 20), (2, 16, 20), (5, 10, 14)), ((1, 16, 20), (3, 16, 18)))


def become_partners(place: Place) -> None:
    """The partners read their three lessons and sign, before the first trainee comes."""
    version = newest_agreement(PARTNER_AGREEMENT)
    outline = module_outline(MODULE, place.language)
    assert version
    assert outline
    for handle in place.crew.partners:
        person = place.people[handle]
        with translation.override(place.language):
            for lesson in LessonPage.objects.filter(
                locale__language_code=place.language, translation_key__in=[one.key for one in outline.lessons]
            ):
                complete_lesson(lesson, by=person)
            programmes.sign_agreement(version, by=person)


def give_hours(place: Place, day_off: date) -> None:
    """When partners can, and in the Norwegian house supervisors too; in the Danish one a chat is booked first and then waits for one."""
    crew, people = place.crew, place.people
    supervisors = crew.supervisors if place.organisation.country == "no" else ()
    for duty, handles, hours in (("partner", crew.partners, PARTNERS_HOURS), ("supervisor", supervisors, SUPERVISORS_HOURS)):
        for handle, weeks in zip(handles, hours, strict=False):
            for weekday, begins, ends in weeks:
                hours_by: dict[str, Any] = {"weekday": weekday, "begins": time(begins), "ends": time(ends), "by": people[handle]}
                timing.keep_hours(place.organisation, duty=duty, **hours_by)
    first, second = (people[handle] for handle in crew.partners)
    timing.change_day(place.organisation, duty="partner", on=day_off, by=first)
    timing.change_day(place.organisation, duty="partner", on=day_off, begins=time(12), ends=time(15), by=second)
    timing.wish(by=second, spared=["tag:risk"], languages=["en"])


def script(chat: PracticeChat, scenario: str) -> list[tuple[Person, str]]:
    """Who writes what: the partner follows the card, the trainee answers with the help there is in the house's country."""
    card = chat.scenario.text(chat.language)["card"]
    answers, ends = LINES[scenario][0][chat.language], LINES[scenario][1][chat.language]
    help_there = texts.HELP[Country(chat.organisation.country)]
    played = [card["opening"], *(rung["say"] for rung in card["ladder"]), ends]
    lines = []
    for number, answer in enumerate(answers):
        if number < len(played):
            lines.append((chat.partner, played[number]))
        lines.append((chat.trainee, answer.format_map(help_there)))
    return lines


def talk(chat: PracticeChat, scenario: str, *, lines: int | None = None) -> Iterator[datetime]:
    """Lobby, both yes, the lines a minute and a half apart; to the agreed end, or only so many lines."""
    chat = PracticeChat.objects.with_people().get(pk=chat.pk)
    for person in (chat.trainee, chat.partner):
        practising.enter_lobby(chat, by=person)
    for person in (chat.trainee, chat.partner):
        practising.be_ready(chat, by=person)
    moment = timezone.now()
    for number, (author, body) in enumerate(script(chat, scenario)[:lines]):
        moment += timedelta(seconds=90)
        yield moment
        practising.send_message(chat, by=author, body=body, client_id=uuid.uuid5(NAMESPACE, f"{chat.pk}/{number}"))
        beside_the_line(chat, number, risk=scenario == "s4")
    if lines is None:
        yield moment + timedelta(minutes=2)
        chat.refresh_from_db()
        practising.offer_end(chat, by=chat.trainee)
        practising.accept_end(chat, by=chat.partner)
        put_down(chat)


def beside_the_line(chat: PracticeChat, number: int, *, risk: bool) -> None:
    """What the three do while it is written: a step told, a moment marked, the alert button pressed and answered."""
    steps = len(chat.scenario.text(chat.language)["card"]["ladder"])
    if number % 2 == 0 and 0 < number // 2 <= steps:
        practising.mark_told(chat, step=number // 2, by=chat.partner)
    if chat.supervisor and number == 3:
        practising.mark_moment(chat, kind="reflection", by=chat.supervisor)
    if chat.supervisor and risk and number == 5:
        practising.mark_moment(chat, kind="asks_safety", by=chat.supervisor)
    if chat.supervisor and risk and number == 9:  # “I alert the professional on duty now”
        practising.raise_alert(chat, by=chat.trainee)
        practising.take_alert(chat, by=chat.supervisor)


def give_views(chat: PracticeChat) -> None:
    """Trainee and partner say how it was."""
    chat = PracticeChat.objects.with_people().get(pk=chat.pk)
    strength, next_step = texts.OWN_VIEW[chat.trainee.language]
    levels = {"opening": 3, "presence": 3, "exploring": 2, "reflecting": 3, "validation": 3}
    assessing.submit_self_rating(chat, levels=levels, strength=strength, next_step=next_step, by=chat.trainee)
    answers = {"heard": 5, "judged": 1, "pace": 4, "danger": 4, "again": 5}
    assessing.submit_partner_form(chat, answers=answers, words=texts.PARTNERS_WORDS[chat.partner.language], by=chat.partner)


def put_down(chat: PracticeChat) -> None:
    """Both take two minutes after a heavy scenario, and say for themselves how they are."""
    chat = PracticeChat.objects.with_people().get(pk=chat.pk)
    for person in (chat.trainee, chat.partner):
        practising.check_in(chat, face=4, by=person)
        if "risk" in chat.scenario.tags:
            practising.debrief(chat, letting_go="down", words="", by=person)


def practise_alone(trainee: Trainee, *replies: int) -> None:
    """Walk the packaged dialogue with these replies."""
    dialogue = Dialogue.objects.get(slug="hun-svarer-ikke", locale__language_code=trainee.language)
    walk = alone.begin(dialogue, by=trainee.person)
    for reply in replies:
        walk = alone.answer(walk, place=walk.place, reply=reply, by=trainee.person)


def want_a_talk(chat: PracticeChat, *, taken_by: Person | None = None) -> None:
    talk = practising.ask_talk(chat.organisation, chat=chat, how="", by=PracticeChat.objects.with_people().get(pk=chat.pk).trainee)
    if taken_by:
        practising.take_talk(talk, by=taken_by)


def read_feedback(chat: PracticeChat) -> None:
    chat = PracticeChat.objects.with_people().get(pk=chat.pk)
    assessing.acknowledge_feedback(chat, by=chat.trainee)
