"""Commands import only what they need: numpy, requests, Pillow and the like take long."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

HEAVY = {"numpy", "pyroaring", "requests", "urllib3", "lxml", "PIL"}
SAY_WHAT_IS_IMPORTED = """
import sys
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
print("imported:", *sys.modules)
"""


def imported_by(*command, folder):
    """Returns the names of all modules that a command has imported, on a database of its own."""
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "INDEX_SNAPSHOT": str(folder / "board.index"),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEBUG": "True",
    }
    done = subprocess.run(
        [sys.executable, "-c", SAY_WHAT_IS_IMPORTED, *command],
        cwd=settings.BASE_DIR,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("imported:")[2].split())


@pytest.mark.parametrize("command", [["check"], ["prepare_site"]], ids=" ".join)
def test_a_command_imports_no_library_that_it_does_not_need(command, tmp_path):
    imported = imported_by(*command, folder=tmp_path)
    assert "jobs.models" in imported
    assert imported & HEAVY == set()
