"""The bytes of a source, from a file here or from its address (fetch.py)."""

from dataclasses import dataclass
from pathlib import Path


class SourceUnavailable(Exception):
    """A source could not be read; says in one sentence which, why, and what to do.

    `retry_after` is how many seconds it asks us to stay away.
    """

    def __init__(self, words, retry_after=0):
        super().__init__(words)
        self.retry_after = retry_after


@dataclass(frozen=True)
class Fetched:
    """The bytes of an address, None if they are the known ones, with their validators."""

    content: bytes | None = None
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False


def read_file(path):
    """Returns the bytes of a file. Raises SourceUnavailable when it cannot be read."""
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise SourceUnavailable(f"There is no file {path}. Check the path.") from None
    except OSError as error:
        raise SourceUnavailable(f"The file {path} cannot be read: {error.strerror}.") from None
