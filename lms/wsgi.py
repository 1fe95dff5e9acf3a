"""The door for WSGI servers; live streams need ASGI."""

import os

from django.core.wsgi import get_wsgi_application
from servestatic import ServeStatic

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
house = get_wsgi_application()

from django.conf import settings  # noqa: E402

application = ServeStatic(house, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL)
