"""What certification shows in the admin: one line for each kind of snippet, in the section of its slice."""

from wagtail.snippets.models import register_snippet

from certification.assessment import goals as _rated_goals  # noqa: F401 (which goals are seen in practice)
from certification.assessment import uses as _rating_uses  # noqa: F401 (where things are used, for the lists)
from certification.assessment.admin import GoldViewSet, RubricViewSet
from certification.practice import uses as _chat_uses  # noqa: F401
from certification.practice.admin import ScenarioViewSet
from certification.programmes import findings as _programme_findings  # noqa: F401
from certification.programmes import uses as _programme_uses  # noqa: F401
from certification.programmes.admin import AgreementViewSet, ProgrammeViewSet

# programmes
register_snippet(AgreementViewSet)
register_snippet(ProgrammeViewSet)
# practice
register_snippet(ScenarioViewSet)
# assessment
register_snippet(RubricViewSet)
register_snippet(GoldViewSet)
