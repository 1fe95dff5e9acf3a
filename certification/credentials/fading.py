"""Skills rest when nobody is on duty: how long ago it was, and what that means for the next shift. A state of duty, never of shame."""

from datetime import date, timedelta

FRESH, RESTED, RESTED_LONG = "fresh", "rested", "rested_long"
SHORT = timedelta(weeks=5)  # longer than this, and somebody reads along again on the next shift
LONG = timedelta(days=183)  # longer than this, and it is renewed first, as if it had run out


def rest(last_active: date, today: date) -> str:
    """How rested somebody is who was last active on that day. The last day of each span still belongs to it."""
    gap = today - last_active
    if gap > LONG:
        return RESTED_LONG
    return RESTED if gap > SHORT else FRESH
