"""Danish: what Django says, and the day of the week before the day."""

WEEKDAY_FORMAT = "l j. F"
