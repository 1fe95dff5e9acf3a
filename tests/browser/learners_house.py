"""A learner's house: the real course and programme in three languages, and somebody in each state that has a screen of its own.

Tuva is in the middle of the way. Liv has been through it and holds certificates. Ask has just come and done nothing. Siv writes back.
"""

import json
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Pillow
from wagtail.images.models import Image
from wagtail.signal_handlers import disable_reference_index_auto_update

from certification.cohorts import actions as cohorts
from certification.cohorts.models import Why
from certification.credentials import actions as credentials
from certification.credentials.models import Certificate
from certification.decisions.cases import Appeal, Concern
from certification.decisions.models import SignOff
from certification.decisions.queries import dossier
from certification.package import load_certification
from certification.programmes.actions import enrol
from certification.programmes.log_actions import keep_plan
from certification.programmes.models import AgreementVersion, BackgroundCheck, CheckKind, Enrolment, ProgrammeVersion
from certification.programmes.queries import newest_version
from cms.blocks import LessonBody
from courses.dialogues import actions as dialogues
from courses.dialogues.models import Dialogue
from courses.exchange import load
from courses.outline.models import LessonPage, ModulePage
from courses.progress.actions import answer_reflection, complete_lesson, write_reflection
from courses.progress.models import LessonProgress
from courses.quizzes.actions import flag_question, save_answer, start_attempt, submit_attempt
from courses.quizzes.kinds import KINDS
from courses.quizzes.models import Quiz, QuizAttempt
from courses.quizzes.recall import answer_card, begin_recall, open_turn
from courses.quizzes.regrade_models import Regrade, RegradedResult
from courses.quizzes.tryouts import waiting
from lms.people.actions import invite
from lms.people.models import Cohort, Invitation, Person, Role, RoleAssignment
from lms.people.tokens import token_of
from tests.browser.barriers import LANGUAGES
from tests.browser.signing import with_an_app
from tests.builders import a_certificate, a_course, a_lesson_body, a_programme_version, a_question_of, a_quiz, a_signoff, an_enrolment
from tests.cast import Cast
from tests.cms.sample_files import FILM, SOUND, VTT, a_document
from tests.courses.quizzes.test_kinds import right_and_wrong

PACKAGE = Path(__file__).resolve().parents[2] / "courses/packages/chatvert"
ASKED = [{"key": "talk", "kind": "suitability_talk"}, {"key": "seen", "kind": "manual", "needs": ["talk"]}]


class Learning:
    """Built once; `screens()` are the same in every language."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.now = cast, timezone.now()
        with disable_reference_index_auto_update():
            for loader in (load, load_certification):
                report = loader(PACKAGE)
                assert report.ok, report
        self.liv, self.ask = self.somebody("Liv", Role.TRAINEE), self.somebody("Ask")
        self.people = {"tuva": cast.tuva, "pia": cast.pia, "siv": cast.siv, "kari": cast.kari, "liv": self.liv, "ask": self.ask}
        self.cohort = Cohort.objects.create(organisation=cast.fjordvik, name="Høst", coordinator=cast.kari)
        newest = newest_version("chatvert")
        assert newest
        self.way = enrol(cast.tuva, version=newest, organisation=cast.fjordvik, by=cast.kari, cohort=self.cohort)
        self.paused = an_enrolment(
            person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug="rest", requirements=ASKED)
        )
        Enrolment.objects.filter(pk=self.paused.pk).update(state="paused")
        self.lessons()
        self.quizzes()
        self.walks()
        self.talk()
        self.certificates(newest)
        self.decided()
        self.papers()
        self.invited()

    def somebody(self, alias: str, *roles: str) -> Person:
        person = Person.objects.create_user(f"{alias.lower()}@example.org", alias=alias, legal_name=f"{alias} Eksempel", language="nb")
        for role in roles:
            RoleAssignment.objects.create(person=person, role=role, organisation=self.cast.fjordvik)
        return person

    # courses

    def lessons(self) -> None:
        """One lesson with every block there is; done and changed since; not open yet. A reflection is shared and answered."""
        a_course(languages=LANGUAGES)
        blocks = json.dumps(every_block())
        for page in LessonPage.objects.filter(url_path__endswith="/kurs/m1/l2/"):
            page.body = blocks
            page.save()
        ModulePage.objects.filter(url_path__endswith="/kurs/m2/").update(opens_on=timezone.localdate() + timedelta(days=9))
        first, whole = (LessonPage.objects.get(url_path__endswith=f"/kurs/m1/{slug}/", locale__language_code="nb") for slug in ("l1", "l2"))
        self.whole_key = whole.key
        complete_lesson(first, by=self.cast.tuva)
        complete_lesson(whole, by=self.liv)
        LessonProgress.objects.filter(person=self.cast.tuva).update(again_number=2, again_at=self.now)
        for lesson, share in ((first, True), (whole, False)):
            block = next(uuid.UUID(child.id) for child in lesson.body if child.block_type == "reflection")
            mine = write_reflection(lesson, block_id=block, text="En lærer som ventet til jeg var ferdig.", share=share, by=self.cast.tuva)
            if share:
                self.shared = mine
                answer_reflection(mine, text="Fint at du så det.", by=self.cast.siv)

    def quizzes(self) -> None:
        """Tuva: one begun, one passed, one not yet (and corrected since), one whose tries are used up. Each asks every kind of question."""
        for kind in KINDS:
            a_question_of(kind, bank="kinds")
        made = [self.quiz(slug, **rules) for slug, rules in QUIZZES.items()]
        self.quiz_keys = [quiz.translation_key for quiz in made]
        self.begun, self.passed, self.missed, self.used_up = (start_attempt(quiz, by=self.cast.tuva) for quiz in made[:4])
        for question in self.begun.questions.all()[:6]:
            self.reply(self.begun, question.position, rightly=True)
        flag_question(self.begun, position=2, flagged=True, by=self.cast.tuva)
        for attempt, rightly in ((self.passed, True), (self.missed, False), (self.used_up, False)):
            for question in attempt.questions.all():
                self.reply(attempt, question.position, rightly=rightly)
            submit_attempt(attempt, by=self.cast.tuva)
        version = self.missed.questions.first().version
        corrected = Regrade.objects.create(question_key=version.key, corrected=version, reason="To svar var riktige.", by=self.cast.ed)
        RegradedResult.objects.create(
            regrade=corrected, attempt=self.missed, state_before="not_yet", state_after="not_yet", score_before=0, score_after=10
        )
        known = start_attempt(made[1], by=self.liv)
        for question in known.questions.all():
            self.reply(known, question.position, rightly=True)
        submit_attempt(known, by=self.liv)
        self.turn = open_turn(begin_recall(self.liv, series="certificate:1", since=self.now - timedelta(days=3))[0], by=self.liv)
        first = self.turn.cards.first()
        self.try_out = next(iter(waiting()))
        answer_card(first, chosen=right_and_wrong(first.version.kind)[1], by=self.liv)

    def quiz(self, slug: str, **rules: Any) -> Quiz:
        return a_quiz(slug=slug, bank="kinds", questions=False, draw=[("role", False, len(KINDS))], **rules)

    def reply(self, attempt: QuizAttempt, position: int, *, rightly: bool) -> None:
        kind = attempt.questions.get(position=position).version.kind
        save_answer(attempt, position=position, chosen=right_and_wrong(kind)[0 if rightly else 1], by=attempt.person)

    def walks(self) -> None:
        """Of the dialogues Tuva has ended one and begun another."""
        self.dialogues = list(Dialogue.objects.filter(locale__language_code="nb").order_by("slug"))
        ended, begun = (dialogues.begin(one, by=self.cast.tuva) for one in self.dialogues[:2])
        dialogues.answer(begun, place=begun.place, reply=0, by=self.cast.tuva)
        while not ended.ended_at:
            dialogues.answer(ended, place=ended.place, reply=0, by=self.cast.tuva)

    # certification

    def talk(self) -> None:
        """A date, news, and posts: somebody's, one's own, one that was reported and one that was hidden."""
        cast, cohort = self.cast, self.cohort
        cohorts.add_date(cohort, title="Felles kveld", starts_at=self.now + timedelta(days=3), by=cast.kari)
        cohorts.announce(cohort, title="Velkommen", text="Vi begynner på mandag.", by=cast.kari)
        cohorts.write_post(cohort, text="Hei alle!", by=cast.siv)
        cohorts.write_post(cohort, text="Hei 🙂", by=cast.tuva)
        cohorts.report(cohorts.write_post(cohort, text="Er dette greit?", by=cast.kari), by=cast.tuva)
        cohorts.hide(cohorts.write_post(cohort, text="For mye om noen.", by=cast.tuva), why=Why.PERSON, by=cast.siv)

    def certificates(self, newest: ProgrammeVersion) -> None:
        """One of each standing; Liv's first is the real one."""
        ages = {"active": 0, "due": 700, "grace": 735, "expired": 900, "suspended": 30, "revoked": 30, "superseded": 30}
        self.held = {name: self.certificate(name, days, newest) for name, days in ages.items()}
        Enrolment.objects.filter(person=self.liv, programme="chatvert").update(state="certified")
        credentials.suspend(self.held["suspended"], reason="…", by=self.cast.siv)
        Certificate.objects.filter(pk=self.held["superseded"].pk).update(state="superseded")
        by = {"revocation_asked_by": self.cast.carl, "revoked_by": self.cast.kari}
        Certificate.objects.filter(pk=self.held["revoked"].pk).update(state="revoked", **by)
        credentials.set_show_name(self.held["due"], show=True, by=self.liv)

    def certificate(self, name: str, days: int, newest: ProgrammeVersion) -> Certificate:
        version = newest if name == "active" else a_programme_version(slug=name, requirements=ASKED)
        way = an_enrolment(person=self.liv, organisation=self.cast.fjordvik, version=version)
        return a_certificate(way, proposed_by=self.cast.siv, days_ago=days)

    def decided(self) -> None:
        """What was decided about Tuva, what she said to it, and a worry that she was told of."""
        place, asked = self.cast.fjordvik, a_programme_version(slug="short", requirements=ASKED)
        self.short = an_enrolment(person=self.cast.tuva, organisation=place, version=asked)
        self.signoffs = {}
        for state in ("declined", "deferred", "granted", "proposed"):
            made = a_signoff(self.short, proposed_by=self.cast.siv, state=state)
            words = {"declined": {"reasons": "Du lovet mer enn vi kan holde."}, "deferred": {"deferred_what": "Én kveld til"}}.get(
                state, {}
            )
            SignOff.objects.filter(pk=made.pk).update(dossier=dossier(self.way), **words)
            self.signoffs[state] = made
        asks = {"signoff": self.signoffs["declined"], "words": "Dere så bare de to første kveldene."}
        answered = {"state": "changed", "taken_by": self.cast.carl, "answer": "Vi ser på det igjen.", "decided_at": self.now}
        self.appeals = [Appeal.objects.create(**asks, **answered), Appeal.objects.create(**asks)]
        self.worry = Concern.objects.create(
            about=self.cast.tuva, organisation=place, raised_by=self.cast.pia, words="…", taken_by=self.cast.kari, state="decided",
            told="Noen så at du var sliten.", told_at=self.now, outcome="coaching", outcome_words="Kortere vakter.", decided_at=self.now,
        )  # fmt: skip

    def papers(self) -> None:
        """Liv has signed, has a background check and keeps a plan; Tuva has none of it yet."""
        self.paper = AgreementVersion.objects.order_by("pk").first()
        certified = Enrolment.objects.get(person=self.liv, programme="chatvert")
        BackgroundCheck.objects.create(enrolment=certified, kind=CheckKind.values[0], on=timezone.localdate(), by=self.cast.vera)
        self.certified = certified
        keep_plan(self.liv, signs="Jeg sover dårlig.", calms="Gå en tur.", people="Siv", limits="Når det blir to kvelder på rad.")

    def invited(self) -> None:
        """Four links: open, used, withdrawn, run out. Fjordvik says where to write. Siv has a second factor."""
        place = self.cast.fjordvik
        place.contact_email = "hei@example.org"
        place.save()
        fields = ("", "accepted_at", "withdrawn_at", "expires_at")
        made = [invite(place, email=f"{n}@example.org", role=Role.TRAINEE, language="nb", by=self.cast.kari) for n in range(len(fields))]
        for invitation, field in zip(made[1:], fields[1:], strict=True):
            Invitation.objects.filter(pk=invitation.pk).update(**{field: self.now - timedelta(hours=1)})
        self.open_link, *self.closed_links = map(token_of, made)
        with_an_app(self.cast.siv)


# what each quiz of Tuva's is there for
QUIZZES: dict[str, dict[str, Any]] = {
    "begun": {"minutes": 20},
    "passed": {"minutes": None},
    "missed": {"minutes": None, "retry_hours": "24", "max_attempts": None},
    "used-up": {"minutes": None, "max_attempts": 1},
    "fresh": {"minutes": 30, "max_attempts": 3},
}


def every_block() -> list[dict[str, Any]]:
    """A lesson's body with every block, the content note first."""
    drawn = BytesIO()
    Pillow.new("RGB", (640, 360), "navy").save(drawn, "PNG")
    picture = Image.objects.create(title="Fjord", file=ImageFile(drawn, name="fjord.png"))
    film, sound, captions, sheet = (
        a_document(*one).pk for one in (("f.mp4", FILM), ("s.mp3", SOUND), ("c.vtt", VTT), ("ark.pdf", b"%PDF-1.7\n"))
    )
    lines = [("Mira", "hei", False, ""), ("Rype", "Hei Mira!", True, "Et navn, og et utropstegn."), ("Mira", "er du der?", False, "")]
    key = uuid.uuid5(uuid.NAMESPACE_URL, "every block")
    made: dict[str, Any] = {
        "content_note": {"title": "Om tanker på å dø", "text": "Les det når du har ro. [Her er hjelp](https://example.org)."},
        "text": "<h2>Én ting</h2><p>Si det <b>kort</b>, og les <a href='https://example.org'>mer</a>.</p><ul><li>én</li></ul>",
        "callout": {"kind": "tip", "title": "Prøv i kveld", "text": "Gi tilbake det du **hørte**."},
        "image": {"image": {"image": picture.pk, "decorative": False, "alt_text": "En fjord"}, "caption": "Kveld"},
        "video": {"title": "To minutter", "video": film, "captions": captions, "poster": picture.pk, "transcript": "Mira: Hei."},
        "audio": {"title": "En chatvert forteller", "audio": sound, "transcript": "Den første kvelden …"},
        "download": {"title": "Sjekkliste", "file": sheet, "text": "Én side å skrive ut."},
        "chat": {"title": "Slik kan det lyde", "lines": [dict(zip(("who", "text", "host", "aside"), line, strict=True)) for line in lines]},
        "flip": {"title": "Hva betyr det?", "cards": [{"front": "Åpent spørsmål", "back": "Et man ikke svarer ja eller nei på."}]},
        "dialogue": {"dialogue": "lover-du"},
    }
    extra = [{"type": kind, "value": value, "id": str(uuid.uuid5(key, kind))} for kind, value in made.items()]
    extra += [
        {"type": "callout", "value": {**made["callout"], "kind": kind}, "id": str(uuid.uuid5(key, kind))} for kind in ("remember", "safety")
    ]
    table = "### Et bord\n\n| Når | Hva |\n|---|---|\n| først | lytte |\n\n> Et sitat\n\n1. én\n2. to"
    extra.append({"type": "markdown", "value": table, "id": str(uuid.uuid5(key, "table"))})
    body = [extra[0], *json.loads(a_lesson_body(key)), *extra[1:]]
    assert {one["type"] for one in body} == set(LessonBody().child_blocks)
    return body
