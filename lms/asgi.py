"""The door for uvicorn."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402

from lms.kernel.asgi import House  # noqa: E402

application = House(threads=settings.REQUEST_THREADS)
