"""The production door: an unconfigured server refuses to start (settings.py says what it needs)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DEBUG", "False")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()
