"""The house's own settings, with what tests need: a cheap database, mail in memory, tasks at once."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

os.environ.setdefault("DEMO", "false")
os.environ.setdefault("HTTPS", "false")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" * 4)
# Every test process has a folder of its own (keys, media, database); workers of one run inherit the first one's variable, so look twice.
if "VAR_DIR" not in os.environ or "LEDESTJERNE_TESTS" in os.environ:
    os.environ["LEDESTJERNE_TESTS"] = os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="ledestjerne-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)

from lms.settings import *  # noqa: F403
from lms.settings import DATABASES, STORAGES, VAR

BASE_URL = "http://testserver"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
TASKS = {"default": {"BACKEND": "tests.immediate.Loud"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "here"},
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MEDIA_ROOT = VAR / "media"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}}
(VAR / "static").mkdir(exist_ok=True)  # nothing is collected for tests
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, because threads do not share a database in memory; no fsync, because nobody pulls the plug
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = DATABASES["default"]["OPTIONS"]["init_command"].replace(
        "synchronous=FULL", "synchronous=OFF"
    )
