"""Runs again whenever something has changed, and says that it is still at work when a run takes longer than a second."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

PAUSE: Final = 0.5
"""Seconds between two looks. Asking the system for changes would need a library for each kind of system."""
PATIENCE: Final = 1.0
"""Seconds of silence that nobody wonders about."""


def watch(look: Callable[[], object], files: Callable[[], Iterable[str]], pause: float = PAUSE) -> None:
    """Look, and look again after every change, until somebody interrupts.

    Parameters
    ----------
    look: one run.
    files: what to watch; asked anew each time, for files come and go.
    pause: seconds between two looks.
    """
    while True:
        seen = _state(files())
        if sys.stdout.isatty():
            sys.stdout.write("\x1b[2J\x1b[H")
            sys.stdout.flush()
        look()
        while _state(files()) == seen:
            time.sleep(pause)


@contextmanager
def progress(what: str, *, wanted: bool, patience: float = PATIENCE) -> Iterator[None]:
    """Tell somebody who watches a terminal that work goes on, and for how long.

    Parameters
    ----------
    what: the work.
    wanted: False to be silent.
    patience: seconds before the first word.
    """
    if not wanted or sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    done = threading.Event()
    began = time.monotonic()

    told = 0

    def tell() -> None:
        nonlocal told
        while not done.wait(patience):
            text = f"cclint: {what}, {time.monotonic() - began:.0f} s"
            told = len(text)
            sys.stderr.write(f"\r{text}")  # no escape sequences: NO_COLOR asks for plain text
            sys.stderr.flush()

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        done.set()
        teller.join()
        if told:
            sys.stderr.write(f"\r{' ' * told}\r")
            sys.stderr.flush()


def _state(files: Iterable[str]) -> dict[str, tuple[int, int]]:
    found = {}
    for file in files:
        try:
            facts = os.stat(file)
        except OSError:
            continue
        found[file] = (facts.st_mtime_ns, facts.st_size)
    return found
