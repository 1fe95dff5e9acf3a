"""Five to ten people who start together: dates, announcements, and a talk among themselves that somebody looks after."""
