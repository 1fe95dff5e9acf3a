"""What every page asks about a person's lessons. A course has a hundred of them, so these are plain rows and no models."""

import uuid
from datetime import datetime
from typing import NamedTuple

from courses.progress.models import LessonProgress
from lms.kernel.prepared import Prepared


class Row(NamedTuple):
    """Where somebody stands with one lesson."""

    lesson_key: uuid.UUID
    person_id: int
    opened_at: datetime
    completed_at: datetime | None
    number: int
    again_number: int | None


_ROWS = Prepared(lambda person: LessonProgress.objects.filter(person=person).values_list(*Row._fields))


def rows_of_person(person_id: int) -> list[Row]:
    """All of them, with one query."""
    return [Row._make(row) for row in _ROWS.ask(person_id)]
