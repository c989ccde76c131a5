"""What the result of a repository depends on, as one text: cclint, how it is asked, and the commit or the files."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from cclint.audit.request import Request
from cclint.cache.folder import digest
from cclint.discovery.excludes import NEVER
from cclint.plugins import Plugins
from cclint.version import VERSION

PACKAGE: Final = Path(__file__).parent.parent
TICK: Final = 0.05
"""Seconds in which a file may change again without its times telling, where the file system has fractions of seconds."""
COARSE: Final = 2.0
"""The same where it has none."""


def key_of(request: Request, plugins: Plugins, content: str) -> str:
    """The key of a result.

    Parameters
    ----------
    request: how the repository is asked about.
    plugins: those of this installation.
    content: the commit, or `state_of` a folder.
    """
    asked = replace(request, known="", day=request.day // 86_400, seconds=0)
    code = [_texts(path) for path in plugins.code if path is not None]
    stubs = [_texts(path) for path in plugins.models]
    return digest(repr((VERSION, sys.version_info[:3], _texts(PACKAGE), code, stubs, asked, content)).encode())


def state_of(folder: str) -> str:
    """The state of all files of a folder, by their sizes and times. One that has changed just now is waited for, until
    another change would have another time.

    Parameters
    ----------
    folder: a work tree, or any other folder.
    """
    rows: list[tuple[object, ...]] = []
    latest, coarse = 0, True
    for path in sorted(_files(folder)):
        try:
            facts = os.lstat(path)
        except OSError as error:
            rows.append((path, error.errno))
            continue
        # What a link leads to may change without the link.
        led = _read(path) if stat.S_ISLNK(facts.st_mode) and os.path.isfile(path) else ""
        rows.append((path, facts.st_mode, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, led))
        latest = max(latest, facts.st_mtime_ns, facts.st_ctime_ns)
        coarse = coarse and facts.st_mtime_ns % 1_000_000_000 == 0
    quiet = time.time() - latest / 1_000_000_000
    if 0 <= quiet < (unsure := COARSE if coarse else TICK):
        time.sleep(unsure - quiet)
    return digest(repr(rows).encode("utf-8", "surrogateescape"))


def _files(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in NEVER]
        yield from (os.path.join(place, name) for name in names)


@cache
def _texts(place: Path) -> str:
    """The digest of a file, or of the Python in a folder: the same wherever it is installed."""
    files = sorted(place.rglob("*.py*")) if place.is_dir() else [place]
    rows = [(str(path.relative_to(place)), _read(path)) for path in files if path.suffix in (".py", ".pyi")]
    return digest(repr(rows).encode())


def _read(path: str | Path) -> str:
    try:
        return digest(Path(path).read_bytes())
    except OSError:
        return ""
