"""Installing never resolves: each lock holds all that its distributions require."""

import hashlib
import os
import re
import subprocess
from importlib import metadata
from pathlib import Path
from venv import EnvBuilder
from zipfile import ZipFile

import pip
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
# What `make run`, `make test` and `make test-browser` install, one on top of the other.
NAMES = ["requirements", "requirements-dev", "requirements-browser"]
TOGETHER = [NAMES[:1], NAMES[:2], NAMES]


def requirements(text):
    """Returns the requirements that the text of a .in or .txt file lists for this environment."""
    lines = re.findall(r"^\w[^#\\\n]*", text, re.MULTILINE)
    return [r for r in map(Requirement, lines) if not r.marker or r.marker.evaluate()]


def required_by(pin, lines):
    """Returns what a locked distribution requires here, by its metadata's lines."""
    extras = pin.extras or {""}
    return [
        r
        for r in map(Requirement, lines)
        if not r.marker or any(r.marker.evaluate({"extra": extra}) for extra in extras)
    ]


def meets(pin, requirement):
    """Says whether a pin gives the version and the extras that a requirement asks for."""
    (version,) = (s.version for s in pin.specifier)
    return (
        pin.name == canonicalize_name(requirement.name)
        and requirement.specifier.contains(version, prereleases=True)
        and requirement.extras <= pin.extras
    )


def unmet(pins, metadata_lines):
    """Returns (pin, requirement) as text for each requirement of a pin that no pin meets.

    `metadata_lines` gives the Requires-Dist lines of a distribution by its name.
    """
    return [
        (str(pin), str(requirement))
        for pin in pins
        for requirement in required_by(pin, metadata_lines(pin.name) or [])
        if not any(meets(other, requirement) for other in pins)
    ]


def locked(names):
    """Returns the pins of lock files that are installed together."""
    return [r for name in names for r in requirements((ROOT / f"{name}.txt").read_text())]


def not_installed(pins):
    """Returns the pins whose very version is not installed, as text."""
    installed = {(canonicalize_name(d.name), f"=={d.version}") for d in metadata.distributions()}
    return [str(pin) for pin in pins if (pin.name, str(pin.specifier)) not in installed]


@pytest.mark.parametrize("names", TOGETHER, ids=NAMES)
def test_a_lock_meets_each_requirement_of_each_distribution_in_it(names):
    pins = locked(names)
    missing = not_installed(pins)
    if missing and "requirements-browser" in names:
        pytest.skip("The browser lock is not installed here; make test-browser installs it.")
    assert missing == [], "The locked releases are not installed; make test installs them."
    assert unmet(pins, metadata.requires) == []


@pytest.mark.parametrize("names", TOGETHER, ids=NAMES)
def test_a_lock_meets_what_was_asked_for(names):
    asked = requirements((ROOT / f"{names[-1]}.in").read_text())
    pins = locked(names)
    assert [str(r) for r in asked if not any(meets(pin, r) for pin in pins)] == []


def test_the_locks_give_each_distribution_one_version():
    pins = {(pin.name, str(pin.specifier)) for pin in locked(NAMES)}
    assert len(pins) == len({name for name, _ in pins})


MADE_UP = {
    "report": ["coverage[toml]>=7", 'colours; sys_platform == "no-such-system"'],
    "coverage": ['tomli>=2; extra == "toml"', 'sphinx; extra == "docs"'],
    "tomli": [],
}


@pytest.mark.parametrize(
    ("lock", "missing"),
    [
        ("report==1\ncoverage[toml]==7.5\ntomli==2.1", []),
        ("report==1\ncoverage[toml]==7.5", [("coverage[toml]==7.5", 'tomli>=2; extra == "toml"')]),
        ("report==1\ncoverage==7.5\ntomli==2.1", [("report==1", "coverage[toml]>=7")]),
        ("report==1\ncoverage[toml]==6.9\ntomli==2.1", [("report==1", "coverage[toml]>=7")]),
        ('tomli==2.1 ; sys_platform == "no-such-system"\n', []),
    ],
    ids=["whole", "extra's requirement missing", "extra dropped", "too old", "other system"],
)
def test_a_lock_that_lacks_something_is_seen(lock, missing):
    assert unmet(requirements(lock), MADE_UP.get) == missing


class Registry:
    """An index of made-up wheels in a folder, and a project beside it that installs from there."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "Makefile").write_bytes((ROOT / "Makefile").read_bytes())
        # With the pip that is there: installing another takes longer than all the rest.
        EnvBuilder(symlinks=True).create(folder / ".venv")
        (self.packages / "pip").symlink_to(Path(pip.__file__).parent)

    @property
    def packages(self):
        """The folder of what is installed."""
        (folder,) = (self.folder / ".venv").glob("lib/python*/site-packages")
        return folder

    def publish(self, name, version, requires=()):
        """Adds a release; returns the line by which a lock asks for it."""
        folder = self.folder / "index" / name
        folder.mkdir(parents=True, exist_ok=True)
        wheel = folder / f"{name}-{version}-py3-none-any.whl"
        requires = "".join(f"Requires-Dist: {line}\n" for line in requires)
        head = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        with ZipFile(wheel, "w") as archive:
            info = f"{name}-{version}.dist-info"
            archive.writestr(f"{info}/METADATA", head + requires)
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", "")
        links = (f'<a href="{path.name}">{path.name}</a>' for path in folder.glob("*.whl"))
        (folder / "index.html").write_text("\n".join(links))
        return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}"

    def install(self, *lock):
        """Runs `make install` on a lock of these lines; returns the finished process."""
        (self.folder / "requirements.txt").write_text("\n".join(lock))
        return subprocess.run(
            ["make", "install"],
            cwd=self.folder,
            env={
                "PATH": os.environ["PATH"],
                "PIP_CONFIG_FILE": os.devnull,
                "PIP_INDEX_URL": (self.folder / "index").as_uri(),
            },
            capture_output=True,
            text=True,
        )

    def installed(self):
        """Returns the version of each made-up distribution that is installed."""
        names = {path.name for path in (self.folder / "index").iterdir()}
        found = metadata.distributions(path=[str(self.packages)])
        return {d.name: d.version for d in found if d.name in names}


def test_only_the_locked_releases_are_installed_when_newer_ones_are_out(tmp_path):
    registry = Registry(tmp_path)
    report = registry.publish("report", "1.0", ["coverage[toml]>=1"])
    coverage = registry.publish("coverage", "1.0", ['tomli>=1; extra == "toml"'])
    tomli = registry.publish("tomli", "1.0")
    for name in ("report", "coverage", "tomli"):
        registry.publish(name, "2.0")

    lacking = registry.install(report)
    assert lacking.returncode != 0
    assert "report 1.0 requires coverage, which is not installed" in lacking.stdout
    assert registry.installed() == {"report": "1.0"}

    whole = registry.install(report, coverage.replace("==", "[toml]=="), tomli)
    assert whole.returncode == 0, whole.stderr
    assert registry.installed() == {"report": "1.0", "coverage": "1.0", "tomli": "1.0"}
