"""Days and times are written as each language writes them, and English as in Britain."""

from datetime import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format


@pytest.mark.parametrize(
    ("language", "weekday", "day"),
    [
        ("nb", "torsdag 3. desember", "3. desember 2026"),
        ("da", "torsdag 3. december", "3. december 2026"),
        ("en", "Thursday 3 December", "3 December 2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, weekday, day):
    moment = datetime(2026, 12, 3, 18, 5)
    with translation.override(language):
        assert date_format(moment, "WEEKDAY_FORMAT") == weekday
        assert date_format(moment, "DATE_FORMAT") == day
        assert date_format(moment, "TIME_FORMAT") == "18:05"
