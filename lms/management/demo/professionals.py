"""What raters, proposers and countersigners of the demonstration do, each step through the action of the room it belongs to."""

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.utils import timezone, translation

from certification.assessment import actions as assessing
from certification.assessment import drafts, rules, trials
from certification.assessment.gold import HOST
from certification.assessment.models import GoldVersion, SecondLook
from certification.assessment.states import SecondLookState
from certification.decisions import actions as deciding
from certification.decisions.models import SignOff
from certification.practice.models import PracticeChat
from lms.management.demo import talks, texts, turns
from lms.management.demo.deeds import Trainee, fresh
from lms.people.models import Person

FEEDBACK = texts.FEEDBACK | talks.FEEDBACK
SKIPPED_WITHOUT_RISK = ("noticing", "handover")


def rate(
    chat: PracticeChat, *, by: Person, missing: tuple[str, ...] = (), extra: tuple[str, ...] = (), submit: bool = True, ready: bool = True
) -> None:
    """Tick everything basic but what is `missing`, add what is `extra`, quote a strength and a next step, and stand by it.

    `ready`: the overall judgement says yes to live chats.
    """
    chat = PracticeChat.objects.with_people().get(pk=chat.pk)
    assessment = drafts.claim_rating(chat, by=by)
    rubric = rules.rubric_from(assessment.rubric.structure)
    risk = "risk" in chat.scenario.tags
    seen = [one for one in rubric.criteria if risk or one.key not in SKIPPED_WITHOUT_RISK]
    ticks = {key: True for one in seen for key in one.basic if key not in missing} | dict.fromkeys(extra, True)
    verdicts = {one.key: {"considered": True} if one in seen else {"no_opportunity": True} for one in rubric.criteria}
    first = not SecondLook.objects.filter(chat=chat).exists()
    strength, next_step = (FEEDBACK[chat.scenario.slug.split("-")[0]] if first else texts.SECOND_LOOK)[by.language]
    changes = drafts.Changes(ticks, verdicts, strength, next_step, judgement=3 if ready else 2)
    drafts.save_draft(assessment, changes, by=by)
    own = list(chat.messages.filter(author=chat.trainee).values_list("seq", flat=True))
    drafts.mark(assessment, seq=own[(2 if risk else 1) + (not first)], start=0, end=0, target="strength", by=by)
    drafts.mark(assessment, seq=own[-2], start=0, end=0, target="next_step", by=by)
    for line, shows in ((0, "opening-b1"), (1, "validation-b1"), (-1, "ending-b1")):
        drafts.mark(assessment, seq=own[line], start=0, end=0, target=shows, by=by)
    if submit:
        drafts.submit_rating(assessment, by=by)


def calibrate(person: Person, *, transcripts: int = 9, milder: tuple[str, ...] = ()) -> None:
    """Rate what the calibration library holds as the reference does, but for some basics seen that the reference did not see."""
    for gold in GoldVersion.objects.library()[:transcripts]:
        mine = trials.begin_trial(gold, by=person)
        rubric = rules.rubric_from(mine.rubric.structure)
        skipped, needs_quote = (
            set(gold.structure["skipped"]),
            {key for one in rubric.criteria for key in one.unhelpful} | set(rubric.critical),
        )
        seen = gold.ticks | gold.critical | {key for key in milder if rubric.owner[key].key not in skipped}
        verdicts = {key: {"no_opportunity": True} if key in skipped else {"considered": True} for key in rubric.by_key}
        changes = drafts.Changes(dict.fromkeys(seen, True), verdicts, judgement=gold.structure["judgement"])
        drafts.save_draft(mine, changes, by=person)
        with translation.override(person.language):  # what is marked is copied as the rater reads it
            for key in sorted(seen & needs_quote):
                drafts.mark(mine, seq=_host_line(gold, rubric, key), start=0, end=0, target=key, by=person)
        drafts.submit_rating(mine, by=person)


def _host_line(gold: GoldVersion, rubric: rules.Rubric, behaviour: str) -> int:
    """A message of the chat host that shows it: where the reference points to, else the first one."""
    who = gold.structure["who"]
    criterion = rubric.owner[behaviour].key if behaviour in rubric.owner else "boundaries"
    return next((n for n in gold.structure["lines"].get(criterion, ()) if who[n - 1] == HOST), who.index(HOST) + 1)


def waits_for_a_second_look(chat: PracticeChat) -> bool:
    """Whether the house has asked somebody else to look too."""
    return SecondLook.objects.filter(chat=chat, state=SecondLookState.WAITING).exists()


def give_feedback(chat: PracticeChat, *, by: Person) -> None:
    assessing.release_feedback(PracticeChat.objects.with_people().get(pk=chat.pk), by=by)


def second_factor(person: Person) -> str:
    """The code that stands in the person's app at this second; several signatures in one half-minute are allowed here."""
    authenticator = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    counters = list(yield_hotp_counters_from_time())
    code = format_hotp_value(hotp_value(decrypt(authenticator.data["secret"]), counters[len(counters) // 2]))
    cache.delete(f"allauth.mfa.totp.used?user={person.pk}&code={code}")
    return code


def propose(trainee: Trainee, *, by: str, level: int = 3, valid_months: int | None = None, look_again: date | None = None) -> SignOff:
    """`look_again`: the day on which the conditions come back to the supervisors."""
    signer, language = trainee.place.people[by], trainee.place.language
    return deciding.propose_signoff(
        fresh(trainee), level=level, conditions=texts.CONDITIONS[language], statement=texts.STATEMENT[language], by=signer,
        code=second_factor(signer), valid_months=valid_months, conditions_until=look_again,
    )  # fmt: skip


def countersign(trainee: Trainee, signoff: SignOff, *, by: str, decision: str = "grant") -> SignOff:
    signer, language = trainee.place.people[by], trainee.place.language
    words = {
        "grant": {},
        "defer": {"what": texts.DEFERRED[language], "until": timezone.localdate() + timedelta(days=40)},
        "decline": {"reasons": turns.DECLINED[language]},
    }[decision]
    return deciding.countersign(signoff, decision=decision, by=signer, code=second_factor(signer), **words)  # type: ignore[arg-type]
