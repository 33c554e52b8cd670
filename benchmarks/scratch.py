"""Django on a database of a benchmark's own, and its clients; imported before the project.

That is a fresh SQLite file, which is thrown away. With BENCH_DIR it stays in that directory, and
the next run need not fill it again. BENCH_DATABASE_URL names another database.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from wsgiref.util import setup_testing_defaults

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
THROWN_AWAY = TemporaryDirectory()
DIRECTORY = os.environ.get("BENCH_DIR", THROWN_AWAY.name)
Path(DIRECTORY).mkdir(parents=True, exist_ok=True)
SQLITE = f"sqlite:///{DIRECTORY}/bench.sqlite3"
os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", SQLITE)
os.environ["INDEX_SNAPSHOT"] = f"{DIRECTORY}/board.index"
os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
os.environ.setdefault("DEBUG", "True")

import django
from django.conf import settings

django.setup()
settings.DEBUG = False
settings.ROOT_URLCONF = "benchmarks.urls"


def get(site, path, query="", etag=None):
    """(status, headers, body) of an address, through all middleware and without a network.

    The client takes gzip, as every browser does.
    """
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT_ENCODING": "gzip"}
    environ["REMOTE_ADDR"] = "127.0.0.1"
    if etag:
        environ["HTTP_IF_NONE_MATCH"] = etag
    setup_testing_defaults(environ)
    head = []
    response = site(environ, lambda status, headers, exc_info=None: head.extend((status, headers)))
    body = b"".join(response)
    response.close()
    return int(head[0].split()[0]), dict(head[1]), body
