"""The demonstration's settings for a site that tests start: static files straight from the source, nothing compressed."""

from lms.settings import *  # noqa: F403
from lms.settings import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_AUTOREFRESH = True
