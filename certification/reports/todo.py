"""One row of the inbox, and the sorts of rows there are."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

OLDEST = 50  # of each sort, two pages of work; what waits less long comes into sight when these are done
RATINGS, SIGNOFFS, CHATS, MARKS, TALKS, WORDS = "ratings", "signoffs", "chats", "marks", "talks", "words"
COHORTS, APPLICATIONS = "cohorts", "applications"


@dataclass(frozen=True)
class Todo:
    """One row: what it is, since when it waits, and the link that does it. `days` it may wait before it counts as late."""

    sort: str
    kind: str
    icon: str
    title: str
    what: str
    since: datetime
    url: str
    action: str
    may_wait: float = 5
    quick: bool = False
    claim: str = ""
    holder: str = ""
    claim_url: str = ""
    release_url: str = ""
    urgent: bool = False  # somebody sits and waits this minute: before everything else

    @property
    def days(self) -> float:
        return max((timezone.now() - self.since).total_seconds() / 86400, 0)

    @property
    def late(self) -> bool:
        return self.days >= self.may_wait

    @property
    def waited(self) -> str:
        """In hours while it is less than a day; "" lets the component say days."""
        hours = int(self.days * 24)
        return _("%(n)d h") % {"n": hours} if self.days < 1 else ""

    @property
    def mine(self) -> bool:
        return self.claim == "mine"
