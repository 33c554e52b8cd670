"""The registry of source kinds.

To add one: write a module with a LABEL, a `parse` and a `read_row`, add its line to ADAPTERS, save
one payload of it under tests/data with a test.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from ..records import Parsed, RawListing
from . import ashby, greenhouse, lever
from . import csv_table as csv_file


class Adapter(Protocol):
    """What a source kind's module offers."""

    LABEL: str

    def parse(self, payload: bytes) -> Parsed:
        """Return what the payload holds; raise PayloadError when it is of another kind."""
        ...

    def read_row(self, row: Mapping[str, Any]) -> RawListing:
        """Return what one of the payload's rows holds; fields that it lacks are empty."""
        ...


class UnknownKind(LookupError):
    """No adapter has this name; says which ones there are."""


ADAPTERS: dict[str, Adapter] = {
    "ashby": ashby,
    "csv": csv_file,
    "greenhouse": greenhouse,
    "lever": lever,
}


def get_adapter(kind: str) -> Adapter:
    """Return the adapter registered under this kind, or raise UnknownKind."""
    try:
        return ADAPTERS[kind]
    except KeyError:
        known = ", ".join(sorted(ADAPTERS))
        raise UnknownKind(
            f"No adapter is called {kind!r}. Known kinds: {known}. "
            "Choose one of them, or register a new one in jobs/importing/adapters.py."
        ) from None


def adapter_choices() -> list[tuple[str, str]]:
    """Return (kind, label) of every adapter, by label, for a form's choices."""
    choices = [(kind, adapter.LABEL) for kind, adapter in ADAPTERS.items()]
    return sorted(choices, key=lambda choice: choice[1])
