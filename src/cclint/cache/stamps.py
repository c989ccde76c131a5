"""What results depend on besides the project's files: cclint itself, its configuration, stubs and plug-ins, and the day."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from cclint.cache.folder import digest
from cclint.config import Config
from cclint.plugins import Plugins
from cclint.version import VERSION

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def stamps(config: Config, plugins: Plugins, day: str) -> tuple[str, str] | None:
    """What the sift depends on, and what results do, each as one text.

    Parameters
    ----------
    config, plugins: those of the run.
    day: on which it takes place; what is allowed for a time may have expired.

    Returns
    -------
    None where that cannot be told: the code of a plug-in is nowhere.
    """
    if None in plugins.code:
        return None
    code = [*_texts(path for path in plugins.code if path is not None)]
    stubs = [*_texts([*plugins.models, *config.models])]
    sift = digest(repr((VERSION, sys.version_info[:3], _ourselves(), code, stubs, config.limits)).encode())
    return sift, digest(repr((sift, config, day)).encode("utf-8", "surrogateescape"))


def _ourselves() -> list[tuple[str, int, int]]:
    """The files of cclint: a version that is being worked on changes without changing its number."""
    found = []
    pending = [PACKAGE]
    while pending:
        with os.scandir(pending.pop()) as listing:
            for entry in listing:
                if entry.is_dir():
                    pending.append(entry.path)
                elif entry.name.endswith((".py", ".pyi")):
                    facts = entry.stat()
                    found.append((entry.path, facts.st_size, facts.st_mtime_ns))
    return sorted(found)


def _texts(places: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """The digests of files, and of what lies in folders."""
    for place in places:
        for path in sorted(place.rglob("*.py*")) if place.is_dir() else [place]:
            if path.suffix in (".py", ".pyi"):
                try:
                    yield str(path), digest(path.read_bytes())
                except OSError:
                    yield str(path), ""
