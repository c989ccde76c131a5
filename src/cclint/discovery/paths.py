"""Which files: from the paths that a user names to the sources of a run, those asked about and those around them.

Ignore files and the project's `exclude` hold for named paths, too (a hook passes every changed file), and are read
relative to the root, so that a checkout below a folder called `build` is not empty. What cannot be looked at becomes a
notice.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from cclint.config import Config
from cclint.config.patterns import Specs, ignored
from cclint.discovery.excludes import Excludes, slashed
from cclint.discovery.kinds import Kinds, suffix_of
from cclint.finding import Notice
from cclint.hooks import Frontend
from cclint.ir.source import LARGEST, Source
from cclint.refusal import Refused, suggestion

SURROUNDINGS: Final = 100_000
"""How many entries of folders are looked at to find files that were not asked about. More is hardly one project: a
single script in a home folder without any project file must not have the whole home read."""

STANDARD_INPUT: Final = "-"
UNNAMED: Final = "stdin.py"


class Targets(NamedTuple):
    """What a run is asked about.

    Parameters
    ----------
    paths: files and folders; `-` for standard input.
    text: what stands on standard input.
    text_name: the file that it stands for.
    gitignore: whether ignore files count.
    strict: whether a named file of a kind that cannot be read is a mistake; a hook names whatever has changed.
    staged: look at what the next commit changes, as the index has it.
    base: a commit; only what is new since the work left it is of interest.
    head: a commit to look at instead of the work tree.
    """

    paths: tuple[str, ...] = (".",)
    text: bytes = b""
    text_name: str = UNNAMED
    gitignore: bool = True
    strict: bool = True
    staged: bool = False
    base: str = ""
    head: str = ""

    @property
    def places(self) -> tuple[str, ...]:
        """The paths, with the name that standard input stands for."""
        return tuple(self.text_name if path == STANDARD_INPUT else path for path in self.paths)


class Discovery(NamedTuple):
    """What was found, in the order of paths.

    Parameters
    ----------
    sources: the files asked about (`selected`) and all others below the root.
    notices: what could not be looked at.
    excluded: named paths that the project excludes.
    """

    sources: tuple[Source, ...] = ()
    notices: tuple[Notice, ...] = ()
    excluded: tuple[str, ...] = ()


def discover(targets: Targets, config: Config, frontends: Iterable[Frontend]) -> Discovery:
    """Find the files of a run.

    Parameters
    ----------
    targets: what the run is asked about.
    config: the project's root and its excludes.
    frontends: the kinds of files that can be read.

    Raises
    ------
    Refused: a path does not exist.
    """
    search = _Search(Kinds.of(frontends), Excludes(config, gitignore=targets.gitignore), strict=targets.strict)
    search.largest = config.limits.bytes or LARGEST
    for path in targets.paths:
        if path == STANDARD_INPUT:
            search.text(targets.text_name, targets.text)
        else:
            search.named(path)
    search.surroundings()
    return search.result()


@dataclass(slots=True, eq=False, repr=False)
class _Search:
    """One search: what is found so far, by absolute path."""

    kinds: Kinds
    excludes: Excludes
    strict: bool = True
    largest: int = LARGEST
    found: dict[str, bool] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    texts: dict[str, bytes] = field(default_factory=dict)
    walked: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        return self.excludes.root

    # What the user names

    def named(self, path: str) -> None:
        """A path from the command line."""
        absolute = os.path.abspath(path)
        if not os.path.lexists(path):
            raise Refused(f"there is no file or folder {_shown(path)}{_sibling(path)}")
        try:
            mode = os.stat(path).st_mode
        except OSError as error:
            self.notice(absolute, f"cannot be looked at: {error.strerror}")
            return
        if stat.S_ISDIR(mode):
            absolute = self.canonical(absolute)
        if self.excludes.covers(absolute, folder=stat.S_ISDIR(mode)):
            self.excluded.append(self.relative(absolute))
        elif stat.S_ISDIR(mode):
            self.walk(absolute, selected=True)
        elif not stat.S_ISREG(mode):
            self.notice(absolute, f"is {_special(mode)}, not a file; pipe its text to `cclint -`")
        elif self.is_candidate(absolute):
            self.found[absolute] = True
        elif self.strict:
            self.notice(absolute, "this is no kind of file that cclint reads", kind="unknown")

    def text(self, name: str, content: bytes) -> None:
        """Standard input, which takes the place of a file."""
        absolute = os.path.abspath(name)
        if self.excludes.covers(absolute, folder=False):
            self.excluded.append(self.relative(absolute))
        elif self.kinds.certain(name) is not False:
            self.found[absolute] = True
            self.texts[absolute] = content
        else:
            self.notice(absolute, "this is no kind of file that cclint reads", kind="unknown")

    def surroundings(self) -> None:
        """The other files below the root: helpers and settings may stand there."""
        if os.path.isdir(self.root):
            self.walk(self.root, selected=False)

    # Folders

    def walk(self, folder: str, *, selected: bool) -> None:
        """Take in what lies below a folder, the nearest first."""
        queue: deque[tuple[str, Specs]] = deque([(folder, self.excludes.above(folder))])
        seen = 0
        while queue:
            here, specs = queue.popleft()
            if here in self.walked:
                continue
            try:
                with os.scandir(here) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self.notice(here, f"the folder cannot be read: {error.strerror}", fatal=selected)
                continue
            seen += len(entries)
            if not selected and seen > SURROUNDINGS:
                reason = (
                    f"more than {SURROUNDINGS} files around what was asked about: helpers further away are not followed"
                )
                self.notice(here, reason, kind="cut", fatal=False)
                return
            self.walked.add(here)
            names = {entry.name for entry in entries}
            if "pyvenv.cfg" in names and here != folder:
                continue  # a virtual environment, whatever it is called
            if self.excludes.gitignore and ".gitignore" in names:
                specs = self.excludes.extended(specs, here)
            queue.extend((entry.path, specs) for entry in self.entries(entries, specs, selected=selected))

    def entries(
        self, entries: Iterable[os.DirEntry[str]], specs: Specs, *, selected: bool
    ) -> Iterator[os.DirEntry[str]]:
        """Take in the files of a folder; the folders in it that are to be walked come back."""
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not self.excludes.skips(entry.name) and not ignored(specs, entry.path, folder=True):
                        yield entry
                elif entry.is_symlink():
                    self.link(entry, specs, selected=selected)
                elif self.kinds.possible(entry.name) and not ignored(specs, entry.path, folder=False):
                    if not entry.is_file(follow_symlinks=False):
                        if not suffix_of(entry.name):
                            continue  # a script has content; this only has no suffix
                        reason = f"is {_special(entry.stat(follow_symlinks=False).st_mode)}, not a file"
                        self.notice(entry.path, reason, fatal=False)
                    elif self.is_candidate(entry.path):
                        self.found.setdefault(entry.path, selected)
            except OSError as error:
                self.notice(entry.path, f"cannot be looked at: {error.strerror}", fatal=selected)

    def link(self, entry: os.DirEntry[str], specs: Specs, *, selected: bool) -> None:
        """Links to files are files; links to folders are not followed, for what lies in the project is found without
        them.
        """
        if entry.name.startswith(".#") or ignored(specs, entry.path, folder=False):
            return  # the former are an editor's locks: links that point nowhere
        try:
            mode = os.stat(entry.path).st_mode
        except OSError as error:
            if self.kinds.possible(entry.name) and suffix_of(entry.name):
                self.notice(entry.path, f"is a link that leads nowhere: {error.strerror}", fatal=False)
            return
        if stat.S_ISDIR(mode):
            inside = slashed(os.path.realpath(entry.path)).startswith(slashed(os.path.realpath(self.root)))
            if selected and not inside and not self.excludes.skips(entry.name):
                self.notice(
                    entry.path, "is a link to a folder outside the project; name it to have it looked at", fatal=False
                )
        elif self.kinds.possible(entry.name) and stat.S_ISREG(mode) and self.is_candidate(entry.path):
            if entry.path not in self.found:
                self.links.add(entry.path)
            self.found.setdefault(entry.path, selected)

    # Questions

    def canonical(self, folder: str) -> str:
        """A folder's own place in the project, where it is named through a link: files have one path in a run."""
        real, root = os.path.realpath(folder), os.path.realpath(self.root)
        return self.root + real[len(root) :] if slashed(real).startswith(slashed(root)) else folder

    def is_candidate(self, path: str) -> bool:
        """Whether a regular file is of a kind that can be read."""
        certain = self.kinds.certain(path)
        if certain is not None:
            return certain
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            try:
                start = os.read(handle, 128)
            finally:
                os.close(handle)
        except OSError as error:
            self.notice(
                path, f"has no suffix and cannot be read ({error.strerror}), so it is not known what it is", fatal=False
            )
            return False
        return self.kinds.script(start)

    # Results

    def relative(self, path: str) -> str:
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def notice(self, path: str, reason: str, *, kind: str = "unreadable", fatal: bool = True) -> None:
        self.notices.append(Notice(self.relative(path), 0, 0, kind, reason, fatal))

    def result(self) -> Discovery:
        for link in sorted(self.links):
            if self.found.get(os.path.realpath(link)) is not None and os.path.realpath(link) != link:
                del self.found[link]  # the file is there under its own name
        for path, reason in self.excludes.troubles:
            self.notice(path, f"cannot be read: {reason}", fatal=False)
        start = len(slashed(self.root))
        inside = slashed(self.root)
        sources = [
            Source(
                path[start:].replace(os.sep, "/") if path.startswith(inside) else self.relative(path),
                Path(path),
                selected,
                self.texts.get(path),
                self.largest,
            )
            for path, selected in self.found.items()
        ]
        sources.sort(key=lambda source: source.path)
        fatal = {notice.path for notice in self.notices if notice.fatal}
        notices = sorted({notice for notice in self.notices if notice.fatal or notice.path not in fatal})
        return Discovery(tuple(sources), tuple(notices), tuple(sorted(set(self.excluded))))


def _shown(path: str) -> str:
    return repr(path) if path.isprintable() else ascii(path)


def _sibling(path: str) -> str:
    """What may have been meant instead of a path that does not exist."""
    parent, name = os.path.split(os.path.normpath(path))
    try:
        near = suggestion(name, os.listdir(parent or "."))
    except OSError:
        return ""
    return near.replace("mean '", f"mean '{parent}{os.sep}", 1) if near and parent else near


def _special(mode: int) -> str:
    kinds = (
        (stat.S_ISFIFO, "a FIFO"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a character device"),
        (stat.S_ISBLK, "a block device"),
    )
    return next((name for test, name in kinds if test(mode)), "something special")
