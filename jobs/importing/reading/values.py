"""Reads many adverts into their values, in worker processes where that pays. No models."""

import logging
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process

from ..records import RawListing, Unreadable
from .normalise import ListingValues, Vocabulary, normalise

logger = logging.getLogger(__name__)

# No advert is longer; what is, would be kept three times over.
LONGEST_BODY = 200_000
# No other field of an advert has so many; some of their readers would take minutes.
LONGEST_FIELD = 5_000
# Closing what an advert leaves open may make more of it than it was.
LONGEST_CLEAN_BODY = 1_000_000
NO_READER = "Something in it is like in no other advert, so it was not read. The log says more."

# What came of one advert: its values, or None and the reason.
Read = tuple[ListingValues | None, str]


def read_values(raw: RawListing, vocabulary: Vocabulary) -> Read:
    """Returns the values of an advert, or None and in a sentence why it has none; never raises."""
    if reason := _too_long(raw):
        return None, reason
    try:
        values = normalise(raw, vocabulary)
    except Unreadable as error:
        return None, str(error)
    except Exception:
        logger.exception("Advert %s could not be read.", raw.external_id)
        return None, NO_READER
    if len(values.body_html) > LONGEST_CLEAN_BODY:
        return None, f"Its description comes to more than {LONGEST_CLEAN_BODY:,} characters."
    return values, ""


def _too_long(raw: RawListing) -> str:
    """Returns a sentence on a field that is longer than adverts are; "" where none is."""
    if len(raw.body_html) > LONGEST_BODY:
        return f"Its description is longer than {LONGEST_BODY:,} characters."
    texts = {name: value for name, value in vars(raw).items() if isinstance(value, str)}
    long = [name for name, text in texts.items() if len(text) > LONGEST_FIELD]
    names = [name.replace("_", " ") for name in long if name != "body_html"]
    return f"Its {names[0]} is longer than {LONGEST_FIELD:,} characters." if names else ""


# --- in worker processes -----------------------------------------------------------------------

# Starting workers costs about as much as reading so many adverts.
FEWEST_FOR_WORKERS = 1_000
MOST_WORKERS = 4
ADVERTS_AT_ONCE = 40


def read_all(
    raws: Sequence[RawListing], vocabulary: Vocabulary, processes: int = 0
) -> Iterator[Read]:
    """Yields what came of each advert, in order; reads many of them in several processes.

    What workers that died have not read is read here.
    """
    processes = processes or _processes_for(len(raws))
    done = 0
    if processes > 1:
        try:
            with _workers(processes, vocabulary) as pool:
                for batch in pool.map(_read_batch, _batches(raws)):
                    for read in batch:
                        done += 1
                        yield read
        except BrokenProcessPool:
            logger.exception("A worker died; the rest is read without workers.")
    yield from (read_values(raw, vocabulary) for raw in raws[done:])


def _processes_for(adverts: int) -> int:
    if adverts < FEWEST_FOR_WORKERS:
        return 1
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)))


def _batches(raws: Sequence[RawListing]) -> Iterable[Sequence[RawListing]]:
    starts = range(0, len(raws), ADVERTS_AT_ONCE)
    return [raws[start : start + ADVERTS_AT_ONCE] for start in starts]


@contextmanager
def _workers(processes: int, vocabulary: Vocabulary) -> Iterator[ProcessPoolExecutor]:
    """Opens workers that share nothing with this process: no connection, no lock, no thread."""
    fresh = get_context("spawn")
    pool = ProcessPoolExecutor(processes, fresh, initializer=_start, initargs=(vocabulary,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


# What a worker reads with; empty in every other process.
_vocabularies: list[Vocabulary] = []


def _start(vocabulary: Vocabulary) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _vocabularies.append(vocabulary)


def _end_with_parent() -> None:
    """Ends this worker when its parent has ended, be it killed."""
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _read_batch(raws: Sequence[RawListing]) -> list[Read]:
    return [read_values(raw, _vocabularies[0]) for raw in raws]
