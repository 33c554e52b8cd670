"""Builds an index: from all open listings, or sooner from an older index and what changed since.

Reading a million listings takes most of the time of building. So where the log of changes still
tells what an older index lacks, only that is read.
"""

import logging
import shutil
import subprocess
import sys
from contextlib import contextmanager

import numpy as np
from django.conf import settings
from django.db import connection

from . import changes, index_file
from .clock import this_minute
from .columns import as_array
from .index import COLUMNS, Index
from .snapshot import FacetValues, Snapshot, read_ends, read_snapshot

try:
    from fcntl import LOCK_EX, flock
except (
    ImportError
):  # Windows: two processes may then build at the same time, which only takes time.
    LOCK_EX, flock = None, lambda file, operation: None

# A stored index that lacks at most so many lines of the log is as good as a new one.
NEAR_LINES = 2_000
# A process that builds for longer is taken for dead.
BUILD_SECONDS = 300
# Visitors are answered meanwhile, so they come first. Windows has no such program.
GENTLY = [nice, "-n", "5"] if (nice := shutil.which("nice")) else []

logger = logging.getLogger(__name__)


def build(at):
    """Returns (Index, Head or None) of all listings that are open at a moment."""
    # The log will tell again what is written while this reads.
    head = changes.head(connection)
    return Index.of(read_snapshot(at), at), head


def renew(index, head, at):
    """Returns (Index, Head) of a stored index with its head and what changed since; else None.

    The older index is used up. What changed is put behind it; a worn one is numbered anew, which
    takes several times as long.
    """
    if at < index.at:
        return None
    # Reading listings by their ids is no longer quicker where half of them changed.
    many = max(index.built // 2, changes.BESIDE.listings)
    news = changes.since(head, connection, changes.Limits(10 * many, many, 2 * many))
    if news is None:
        return None
    index.expire(at)
    changed = to_read_again(index, news, at)
    index.remove(changed)
    new = read_snapshot(at, changed)
    if index.is_worn:
        return Index.of(joined(snapshot_of(index), new), at), news.head
    index.extend_by(new)
    return index, news.head


def to_read_again(index, news, at):
    """Moves the ends of listings that were only confirmed; returns the ids of all others."""
    changed = set(news.listings)
    if news.seen:
        open_pks, ends = read_ends(at, news.seen)
        reopened = index.extend(open_pks, ends).tolist()
        changed |= {*reopened, *(news.seen - set(open_pks.tolist()))}
    return changed


def snapshot_of(index):
    """Returns the Snapshot of the live listings of an index, without asking the database."""
    slots = as_array(index.live)
    slots = slots[np.argsort(index.pk[slots])]
    rows = np.zeros(index.size, np.int64)
    rows[slots] = np.arange(len(slots))
    columns = {name: getattr(index, name)[slots] for name in COLUMNS}
    facets = {}
    for name, column in index.facets.items():
        owners, codes = column.forward.pairs(slots)
        used = np.flatnonzero(np.bincount(codes, minlength=len(column.values)))
        numbers = np.zeros(len(column.values), np.int64)
        numbers[used] = np.arange(len(used))
        distinct = [column.values[code] for code in used.tolist()]
        facets[name] = FacetValues(rows[owners], distinct, numbers[codes])
    return Snapshot(**columns, facets=facets)


def joined(first, second):
    """Returns the Snapshot of the listings of two, which have none in common."""
    order = np.argsort(np.concatenate((first.pk, second.pk)), kind="stable")
    rows = np.zeros(len(order), np.int64)
    rows[order] = np.arange(len(order))
    columns = {
        name: np.concatenate((getattr(first, name), getattr(second, name)))[order]
        for name in COLUMNS
    }
    facets = {
        name: _joined(first.facets[name], second.facets[name], rows, len(first.pk))
        for name in first.facets
    }
    return Snapshot(**columns, facets=facets)


def _joined(first, second, rows, many):
    """Returns FacetValues of both; `rows` are the new rows, of which `many` are the first's.

    Both are in the order of their rows, so inserting is enough; sorting takes three times as long.
    """
    owners, added = rows[first.rows], rows[many + second.rows]
    at = np.searchsorted(owners, added)
    return FacetValues(
        np.insert(owners, at, added),
        [*first.distinct, *second.distinct],
        np.insert(first.numbers, at, len(first.distinct) + second.numbers),
    )


# --- the stored index --------------------------------------------------------------------------


def newest(at, *, apart=False, lines=None, takes_worn=True):
    """Returns an (Index, Head) that lacks few lines of the log: the stored one or a new one.

    The stored one is taken if it lacks at most so many `lines`, NEAR_LINES if none are given, a
    worn one only with `takes_worn`; a new one is stored. With `apart` another process makes it, and
    this one only where that fails.
    """
    if not settings.INDEX_SNAPSHOT:
        return build(at)
    with _alone():
        # Another process may have built, and the minute have changed, while this one waited.
        found = stored(max(at, this_minute()))
        if found and _is_enough(found[1], found[0].is_worn, takes_worn, lines):
            return found
        made = build_apart() and stored(max(at, this_minute())) if apart else None
        return made or make(at)


def store_newest(begin, *, takes_worn):
    """Lets a process of its own store an index that lacks few lines, unless there is one.

    It calls begin() before; who asks meanwhile in another process waits, and finds that done. A
    worn one is enough only with `takes_worn`. Without it nobody waits, and begin() is called when
    there is a better one: it would be called for ever where none can be stored.
    """
    if not settings.INDEX_SNAPSHOT:
        begin()
        return
    with _alone():
        if _is_stored(takes_worn):
            return
        if takes_worn:
            begin()
            build_apart()
        elif build_apart() and _is_stored(takes_worn):
            begin()


def make(at):
    """Returns a new (Index, Head), which is stored: the stored one renewed, or built from all."""
    found = stored(at)
    made = (renew(*found, at) if found else None) or build(at)
    _store(*made)
    return made


def build_apart():
    """Stores a new index by a process of its own; returns whether that was done.

    What building takes, three times what is kept, ends with that process.
    """
    command = [*GENTLY, sys.executable, "-m", "django", "build_index", "--verbosity=0"]
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=BUILD_SECONDS,
        )
    except (OSError, subprocess.SubprocessError) as error:
        logger.warning("The board's index is built here, not apart: %s.", error)
        return False
    if done.returncode:
        logger.warning("The board's index is built here, not apart:\n%s", done.stderr)
    return done.returncode == 0


def stored(at):
    """Returns the stored (Index, Head), if any, that fits this code, the log and the clock."""
    path = settings.INDEX_SNAPSHOT
    if not path:
        return None
    try:
        index, head = index_file.load(path, connection)
    except FileNotFoundError:
        return None
    except (index_file.Unfit, OSError) as error:
        logger.warning("%s is not used: %s.", path, error)
        return None
    if not changes.is_in_log(head, connection):
        logger.warning("%s is not used: the log of changes does not have its moment.", path)
        return None
    if index.at > at:
        logger.warning("%s is not used: it was made later than now.", path)
        return None
    return index, head


def _is_stored(takes_worn):
    """Says whether the stored index, which is not taken here, is what newest() would take."""
    try:
        head, is_worn = index_file.state(settings.INDEX_SNAPSHOT, connection)
        return _is_enough(head, is_worn, takes_worn)
    except (index_file.Unfit, OSError):
        return False


def _is_enough(head, is_worn, takes_worn, lines=None):
    """Says whether an index with a Head lacks few lines of the log, and may be as worn as it is."""
    limits = changes.BESIDE._replace(lines=NEAR_LINES if lines is None else lines)
    return (takes_worn or not is_worn) and changes.since(head, connection, limits) is not None


def _store(index, head):
    """Stores an index; where that fails the next start takes longer, and nothing else."""
    if head is None:
        return
    try:
        index_file.save(settings.INDEX_SNAPSHOT, index, head, connection)
    except OSError as error:
        logger.warning("The board's index is not stored: %s.", error)


@contextmanager
def _alone():
    """Waits until no other process builds; where no lock can be made, it does not wait."""
    try:
        file = open(f"{settings.INDEX_SNAPSHOT}.lock", "w")  # noqa: SIM115
    except OSError:
        yield
        return
    with file:
        flock(file, LOCK_EX)
        yield
