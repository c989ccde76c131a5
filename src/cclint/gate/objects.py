"""Which files, where git keeps them: the sources of the index or of a commit, with what a checkout would hold.

The same excludes hold as in a work tree, and the same paths: a run over objects and one over files say the same about
the same content.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cclint.config import Config
from cclint.discovery.excludes import Excludes, slashed
from cclint.discovery.kinds import Kinds
from cclint.discovery.paths import Discovery, Targets
from cclint.finding import Notice
from cclint.gate.git import LINK, SUBMODULE, Entry, Repository
from cclint.hooks import Frontend
from cclint.ir.source import Source
from cclint.refusal import Refused


def discover_staged(
    targets: Targets, config: Config, frontends: Iterable[Frontend], repository: Repository
) -> Discovery:
    """What the next commit will hold; what it changes is asked about, as far as it lies below the paths.

    Parameters
    ----------
    targets: the paths that are of interest.
    config: the project's root and its excludes.
    frontends: the kinds of files that can be read.
    repository: whose index is looked at.

    Raises
    ------
    Refused: a path is neither in the index nor in the work tree.
    """
    tree = _Tree(repository, Kinds.of(frontends), Excludes(config, gitignore=targets.gitignore))
    return tree.discovery(repository.index(), targets, changed=repository.staged())


def discover_commit(
    targets: Targets, config: Config, frontends: Iterable[Frontend], repository: Repository, commit: str
) -> Discovery:
    """What a commit holds; everything below the paths is asked about.

    Parameters
    ----------
    targets: the paths that are of interest; those that the commit has not are passed over.
    config: the project's root and its excludes.
    frontends: the kinds of files that can be read.
    repository: where the commit is.
    commit: its name.
    """
    tree = _Tree(repository, Kinds.of(frontends), Excludes(config, gitignore=targets.gitignore))
    return tree.discovery(repository.tree(commit), targets, changed=None)


@dataclass(slots=True)
class _File:
    """An entry, where it would lie, and who has its content."""

    entry: Entry
    place: str
    keeper: Repository


@dataclass(frozen=True, slots=True)
class _Tree:
    repository: Repository
    kinds: Kinds
    excludes: Excludes

    def discovery(self, entries: Iterable[Entry], targets: Targets, *, changed: Collection[str] | None) -> Discovery:
        """Choose the sources among some entries; `changed` are the paths asked about, all if None."""
        notices: list[Notice] = []
        files = list(self.files(entries, self.repository, notices))
        if changed is not None:
            self.refuse_strangers(targets, files)
        wanted = [os.path.abspath(path) for path in targets.places]
        touched = None if changed is None else {self.place(self.repository, path) for path in changed}
        chosen: list[tuple[_File, bool]] = []
        for file in files:
            selected = self.reached(file.place, wanted) and (touched is None or self.changes(file, touched))
            if selected or self.reached(file.place, [self.excludes.root]):
                chosen.append((file, selected))
        chosen = [(file, selected) for file, selected in chosen if not self.excludes.covers(file.place, folder=False)]
        sources = list(self.sources(chosen, notices))
        return Discovery(tuple(sorted(sources, key=lambda source: source.path)), tuple(sorted(set(notices))))

    def changes(self, file: _File, touched: Collection[str]) -> bool:
        """Whether a file is among some changed ones; where a submodule has moved on, all its files are."""
        if file.place in touched or file.keeper is self.repository:
            return file.place in touched
        return any(file.place.startswith(slashed(place)) for place in touched)

    def files(self, entries: Iterable[Entry], keeper: Repository, notices: list[Notice]) -> Iterator[_File]:
        """The entries that can be sources, those of submodules among them."""
        for entry in entries:
            place = self.place(keeper, entry.path)
            if entry.mode == SUBMODULE:
                yield from self.inside(entry, place, notices)
            elif entry.mode != LINK and self.kinds.possible(os.path.basename(entry.path)):
                yield _File(entry, place, keeper)

    def inside(self, entry: Entry, place: str, notices: list[Notice]) -> Iterator[_File]:
        """What a submodule holds, at the commit that its owner asks for."""
        reason = "the submodule is not checked out"
        if os.path.exists(os.path.join(place, ".git")):
            try:
                own = Repository.around(place)
                yield from self.files(own.tree(entry.name), own, notices)
            except Refused as refused:
                reason = str(refused)
            else:
                return
        told = f"{reason}: what lies in it is not looked at"
        notices.append(Notice(self.relative(place), 0, 0, "submodule", told, fatal=False))

    def sources(self, chosen: Iterable[tuple[_File, bool]], notices: list[Notice]) -> Iterator[Source]:
        """Bring the contents; a script is one by its first line."""
        by_keeper: dict[int, tuple[Repository, list[tuple[_File, bool]]]] = {}
        for file, selected in chosen:
            by_keeper.setdefault(id(file.keeper), (file.keeper, []))[1].append((file, selected))
        for keeper, files in by_keeper.values():
            contents = keeper.contents(file.entry.name for file, _ in files if file.entry.name)
            for file, selected in files:
                path = self.relative(file.place)
                content = contents.get(file.entry.name)
                certain = self.kinds.certain(file.place)
                if content is None:
                    missing = (
                        "the clone lacks its content; fetch it first"
                        if file.entry.name
                        else "a merge left it in conflict"
                    )
                    if certain:
                        notices.append(Notice(path, 0, 0, "unreadable", missing, fatal=selected or not file.entry.name))
                elif certain or (certain is None and self.kinds.script(content[:128])):
                    yield Source(path, Path(file.place), selected, content)

    def reached(self, place: str, folders: Iterable[str]) -> bool:
        """Whether a walk from one of some folders would come by a file, or one of them is the file itself."""
        for folder in folders:
            if place == folder:
                return True
            if place.startswith(slashed(folder)):
                between = place[len(slashed(folder)) :].split(os.sep)[:-1]
                if not any(self.excludes.skips(name) for name in between):
                    return True
        return False

    def refuse_strangers(self, targets: Targets, files: Iterable[_File]) -> None:
        """A path that is neither staged nor there is a mistake, as it is without git."""
        for path in targets.paths:
            place = os.path.abspath(path)
            if not os.path.lexists(place) and not any(
                file.place == place or file.place.startswith(slashed(place)) for file in files
            ):
                raise Refused(f"there is no file or folder {path!r}, neither in the index nor in the work tree")

    def place(self, keeper: Repository, path: str) -> str:
        return os.path.join(keeper.top, *path.split("/"))

    def relative(self, place: str) -> str:
        return os.path.relpath(place, self.excludes.root).replace(os.sep, "/")
