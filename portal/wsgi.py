"""The production door: an unconfigured server refuses to start (settings.py says what it needs)."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DEBUG", "False")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

if not settings.DEBUG:
    # Before the first visitor comes, and before workers are forked from here, who then share it.
    import_module(settings.ROOT_URLCONF)
    import_module("jobs.engine").warm()
