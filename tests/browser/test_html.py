"""All page kinds at the W3C's own checker, where Java and its jar are there."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.test_public_pages import PAGES, address_of

JAR = Path(__file__).parents[2] / "var" / "vnu.jar"


@pytest.mark.skipif(not (JAR.exists() and shutil.which("java")), reason="needs Java and vnu.jar")
def test_every_page_is_valid_html(site, open_page, client, tmp_path):
    for name in PAGES:
        response = client.get(address_of("", name))
        (tmp_path / f"{name}.html").write_bytes(response.content)
    checked = subprocess.run(
        ["java", "-jar", JAR, "--errors-only", *sorted(tmp_path.glob("*.html"))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
