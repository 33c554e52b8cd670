"""Django on a fresh SQLite file; a benchmark imports it before anything of the project."""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
SCRATCH = TemporaryDirectory()
os.environ["DATABASE_URL"] = f"sqlite:///{SCRATCH.name}/bench.sqlite3"
os.environ["INDEX_SNAPSHOT"] = f"{SCRATCH.name}/board.index"
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ["DEBUG"] = "True"

import django
from django.conf import settings

django.setup()
settings.DEBUG = False
settings.ROOT_URLCONF = "benchmarks.urls"
