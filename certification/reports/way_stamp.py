"""Triggers that draw a new stamp for somebody whenever something their way is made of changes, whichever way the change comes.

A table that the way reads and that is not watched would let it grow stale: tests/certification/reports/test_way_kept.py reads every
question the page asks and finds such a table. Laid again after every migration, because SQLite loses them when a table is made anew.
"""

from typing import Any

from django.apps import apps
from django.db import connections

EVERYBODY = "0"
THEIRS = "{row}.person_id"
OF_ENROLMENT = "(SELECT e.person_id FROM certification_enrolment e WHERE e.id = {row}.enrolment_id)"
OF_CHAT = (
    "(SELECT e.person_id FROM certification_practicechat c JOIN certification_enrolment e ON e.id = c.enrolment_id"
    " WHERE c.id = {row}.chat_id)"
)
OF_PARTNER = "(SELECT c.partner_id FROM certification_practicechat c WHERE c.id = {row}.chat_id)"
OF_ASSESSMENT = (
    "(SELECT e.person_id FROM certification_assessment a JOIN certification_practicechat c ON c.id = a.chat_id"
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
    "certification_assessment": (OF_CHAT, "CASE WHEN {row}.chat_id IS NULL THEN 0 END"),  # a calibration says who may rate anybody
    **dict.fromkeys(("certification_selfrating", "certification_secondlook"), (OF_CHAT,)),
    "certification_partnerform": (OF_CHAT, OF_PARTNER),
    **dict.fromkeys(("certification_criterionrating", "certification_quote"), (OF_ASSESSMENT,)),
    "certification_practicechat": (OF_ENROLMENT, "{row}.partner_id"),
    **dict.fromkeys(
        ("lms_person", "lms_organisation", "lms_cohort", "certification_opening", "certification_cohortdate", "certification_announcement",
         "certification_programmeversion", "certification_agreementversion", "certification_scenarioversion",
         "certification_rubricversion", "certification_goldtranscript", "certification_goldversion", "certification_raterremoval", "courses_quiz", "courses_quizversion"),
        (EVERYBODY,),
    ),
}  # fmt: skip
ONLY = {"lms_person": ("alias", "is_active")}  # nothing else of people is shown to others
NOT = {"certification_practicechat": ("last_seq",), "courses_quizattempt": ("saved_at",)}  # with every line and every answer

SQLITE = """
CREATE TRIGGER {table}_way_{verb} AFTER {verb} {columns} ON {table}
BEGIN INSERT OR REPLACE INTO certification_waystamp (reader, stamp)
SELECT who, lower(hex(randomblob(16))) FROM ({whose}) WHERE who IS NOT NULL; END
"""


def stamps(using: str = "default") -> bool:
    """Whether this database draws stamps. With many writers at once two of them could wait for each other's stamp, and one deed would be
    refused for the sake of a faster page: PostgreSQL draws none, and the way is asked for at each look there.
    """
    return connections[using].vendor == "sqlite"


def lay_triggers(using: str = "default", **_signal: Any) -> None:
    """Make every change of a watched table draw a stamp for those whom it concerns; harmless when they lie there. After `migrate`."""
    connection = connections[using]
    if not stamps(using):
        return
    present = set(connection.introspection.table_names())
    if not present.issuperset({"certification_waystamp", *WATCHED}):
        return  # on the way to another version
    with connection.cursor() as cursor:
        for table, whose in WATCHED.items():
            for line in _lines(table, whose):
                cursor.execute(line)


def _lines(table: str, whose: tuple[str, ...]) -> list[str]:
    columns = _columns(table)
    lines = []
    for verb in ("INSERT", "UPDATE", "DELETE"):
        readers = _asked(whose, "OLD" if verb == "DELETE" else "NEW")
        lines.append(f"DROP TRIGGER IF EXISTS {table}_way_{verb}")  # an earlier version may have told somebody else
        lines.append(SQLITE.format(table=table, verb=verb, columns=columns if verb == "UPDATE" else "", whose=readers))
    return lines


def _asked(whose: tuple[str, ...], row: str) -> str:
    return " UNION ".join(f"SELECT {one.format(row=row)} AS who" for one in whose)


def _columns(table: str) -> str:
    """Which columns an update must name to count; nothing for all of them."""
    if table in ONLY:
        return f"OF {', '.join(ONLY[table])}"
    if table not in NOT:
        return ""
    model = next(one for one in apps.get_models() if one._meta.db_table == table)
    return f"OF {', '.join(field.column for field in model._meta.concrete_fields if field.column and field.column not in NOT[table])}"
