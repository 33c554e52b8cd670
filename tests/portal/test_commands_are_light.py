"""Commands import only what they need: numpy, requests, Pillow and the like take long."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

HEAVY = {"numpy", "pyroaring", "requests", "urllib3", "lxml", "PIL"}
COMMANDS = ["check", "prepare_site"]
SAY_WHAT_IS_IMPORTED = """
import sys
from django.core.management import execute_from_command_line
for command in sys.argv[1:]:
    execute_from_command_line(["manage.py", command])
    print("imported:", *sys.modules)
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """{command: the modules imported until its end} of commands in one process, one by one."""
    folder = tmp_path_factory.mktemp("site")
    own = {
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "INDEX_SNAPSHOT": str(folder / "board.index"),
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "DEBUG": "True",
    }
    done = subprocess.run(
        [sys.executable, "-c", SAY_WHAT_IS_IMPORTED, *COMMANDS],
        cwd=settings.BASE_DIR,
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if line.startswith("imported: ")]
    return dict(zip(COMMANDS, (set(line.split()) for line in lines), strict=True))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_imports_no_library_that_it_does_not_need(command, imported):
    assert "jobs.models" in imported[command]
    assert imported[command] & HEAVY == set()
