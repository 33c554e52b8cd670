"""The migrations that have landed, by their hashes; they never change again."""

from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# In the form of sha256sum, which can check it: sha256sum --check tests/landed/migrations.sha256
RECORD = Path(__file__).parent / "migrations.sha256"


def on_disk(root=ROOT):
    """Returns the hash of each migration of this site, by its path."""
    paths = sorted(root.glob("*/migrations/[0-9]*.py"))
    return {
        path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths
    }


def landed():
    """Returns the same of the migrations that have landed."""
    lines = RECORD.read_text(encoding="utf-8").splitlines() if RECORD.exists() else []
    pairs = (line.split("  ", maxsplit=1) for line in lines)
    return {path: digest for digest, path in pairs}


def changed(landed, on_disk):
    """Returns a sentence for each landed migration that is not on disk as it landed."""
    return [
        f"{path} has landed, and {'was changed' if path in on_disk else 'is gone'}: "
        "bring it back as it was, and add a new migration instead."
        for path, digest in landed.items()
        if on_disk.get(path) != digest
    ]


def record(hashes):
    """Writes the hashes down as those of landed migrations."""
    lines = (f"{digest}  {path}\n" for path, digest in sorted(hashes.items()))
    RECORD.write_text("".join(lines), encoding="utf-8")
