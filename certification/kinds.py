"""Every kind of requirement there is: one line each, in the section of the slice that owns it."""

from certification.assessment.kinds import Calibrated, PracticeAssessed, PracticeFormative
from certification.practice.kinds import PartnerTurns
from certification.programmes.kinds import Kind
from certification.programmes.lesson_kinds import LessonSet, QuizPassed, Recall, ReflectionWritten
from certification.programmes.log_kinds import (
    ActivityHours,
    Age,
    ExternalCourse,
    GuardianInformation,
    ObservationShift,
    Reference,
    SelfCare,
    Supervision,
    SupportedShift,
    Workshop,
)
from certification.programmes.own_kinds import Agreement, BackgroundCheckFact, Manual, SuitabilityTalk

KINDS: tuple[Kind, ...] = (
    # programmes
    ActivityHours(),
    Age(),
    Agreement(),
    BackgroundCheckFact(),
    ExternalCourse(),
    GuardianInformation(),
    LessonSet(),
    Manual(),
    ObservationShift(),
    QuizPassed(),
    Recall(),
    Reference(),
    ReflectionWritten(),
    SelfCare(),
    SuitabilityTalk(),
    Supervision(),
    SupportedShift(),
    Workshop(),
    # practice
    PartnerTurns(),
    # assessment
    PracticeFormative(),
    PracticeAssessed(),
    Calibrated(),
)
