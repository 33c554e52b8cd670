"""The registry of source kinds.

To add one: write a module that offers what Adapter says, add its line to ADAPTERS, save one payload
of it under tests/data with a test.
"""

from collections.abc import Mapping
from typing import Any, Protocol

from ..records import Parsed, RawListing
from . import ashby, csv_table, greenhouse, lever


class Adapter(Protocol):
    """What a source kind's module offers."""

    LABEL: str  # what editors call the kind
    LOOKS_LIKE: str  # how messages describe a payload of the kind, with its signs

    def recognises(self, answer: Any) -> bool:
        """Says whether a payload is of the kind: `answer` is its JSON, or else its bytes."""
        ...

    def parse(self, payload: bytes) -> Parsed:
        """Returns what the payload holds; raises PayloadError when it is of another kind."""
        ...

    def read_row(self, row: Mapping[str, Any]) -> RawListing:
        """Returns what one of the payload's rows holds; fields that it lacks are empty."""
        ...


class UnknownKind(LookupError):
    """No adapter has this name; says which ones there are."""


ADAPTERS: dict[str, Adapter] = {
    "ashby": ashby,
    "csv": csv_table,
    "greenhouse": greenhouse,
    "lever": lever,
}


def get_adapter(kind: str) -> Adapter:
    """Returns the adapter of this kind; raises UnknownKind where there is none."""
    try:
        return ADAPTERS[kind]
    except KeyError:
        known = ", ".join(sorted(ADAPTERS))
        raise UnknownKind(
            f"No adapter is called {kind!r}. Known kinds: {known}. "
            "Choose one of them, or register a new one in jobs/importing/adapters/__init__.py."
        ) from None


def adapter_choices() -> list[tuple[str, str]]:
    """Returns (kind, label) of every adapter, by label, for a form's choices."""
    choices = [(kind, adapter.LABEL) for kind, adapter in ADAPTERS.items()]
    return sorted(choices, key=lambda choice: choice[1])
