"""A word for each person that is another one after every change of what "Your way" says to them."""

from django.db import models

from lms.people.known import asks_along


class WayStamp(models.Model):
    """One row for each person, and one (0) for what concerns everybody. Drawn by lot, as a number would come back after a rollback.

    Triggers write it (way_stamp.py). It tells when something changed last and nothing about anybody.
    """

    reader = models.BigIntegerField(primary_key=True)
    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp


_OF = "coalesce((SELECT w.stamp FROM certification_waystamp w WHERE w.reader = {}), '')"
asks_along("way_stamp", f"SELECT {_OF.format('p.id')} || {_OF.format('0')}")
