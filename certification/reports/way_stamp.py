"""What "Your way" is made of: every change of these tables draws a new stamp for those whom it concerns.

A table that the way reads and that is not watched would let it grow stale: tests/certification/reports/test_way_kept.py reads every
question the page asks and finds such a table.
"""

from lms.kernel.stamps import watch, word
from lms.people.known import asks_along

ABOUT = "way"  # and about one person "way:17"
EVERYBODY = f"'{ABOUT}'"
OF_PERSON = f"'{ABOUT}:' || {{}}"
THEIRS = OF_PERSON.format("{row}.person_id")
ENROLLED = OF_PERSON.format("e.person_id")
OF_ENROLMENT = f"(SELECT {ENROLLED} FROM certification_enrolment e WHERE e.id = {{row}}.enrolment_id)"
OF_CHAT = (
    f"(SELECT {ENROLLED} FROM certification_practicechat c JOIN certification_enrolment e ON e.id = c.enrolment_id"
    " WHERE c.id = {row}.chat_id)"
)
OF_PARTNER = f"(SELECT {OF_PERSON.format('c.partner_id')} FROM certification_practicechat c WHERE c.id = {{row}}.chat_id)"
OF_ASSESSMENT = (
    f"(SELECT {ENROLLED} FROM certification_assessment a JOIN certification_practicechat c ON c.id = a.chat_id"
    " JOIN certification_enrolment e ON e.id = c.enrolment_id WHERE a.id = {row}.assessment_id)"
)
WATCHED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("certification_enrolment", "certification_agreementsignature", "certification_selfcareplan", "certification_certificate",
         "courses_lessonprogress", "courses_reflection", "courses_quizattempt", "courses_quiztalk", "courses_extratime",
         "courses_recallturn"),
        (THEIRS,),
    ),
    **dict.fromkeys(
        ("certification_fulfilment", "certification_mark", "certification_waiver", "certification_backgroundcheck",
         "certification_logentry", "certification_signoff"),
        (OF_ENROLMENT,),
    ),
    # a calibration says who may rate anybody
    "certification_assessment": (OF_CHAT, f"CASE WHEN {{row}}.chat_id IS NULL THEN {EVERYBODY} END"),
    **dict.fromkeys(("certification_selfrating", "certification_secondlook"), (OF_CHAT,)),
    "certification_partnerform": (OF_CHAT, OF_PARTNER),
    **dict.fromkeys(("certification_criterionrating", "certification_quote"), (OF_ASSESSMENT,)),
    "certification_practicechat": (OF_ENROLMENT, OF_PERSON.format("{row}.partner_id")),
    **dict.fromkeys(
        ("lms_person", "lms_organisation", "lms_cohort", "certification_opening", "certification_cohortdate", "certification_announcement",
         "certification_programmeversion", "certification_agreementversion", "certification_scenarioversion",
         "certification_rubricversion", "certification_goldtranscript", "certification_goldversion", "certification_raterremoval", "courses_quiz", "courses_quizversion"),
        (EVERYBODY,),
    ),
}  # fmt: skip
ONLY = {"lms_person": ("alias", "is_active")}  # nothing else of people is shown to others
BUT = {"certification_practicechat": ("last_seq",), "courses_quizattempt": ("saved_at",)}  # with every line and every answer

watch(ABOUT, WATCHED, only=ONLY, but=BUT)
asks_along("way_stamp", word(EVERYBODY, OF_PERSON.format("p.id")))
