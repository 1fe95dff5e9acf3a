"""Django looks for models here; they live in the slices."""

# programmes
# practice
from certification.practice.models import Message, Moment, Opening, PracticeChat, ScenarioVersion, Whisper
from certification.programmes.models import Enrolment, Fulfilment, ProgrammeVersion

# assessment
# decisions
# credentials
# reports

__all__ = [
    # programmes
    "Enrolment", "Fulfilment", "ProgrammeVersion",
    # practice
    "Message", "Moment", "Opening", "PracticeChat", "ScenarioVersion", "Whisper",
    # assessment
    # decisions
    # credentials
    # reports
]  # fmt: skip
