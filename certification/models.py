"""Django looks for models here; they live in the slices."""

from certification.assessment import models as assessment
from certification.cohorts import models as cohorts
from certification.credentials import models as credentials
from certification.decisions import cases as decision_cases
from certification.decisions import models as decisions
from certification.elsewhere import models as elsewhere
from certification.letters import models as letters
from certification.practice import happenings as practice_happenings
from certification.practice import models as practice
from certification.practice import wellbeing as practice_wellbeing
from certification.practice.times import models as practice_times
from certification.programmes import logs as programme_logs
from certification.programmes import models as programmes
from certification.programmes import sources as programme_sources
from certification.webhooks import models as webhooks

__all__ = [
    "assessment",
    "cohorts",
    "credentials",
    "decision_cases",
    "decisions",
    "elsewhere",
    "letters",
    "practice",
    "practice_happenings",
    "practice_times",
    "practice_wellbeing",
    "programme_logs",
    "programme_sources",
    "programmes",
    "webhooks",
]  # fmt: skip
