"""Does the same with each of many items, in worker processes where that pays."""

import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, get_context, parent_process
from typing import Any, TypeVar

from django.db import connections

Item = TypeVar("Item")
Result = TypeVar("Result")

# One process reads fewer adverts in less than a second.
FEWEST_FOR_WORKERS = 500
MOST_WORKERS = 4
ITEMS_AT_ONCE = 25


def do_all(
    items: Sequence[Item], do: Callable[[Item], Result], processes: int = 0
) -> Iterator[Result]:
    """Yields what comes of each item, in order; does it to many of them in several processes.

    This process is one of them: while it waits for a worker it takes the next items itself, and
    also those of a worker that died. Workers have the items in memory, so only results travel.
    They must not ask the database, and raise RuntimeError if they do.
    """
    workers = (processes or _processes_for(len(items))) - 1
    if not workers:
        yield from map(do, items)
        return
    starts, begun = deque(range(0, len(items), ITEMS_AT_ONCE)), deque[tuple[int, Future[Any]]]()

    def do_here(start: int) -> list[Result]:
        return [do(item) for item in items[start : start + ITEMS_AT_ONCE]]

    with _workers(workers, do_here) as pool:
        while starts or begun:
            while starts and sum(not future.done() for _, future in begun) < 2 * workers:
                begun.append((starts[0], _submit(pool, starts.popleft())))
            if starts and not begun[0][1].done():
                begun.append((starts[0], _done(do_here(starts.popleft()))))
            else:
                start, future = begun.popleft()
                lost = isinstance(future.exception(), BrokenProcessPool)
                yield from (do_here(start) if lost else future.result())


def _submit(pool: ProcessPoolExecutor, start: int) -> Future[Any]:
    try:
        return pool.submit(_do_in_worker, start)
    except BrokenProcessPool as error:
        future: Future[Any] = Future()
        future.set_exception(error)
        return future


def _done(results: list[Any]) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(results)
    return future


def _processes_for(items: int) -> int:
    """Returns in how many processes so many items are taken.

    That is one where a thread runs beside this one: a forked worker would for ever wait for a lock
    that it held. And one elsewhere than on Linux, where forking is not safe.
    """
    is_safe = hasattr(os, "sched_getaffinity") and threading.active_count() == 1
    if items < FEWEST_FOR_WORKERS or not is_safe:
        return 1
    return min(MOST_WORKERS, len(os.sched_getaffinity(0)))


@contextmanager
def _workers(processes: int, do: Callable[[int], list[Any]]) -> Iterator[ProcessPoolExecutor]:
    """Opens workers that begin with what this process has in memory."""
    forked = get_context("fork")
    pool = ProcessPoolExecutor(processes, forked, initializer=_start, initargs=(do,))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


# What a worker does with a batch of items; empty in every other process.
_tasks: list[Callable[[int], list[Any]]] = []


def _start(do: Callable[[int], list[Any]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for each in connections.all():
        each.execute_wrappers.append(_refuse)
    gc.freeze()  # to look through what is there would copy it
    _tasks.append(do)


def _refuse(execute: Any, sql: str, *args: Any) -> None:
    """Keeps a worker from its parent's connection to the database, which would break for both."""
    raise RuntimeError(f"A worker process asked the database: {sql}. Let its parent ask before.")


def _end_with_parent() -> None:
    """Ends this worker when its parent has ended, be it killed."""
    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


def _do_in_worker(start: int) -> list[Any]:
    return _tasks[0](start)
