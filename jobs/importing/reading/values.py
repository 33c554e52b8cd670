"""Reads many adverts into their values, in worker processes where that pays. No models."""

import gc
import logging
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process

from ..records import RawListing, Unreadable
from .gazetteer import gazetteer
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

# One process reads fewer in less than a second.
FEWEST_FOR_WORKERS = 500
MOST_WORKERS = 4
ADVERTS_AT_ONCE = 25

Reading = Future[list[Read]]


def read_all(
    raws: Sequence[RawListing], vocabulary: Vocabulary, processes: int = 0
) -> Iterator[Read]:
    """Yields what came of each advert, in order; reads many of them in several processes.

    This process is one of them: while it waits for a worker it reads the next adverts itself, and
    also those of a worker that died.
    """
    workers = (processes or _processes_for(len(raws))) - 1
    if not workers:
        yield from _read_batch(raws, vocabulary)
        return
    batches, begun = deque(_batches(raws)), deque[tuple[Sequence[RawListing], Reading]]()
    with _workers(workers, vocabulary) as pool:
        while batches or begun:
            while batches and sum(not reading.done() for _, reading in begun) < 2 * workers:
                begun.append((batches[0], _submit(pool, batches.popleft())))
            if batches and not begun[0][1].done():
                begun.append((batches[0], _read_here(batches.popleft(), vocabulary)))
            else:
                batch, reading = begun.popleft()
                lost = isinstance(reading.exception(), BrokenProcessPool)
                yield from (_read_batch(batch, vocabulary) if lost else reading.result())


def _read_batch(raws: Sequence[RawListing], vocabulary: Vocabulary) -> list[Read]:
    return [read_values(raw, vocabulary) for raw in raws]


def _read_here(batch: Sequence[RawListing], vocabulary: Vocabulary) -> Reading:
    reading: Reading = Future()
    reading.set_result(_read_batch(batch, vocabulary))
    return reading


def _submit(pool: ProcessPoolExecutor, batch: Sequence[RawListing]) -> Reading:
    try:
        return pool.submit(_read_in_worker, batch)
    except BrokenProcessPool as error:
        reading: Reading = Future()
        reading.set_exception(error)
        return reading


def _processes_for(adverts: int) -> int:
    """Returns in how many processes so many adverts are read.

    That is one where a thread runs beside this one: a forked worker would for ever wait for a lock
    that it held. And one elsewhere than on Linux, where forking is not safe.
    """
    is_safe = hasattr(os, "sched_getaffinity") and threading.active_count() == 1
    if adverts < FEWEST_FOR_WORKERS or not is_safe:
        return 1
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)))


def _batches(raws: Sequence[RawListing]) -> list[Sequence[RawListing]]:
    starts = range(0, len(raws), ADVERTS_AT_ONCE)
    return [raws[start : start + ADVERTS_AT_ONCE] for start in starts]


@contextmanager
def _workers(processes: int, vocabulary: Vocabulary) -> Iterator[ProcessPoolExecutor]:
    """Opens workers that begin with what this process has in memory.

    They use none of its connections to the database: what reads adverts knows no models.
    """
    gazetteer()  # is there before they are forked, so that they share it
    forked = get_context("fork")
    pool = ProcessPoolExecutor(processes, forked, initializer=_start, initargs=(vocabulary,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


# What a worker reads with; empty in every other process.
_vocabularies: list[Vocabulary] = []


def _start(vocabulary: Vocabulary) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # to look through what is there would copy it
    _vocabularies.append(vocabulary)


def _end_with_parent() -> None:
    """Ends this worker when its parent has ended, be it killed."""
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _read_in_worker(raws: Sequence[RawListing]) -> list[Read]:
    return _read_batch(raws, _vocabularies[0])
