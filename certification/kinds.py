"""Every kind of requirement there is: one line each, in the section of the slice that owns it."""

from certification.assessment.kinds import PracticeAssessed, PracticeFormative
from certification.programmes.kinds import Kind
from certification.programmes.lesson_kinds import LessonSet, QuizPassed
from certification.programmes.own_kinds import Agreement, BackgroundCheckFact, Manual, SuitabilityTalk

KINDS: tuple[Kind, ...] = (
    # programmes
    Agreement(),
    BackgroundCheckFact(),
    LessonSet(),
    Manual(),
    QuizPassed(),
    SuitabilityTalk(),
    # assessment
    PracticeFormative(),
    PracticeAssessed(),
)
