"""What a pull says of itself: its receipt in the database, in words and for machines."""

from typing import Any

from django.utils import timezone

from ..models import Pull
from .plan import Plan

# What a receipt names of each thing that a held pull would do.
MAX_NAMES_OF_A_KIND = 50
TAKEN_IN = ("new", "changed", "reopened")


def finish(pull: Pull, state: Pull.State, problems: str = "", **values: Any) -> None:
    """Completes and saves the receipt of a pull."""
    pull.state, pull.problems, pull.finished_at = state, problems, timezone.now()
    for name, value in values.items():
        setattr(pull, name, value)
    pull.save()


def in_lines(*texts: str) -> str:
    """Returns the texts that are not empty, one below the other."""
    return "\n".join(filter(None, texts))


def counts_with(pull: Pull, plan: Plan) -> dict[str, int]:
    """Returns a plan's numbers, with those of what its pull took in before it was accepted."""
    counts = plan.counts()
    if pull.state == Pull.State.HELD:
        counts |= {name: counts[name] + getattr(pull, name) for name in TAKEN_IN}
        counts["unchanged"] = pull.unchanged
    return counts


def would_close(plan: Plan) -> str:
    """Names each listing that a plan closes, as `would_change` does."""
    return _named({"Closed": [f"{row.number} {row.title}" for row in plan.closing]})


def would_change(plan: Plan) -> str:
    """Names each listing that a plan touches, one a line, at most MAX_NAMES_OF_A_KIND of a kind."""
    kinds = {
        "New": [f"{draft.number} {draft.listing.title}" for draft in plan.new],
        "Changed": [
            f"{each.stored.number} {each.stored.title} ({', '.join(sorted(each.fields))})"
            for each in plan.changes
        ],
        "Closed": [f"{row.number} {row.title}" for row in plan.closing],
        "Reopened": [f"{row.number} {row.title}" for row in plan.returning],
    }
    return _named(kinds)


def _named(kinds: dict[str, list[str]]) -> str:
    lines = []
    for kind, names in kinds.items():
        lines += [f"{kind}: {name}" for name in names[:MAX_NAMES_OF_A_KIND]]
        if len(names) > MAX_NAMES_OF_A_KIND:
            lines.append(f"{kind}: {len(names) - MAX_NAMES_OF_A_KIND:,} more")
    return "\n".join(lines)


def receipt(pull: Pull) -> str:
    """Says what a pull did, in words."""
    state = pull.get_state_display().lower()
    if pull.state == Pull.State.HELD:
        return f"{pull.source}: {_counts(pull)}; closings {state}. {pull.problems}"
    if pull.state != Pull.State.GOOD:
        return f"{pull.source}: {state}. {pull.problems}"
    listings = pull.source.listings.open()
    matched = listings.exclude(role=None).count()
    return (
        f"{pull.source}: {_counts(pull)}. "
        f"Open now: {listings.count()}, {matched} of them matched to a role."
    )


def forecast(pull: Pull) -> str:
    """Says what a dry run has found, in words."""
    if pull.state == Pull.State.GOOD:
        words = f"would be {_counts(pull)}."
    elif pull.state == Pull.State.HELD:
        state = pull.get_state_display().lower()
        words = f"would be {_counts(pull)}; closings {state}. {pull.problems}"
    else:
        words = f"would be {pull.get_state_display().lower()}. {pull.problems}"
    return in_lines(f"{pull.source}: {words}", pull.would_change, "Dry run: nothing was written.")


def report(pull: Pull) -> dict[str, Any]:
    """Returns what a pull did, for machines."""
    return {
        "source": pull.source.name,
        "created": pull.new,
        "updated": pull.changed,
        "unchanged": pull.unchanged,
        "closed": pull.closed,
        "reopened": pull.reopened,
        "held": pull.held,
        "refused": pull.refused,
        "problems": pull.problems.splitlines(),
    }


def _counts(pull: Pull) -> str:
    left_out = f", {pull.left_out} left out" if pull.left_out else ""
    return (
        f"{pull.new} new, {pull.changed} changed, {pull.closed} closed, "
        f"{pull.unchanged} unchanged, {pull.reopened} reopened, {pull.refused} refused{left_out}"
    )
