"""Earlier runs: whether what one came to is still what a run would come to, and if so, what that was.

A result depends on the text of few files; of all others it depends only on their not taking part. Where such a file has
changed, the same cheap questions are asked of its new text, and if the answers are what they were, so is the result.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cclint.analysis.relevance.others import Others
from cclint.analysis.relevance.sift import Sift
from cclint.analysis.results import Inputs
from cclint.cache.facts import FileFacts
from cclint.cache.folder import Folder, digest
from cclint.cache.outcome import Outcome
from cclint.ir.source import Source

LENGTH = 20
"""Characters of a digest."""


class Memory:
    """What is remembered of one project.

    Parameters
    ----------
    root: the project's folder.
    stamps: what the sift depends on, and what results do, besides the files.
    sources: the files of this run.
    sift, others: as for `FileFacts`.
    """

    def __init__(
        self,
        root: str,
        stamps: tuple[str, str],
        sources: Iterable[Source],
        sift: Callable[[], Sift],
        others: Others,
    ) -> None:
        self.root = root
        self.folder = Folder(root)
        # A result is about all files, whichever of them somebody asks about.
        self.sources = [replace(source, selected=True) for source in sources]
        paths = digest("\0".join(source.path for source in self.sources).encode("utf-8", "surrogateescape"))
        self.name = f"run-{digest((stamps[1] + paths).encode())}"
        self.files = FileFacts(self.folder, stamps[0], sift, others)

    def recall(self) -> Outcome | None:
        """What a run would come to, if that is known."""
        self.files.look(self.sources)
        record = self.folder.read(self.name) if self.folder.exists() else None
        try:
            if record is None or not self._holds(record):
                return None
            if record["files"] != self._digests():
                self.folder.write(self.name, {**record, "files": self._digests()})
            outcome = Outcome.of(record["outcome"])
        except (KeyError, TypeError, ValueError):
            return None
        self.files.keep()
        return outcome

    def keep(self, outcome: Outcome, inputs: Inputs) -> None:
        """Remember what a run came to, unless another one might come to something else."""
        self.files.keep()
        if self.files.unread or inputs.hurried:
            return
        ours = {path for path, fact in self.files.facts.items() if fact.ours}
        record = {
            "files": self._digests(),
            "contents": sorted(inputs.contents | ours),
            "texts": {path: self._text(path) for path in sorted(inputs.texts)},
            "probed": dict(sorted(inputs.probed.items())),
            "searches": sorted(one.pattern.decode("latin-1") for one in inputs.searches),
            "helpers": {path: sorted(names) for path, names in sorted(inputs.helpers.items())},
            "outcome": outcome.plain(),
        }
        self.folder.write(self.name, record)
        self.folder.prune()

    def addresses_us(self, source: Source) -> bool:
        """Whether a file holds comments that speak to cclint."""
        fact = self.files.facts.get(source.path)
        return fact is not None and fact.ours

    def _digests(self) -> str:
        """The digests of all files, in the order of paths."""
        facts = self.files.facts
        return "".join(facts[source.path].digest for source in self.sources if source.path in facts)

    def _holds(self, record: Mapping[str, Any]) -> bool:
        """Whether nothing has changed that a result depends on."""
        if self.files.unread:
            return False
        before, now = record["files"], self._digests()
        if len(before) != len(now):
            return False
        if any(self._text(path) != known for path, known in record["texts"].items()):
            return False
        if any(self._is_file(path) != known for path, known in record["probed"].items()):
            return False
        if before == now:
            return True
        contents = frozenset(record["contents"])
        changed = [
            source
            for number, source in enumerate(self.sources)
            if before[number * LENGTH : (number + 1) * LENGTH] != now[number * LENGTH : (number + 1) * LENGTH]
        ]
        if any(source.path in contents or self._takes_part(source) for source in changed):
            return False
        searches = [re.compile(one.encode("latin-1")) for one in record["searches"]]
        if any(search.search(source.read()) for search in searches for source in changed):
            return False
        return not self._callers(changed, {path: set(names) for path, names in record["helpers"].items()})

    def _takes_part(self, source: Source) -> bool:
        fact = self.files.facts[source.path]
        return fact.kept or fact.ours

    def _callers(self, changed: Sequence[Source], helpers: Mapping[str, set[str]]) -> bool:
        """Whether one of some files calls what sends mail."""
        from cclint.analysis.program.layout import Layout, is_test
        from cclint.analysis.relevance.callers import Callers

        candidates = [source for source in changed if not is_test(source.path)]
        if not candidates or not helpers:
            return False
        layout = Layout(frozenset(source.path for source in self.sources))
        return bool(Callers(candidates, layout).of(helpers, set()))

    def _text(self, path: str) -> str:
        """The digest of a file that is none of the run's; "" where it cannot be read."""
        try:
            with open(os.path.join(self.root, *path.split("/")), "rb") as file:
                return digest(file.read())
        except OSError:
            return ""

    def _is_file(self, path: str) -> bool:
        root = os.path.realpath(self.root)
        real = os.path.realpath(os.path.join(root, *path.split("/")))
        return real.startswith(os.path.join(root, "")) and os.path.isfile(real)
