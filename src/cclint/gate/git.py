"""What git keeps: the index, commits and their files. The only module that runs git, and only to read.

Nothing that a repository configures is executed: no hooks, no file-system monitor, no filters, no fetching of objects
that a partial clone lacks.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cclint.config.roots import repository
from cclint.refusal import Refused, suggestion

if TYPE_CHECKING:
    import subprocess

SUBMODULE: Final = "160000"
LINK: Final = "120000"
_SAFELY: Final = (
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "protocol.allow=never"),
    *("-c", "core.quotePath=false", "--no-pager", "--literal-pathspecs", "--no-replace-objects"),
)
_LOCAL: Final = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX"}
)
"""What git tells hooks about the one repository that they run for (git rev-parse --local-env-vars)."""
_ALWAYS: Final = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
_WHOLE_HISTORY: Final = (
    "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout on GitHub, "
    "`GIT_DEPTH: 0` on GitLab, `fetchDepth: 0` on Azure"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file that git keeps.

    Parameters
    ----------
    path: relative to the top of the repository, with forward slashes.
    mode: the type of the entry, as git writes it.
    name: the object that holds its content; for a submodule, the commit.
    """

    path: str
    mode: str
    name: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a work tree.

    Parameters
    ----------
    top: the absolute path of its work tree.
    environment: what git is told beside its arguments.
    """

    top: str
    environment: Mapping[str, str]

    @classmethod
    def around(cls, folder: str) -> Repository:
        """The repository that a folder lies in.

        Raises
        ------
        Refused: there is none, or git is not installed, or does not trust it.
        """
        top = repository(folder)
        if top is None:
            raise Refused(f"{folder!r} lies in no git repository: --staged and --diff-base need one")
        own = {name: value for name, value in os.environ.items() if name not in _LOCAL}
        found = cls(top, {**own, **_ALWAYS})
        place = found.told("rev-parse", "--absolute-git-dir")
        # A hook is told which index is being committed. That counts for its own repository, and for no other.
        if _LOCAL.intersection(os.environ):
            hooked = cls(top, {**os.environ, **_ALWAYS})
            if hooked.ask("rev-parse", "--absolute-git-dir").stdout == place:
                return hooked
        return found

    @classmethod
    def kept_in(cls, folder: str, top: str) -> Repository:
        """The repository that git keeps in a folder, such as a bare one.

        Parameters
        ----------
        folder: the absolute path of what git keeps.
        top: where its files would stand.
        """
        own = {name: value for name, value in os.environ.items() if name not in _LOCAL}
        return cls(top, {**own, **_ALWAYS, "GIT_DIR": folder})

    # The index

    def index(self) -> tuple[Entry, ...]:
        """What the next commit will hold. A path that a merge left in conflict comes without an object."""
        entries: dict[str, Entry] = {}
        for record in self.told("ls-files", "--stage", "-z").split(b"\0"):
            if record:
                facts, _, path = record.partition(b"\t")
                mode, name, stage = facts.decode("ascii").split(" ")
                shown = os.fsdecode(path)
                entries[shown] = Entry(shown, mode, name if stage == "0" else "")
        return tuple(entries.values())

    def staged(self) -> frozenset[str]:
        """The paths whose content in the index is not that of the last commit."""
        base = self.head() or self.told("hash-object", "-t", "tree", "--stdin").decode("ascii").strip()
        listed = self.told("diff-index", "--cached", "--name-only", "--no-renames", "-z", base, "--")
        return frozenset(os.fsdecode(path) for path in listed.split(b"\0") if path)

    # Commits

    def head(self) -> str | None:
        """The commit that is checked out; None before the first."""
        return self._found("HEAD")

    def commit(self, reference: str) -> str:
        """The whole name of a commit.

        Raises
        ------
        Refused: it is not there; the message says how to get it.
        """
        found = self._found(reference) if not reference.startswith("-") else None
        if found is None:
            raise Refused(self._unknown(reference))
        return found

    def tree(self, commit: str) -> tuple[Entry, ...]:
        """All files of a commit.

        Raises
        ------
        Refused: the commit is not there.
        """
        entries = []
        for record in self.told("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            if record:
                facts, _, path = record.partition(b"\t")
                mode, _, name = facts.decode("ascii").split(" ")
                entries.append(Entry(os.fsdecode(path), mode, name))
        return tuple(entries)

    def merge_base(self, reference: str, head: str = "HEAD") -> str:
        """The commit where some work left a branch.

        Parameters
        ----------
        reference: a branch, a tag or a commit.
        head: the work, which is what is checked out if nothing else is said.

        Raises
        ------
        Refused: one of the two is not there, or nothing that is there connects them; the message says how to mend it.
        """
        if self.head() is None:
            raise Refused("there is no commit yet to compare with")
        base = self.commit(reference)
        done = self.ask("merge-base", self.commit(head), base)
        if done.returncode == 0:
            return done.stdout.decode("ascii").split("\n", 1)[0]
        if self._is_shallow():
            raise Refused(f"the history of this shallow clone does not reach back to {reference!r}; {_WHOLE_HISTORY}")
        raise Refused(f"{head} and {reference!r} have no commit in common, so nothing tells what is new")

    def _found(self, reference: str) -> str | None:
        done = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
        return done.stdout.decode("ascii").strip() if done.returncode == 0 else None

    def _is_shallow(self) -> bool:
        return self.ask("rev-parse", "--is-shallow-repository").stdout.strip() == b"true"

    def _unknown(self, reference: str) -> str:
        listed = self.ask("for-each-ref", "--format=%(refname:short)").stdout.decode("utf-8", "replace").split()
        said = f"there is no commit {reference!r} in this repository{suggestion(reference, listed) or '.'}"
        if self._is_shallow():
            return f"{said} The clone is shallow; {_WHOLE_HISTORY}"
        remote, _, branch = reference.partition("/")
        remedy = f"`git fetch {remote} {branch}`" if branch else f"`git fetch origin {reference}:{reference}`"
        return f"{said} If it is a branch of the server, fetch it first: {remedy}"

    # Contents

    def contents(self, names: Iterable[str]) -> dict[str, bytes]:
        """The bytes of some objects, by name; those that are not there are left out.

        Parameters
        ----------
        names: of objects.
        """
        wanted = list(dict.fromkeys(names))
        if not wanted:
            return {}
        out = self.ask("cat-file", "--batch", text="".join(f"{name}\n" for name in wanted).encode("ascii")).stdout
        found: dict[str, bytes] = {}
        start = 0
        for name in wanted:
            end = out.find(b"\n", start)
            if end < 0:
                break
            facts = out[start:end].split(b" ")
            start = end + 1
            if len(facts) == 3 and facts[2].isdigit():
                size = int(facts[2])
                found[name] = out[start : start + size]
                start += size + 1
        return found

    # Running it

    def told(self, *arguments: str) -> bytes:
        """What git says.

        Raises
        ------
        Refused: it fails.
        """
        done = self.ask(*arguments)
        if done.returncode != 0:
            raise Refused(f"git {arguments[0]} fails in {self.top!r}: {_complaint(done)}")
        return done.stdout

    def ask(self, *arguments: str, text: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """Run git; what its status means is the caller's business."""
        return _run(["git", "-C", self.top, *_SAFELY, *arguments], self.environment, text)


def _run(command: Sequence[str], environment: Mapping[str, str], text: bytes) -> subprocess.CompletedProcess[bytes]:
    import subprocess

    try:
        return subprocess.run(command, input=text, capture_output=True, env=environment, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise Refused("git is not installed, or not on the PATH: what it keeps cannot be read") from error


def _complaint(done: subprocess.CompletedProcess[bytes]) -> str:
    said = " ".join(done.stderr.decode("utf-8", "replace").split()).removeprefix("fatal: ")
    return said or f"exit status {done.returncode}"
