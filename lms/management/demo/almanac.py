"""Days around the moment that counts as now."""

from datetime import datetime, timedelta

from django.utils import timezone


class Almanac:
    """Days and hours before and after the moment that counts as now."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def day(self, ago: float, hour: int = 18, minute: int = 0) -> datetime:
        """An hour of a day so many days ago (negative: to come), on the house's clock; never later today than now."""
        there = timezone.localtime(self.now - timedelta(days=ago)).replace(hour=hour, minute=minute, second=0, microsecond=0)
        return min(there, self.now - timedelta(minutes=1)) if ago >= 0 else there
