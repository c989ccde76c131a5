"""Code of plug-ins is run so that it does not hold up the run: it gets some time, and is then interrupted.

What runs in Python's own loop can be interrupted at any time, in every thread; what waits (sleeps, reads from a network)
in the main thread of POSIX systems, by the signal that Ctrl-C sends. What hangs in foreign machine code cannot.
"""

from __future__ import annotations

import functools
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, ParamSpec, TypeVar

from cclint.finding import described

P = ParamSpec("P")
T = TypeVar("T")

SECONDS: Final = 30.0
"""What a plug-in may take to load, to judge one message, to read one file, or to write one report."""
AGAIN: Final = 1.0
"""Seconds after which code that has caught the interruption is interrupted again."""


class StrangerError(Exception):
    """Code of a plug-in failed; the message says which, and how."""


class OutOfTimeError(StrangerError):
    """Code of a plug-in took too long."""


class _Interrupted(BaseException):
    """What is raised in code that takes too long; no `except Exception` there catches it."""


@contextmanager
def patience(seconds: float, what: str) -> Iterator[None]:
    """Let code run, but not for ever.

    Parameters
    ----------
    seconds: the time that it may take.
    what: what takes it, as the subject of a sentence.

    Raises
    ------
    OutOfTimeError: it took longer.
    """
    over = threading.Event()
    lock = threading.Lock()
    interrupted: list[float] = []
    thread = threading.current_thread()

    def watch() -> None:
        wait = seconds
        while not over.wait(wait):
            with lock:
                if over.is_set():
                    return
                interrupted.append(time.monotonic())
                _interrupt(thread)
            wait = AGAIN

    threading.Thread(target=watch, name="patience", daemon=True).start()
    try:
        try:
            yield
        finally:
            with lock:
                over.set()
            for _ in range(1000 if interrupted else 0):
                pass  # an interruption that was on its way comes here, and not behind
    except (_Interrupted, KeyboardInterrupt) as error:
        if not interrupted:
            raise
        raise OutOfTimeError(f"{what} took longer than {seconds:g} seconds (limits.plugin-seconds)") from error
    if interrupted:
        raise OutOfTimeError(f"{what} took longer than {seconds:g} seconds (limits.plugin-seconds)")


def _interrupt(thread: threading.Thread) -> None:
    waits = thread is threading.main_thread() and hasattr(signal, "pthread_kill")
    if thread.ident is None:
        return
    if waits and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.pthread_kill(thread.ident, signal.SIGINT)
    else:
        import ctypes  # only what takes too long pays for it

        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_Interrupted))


def guarded(function: Callable[P, T], what: str, seconds: float) -> Callable[P, T]:
    """A plug-in's function that ends, and whose failures are told from cclint's own.

    Parameters
    ----------
    function: what a plug-in offers.
    what: what to call it, as the subject of a sentence.
    seconds: the time that one call may take.
    """

    @functools.wraps(function)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            with patience(seconds, what):
                return function(*args, **kwargs)
        except StrangerError:
            raise
        except Exception as error:
            raise StrangerError(f"{what} failed, {described(error)}") from error

    return call
