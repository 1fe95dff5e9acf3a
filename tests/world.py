"""One of everything in Fjordvik, for tests that ask who may do what to it: Tuva's way, her chats, ratings, sign-off and certificate."""

import uuid
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.utils import timezone

from certification.assessment import drafts
from certification.assessment.looks import Recheck, SecondLook
from certification.assessment.removals import RaterThere
from certification.assessment.states import SecondLookState
from certification.cohorts.models import Announcement, Post
from certification.decisions.cases import Appeal, Concern, Seat
from certification.decisions.states import AppealState, ConcernState
from certification.elsewhere.models import EarnedElsewhere
from certification.letters.freezing import freeze
from certification.letters.models import HoursLetter
from certification.letters.queries import Credit
from certification.practice.models import PracticeChat
from certification.practice.states import TalkState
from certification.practice.times.models import WeeklyHours
from certification.practice.wellbeing import Talk
from certification.programmes.logs import LogEntry
from certification.programmes.models import AgreementVersion, BackgroundCheck, CheckKind, Enrolment, Mark, Waiver
from certification.programmes.predicates import Asked
from certification.programmes.rules import requirements
from certification.webhooks.models import Delivery, Listener
from cms.approval.actions import ask_for_approval
from cms.approval.models import ApprovalState
from courses.dialogues.models import DialogueVersion, DialogueWalk
from courses.progress.models import Reflection
from courses.quizzes.actions import start_attempt
from courses.quizzes.angoff_models import AngoffPanel
from courses.quizzes.doubts import say_unclear
from courses.quizzes.recall import begin_recall
from courses.quizzes.recall_models import RecallCard
from lms.people.models import Cohort, Relation
from tests.builders import (
    a_certificate,
    a_chat,
    a_programme_version,
    a_question,
    a_quiz,
    a_signoff,
    a_submitted_rating,
    an_ended_chat,
    an_enrolment,
    an_opening,
    released_feedback,
    views_given,
)
from tests.cast import Cast

PAPER = uuid.uuid5(uuid.NAMESPACE_URL, "paper")


@dataclass(frozen=True)
class World:
    cohort: Cohort
    way: Enrolment
    live: PracticeChat  # Tuva and Pia talk, Siv reads along
    over: PracticeChat  # both have said how it was; Siv has claimed the rating
    released: PracticeChat  # rated by Siv, feedback out
    things: dict[str, Any]  # what each permission of the policy is asked about


def assemble_world(cast: Cast) -> World:
    """Put one of everything into the database."""
    cohort = Cohort.objects.create(organisation=cast.fjordvik, name="Høst")
    paper = AgreementVersion.freeze(PAPER, {"nb": {"title": "Taushet", "text": "…", "summary": "…"}}, slug="paper")
    asked = [{"key": "talk", "kind": "suitability_talk"}, {"key": "paper", "kind": "agreement", "params": {"agreement": str(PAPER)}}]
    way = an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(requirements=asked))
    seats = {"enrolment": way, "partner": cast.pia}
    live = a_chat(**seats, supervisor=cast.siv)
    over = views_given(an_ended_chat(**seats))
    draft = drafts.claim_rating(over, by=cast.siv)
    released = an_ended_chat(**seats)
    rated = released_feedback(released, rater=cast.siv)
    released.refresh_from_db()
    signoff = a_signoff(way, proposed_by=cast.siv)
    certificate = a_certificate(
        an_enrolment(person=cast.tuva, organisation=cast.fjordvik, version=a_programme_version(slug="other")), proposed_by=cast.siv
    )
    certificate.revocation_asked_by = cast.carl
    certificate.save(update_fields=["revocation_asked_by"])
    attempt = start_attempt(a_quiz(), by=cast.tuva)
    talk = Asked(way, next(one for one in requirements(way.version.rules) if one.key == "talk"))
    disputed = a_submitted_rating(views_given(an_ended_chat(**seats)), rater=cast.siv)
    talk_wanted = Talk.objects.create(person=cast.tuva, organisation=cast.fjordvik, taken_by=cast.siv, state=TalkState.TAKEN)
    alone = DialogueVersion.freeze(PAPER, {"nb": {"title": "Lunsj", "nodes": []}}, slug="lunsj")
    hours = WeeklyHours.objects.create(
        person=cast.pia, organisation=cast.fjordvik, duty="partner", weekday=1, begins=time(18), ends=time(20)
    )
    text = a_question("safety-01", area="safety", languages=("nb",))
    text.save_revision(user=cast.ed)
    ask_for_approval(text, by=cast.ed)
    Enrolment.objects.filter(pk=way.pk).update(cohort=cohort)
    post = Post.objects.create(cohort=cohort, by=cast.tuva, text="Hei")
    things = {
        "approval": ApprovalState.objects.get(),
        "people": cohort, "people.edit_self": cast.tuva, "people.take_factor": cast.tuva.roles.get(),
        "people.take_back_relation": Relation.objects.create(person=cast.tuva, other=cast.stein, declared_by=cast.tuva),
        "privacy": cast.tuva, "people.be_here": None, "ui": None, "courses": None,
        "reflections": Reflection.objects.create(
            person=cast.tuva, lesson_key=PAPER, block_id=PAPER, title="Lunsj", question="Hva tenker du?", text="…", shared_at=timezone.now()
        ),
        "cohorts": cohort, "cohorts.take_back": post, "cohorts.report": post, "cohorts.moderate": post,
        "cohorts.announce": Announcement.objects.create(cohort=cohort, by=cast.kari, title="Velkommen", text="Hei"),
        "quizzes": attempt, "quizzes.take": None, "quizzes.tend": None, "exchange": None, "content": None,
        "quizzes.hold_talk": cast.tuva, "quizzes.give_extra_time": cast.tuva,
        "dialogues.practise": None, "dialogues.walk": DialogueWalk.objects.create(person=cast.tuva, dialogue_key=PAPER, version=alone),
        "programmes": way, "programmes.keep_plan": None, "programmes.read_agreement": None, "programmes.sign_agreement": paper, "programmes.mark": talk,
        "programmes.undo_mark": Mark.objects.create(enrolment=way, requirement="talk", by=cast.kari),
        "programmes.record_check": way,
        "programmes.undo_check": BackgroundCheck.objects.create(enrolment=way, kind=CheckKind.values[0], on="2026-11-01", by=cast.vera),
        "programmes.decide_waiver": Waiver.objects.create(enrolment=way, requirement="talk", reason="…", proposed_by=cast.siv),
        "practice": live, "practice.visit": None, "practice.offer": None, "practice.book": way, "practice.pause_way": way, "practice.cover": None,
        "practice.keep_hours_as_partner": None, "practice.keep_hours_as_supervisor": None, "practice.drop_hours": hours,
        "practice.ask_talk": None, "practice.see_talk": talk_wanted, "practice.take_talk": talk_wanted, "practice.hold_talk": talk_wanted,
        "practice.withdraw_talk": talk_wanted, "practice.debrief": over, "assessment.calibrate": None, "assessment.see_figures": None,
        "assessment.remove_rater": RaterThere(cast.siv, cast.fjordvik.pk),
        "assessment.read_levels": way,
        "assessment.moderate": SecondLook.objects.create(chat=disputed.chat, state=SecondLookState.DISPUTED),
        "practice.withdraw": an_opening(partner=cast.pia, organisation=cast.fjordvik), "practice.read_transcript": over,
        "assessment": over, "assessment.write": draft, "assessment.hand_back": draft, "assessment.annul": rated,
        "assessment.release": released, "assessment.read_feedback": released, "assessment.acknowledge": released,
        "assessment.ask": released, "assessment.ask_recheck": released, "assessment.decide_recheck": Recheck.objects.create(chat=released), "assessment.answer": released,
        "decisions": way, "decisions.countersign": signoff, "decisions.withdraw": signoff, "decisions.outcome": signoff,
        "credentials": certificate, "credentials.have": None, "reports": None,
        "elsewhere.import": cast.fjordvik, "elsewhere.remove": EarnedElsewhere.objects.create(
            person=cast.tuva, organisation=cast.fjordvik, title="…", issuer="…", issued_on="2025-05-01"
        ),
        "letters.ask": None, "letters": HoursLetter.objects.create(
            person=cast.pia, organisation=cast.fjordvik, name="Pia Eksempel", frozen=freeze(Credit(45, 1, date(2026, 11, 1), date(2026, 11, 1)), cast.fjordvik)
        ),
        "webhooks.keep": Delivery.objects.create(
            listener=Listener.objects.create(organisation=cast.fjordvik, url="https://chat.example/", nonce="n"), key="test:1", body={"event": "test"}
        ),
    }  # fmt: skip
    appeal = Appeal.objects.create(signoff=signoff, words="…", state=AppealState.TAKEN, taken_by=cast.carl)
    told = {"told": "…", "told_at": signoff.proposed_at}
    concern = Concern.objects.create(
        about=cast.tuva, organisation=cast.fjordvik, raised_by=cast.pia, words="…", taken_by=cast.kari, state=ConcernState.TAKEN, **told
    )
    Seat.objects.create(appeal=appeal, person=cast.carl)
    for person in (cast.kari, cast.carl):
        Seat.objects.create(concern=concern, person=person)
    things |= {f"decisions.{deed}": appeal for deed in ("see_appeal", "could_review", "review_appeal", "answer_appeal")}
    deeds = ("see_concern", "could_handle", "take_concern", "handle_concern", "sign_untold")
    things |= {f"decisions.{deed}": concern for deed in deeds} | {"decisions.raise_concern": cast.fjordvik}
    things["log"] = LogEntry.objects.create(enrolment=way, requirement="talk", by=cast.kari, on="2026-11-01", slip=PAPER)
    things["quizzes.recall"] = begin_recall(cast.tuva, series="world", since=timezone.now())[0]
    RecallCard.objects.create(
        turn=things["quizzes.recall"],
        position=1,
        version=attempt.questions.first().version,
        option_order=attempt.questions.first().option_order,
    )
    things["quizzes.judge"] = AngoffPanel.objects.create(
        quiz_key=attempt.quiz_key, rules=attempt.version.rules, bank="chatvert", opened_by=cast.ed
    )
    things["quizzes.judge"].judges.add(cast.siv)
    things["doubt"] = say_unclear(attempt.questions.first(), sort="wording", words="…", by=cast.tuva)
    things["programmes.ask_check_again"] = things["programmes.undo_check"]
    things["programmes.withdraw_waiver"] = things["programmes.decide_waiver"]
    things["programmes.see_movers"] = None
    things["programmes.see_waiver"] = things["programmes.decide_waiver"]
    return World(cohort, way, live, over, released, things)


def thing_for(world: World, permission: str) -> Any:
    """What the permission is asked about: its own thing, or that of its room."""
    return world.things[permission if permission in world.things else permission.split(".", maxsplit=1)[0]]
