"""What the sift has found in each file, kept for as long as the file looks the same to the file system."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from cclint.allowing.fact import NEEDLE
from cclint.analysis.relevance.others import Others
from cclint.analysis.relevance.sift import HELD, Sift, Sifted, plain_notice
from cclint.analysis.shares import shared
from cclint.cache.folder import Folder, digest
from cclint.finding import Notice
from cclint.ir.source import Source

FILE: Final = "files"
TICK: Final = 2_000_000_000
"""Nanoseconds within which a second change may leave a file's times as they are: such times prove nothing."""


class Facts(NamedTuple):
    """What the bytes of one file tell.

    Parameters
    ----------
    digest: of the bytes.
    kept: the file can take part in sending mail.
    ours: it holds comments that speak to cclint.
    """

    digest: str
    kept: bool
    ours: bool


class FileFacts:
    """The facts about all files of a run: remembered ones where a file has not changed, else found anew.

    Parameters
    ----------
    folder: where they are kept.
    stamp: what they depend on besides the bytes.
    sift: loads the words that files are told by; called only if some file is new.
    others: the kinds of files that are not Python's.
    now: the time, in nanoseconds.
    """

    def __init__(
        self,
        folder: Folder,
        stamp: str,
        sift: Callable[[], Sift],
        others: Others,
        now: Callable[[], int] = time.time_ns,
    ) -> None:
        self._folder = folder
        self._stamp = stamp
        self._load = sift
        self._sift: Sift | None = None
        self._others = others
        self._now = now
        record = folder.read(FILE) if folder.exists() else None
        fits = record is not None and record.get("stamp") == stamp
        self._known: dict[str, list[Any]] = record["files"] if record and fits else {}
        self._found: dict[str, list[Any]] = {}
        self.facts: dict[str, Facts] = {}
        self.unread: dict[str, Notice] = {}
        self._held = 0

    @property
    def sift(self) -> Sift:
        if self._sift is None:
            self._sift = self._load()
        return self._sift

    def look(self, sources: list[Source]) -> None:
        """Find out about files; what could not be read is in `unread`."""
        new: list[tuple[Source, list[int]]] = []
        for source in sources:
            looks = _looks(source)
            known = self._known.get(source.path)
            if looks and known is not None and known[:4] == looks:
                self.facts[source.path] = Facts(*known[4:])
                self._found[source.path] = known
            else:
                new.append((source, looks))
        if new:
            self.sift  # noqa: B018 (loaded before the work is shared)
        told = shared(lambda numbers: [self._read(new[number][0]) for number in numbers], len(new))
        for (source, looks), fact in zip(new, told):
            if len(fact) > len(Facts._fields):
                self.unread[source.path] = Notice(*fact)
                continue
            self.facts[source.path] = Facts(*fact)
            if looks and max(looks[1], looks[2]) + TICK < self._now():
                self._found[source.path] = [*looks, *fact]

    def _read(self, source: Source) -> tuple[Any, ...]:
        """The facts about a file, or a notice: a tuple of constants."""
        answer = self.sift.answer(source, self._others.of(source))
        if isinstance(answer, Notice):
            return plain_notice(answer)
        data = source.read()
        self._held += len(data)
        if not answer and self._held > HELD:
            source.forget()
        return (digest(data), answer, NEEDLE.encode() in data)

    def keep(self) -> None:
        """Write down what has changed."""
        if self._found != self._known:
            self._folder.write(FILE, {"stamp": self._stamp, "files": self._found})

    def sifted(self, sources: Iterable[Source]) -> Sifted:
        """What is left of the files."""
        left = Sifted(self.sift, [], set(), [], [])
        for source in sources:
            fact = self.facts.get(source.path)
            left.take(source, self._others.of(source), self.unread[source.path] if fact is None else fact.kept)
        return left


def _looks(source: Source) -> list[int]:
    """What the file system says of a file; nothing where it says nothing."""
    try:
        facts = os.stat(source.file)
    except OSError:
        return []
    return [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]
