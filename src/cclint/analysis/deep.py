"""Room for the evaluator, whose recursion follows that of the program that it reads."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
STACK = 256 << 20
"""Bytes of stack."""
DEEP = 30_000
ROOM = 4_200_000
"""Slots of the frame that the evaluator is called from.

Python (3.11 and later) keeps frames in chunks of 16 kB, and gives a chunk back to the system as soon as the first frame in
it is left: where recursion goes up and down across such a border, each call there maps and unmaps memory. A frame that
does not fit gets a chunk of its own, of the next power of two, and what is called from it uses the rest of that. Nothing
of it is touched before it is needed.
"""


def deeply(work: Callable[..., Answer], *arguments: object) -> Answer:
    """Call something in a thread with room for deep recursion, and without searching its many objects for garbage: values
    form few circles, and a search through all of them takes a tenth of the run and finds nothing.

    Parameters
    ----------
    work: what is called with the arguments.

    Raises
    ------
    BaseException: whatever the work raises.
    """
    result: list[Answer] = []
    failure: list[BaseException] = []

    def attempt() -> None:
        try:
            result.append(work(*arguments))
        except BaseException as error:  # noqa: BLE001 (it goes on to the caller, from its own thread)
            failure.append(error)

    before, limit, collecting = threading.stack_size(), sys.getrecursionlimit(), gc.isenabled()
    gc.disable()
    threading.stack_size(STACK)
    sys.setrecursionlimit(DEEP)
    try:
        thread = threading.Thread(target=_roomy, args=(attempt,), name="analysis", daemon=True)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(before)
        sys.setrecursionlimit(limit)
        gc.freeze()  # all that is there now counts as old at once, and is not the first thing to be searched
        gc.unfreeze()
        if collecting:
            gc.enable()
    if failure:
        raise failure[0]
    return result[0]


def _roomy(work: Callable[[], None]) -> None:
    """Call something from a frame that is larger than it looks."""
    work()


_roomy.__code__ = _roomy.__code__.replace(co_stacksize=ROOM)
