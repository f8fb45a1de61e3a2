"""Work spread over processes, one chunk at a time, that survives the death of a worker.

`concurrent.futures.ProcessPoolExecutor` loses a whole run with one worker (measured: 472 of 600 items). Here each
worker has a pipe of its own, so that it is known which chunk it died on: that chunk is cut in two and tried again,
until the one item that kills its reader stands alone and is given back as `Died`. A worker that takes too long over its
chunk is ended and counts as dead.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, TypeVar

from dateline.errors import ConfigError

_MOST_STILLBORN = 3  # workers in one run that die before they are ready: something is wrong with the installation
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class Died(Generic[_Item]):
    """An item on which a worker died twice, alone: ``exitcode`` is negative for a signal, ``slow`` for too long."""

    item: _Item
    exitcode: int | None
    slow: bool = False


@dataclass(frozen=True, slots=True)
class Crew:
    """How work is spread.

    Attributes:
        workers: Processes; 0 works in this one.
        chunk: Items handed over at a time.
        seconds: The longest that one item may take on average over its chunk, at least; a worker that takes longer is
            ended.
    """

    workers: int = 0
    chunk: int = 16
    seconds: float = 120.0


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    chunk: list[Any] | None = None
    tries: int = 0
    until: float = 0.0
    ready: bool = False


def work(
    function: Callable[[Sequence[_Item]], Sequence[_Result]], items: Iterator[_Item], crew: Crew
) -> Iterator[list[_Result | Died[_Item]]]:
    """Apply a function to chunks of items.

    Args:
        function: Importable by name, or a `functools.partial` of such a one; gives a result for each item of a chunk.
        items: Drawn as workers become free, so that not all need be in memory.
        crew: How many processes, and how much at a time.

    Yields:
        The results of each chunk, as chunks are done; chunks of one worker in order, of several in any.

    Raises:
        ConfigError: No worker can be started.
    """
    if crew.workers <= 0:
        while chunk := _take(items, crew.chunk):
            yield list(function(chunk))
        return
    yield from _Pool(function, items, crew).run()


def _take(items: Iterator[_Item], most: int) -> list[_Item]:
    found = []
    for item in items:
        found.append(item)
        if len(found) == most:
            break
    return found


class _Pool:
    """The workers of one `work`, with what each has in hand."""

    def __init__(self, function: Callable[[Sequence[Any]], Sequence[Any]], items: Iterator[Any], crew: Crew) -> None:
        self.function = function
        self.items = items
        self.crew = crew
        self.again: deque[tuple[list[Any], int]] = deque()  # chunks that a worker died on, with how often
        self.workers: list[_Worker] = []
        self.stillborn = 0

    def run(self) -> Iterator[list[Any]]:
        try:
            while self._hand_out():
                yield from self._collect()
        finally:
            for worker in self.workers:
                worker.process.kill()
                worker.process.join()
                worker.pipe.close()

    def _hand_out(self) -> bool:
        """Give every free worker a chunk, with new workers where there are too few; whether any has one."""
        free = [worker for worker in self.workers if worker.chunk is None]
        while free or len(self.workers) < self.crew.workers:
            chunk, tries = self.again.popleft() if self.again else (_take(self.items, self.crew.chunk), 0)
            if not chunk:
                break
            if free:
                worker = free.pop(0)
            else:
                worker = self._start()
                self.workers.append(worker)
            self._give(worker, chunk, tries)
        return any(worker.chunk is not None for worker in self.workers)

    def _give(self, worker: _Worker, chunk: list[Any], tries: int) -> None:
        worker.chunk, worker.tries = chunk, tries
        # A clock that only decides when to give up on a worker: no result depends on it.
        worker.until = time.monotonic() + 60 + self.crew.seconds * len(chunk)
        # One that is dead already is found so below, and its chunk is given to another.
        with suppress(BrokenPipeError, ConnectionError):
            worker.pipe.send(chunk)

    def _collect(self) -> Iterator[list[Any]]:
        """Wait for a worker to be done, to die or to run out of time."""
        busy = [worker for worker in self.workers if worker.chunk is not None]
        left = max(0.0, min(worker.until for worker in busy) - time.monotonic())
        ready = set(wait([w.pipe for w in busy] + [w.process.sentinel for w in busy], timeout=left))
        for worker in busy:
            if worker.pipe in ready:
                try:
                    done = worker.pipe.recv()
                except (EOFError, ConnectionError):
                    yield from self._bury(worker, slow=False)
                    continue
                if isinstance(done, BaseException):
                    raise done
                if done is None:
                    worker.ready = True
                    continue
                worker.chunk = None
                yield done
            elif worker.process.sentinel in ready:
                yield from self._bury(worker, slow=False)
            elif time.monotonic() >= worker.until:
                yield from self._bury(worker, slow=True)

    def _bury(self, worker: _Worker, *, slow: bool) -> Iterator[list[Any]]:
        """Take leave of a worker; its chunk is tried again, in halves, and given up when it is one item tried twice."""
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self.workers.remove(worker)
        chunk = worker.chunk or []
        if not worker.ready:  # it died before it had seen the chunk, which is not at fault
            self.stillborn += 1
            if self.stillborn >= _MOST_STILLBORN:
                how = f"worker processes end as they start (exit code {worker.process.exitcode})"
                raise ConfigError(f"{how}; use --workers 0 to read in one process, and tell us")
            self.again.appendleft((chunk, worker.tries))
            return
        if len(chunk) > 1:
            half = len(chunk) // 2
            self.again.extend([(chunk[:half], 0), (chunk[half:], 0)])
        elif worker.tries == 0:
            self.again.append((chunk, 1))
        else:
            yield [Died(chunk[0], worker.process.exitcode, slow)]

    def _start(self) -> _Worker:
        # A new interpreter, not a copy of this one: threads and an open database do not survive a fork.
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(self.function, theirs), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _serve(function: Callable[[Sequence[Any]], Sequence[Any]], pipe: Connection) -> None:
    """A worker's life: chunks in, results out, until the pipe closes or the process that started it is gone."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    pipe.send(None)  # ready
    while True:
        try:
            chunk = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            done: object = list(function(chunk))
        except KeyboardInterrupt:
            return
        except Exception as error:
            done = error
        pipe.send(done)


def _follow_parent() -> None:
    """End with the parent, even one that was killed and could say nothing."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
