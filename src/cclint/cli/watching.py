"""Runs again whenever something has changed, and says that it is still at work when a run takes longer than a second."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

PAUSE: Final = 0.5
"""Seconds between two looks. Asking the system for changes would need a library for each kind of system."""
TEMPORARY: Final = ".cclint-"
"""How the names of files begin that `console.save` writes and renames."""
PATIENCE: Final = 1.0
"""Seconds of silence that nobody wonders about."""


def watch(prepare: Callable[[], tuple[Sequence[str], Callable[[], object]]], ours: Collection[str]) -> None:
    """Look, and look again after every change, until somebody interrupts.

    Parameters
    ----------
    prepare: says which files and folders to watch, and makes a run.
    ours: files that the run itself writes.
    """
    names = frozenset(os.path.basename(file) for file in ours)
    while True:
        files, look = prepare()
        seen = _state(files, names)  # before the run: what changes during it may not have been seen by it
        if sys.stdout.isatty():
            sys.stdout.write("\x1b[2J\x1b[H")
            sys.stdout.flush()
        look()
        while _state(files, names) == seen:
            time.sleep(PAUSE)


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


def _state(files: Iterable[str], ours: Collection[str]) -> dict[str, object]:
    """When files were last changed, and what lies in folders, without what we write there."""
    found: dict[str, object] = {}
    for file in files:
        try:
            if os.path.isdir(file):
                found[file] = [name for name in sorted(os.listdir(file)) if name not in ours and name[:8] != TEMPORARY]
            elif os.path.basename(file) not in ours:
                facts = os.stat(file)
                found[file] = (facts.st_mtime_ns, facts.st_size)
        except OSError:
            continue
    return found
