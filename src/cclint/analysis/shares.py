"""Work on many files, shared among the processors where that is worth it; what comes of it is the same, in the same order."""

from __future__ import annotations

import itertools
import marshal
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Final

WORTH: Final = 1_000
"""Files for each process: fewer are looked at before another process has begun and said what it has found."""
MOST: Final = 4
"""Processes; reading does not get any faster with more."""


def shared(work: Callable[[range], list[Any]], number: int, worth: int = 0) -> list[Any]:
    """Do something for each of several things.

    Parameters
    ----------
    work: from numbers of things to what comes of each, in their order: constants, and tuples of them.
    number: how many things there are.
    worth: how many of them are worth a process of their own; `WORTH` where nothing is said.

    Returns
    -------
    What comes of each, in order. A process that fails leaves its share to this one.
    """
    count = min(processors(), MOST, number // (worth or WORTH)) if can_fork() else 1
    if count < 2:
        return work(range(number))
    bounds = [number * part // count for part in range(count + 1)]
    ranges = [range(first, last) for first, last in itertools.pairwise(bounds)]
    children = [_forked(work, one) for one in ranges[1:]]
    parts = [work(ranges[0])]
    for one, child in zip(ranges[1:], children):
        found = _received(child)
        parts.append(work(one) if found is None else found)
    return [answer for part in parts for answer in part]


def each(work: Callable[[int], bytes], numbers: Sequence[int], processes: int) -> list[bytes]:
    """Do something for each of several numbers in a process of its own, in their order, so many at a time.

    Returns
    -------
    What comes of each, in that order. What a process fails with is done by this one.
    """
    import select

    answers: dict[int, bytes | None] = {}
    running: dict[int, tuple[int, int, list[bytes]]] = {}  # by pipe
    waiting = deque(numbers)
    while waiting or running:
        while waiting and len(running) < processes:
            number = waiting.popleft()
            child = _forked(lambda one: [work(one[0])], range(number, number + 1))
            answers[number] = None
            if child is not None:
                running[child[1]] = (number, child[0], [])
        for pipe in select.select([*running], [], [])[0] if running else ():
            number, process, chunks = running[pipe]
            chunk = os.read(pipe, 1 << 20)
            if chunk:
                chunks.append(chunk)
                continue
            os.close(pipe)
            del running[pipe]
            if os.waitpid(process, 0)[1] == 0:
                (answers[number],) = marshal.loads(b"".join(chunks))  # noqa: S302 (this very program wrote it)
    return [work(number) if (answer := answers[number]) is None else answer for number in numbers]


def processors() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a copy of this process can go on by itself: elsewhere a new one takes longer to start than it saves."""
    return sys.platform == "linux" and threading.active_count() == 1


def _forked(work: Callable[[range], list[Any]], share: range) -> tuple[int, int] | None:
    """A process that does a share, and the pipe that its answers come from."""
    try:
        reading, writing = os.pipe()
        process = os.fork()
    except OSError:  # too many processes or files: this one does the share itself
        return None
    if process:
        os.close(writing)
        return process, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(marshal.dumps(work(share)))
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be ended twice


def _received(child: tuple[int, int] | None) -> list[Any] | None:
    """What a process has found; None where it has failed."""
    if child is None:
        return None
    process, reading = child
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    _, status = os.waitpid(process, 0)
    found: list[Any] | None = marshal.loads(data) if status == 0 else None  # noqa: S302 (this very program wrote it)
    return found
