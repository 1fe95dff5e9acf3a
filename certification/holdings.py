"""What `certification` holds about people: who practised, what was said of it, what was decided, what was certified."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certification.assessment.models import Assessment, CriterionRating, PartnerForm, Question, Quote, SelfRating, Tick
from certification.cohorts.actions import forget_posts
from certification.credentials.actions import forget_holder
from certification.credentials.models import Certificate, StatusEvent
from certification.decisions.cases import Appeal, Concern
from certification.decisions.models import SignOff
from certification.decisions.states import AppealState, ConcernState
from certification.practice import actions as practice
from certification.practice.models import PracticeChat
from certification.practice.states import BOOKED, OPEN_ROOM, ChatState
from certification.practice.wellbeing import Talk, TalkState
from certification.programmes.models import BackgroundCheck, Enrolment
from certification.programmes.states import ENROLMENT, EnrolmentState
from certification.webhooks.actions import forget_deliveries
from lms.people.models import Person, RoleAssignment
from lms.privacy.holdings import Clock, Erasing, Holding, Holdings

WITH_TRANSCRIPT = _("30 days after the feedback, at most 90 days after the chat.")
WITH_CERTIFICATE = _("As long as your certificate is valid, and one year.")
UNTIL_YOU_LEAVE = _("Until you leave.")
THIRTY_DAYS = _("30 days.")
TWO_YEARS = _("Two years after it was closed.")
RATINGS_LAST = timedelta(days=365)  # beyond the last day of the certificate they led to
NEVER_CERTIFIED = timedelta(days=3 * 365 + 1)  # as long as a certificate lasts, and that year
CONCERNS_LAST = timedelta(days=2 * 365 + 1)
CERTIFICATES_LAST = timedelta(days=5 * 365 + 1)

ABOUT, PLAYED = "chat__enrolment__person", "chat__partner"
RATED = "assessment__chat__enrolment__person"


def released(rows: QuerySet[Any], person: Person) -> QuerySet[Any]:
    """Ratings only as their trainee may read them: final, feedback out, own view given."""
    return rows.filter(pk__in=Assessment.objects.visible_to(person).values("pk"))


def of_told(rows: QuerySet[Any], _person: Person) -> QuerySet[Any]:
    """Concerns only when their person was told."""
    return rows.filter(told_at__isnull=False)


def of_released(rows: QuerySet[Any], person: Person) -> QuerySet[Any]:
    return rows.filter(assessment__in=Assessment.objects.visible_to(person))


# Why somebody cannot be erased today.


def others_wait_for_them(person: Person) -> Any:
    """What would stay with nobody: a rating they began, a talk they took, a proposal of theirs, chats they read along."""
    open_work = (
        Assessment.objects.drafts().filter(rater=person, chat__isnull=False),
        Talk.objects.filter(taken_by=person, state=TalkState.TAKEN),
        SignOff.objects.open().filter(proposed_by=person),
        PracticeChat.objects.filter(supervisor=person, state__in=BOOKED),
        Appeal.objects.filter(taken_by=person, state=AppealState.TAKEN),
        Concern.objects.filter(taken_by=person).exclude(state=ConcernState.CLOSED),
    )
    if any(rows.exists() for rows in open_work):
        return _("Others are waiting for something you have taken on: a rating, a talk, a proposal or a chat. Hand it over first.")
    return None


# What is done before the rows go.


def leave_chats(person: Person) -> None:
    """Call off what is booked, stop what is going on, and delete every transcript of the trainee at once."""
    seats = PracticeChat.objects.with_people().filter(enrolment__person=person) | PracticeChat.objects.with_people().filter(partner=person)
    for chat in seats.filter(state__in=BOOKED).order_by("pk"):
        (practice.stop_practice if chat.state in OPEN_ROOM else practice.cancel_practice)(chat, by=person)
    for chat in PracticeChat.objects.filter(enrolment__person=person).exclude(state__in=(ChatState.ARCHIVED, *BOOKED)).order_by("pk"):
        practice.delete_transcript(chat)


def leave_programmes(person: Person) -> None:
    for enrolment in Enrolment.objects.filter(person=person):
        if ENROLMENT.allows(enrolment.state, EnrolmentState.WITHDRAWN):
            ENROLMENT.move(enrolment, EnrolmentState.WITHDRAWN, by=person)


def leave_certificates(person: Person) -> None:
    for certificate in Certificate.objects.held_by(person):
        forget_holder(certificate)


# What time does. Each takes the moment, deletes what is due then, and is harmless when run again.


def forget_ratings(now: datetime) -> int:
    """A year after the last certificate of a trainee ended (three years after a chat that led to none): what was ticked, quoted and
    written goes; that the chat was rated, and whether it was good enough, stays."""
    today = timezone.localdate(now)
    ends = Certificate.objects.values("person").annotate(last=Max("valid_until"))
    over = [row["person"] for row in ends if row["last"] + RATINGS_LAST <= today]
    certified = Certificate.objects.values("person")
    rated = Assessment.objects.filter(chat__isnull=False)
    old = rated.filter(chat__enrolment__person__in=over) | rated.filter(chat__ended_at__lte=now - NEVER_CERTIFIED).exclude(
        chat__enrolment__person__in=certified
    )
    chats = PracticeChat.objects.filter(assessments__in=old).exclude(state__in=BOOKED)
    gone = Tick.objects.filter(assessment__in=old).delete()[0] + Quote.objects.filter(assessment__in=old).delete()[0]
    gone += CriterionRating.objects.filter(assessment__in=old).delete()[0] + Question.objects.filter(chat__in=chats).delete()[0]
    gone += (
        SelfRating.objects.filter(chat__in=chats).exclude(levels={}, strength="", next_step="").update(levels={}, strength="", next_step="")
    )
    gone += PartnerForm.objects.filter(chat__in=chats).exclude(answers={}, words="").update(answers={}, words="")
    words = {"strength": "", "next_step": "", "annul_reason": ""}
    return gone + Assessment.objects.filter(pk__in=old.exclude(**words).values("pk")).update(**words)


def forget_certificates(now: datetime) -> int:
    """Five years after its last day a certificate is deleted, with its history. The newer one that followed it no longer points back."""
    limit = timezone.localdate(now) - CERTIFICATES_LAST
    old = list(Certificate.objects.filter(valid_until__lte=limit).values_list("pk", flat=True))
    Certificate.objects.filter(previous__in=old).update(previous=None)
    StatusEvent.objects.filter(certificate__in=old).delete()
    return Certificate.objects.filter(pk__in=old).delete()[0]


def forget_concerns(now: datetime) -> int:
    """Two years after it was closed, a concern goes with its list."""
    return Concern.objects.filter(closed_at__lte=now - CONCERNS_LAST).delete()[0]


def forget_checks(now: datetime) -> int:
    """The fact of a background check goes when its person has left the programme, or holds no role in the place any more."""
    here = RoleAssignment.objects.active(timezone.localdate(now)).values_list("person_id", "organisation_id")
    staying, gone = set(here), 0
    for check in BackgroundCheck.objects.select_related("enrolment"):
        way = check.enrolment
        if way.state == EnrolmentState.WITHDRAWN or (way.person_id, way.organisation_id) not in staying:
            check.delete()
            gone += 1
    return gone


def _day(now: datetime) -> date:
    return timezone.localdate(now)


HOLDINGS = Holdings(
    rows=(
        # practice
        Holding("certification.Message", "author", _("What you wrote in practice chats"), WITH_TRANSCRIPT,
                gives=("chat", "seq", "body", "sent_at")),
        Holding("certification.Whisper", ABOUT, _("Whispers to you in practice chats"), WITH_TRANSCRIPT, gives=("chat", "body", "at")),
        Holding("certification.Whisper", "by", _("Whispers you wrote"), WITH_TRANSCRIPT, gives=("chat", "body", "at"),
                erasing=Erasing.BLANK, blanks={"body": ""}),
        Holding("certification.PrivateNote", "by", _("Your private notes on chats"), WITH_TRANSCRIPT, gives=("chat", "body", "changed_at")),
        Holding("certification.PrivateNote", ABOUT, _("Private notes on your chats"), WITH_TRANSCRIPT),
        Holding("certification.Happening", "by", _("Alerts and pauses in chats"), WITH_TRANSCRIPT, gives=("chat", "kind", "at")),
        Holding("certification.Moment", ABOUT, _("Moments marked in your chats"), WITH_TRANSCRIPT),
        Holding("certification.CheckIn", "person", _("How you said you were"), THIRTY_DAYS, gives=("chat", "after", "face", "at")),
        Holding("certification.Debrief", "person", _("Your debriefs"), THIRTY_DAYS, gives=("chat", "letting_go", "words", "done_at")),
        Holding("certification.Talk", "person", _("Talks you asked for"), THIRTY_DAYS, gives=("how", "state", "asked_at", "closed_at")),
        Holding("certification.WeeklyHours", "person", _("Your hours by week"), UNTIL_YOU_LEAVE, gives=("duty", "weekday", "begins", "ends")),
        Holding("certification.DayHours", "person", _("Your hours by day"), THIRTY_DAYS, gives=("duty", "on", "begins", "ends")),
        Holding("certification.Wishes", "person", _("Your wishes for practice"), UNTIL_YOU_LEAVE, gives=("languages", "spared", "remind_minutes")),
        Holding("certification.CalendarFeed", "person", _("Your calendar address"), UNTIL_YOU_LEAVE, gives=("made_at",)),
        Holding("certification.Claim", "person", _("Time that a chat holds"), _("One week.")),
        Holding("certification.Opening", "partner", _("Times you offered"), UNTIL_YOU_LEAVE, gives=("starts_at", "taken_at", "withdrawn_at")),
        # assessment
        Holding("certification.Quote", RATED, _("Quotes in ratings of you"), WITH_CERTIFICATE,
                gives=("assessment", "role", "text"), shown=of_released),
        Holding("certification.Quote", "assessment__chat__partner", _("Lines of yours that were quoted"), WITH_CERTIFICATE,
                only={"by_trainee": False}, erasing=Erasing.BLANK, blanks={"text": "…"}),
        Holding("certification.Tick", RATED, _("What raters ticked"), WITH_CERTIFICATE, gives=("assessment", "behaviour"), shown=of_released),
        Holding("certification.CriterionRating", RATED, _("Your levels"), WITH_CERTIFICATE,
                gives=("assessment", "criterion", "level", "reason"), shown=of_released, erasing=Erasing.BLANK, blanks={"reason": ""}),
        Holding("certification.Assessment", ABOUT, _("Ratings of you"), WITH_CERTIFICATE,
                gives=("chat", "state", "judgement", "strength", "next_step", "submitted_at", "released_at"), shown=released,
                erasing=Erasing.BLANK, blanks={"strength": "", "next_step": "", "annul_reason": ""}),
        Holding("certification.Assessment", "rater", _("Ratings you gave"), WITH_CERTIFICATE,
                gives=("chat", "gold", "state", "claimed_at", "submitted_at"), erasing=Erasing.KEEP),
        Holding("certification.SelfRating", "person", _("How you rated yourself"), WITH_CERTIFICATE,
                gives=("chat", "levels", "strength", "next_step", "submitted_at"), erasing=Erasing.BLANK,
                blanks={"levels": {}, "strength": "", "next_step": ""}),
        Holding("certification.PartnerForm", "person", _("What you said as a practice partner"), WITH_CERTIFICATE,
                gives=("chat", "answers", "words", "submitted_at"), erasing=Erasing.BLANK, blanks={"answers": {}, "words": ""}),
        Holding("certification.Question", "by", _("What you asked about feedback"), WITH_CERTIFICATE,
                gives=("chat", "body", "asked_at", "answer", "answered_at")),
        Holding("certification.SecondLook", ABOUT, _("Second looks at your chats"), WITH_CERTIFICATE, erasing=Erasing.BLANK, blanks={"words": ""}),
        Holding("certification.Recheck", ABOUT, _("Another look you asked for"), WITH_CERTIFICATE,
                gives=("chat", "state", "words", "asked_at", "answer", "decided_at"), erasing=Erasing.BLANK, blanks={"words": "", "answer": ""}),
        Holding("certification.RaterRemoval", "person", _("When you were taken out of rating"), UNTIL_YOU_LEAVE, gives=("reason", "at")),
        # decisions and certificates
        Holding("certification.SignOff", "enrolment__person", _("Decisions about you"), WITH_CERTIFICATE,
                gives=("state", "level", "conditions", "valid_months", "proposed_at", "decided_at", "conditions_until", "deferred_what", "deferred_until", "reasons"),
                erasing=Erasing.BLANK, blanks={"conditions": "", "statement": "", "deferred_what": "", "reasons": "", "dossier": {}}),
        Holding("certification.Appeal", "signoff__enrolment__person", _("Your appeals"), WITH_CERTIFICATE,
                gives=("state", "words", "lodged_at", "answer", "decided_at"), erasing=Erasing.BLANK, blanks={"words": "", "answer": ""}),
        Holding("certification.Concern", "about", _("Concerns about you that you were told of"), TWO_YEARS,
                gives=("state", "told", "told_at", "outcome", "outcome_words", "decided_at"), shown=of_told),
        Holding("certification.Concern", "raised_by", _("Concerns you raised"), TWO_YEARS, gives=("state", "words", "raised_at"),
                erasing=Erasing.KEEP),
        Holding("certification.Signature", "person", _("Your signatures"), _("As long as what you signed."), gives=("part", "at"), erasing=Erasing.KEEP),
        Holding("certification.Certificate", "person", _("Your certificates"), _("While valid, and five years."),
                gives=("code", "programme", "level", "state", "issued_at", "valid_until", "name", "show_name"),
                erasing=Erasing.BLANK, blanks={"name": "", "show_name": False}),
        Holding("certification.StatusEvent", "certificate__person", _("What happened to your certificates"), _("While valid, and five years."),
                gives=("what", "at"), erasing=Erasing.BLANK, blanks={"reason": ""}),
        Holding("certification.HoursLetter", "person", _("Letters about your hours"), _("Until you leave. Then the name goes."),
                gives=("state", "name", "asked_at", "signed_at", "words"), erasing=Erasing.BLANK, blanks={"name": "", "words": ""}),
        Holding("certification.EarnedElsewhere", "person", _("Certificates you earned elsewhere"), UNTIL_YOU_LEAVE,
                gives=("title", "issuer", "issued_on", "valid_until", "link", "recorded_at")),
        # cohorts
        Holding("certification.Post", "by", _("What you wrote in your cohort"), _("One year. The words of hidden ones: 30 days."),
                gives=("cohort__name", "text", "at", "hidden_at")),
        Holding("certification.PostReport", "by", _("What you asked somebody to look at"), _("One year."), gives=("at",)),
        # programmes
        Holding("certification.Fulfilment", "enrolment__person", _("Where you stand"), UNTIL_YOU_LEAVE,
                gives=("requirement", "state", "since", "met_at", "expires_at")),
        Holding("certification.Mark", "enrolment__person", _("What others saw that you did"), UNTIL_YOU_LEAVE, gives=("requirement", "on", "at")),
        Holding("certification.LogEntry", "enrolment__person", _("Shifts, hours and courses of yours"), UNTIL_YOU_LEAVE,
                gives=("requirement", "on", "minutes", "talks", "next_time", "source", "proof", "until", "recorded_at")),
        Holding("certification.SelfCarePlan", "person", _("Your self-care plan"), UNTIL_YOU_LEAVE,
                gives=("signs", "calms", "people", "limits", "changed_at")),
        Holding("certification.Waiver", "enrolment__person", _("What was set aside for you"), UNTIL_YOU_LEAVE,
                gives=("requirement", "state", "ground", "source", "on", "decided_at"), erasing=Erasing.BLANK, blanks={"reason": ""}),
        Holding("certification.BackgroundCheck", "enrolment__person", _("Your background check"), UNTIL_YOU_LEAVE,
                gives=("kind", "type", "on", "recorded_at")),
        Holding("certification.AgreementSignature", "person", _("Agreements you signed"), _("They hold also after you leave. Your name goes."),
                gives=("version__slug", "digest", "language", "signed_at"), erasing=Erasing.KEEP),
        Holding("certification.PracticeChat", "enrolment__person", _("Your practice chats"), UNTIL_YOU_LEAVE,
                gives=("id", "state", "mode", "starts_at", "began_at", "ended_at", "purge_on"), erasing=Erasing.KEEP),
        Holding("certification.PracticeChat", "partner", _("Chats you played"), UNTIL_YOU_LEAVE,
                gives=("id", "state", "starts_at", "ended_at"), erasing=Erasing.KEEP),
        Holding("certification.Enrolment", "person", _("Your programmes"), UNTIL_YOU_LEAVE,
                gives=("programme", "organisation__name", "state", "began_at"), erasing=Erasing.KEEP),
    ),
    numbers={
        "certification.Announcement": ("by",), "certification.Post": ("hidden_by",),
        "certification.Listener": ("made_by",), "certification.HoursLetter": ("signed_by",), "certification.EarnedElsewhere": ("recorded_by",),
        "certification.PracticeChat": ("supervisor", "paused_by", "end_offered_by", "called_off_by"),
        "certification.Moment": ("by",), "certification.Talk": ("taken_by",), "certification.Assessment": ("annulled_by",),
        "certification.Question": ("answered_by",), "certification.SecondLook": ("asked_by", "settled_by"),
        "certification.SignOff": ("proposed_by",), "certification.Recheck": ("decided_by",), "certification.RaterRemoval": ("by",), "certification.StatusEvent": ("by",),
        "certification.Appeal": ("taken_by",), "certification.Concern": ("taken_by", "untold_signed_by"), "certification.Seat": ("person", "given_by"),
        "certification.Certificate": ("revocation_asked_by", "revoked_by"), "certification.Fulfilment": ("by",),
        "certification.Mark": ("by", "second"), "certification.LogEntry": ("by",), "certification.Waiver": ("proposed_by", "decided_by"), "certification.BackgroundCheck": ("by",),
    },
    leaving=(leave_chats, leave_programmes, leave_certificates),
    staying=(others_wait_for_them,),
    clocks=(
        Clock("transcripts", WITH_TRANSCRIPT, lambda now: practice.purge_due(on=_day(now))),
        Clock("wellbeing", THIRTY_DAYS, lambda now: practice.forget_wellbeing(now=now)),
        Clock("cohort talk", _("one year"), forget_posts),
        Clock("times", _("one month"), lambda now: practice.sweep_times(now=now)),
        Clock("ratings", WITH_CERTIFICATE, forget_ratings),
        Clock("certificates", _("while valid, and five years"), forget_certificates),
        Clock("messages to other systems", THIRTY_DAYS, forget_deliveries),
        Clock("concerns", TWO_YEARS, forget_concerns),
        Clock("background checks", UNTIL_YOU_LEAVE, forget_checks),
    ),
)  # fmt: skip
