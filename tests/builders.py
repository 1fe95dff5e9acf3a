"""Plain functions that make things for stories. One section per slice; keyword-only; sensible defaults."""

import json
import uuid
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from certification.assessment import drafts
from certification.assessment.actions import release_feedback
from certification.assessment.gold import GoldTranscript, GoldVersion, freeze_gold
from certification.assessment.models import Assessment, CriterionRating, PartnerForm, RubricVersion, SecondLook, SelfRating
from certification.assessment.rules import rubric_from
from certification.assessment.states import AssessmentState, SecondLookState
from certification.credentials.actions import issue
from certification.credentials.models import Certificate
from certification.decisions.models import Signature, SignOff
from certification.decisions.states import Part, SignOffState
from certification.practice.models import Message, Mode, Opening, PracticeChat, Scenario, ScenarioVersion
from certification.practice.states import ChatState
from certification.practice.times.models import WeeklyHours
from certification.programmes.models import Enrolment, ProgrammeVersion
from cms.site import ensure_site
from cms.versions import digest_of
from courses.dialogues.models import Dialogue
from courses.outline.models import CoursePage, LessonPage, ModulePage
from courses.quizzes.actions import save_answer
from courses.quizzes.models import AttemptQuestion, Question, QuestionVersion, Quiz, QuizAttempt
from lms.people.models import Organisation, Person

# programmes ------------------------------------------------------------------------------------


def a_programme_version(*, slug: str = "chatvert", requirements: list[dict[str, Any]] | None = None) -> ProgrammeVersion:
    """A frozen programme; each requirement is {key, kind, params, …} as in ProgrammeVersion.rules."""
    asked = requirements if requirements is not None else []
    names = {
        "name": "Chatvert",
        "stages": [{"key": "all", "name": "Alt", "requirements": [{"key": r["key"], "name": r["key"], "why": ""} for r in asked]}],
    }
    rules = {
        "requirements": [
            {"stage": "all", "params": {}, "mandatory": True, "group": "", "needs": [], "valid_months": None, **r} for r in asked
        ]
    }
    return ProgrammeVersion.freeze(uuid.uuid5(uuid.NAMESPACE_URL, slug), {"nb": names, "da": names, "en": names}, slug=slug, rules=rules)


def an_enrolment(*, person: Person, organisation: Organisation, version: ProgrammeVersion | None = None) -> Enrolment:
    version = version or a_programme_version()
    return Enrolment.objects.create(person=person, organisation=organisation, version=version, programme=version.slug)


# practice --------------------------------------------------------------------------------------


def a_scenario_version(*, slug: str = "s1-lordag", tags: list[str] | None = None) -> ScenarioVersion:
    content = {
        "title": "Lørdag", "theme": "ensomhet", "content_note": "Handler om å være alene.", "situation": "Noen skriver en lørdag kveld.",
        "card": {"who": "CANARY-CARD du er Mira", "opening": "CANARY-CARD hei?", "stop": "CANARY-CARD stopp", "note": "CANARY-CARD aldri",
                 "ladder": [{"title": "CANARY-CARD kjeder seg", "say": "CANARY-CARD alle er på fest"}, {"title": "Savner", "say": "én venn"}],
                 "ifs": [{"when": "CANARY-CARD råd", "then": "CANARY-CARD ok"}]},
        "key": {"must": ["CANARY-KEY ønsker velkommen"], "must_here": [{"where": "no_municipality", "line": "CANARY-KEY i kommunen"},
                {"where": "no_ngo", "line": "CANARY-KEY i foreningen"}, {"where": "dk", "line": "CANARY-KEY i Danmark"}], "strong": ["CANARY-KEY sterk"], "weak": ["CANARY-KEY svak"],
                "national": {"no": "CANARY-KEY 116 123", "dk": "CANARY-KEY 70 201 201"}, "verified_on": ""},
        "debrief": ["Når følte du deg møtt?"],
    }  # fmt: skip
    return ScenarioVersion.freeze(
        uuid.uuid5(uuid.NAMESPACE_URL, slug), {"nb": content, "da": content, "en": content},
        slug=slug, level=1, tags=tags or [], minutes=40, persona_name="Mira", persona_age=19,
    )  # fmt: skip


def a_scenario(*, slug: str = "s1-lordag", language: str = "nb", **fields: Any) -> Scenario:
    """A published scenario in one language; the same slug is the same scenario in another."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    defaults = {
        "title": "Lørdag", "theme": "Ensomhet", "content_note": "Handler om å være alene.", "situation": "Noen skriver en lørdag kveld.",
        "persona_name": "Mira", "persona_age": 19, "who": "CANARY-CARD du er Mira", "opening": "CANARY-CARD hei?", "stop": "CANARY-CARD stopp",
        "ladder": [("rung", {"title": "CANARY-CARD kjeder seg", "say": "CANARY-CARD alle er på fest"}), ("rung", {"title": "Savner", "say": "én venn"})],
        "ifs": [("if", {"when": "CANARY-CARD råd", "then": "CANARY-CARD ok"})], "must": [("line", "CANARY-KEY velkommen")],
        "debrief": [("line", "Når følte du deg møtt?")], "national_no": "CANARY-KEY 116 123",
    }  # fmt: skip
    key = uuid.uuid5(uuid.NAMESPACE_URL, slug)
    return Scenario.objects.create(slug=slug, translation_key=key, locale=locale, **{**defaults, **fields})


def an_opening(*, partner: Person, organisation: Organisation, days: float = 2, **fields: Any) -> Opening:
    """A time a partner offers, so many days from now."""
    starts_at = timezone.now() + timedelta(days=days)
    return Opening.objects.create(partner=partner, organisation=organisation, **{"starts_at": starts_at, **fields})


def can_always(person: Person, *, organisation: Organisation, duty: str = "partner") -> None:
    """Somebody gives all their evenings: every day from ten to ten."""
    for weekday in range(7):
        WeeklyHours.objects.create(
            person=person, organisation=organisation, duty=duty, weekday=weekday, begins=time(10), ends=time(22)
        )  # fmt: skip


def an_evening(*, days: int = 2, hour: int = 18, minute: int = 0, zone: str = "Europe/Oslo") -> datetime:
    """An hour so many days from now, on a clock on the wall."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def a_chat(
    *, enrolment: Enrolment, partner: Person, supervisor: Person | None = None, state: str = ChatState.LIVE, **fields: Any
) -> PracticeChat:
    now = timezone.now()
    defaults = {"scenario": fields.pop("scenario", None) or a_scenario_version(), "mode": Mode.FORMATIVE, "starts_at": now, "minutes": 40}
    if state not in (ChatState.REQUESTED, ChatState.SCHEDULED, ChatState.LOBBY):
        defaults["began_at"] = now - timedelta(minutes=5)
    return PracticeChat.objects.create(
        organisation=enrolment.organisation,
        enrolment=enrolment,
        partner=partner,
        supervisor=supervisor,
        state=state,
        **{**defaults, **fields},
    )


def a_transcript(chat: PracticeChat, *lines: tuple[Person, str]) -> list[Message]:
    """Messages in order, as if they had been sent."""
    rows = [
        Message.objects.create(chat=chat, seq=number, author=author, body=body, client_id=uuid.uuid4())
        for number, (author, body) in enumerate(lines, start=chat.last_seq + 1)
    ]
    chat.last_seq += len(rows)
    chat.save(update_fields=["last_seq"])
    return rows


# courses ---------------------------------------------------------------------------------------


def a_course(*, slug: str = "kurs", lessons: tuple[int, ...] = (2, 1), languages: tuple[str, ...] = ("nb", "da")) -> CoursePage:
    """A published course in some languages: one module for each number in `lessons`, with that many lessons. Returns the first language's.

    The first lesson is open to all; every lesson has a check and a reflection, with the same block ids in all languages.
    """
    with disable_reference_index_auto_update():
        return _course(slug, lessons, languages)


def _course(slug: str, lessons: tuple[int, ...], languages: tuple[str, ...]) -> CoursePage:
    homes = ensure_site()
    made = {}
    for language in languages:
        course = _a_page(CoursePage, slug, language, homes[language], summary="Om kurset")
        made[language] = course
        for m, count in enumerate(lessons, 1):
            module = _a_page(ModulePage, f"m{m}", language, course, summary="Om modulen")
            for n in range(1, count + 1):
                first = m == n == 1
                key = uuid.uuid5(uuid.NAMESPACE_URL, f"{slug}/m{m}/l{n}")
                _a_page(LessonPage, f"l{n}", language, module, key, summary="Én idé", minutes=5, open_to_all=first, body=a_lesson_body(key))
    return made[languages[0]]


def a_lesson_body(key: uuid.UUID, *, extra: list[dict[str, Any]] | None = None) -> str:
    """JSON of a lesson: words, a check, a reflection."""
    answers = [{"text": "Ja", "right": True, "why": "Fint."}, {"text": "Nei", "right": False, "why": "Tja."}]
    check = {
        "question": "Hva svarer du?",
        "options": [{"type": "item", "value": one, "id": str(uuid.uuid5(key, str(one["text"])))} for one in answers],
    }
    blocks = [
        {"type": "markdown", "value": "## Hei\n\nNoen **ord**.", "id": str(uuid.uuid5(key, "t"))},
        {"type": "check", "value": check, "id": str(uuid.uuid5(key, "c"))},
        {"type": "reflection", "value": {"question": "Hva tenker du?"}, "id": str(uuid.uuid5(key, "r"))},
        *(extra or []),
    ]
    return json.dumps(blocks)


def _a_page[P: Page](kind: type[P], slug: str, language: str, parent: Page, key: uuid.UUID | None = None, **fields: Any) -> P:
    key = key or uuid.uuid5(uuid.NAMESPACE_URL, f"{kind.__name__}/{parent.slug if parent.depth > 2 else ''}/{slug}")
    page = kind(title=f"{slug} {language}", slug=slug, locale=parent.locale, translation_key=key, **fields)
    parent.add_child(instance=page)
    return page


def lessons_of(course: CoursePage) -> list[LessonPage]:
    """The lessons of a course in its language, in order."""
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


# quizzes ---------------------------------------------------------------------------------------


def a_question(
    slug: str,
    *,
    kind: str = "single",
    area: str = "role",
    critical: bool = False,
    right: str = "b",
    bank: str = "chatvert",
    languages: tuple[str, ...] = ("nb", "da", "en"),
    **fields: Any,
) -> Question:
    """A published question with the options a, b, c in each language; returns the first language's. `right` such as "b" or "ab".

    Texts say their language (`Riktig nei nb`); explanations hold CANARY-WHY, ids of options end in their letter.
    """
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"{bank}/{slug}")
    rows = []
    for language in languages:
        options = [
            {"type": "option", "id": str(uuid.uuid5(key, letter))[:-1] + letter,
             "value": {"text": f"{slug} {letter} {language}", "is_right": letter in right, "explanation": f"CANARY-WHY {letter} {language}"}}
            for letter in "abc"
        ]  # fmt: skip
        row = Question(
            translation_key=key, locale=Locale.objects.get_or_create(language_code=language)[0], bank=bank, slug=slug, kind=kind,
            area=area, is_critical=critical, stem=fields.get("stem", f"Stem {slug} {language}?"), options=options,
            lesson_key=fields.get("lesson_key"),
        )  # fmt: skip
        row.full_clean(exclude=["options"])
        rows.append(row)
    Question.objects.bulk_create(rows)  # no search index: nobody searches in these stories
    return rows[0]


def parts_of(kind: str, key: uuid.UUID, language: str) -> list[dict[str, Any]]:
    """The parts of a question of a kind, as its stream keeps them. Ids end in a letter; what may not be shown too early says CANARY."""

    def part(letter: str, kept: str, **value: Any) -> dict[str, Any]:
        return {
            "type": kept,
            "id": str(uuid.uuid5(key, letter))[:-1] + letter,
            "value": {"explanation": f"CANARY-WHY {letter} {language}", **value},
        }

    reasons = {f"why_{one}": f"CANARY-WHY {one} {language}" for one in ("true", "false", "keep", "tell", "alert")}
    made = {
        "order": [part(letter, "step", text=f"step {letter} {language}") for letter in "cab"],
        "match": [part(one, "pair", left="" if one == "c" else f"left {one} {language}", right=f"{'zyx'['abc'.index(one)]} right {language}") for one in "abc"],
        "short_text": [part("a", "accepted", text=f"CANARY-KEY {language}", tolerance=None), part("b", "accepted", text="17", tolerance=1)],
        "rate_replies": [part(one, "reply", text=f"reply {one} {language}", professionals=given, youth="5, 4, 4")
                         for one, given in (("a", "5, 4, 5, 4, 5"), ("b", "2, 1, 2, 1, 2"))],
        "spot_line": [part(one, "line", text=f"line {one} {language}", who="host" if one == "b" else "they", is_right=one == "b") for one in "abc"],
        "true_false": [{"type": "statement", "id": str(uuid.uuid5(key, "s")), "value": {"answer": "false", **reasons}}],
        "case": [{"type": "case", "id": str(uuid.uuid5(key, "s")), "value": {"answer": "alert", **reasons}}],
    }  # fmt: skip
    chosen = {"multiple": "ab"}.get(kind, "b")
    return made.get(kind) or [part(one, "option", text=f"{one} {language}", is_right=one in chosen) for one in "abc"]


def a_question_of(kind: str, *, bank: str = "chatvert") -> None:
    """A published question of that kind in three languages."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"chatvert/{kind}")
    for language in ("nb", "da", "en"):
        locale, _made = Locale.objects.get_or_create(language_code=language)
        question = Question(
            translation_key=key, locale=locale, bank=bank, slug=kind, kind=kind, area="role", stem=f"Stem {kind} {language}",
            options=parts_of(kind, key, language),
        )  # fmt: skip
        question.full_clean(exclude=["options"])
        Question.objects.bulk_create([question])


def a_quiz_of(kind: str, **rules: Any) -> Quiz:
    """A quiz of one question of that kind."""
    a_question_of(kind)
    return a_quiz(questions=False, draw=[("role", False, 1)], **rules)


def a_quiz(
    *,
    slug: str = "rolle-og-trygghet",
    draw: list[tuple[str, bool, int]] | None = None,
    questions: bool = True,
    bank: str = "chatvert",
    **rules: Any,
) -> Quiz:
    """A published quiz in three languages (returns bokmål): two of three questions on role, one of two critical ones on safety."""
    rows = draw if draw is not None else [("role", False, 2), ("safety", True, 1)]
    if questions:
        for area, critical, count in rows:
            for number in range(count + 1):
                a_question(f"{area}-{'c' if critical else ''}{number}", area=area, critical=critical, bank=bank)
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"quiz/{slug}")
    made = []
    for language in ("nb", "da", "en"):
        stream = [{"type": "row", "value": {"area": a, "critical": c, "count": n}} for a, c, n in rows]
        quiz = Quiz(
            translation_key=key, locale=Locale.objects.get_or_create(language_code=language)[0], bank=bank, slug=slug,
            title=f"Quiz {language}", intro=f"Intro {language}", draw=stream, **{"minutes": 20, **rules},
        )  # fmt: skip
        quiz.full_clean()
        made.append(quiz)
    Quiz.objects.bulk_create(made)
    return made[0]


def right_answer(question: AttemptQuestion) -> list[str]:
    """The key of a question in an attempt, for tests to answer with."""
    right = QuestionVersion.objects.get(pk=question.version_id).answers["right"]
    if not isinstance(right, dict):
        return list(right)
    if pairs := right.get("pairs"):
        return [f"{left}={letter}" for left, letter in pairs.items()]
    return [next(iter(right.values()))[0]["text"]]


def answer_all(attempt: QuizAttempt, *, wrong: tuple[int, ...] = ()) -> QuizAttempt:
    """Answer every question rightly, but those at the positions `wrong`; not handed in."""
    for question in attempt.questions.faces():
        right = right_answer(question)
        chosen = [one for one in question.version.option_ids if one not in right][:1] if question.position in wrong else right
        save_answer(attempt, position=question.position, chosen=chosen, by=attempt.person)
    return attempt


# dialogues -------------------------------------------------------------------------------------

DIALOGUE_KEY = uuid.uuid5(uuid.NAMESPACE_URL, "dialogue/lunsj")
DIALOGUE_NODES = [
    ("start", "hei\n\ner du der?", [("Hei! Ja.", "Varmt.", "more"), ("Hva vil du?", "Kort.", "shut")], ("", "")),
    ("more", "takk", [("Hva er tyngst?", "Åpent.", "good"), ("Ta en tur.", "Et råd.", "start")], ("", "")),
    ("good", "det hjalp", [], ("Møtt", "CANARY-END-GOOD")),
    ("shut", "ok. natta", [], ("Lukket", "CANARY-END-SHUT")),
]


def a_dialogue(language: str = "nb", nodes: list[Any] = DIALOGUE_NODES, **fields: Any) -> Dialogue:
    """A published dialogue of four places with two endings; what each reply does holds CANARY-WHY, what an ending tells CANARY-END."""
    stream = [
        {"type": "node", "value": {"key": key, "says": f"{says}", "end": {"title": end[0], "text": end[1]},
         "replies": [{"type": "item", "id": str(uuid.uuid4()), "value": {"text": f"{t} {language}", "feedback": f"CANARY-WHY {f}", "to": to}} for t, f, to in replies]}}
        for key, says, replies, end in nodes
    ]  # fmt: skip
    locale, _new = Locale.objects.get_or_create(language_code=language)
    facts = {"slug": "lunsj", "title": f"Lunsj {language}", "theme": "Ensomhet", "intro": "Noen skriver.", "persona": "Mira"}
    return Dialogue.objects.create(translation_key=DIALOGUE_KEY, locale=locale, nodes=json.dumps(stream), **{**facts, **fields})


# assessment ------------------------------------------------------------------------------------


def a_rubric_version(*, slug: str = "chatvert-rubric") -> RubricVersion:
    """Three criteria in two groups; the second group must be passed."""

    def criterion(key: str, number: int) -> dict[str, Any]:
        kinds = {"unhelpful": [f"{key}-u1"], "basic": [f"{key}-b1", f"{key}-b2"], "advanced": [f"{key}-a1"]}
        return {"key": key, "number": number, "code": "", **kinds}

    structure = {
        "groups": [
            {"key": "contact", "barrier": False, "criteria": [criterion("opening", 1), criterion("presence", 2)]},
            {"key": "safety", "barrier": True, "criteria": [criterion("noticing", 3)]},
        ],
        "critical": ["c1", "c2"], "panel": ["jargon"], "judgements": [0, 1, 2, 3],
        "partner": [{"key": key, "reverse": key == "judged"} for key in ("heard", "judged", "pace", "danger", "again")],
    }  # fmt: skip
    keys = [f"{c}-{b}" for c in ("opening", "presence", "noticing") for b in ("u1", "b1", "b2", "a1")] + ["c1", "c2", "jargon"]
    words = {
        "title": "Chatvert-rubrikken", "groups": {"contact": "Kontakt", "safety": "Trygghet"},
        "criteria": {"opening": "Åpning og ramme", "presence": "Nærvær i skrift", "noticing": "Merke og spørre"}, "help": {},
        "behaviours": {key: f"Atferd {key}" for key in keys},
        "levels": [{"name": name, "rule": f"Regel {name}"} for name in ("Kan gjøre skade", "På vei", "Trygg grunn", "Ekstra")],
        "judgements": ["ikke live ennå", "observere", "med meg", "med fagperson"],
        "partner": {key: f"Setning {key}" for key in ("heard", "judged", "pace", "danger", "again")},
    }  # fmt: skip
    return RubricVersion.freeze(uuid.uuid5(uuid.NAMESPACE_URL, slug), {"nb": words}, slug=slug, structure=structure)


def an_ended_chat(
    *, enrolment: Enrolment, partner: Person, supervisor: Person | None = None, state: str = ChatState.ENDED, **fields: Any
) -> PracticeChat:
    """A chat that is over, with four lines: partner, trainee, partner, trainee."""
    ended_at = fields.pop("ended_at", timezone.now() - timedelta(hours=1))
    chat = a_chat(enrolment=enrolment, partner=partner, supervisor=supervisor, state=state, ended_at=ended_at, **fields)
    trainee = enrolment.person
    lines = [(partner, "hei, er det lov å skrive?"), (trainee, "Hei! Ja, det er helt lov 🙂 Fint at du skrev.")]
    a_transcript(chat, *lines, (partner, "føler meg litt rar"), (trainee, "Det høres ensomt ut. Stemmer det?"))
    return chat


def views_given(chat: PracticeChat, *, levels: dict[str, int] | None = None) -> PracticeChat:
    """Both sides have said how it was, so the chat waits for assessment."""
    rubric = a_rubric_version()
    said = {"strength": "CANARY-SELF jeg hørte etter", "next_step": "spørre mer"}
    SelfRating.objects.create(chat=chat, person=chat.trainee, rubric=rubric, levels=levels or {"opening": 4, "presence": 2}, **said)
    answers = {"heard": 5, "judged": 1, "pace": 4, "danger": 3, "again": 5}
    PartnerForm.objects.create(chat=chat, person=chat.partner, rubric=rubric, answers=answers, words="CANARY-PARTNER du var varm")
    PracticeChat.objects.filter(pk=chat.pk).update(state=ChatState.AWAITING_RATING)
    chat.state = ChatState.AWAITING_RATING
    return chat


def a_whole_draft(
    assessment: Assessment, *, by: Person, ticks: tuple[str, ...] = (), without: tuple[str, ...] = (), judgement: int = 3
) -> Assessment:
    """Everything a rater must put down: all basics, a quoted strength, a quoted next step, words and judgement."""
    basics = {f"{key}-{b}": True for key in ("opening", "presence", "noticing") for b in ("b1", "b2")}
    seen = {key: on for key, on in {**basics, **dict.fromkeys(ticks, True)}.items() if key not in without}
    verdicts = {key: {"considered": True} for key in ("opening", "presence", "noticing")}
    changes = drafts.Changes(seen, verdicts, "CANARY-STRENGTH varm åpning", "CANARY-NEXT still ett spørsmål", judgement)
    drafts.save_draft(assessment, changes, by=by)
    drafts.mark(assessment, seq=2, start=0, end=0, target="strength", by=by)
    drafts.mark(assessment, seq=4, start=0, end=21, target="next_step", by=by)
    for key in ticks:
        drafts.mark(assessment, seq=4, start=0, end=0, target=key, by=by)
    return assessment


def a_submitted_rating(chat: PracticeChat, *, rater: Person, **draft: Any) -> Assessment:
    """Claimed, filled in and submitted by `rater` (chat must wait for assessment)."""
    assessment = drafts.claim_rating(chat, by=rater)
    assessment.chat = chat
    drafts.submit_rating(a_whole_draft(assessment, by=rater, **draft), by=rater)
    return assessment


def released_feedback(chat: PracticeChat, *, rater: Person, **draft: Any) -> Assessment:
    """The whole way: both views, one rating, feedback out."""
    assessment = a_submitted_rating(views_given(chat), rater=rater, **draft)
    if SecondLook.objects.filter(chat=chat).update(state=SecondLookState.AGREED):  # as if somebody else had looked and agreed
        PracticeChat.objects.filter(pk=chat.pk).update(state=ChatState.RATED)
        chat.state = ChatState.RATED
    release_feedback(chat, by=rater)
    assessment.refresh_from_db()
    return assessment


def a_gold(*, slug: str = "g1", risk: bool = False, rubric: str = "chatvert-rubric") -> GoldVersion:
    """A published gold transcript of four messages: everything basic is ticked; without risk, `noticing` had no opportunity."""
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"gold/{slug}")
    lines = [("young", "hei"), ("host", "Hei! Fint at du skrev."), ("young", "føler meg rar"), ("host", "Det høres ensomt ut.")]
    reference = [
        {"criterion": one, "ticks": f"{one}-b1, {one}-b2" if risk or one != "noticing" else "", "reason": f"CANARY-REASON {one}", "lines": "2",
         "no_opportunity": not risk and one == "noticing"}
        for one in ("opening", "presence", "noticing")
    ]  # fmt: skip
    GoldTranscript.objects.create(
        translation_key=key, locale=Locale.objects.get_or_create(language_code="nb")[0], slug=slug, title=f"Gull {slug}",
        situation="En vanlig kveld.", young_name="Sol", host_name="Rype", is_risk=risk, rubric=rubric,
        lines=json.dumps([{"type": "line", "value": {"who": who, "text": text}} for who, text in lines]),
        reference=json.dumps([{"type": "criterion", "value": row} for row in reference]),
    )  # fmt: skip
    version = freeze_gold(key)
    assert version
    return version


def calibrated(*people: Person, days_ago: int = 0) -> None:
    """These raters have rated everything in the calibration library as the reference does."""
    at = timezone.now() - timedelta(days=days_ago)
    for gold in GoldVersion.objects.library():
        rubric = RubricVersion.objects.filter(slug=gold.structure["rubric"]).latest("pk")
        levels = gold.levels(rubric_from(rubric.structure))
        for person in people:
            outcome = {"passed": True, "critical": sorted(gold.critical), "harm": [], "barrier": []}
            mine = Assessment.objects.create(
                gold=gold, rater=person, rubric=rubric, state=AssessmentState.SUBMITTED, submitted_at=at, judgement=2, outcome=outcome
            )
            CriterionRating.objects.bulk_create(CriterionRating(assessment=mine, criterion=key, level=n) for key, n in levels.items())


# decisions -------------------------------------------------------------------------------------


def a_signoff(enrolment: Enrolment, *, proposed_by: Person, state: str = SignOffState.PROPOSED, **fields: Any) -> SignOff:
    """A proposal with its first signature, as if it had been made; a decided one when `state` says so."""
    evidence = {"enrolment": enrolment.pk}
    signoff = SignOff.objects.create(
        enrolment=enrolment, proposed_by=proposed_by, state=state, dossier=evidence, digest=digest_of(evidence),
        decided_at=None if state == SignOffState.PROPOSED else timezone.now(), **{"statement": "CANARY-STATEMENT klar", **fields},
    )  # fmt: skip
    Signature.objects.create(signoff=signoff, person=proposed_by, part=Part.PROPOSER, digest=signoff.digest)
    return signoff


# credentials -----------------------------------------------------------------------------------


def a_certificate(
    enrolment: Enrolment, *, proposed_by: Person, days_ago: int = 0, level: int = 3, valid_months: int = 24, **fields: Any
) -> Certificate:
    """A certificate as a granted sign-off brings it, so many days ago."""
    signoff = a_signoff(
        enrolment, proposed_by=proposed_by, state=SignOffState.GRANTED, level=level, valid_months=valid_months, **fields
    )  # fmt: skip
    signoff.decided_at -= timedelta(days=days_ago)
    signoff.save(update_fields=["decided_at"])
    return issue(signoff)
