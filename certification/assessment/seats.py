"""Who rates, and when a chat's feedback is out: the words that models and queries share."""

from certification.practice.states import ChatState
from lms.people.models import Role

RATERS = (Role.SUPERVISOR, Role.ASSESSOR, Role.CERTIFIER)
MODERATORS = (Role.CERTIFIER, Role.SUPERVISOR)
REVEALED = (ChatState.RELEASED, ChatState.ACKNOWLEDGED, ChatState.ARCHIVED)  # feedback is out
