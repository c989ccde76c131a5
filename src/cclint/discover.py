"""Which files: from the paths that a user names to the sources of a run, those asked about and those around them.

Ignore files and the project's `exclude` hold for named paths, too (a hook passes every changed file), and are read
relative to the root, so that a checkout below a folder called `build` is not empty. What cannot be looked at becomes a
notice.
"""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cclint.config import Config
from cclint.finding import Notice
from cclint.hooks import Frontend
from cclint.ignoring import Specs, ignored, patterns_of
from cclint.ir.source import LARGEST, Source
from cclint.refusal import Refused, suggestion
from cclint.roots import repository

NEVER: Final = frozenset({".git", ".hg", ".svn", ".bzr", ".jj"})
"""Folders that hold no sources, whatever a project's `exclude` says."""

EXCLUDED: Final = frozenset(
    {
        *(".venv", "venv", ".env", "env", "site-packages", "node_modules", "__pypackages__", "__pycache__", ".eggs"),
        *(".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".cclint_cache", ".ipynb_checkpoints"),
        *("build", "dist", "_build", ".direnv", ".idea", ".vscode"),
    }
)
"""Folders that are not walked into unless they are named, where the project does not set `exclude`."""

SURROUNDINGS: Final = 100_000
"""How many entries of folders are looked at to find files that were not asked about. More is hardly one project: a
single script in a home folder without any project file must not have the whole home read."""

STANDARD_INPUT: Final = "-"
UNNAMED: Final = "stdin.py"


@dataclass(frozen=True, slots=True)
class Targets:
    """What a run is asked about.

    Parameters
    ----------
    paths: files and folders; `-` for standard input.
    text: what stands on standard input.
    text_name: the file that it stands for.
    gitignore: whether ignore files count.
    """

    paths: tuple[str, ...] = (".",)
    text: bytes = b""
    text_name: str = UNNAMED
    gitignore: bool = True

    @property
    def places(self) -> tuple[str, ...]:
        """The paths, with the name that standard input stands for."""
        return tuple(self.text_name if path == STANDARD_INPUT else path for path in self.paths)


@dataclass(frozen=True, slots=True)
class Discovery:
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
    search = _Search(config, tuple(frontends), gitignore=targets.gitignore)
    for path in targets.paths:
        if path == STANDARD_INPUT:
            search.text(targets.text_name, targets.text)
        else:
            search.named(path)
    search.surroundings()
    return search.result()


@dataclass(slots=True)
class _Search:
    """One search: what is found so far, by absolute path."""

    config: Config
    frontends: Sequence[Frontend]
    gitignore: bool
    found: dict[str, bool] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    texts: dict[str, bytes] = field(default_factory=dict)
    walked: set[str] = field(default_factory=set)
    notices: list[Notice] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    root: str = ""
    suffixes: frozenset[str] = frozenset()
    filenames: frozenset[str] = frozenset()
    interpreters: tuple[bytes, ...] = ()
    own: Specs = ()
    defaults: frozenset[str] = NEVER

    def __post_init__(self) -> None:
        self.root = os.path.abspath(self.config.root)
        self.suffixes = frozenset(suffix for kind in self.frontends for suffix in kind.suffixes)
        self.filenames = frozenset(name for kind in self.frontends for name in kind.filenames)
        self.interpreters = tuple(name.encode() for kind in self.frontends for name in kind.interpreters)
        if patterns := [*(self.config.exclude or ()), *self.config.extend_exclude]:
            self.own = ((_slashed(self.root), patterns_of(patterns)),)
        if self.config.exclude is None:
            self.defaults = NEVER | EXCLUDED

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
        if self.is_excluded(absolute, folder=stat.S_ISDIR(mode)):
            self.excluded.append(self.relative(absolute))
        elif stat.S_ISDIR(mode):
            self.walk(absolute, selected=True)
        elif not stat.S_ISREG(mode):
            self.notice(absolute, f"is {_special(mode)}, not a file; pipe its text to `cclint -`")
        elif self.is_candidate(absolute, os.path.basename(absolute)):
            self.found[absolute] = True
        else:
            self.notice(absolute, "this is no kind of file that cclint reads", kind="unknown")

    def text(self, name: str, content: bytes) -> None:
        """Standard input, which takes the place of a file."""
        absolute = os.path.abspath(name)
        if self.is_excluded(absolute, folder=False):
            self.excluded.append(self.relative(absolute))
        elif _suffix(name) in self.suffixes or os.path.basename(name) in self.filenames or not _suffix(name):
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
        queue: deque[tuple[str, Specs]] = deque([(folder, self.above(folder))])
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
            if self.gitignore and ".gitignore" in names:
                specs = self.extended(specs, here)
            queue.extend((entry.path, specs) for entry in self.entries(entries, specs, selected=selected))

    def entries(
        self, entries: Iterable[os.DirEntry[str]], specs: Specs, *, selected: bool
    ) -> Iterator[os.DirEntry[str]]:
        """Take in the files of a folder; the folders in it that are to be walked come back."""
        for entry in entries:
            try:
                if entry.is_dir(follow_symlinks=False):
                    if not self.is_skipped(entry.name) and not ignored(specs, entry.path, folder=True):
                        yield entry
                elif entry.is_symlink():
                    self.link(entry, specs, selected=selected)
                elif self.may_be_source(entry.name) and not ignored(specs, entry.path, folder=False):
                    if not entry.is_file(follow_symlinks=False):
                        if not _suffix(entry.name):
                            continue  # a script has content; this only has no suffix
                        reason = f"is {_special(entry.stat(follow_symlinks=False).st_mode)}, not a file"
                        self.notice(entry.path, reason, fatal=False)
                    elif self.is_candidate(entry.path, entry.name):
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
            if self.may_be_source(entry.name) and _suffix(entry.name):
                self.notice(entry.path, f"is a link that leads nowhere: {error.strerror}", fatal=False)
            return
        if stat.S_ISDIR(mode):
            inside = _slashed(os.path.realpath(entry.path)).startswith(_slashed(os.path.realpath(self.root)))
            if selected and not inside and not self.is_skipped(entry.name):
                self.notice(
                    entry.path, "is a link to a folder outside the project; name it to have it looked at", fatal=False
                )
        elif self.may_be_source(entry.name) and stat.S_ISREG(mode) and self.is_candidate(entry.path, entry.name):
            if entry.path not in self.found:
                self.links.add(entry.path)
            self.found.setdefault(entry.path, selected)

    # Questions

    def canonical(self, folder: str) -> str:
        """A folder's own place in the project, where it is named through a link: files have one path in a run."""
        real, root = os.path.realpath(folder), os.path.realpath(self.root)
        return self.root + real[len(root) :] if _slashed(real).startswith(_slashed(root)) else folder

    def may_be_source(self, name: str) -> bool:
        """Whether a name alone leaves it open; cheap, for it is asked of everything."""
        dot = name.rfind(".")
        return _suffix(name) in self.suffixes if dot > 0 else (dot < 0 or name in self.filenames)

    def is_candidate(self, path: str, name: str) -> bool:
        """Whether a regular file is of a kind that can be read."""
        if _suffix(name) or name in self.filenames:
            return name in self.filenames or _suffix(name) in self.suffixes
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            try:
                first = os.read(handle, 128).split(b"\n", 1)[0]
            finally:
                os.close(handle)
        except OSError as error:
            self.notice(
                path, f"has no suffix and cannot be read ({error.strerror}), so it is not known what it is", fatal=False
            )
            return False
        return first.startswith(b"#!") and any(name in first for name in self.interpreters)

    def is_skipped(self, name: str) -> bool:
        return name in self.defaults or (name.endswith(".egg-info") and self.config.exclude is None)

    def is_excluded(self, path: str, *, folder: bool) -> bool:
        """Whether the project excludes a named path, or a folder that it lies in; what lies outside of it is not its
        business.
        """
        if path == self.root or not path.startswith(_slashed(self.root)):
            return False
        specs = self.above(path)
        parts = path[len(_slashed(self.root)) :].split(os.sep)
        places = [_slashed(self.root) + os.sep.join(parts[:end]) for end in range(1, len(parts) + 1)]
        return any(ignored(specs, place, folder=folder or place != path) for place in places)

    def above(self, path: str) -> Specs:
        """What is ignored at a path, by the configuration and by the ignore files of the folders that it lies in."""
        specs = self.own
        top = repository(self.root) or self.root
        if self.gitignore and path.startswith(_slashed(top)):
            here = top
            for part in path[len(_slashed(top)) :].split(os.sep):
                specs = self.extended(specs, here)
                here = os.path.join(here, part)
        return specs

    def extended(self, specs: Specs, folder: str) -> Specs:
        """Add a folder's ignore file, if it has one."""
        try:
            lines = Path(folder, ".gitignore").read_bytes().decode("utf-8", "surrogateescape").splitlines()
        except FileNotFoundError:
            return specs
        except OSError as error:
            self.notice(os.path.join(folder, ".gitignore"), f"cannot be read: {error.strerror}", fatal=False)
            return specs
        return (*specs, (_slashed(folder), patterns_of(lines)))

    # Results

    def relative(self, path: str) -> str:
        return os.path.relpath(path, self.root).replace(os.sep, "/")

    def notice(self, path: str, reason: str, *, kind: str = "unreadable", fatal: bool = True) -> None:
        self.notices.append(Notice(self.relative(path), 0, 0, kind, reason, fatal))

    def result(self) -> Discovery:
        for link in sorted(self.links):
            if self.found.get(os.path.realpath(link)) is not None and os.path.realpath(link) != link:
                del self.found[link]  # the file is there under its own name
        start = len(_slashed(self.root))
        inside = _slashed(self.root)
        sources = [
            Source(
                path[start:].replace(os.sep, "/") if path.startswith(inside) else self.relative(path),
                Path(path),
                selected,
                self.texts.get(path),
                self.config.limits.bytes or LARGEST,
            )
            for path, selected in self.found.items()
        ]
        sources.sort(key=lambda source: source.path)
        fatal = {notice.path for notice in self.notices if notice.fatal}
        notices = sorted({notice for notice in self.notices if notice.fatal or notice.path not in fatal})
        return Discovery(tuple(sources), tuple(notices), tuple(sorted(set(self.excluded))))


def _slashed(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep


def _suffix(name: str) -> str:
    """The suffix of a name in lower case; a dot at the beginning makes none, a template's `.in` counts with the one before."""
    stem, suffix = os.path.splitext(os.path.basename(name).lower())
    return os.path.splitext(stem)[1] + suffix if suffix == ".in" else suffix


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
