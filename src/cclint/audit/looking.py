"""One repository, looked at: a work tree or a commit, with its own configuration and baseline, and nothing of it executed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cclint.audit.keys import key_of, state_of
from cclint.audit.request import Answer, Request
from cclint.audit.snapshot import write_surroundings
from cclint.cache.plain import plain_finding, plain_notice, plain_suppressed
from cclint.config import Config, persona
from cclint.config.reading import read
from cclint.config.tomlfile import bytes_of, table_of
from cclint.discovery.paths import Discovery, Targets, discover
from cclint.engine import accepted, examine
from cclint.finding import Notice, described
from cclint.gate.git import Repository
from cclint.gate.objects import discover_commit
from cclint.judging import Judging
from cclint.models import StubError
from cclint.plugins import Plugins, load
from cclint.refusal import Refused
from cclint.version import VERSION


def answered(request: Request) -> Answer:
    """Look at a repository; whatever goes wrong is the answer."""
    try:
        return _answered(request)
    except Refused as refused:
        return Answer(failed=str(refused))
    except OSError as error:
        return Answer(failed=error.strerror or str(error))
    except Exception as error:  # noqa: BLE001 (one repository must not stop the others)
        return Answer(failed=f"this is a bug in cclint: {described(error)}")


def _answered(request: Request) -> Answer:
    if request.version != VERSION:
        raise Refused(f"the worker has cclint {VERSION}, and is asked by {request.version}: install the same on both")
    plugins = load(Config(root=Path()))
    if not os.path.isdir(request.path):
        raise Refused("it is a file" if os.path.exists(request.path) else "there is no such folder")
    if not request.reference and not _is_bare(request.path):
        key = key_of(request, plugins, state_of(request.path))
        if key == request.known:
            return Answer(key)
        return Answer(key, _Look(request, plugins, request.path).result(""))
    with tempfile.TemporaryDirectory(prefix="cclint-audit-") as made:
        folder = os.path.realpath(made)
        repository = Repository.kept_in(_kept(request.path), folder)
        commit = _commit(repository, request.reference)
        key = key_of(request, plugins, commit)
        if key == request.known:
            return Answer(key)
        write_surroundings(repository, repository.tree(commit), folder)
        return Answer(key, _Look(request, plugins, folder, repository).result(commit))


def _is_bare(path: str) -> bool:
    """Whether a folder is what git keeps, without a work tree around it."""
    return os.path.isfile(os.path.join(path, "HEAD")) and all(
        os.path.isdir(os.path.join(path, name)) for name in ("objects", "refs")
    )


def _kept(path: str) -> str:
    """The folder in which git keeps a repository."""
    if _is_bare(path):
        return path
    if not os.path.exists(os.path.join(path, ".git")):
        raise Refused("it is no git repository: a commit can be named of those only")
    return os.fsdecode(Repository.around(path).told("rev-parse", "--absolute-git-dir").rstrip(b"\r\n"))


def _commit(repository: Repository, reference: str) -> str:
    if reference:
        return repository.commit(reference)
    head = repository.head()
    if head is None:
        raise Refused("its HEAD names no commit: there is none yet, or another branch must be named (PATH@BRANCH)")
    return head


@dataclass(frozen=True, slots=True)
class _Look:
    """A look at one folder.

    Parameters
    ----------
    request: how.
    plugins: those that are installed; what a configuration names besides is code of the repository.
    root: the folder.
    repository: has the files, where they do not lie in the folder.
    """

    request: Request
    plugins: Plugins
    root: str
    repository: Repository | None = None

    def result(self, commit: str) -> dict[str, Any]:
        """What is found, as lists and texts, without addresses."""
        config = self.configuration()
        judging = Judging.of(config, self.plugins)
        found = self.found(config, commit)
        try:
            whole = examine(found, config, self.plugins, judging)
        except StubError as error:
            raise Refused(error.seen_from(config.root)) from error
        report = accepted(whole, whole, config, found)
        figures = report.figures
        return {
            "commit": commit,
            "findings": [plain_finding(one) for one in report.findings],
            "suppressed": [plain_suppressed(one) for one in report.suppressed],
            "notices": [plain_notice(one) for one in sorted({*report.notices, *self.left_out(config)})],
            "figures": [figures.files, figures.mailers, figures.messages, figures.excluded],
        }

    def found(self, config: Config, commit: str) -> Discovery:
        everything = Targets((self.root,))
        if self.repository is None:
            return discover(everything, config, self.plugins.frontends)
        return discover_commit(everything, config, self.plugins.frontends, self.repository, commit)

    def configuration(self) -> Config:
        """What the repository says about itself, and the command line instead."""
        config = Config(root=Path(self.root), baselined=False)
        if not self.request.isolated:
            config = next(self.configured(), Config(root=Path(self.root)))
        changes: dict[str, Any] = {"ignore": (*config.ignore, *self.request.ignore)}
        if self.request.select is not None:
            changes["select"] = self.request.select
        if self.request.persona:
            changes["persona"] = persona(self.request.persona)
        return config._replace(**changes)

    def configured(self) -> Iterator[Config]:
        """The configuration that lies at the top, and nowhere above: that is somebody else's."""
        for name in ("cclint.toml", "pyproject.toml"):
            file = os.path.join(self.root, name)
            if not os.path.isfile(file):
                continue
            self.refuse_outside(file, name)
            if name == "cclint.toml" or (b"cclint" in bytes_of(file) and table_of(file)[0] is not None):
                config = read(file, root=self.root)
                for path in (*config.models, *([config.baseline] if config.baseline else ())):
                    self.refuse_outside(str(path), f"what {name} names, {os.path.relpath(path, self.root)!r},")
                yield config

    def refuse_outside(self, path: str, what: str) -> None:
        """Whoever writes a configuration must not have other files of this machine read."""
        if not os.path.realpath(path).startswith(os.path.join(os.path.realpath(self.root), "")):
            raise Refused(f"{what} lies outside of the repository, and is not read in an audit")

    def left_out(self, config: Config) -> list[Notice]:
        """The plug-ins that did not run."""
        known = {one.name for one in self.plugins.loaded}
        known |= {one.origin.rpartition("(")[2].rstrip(")") for one in self.plugins.loaded}
        missing = [name for name in config.plugins if name not in known]
        if not missing:
            return []
        named = ", ".join(repr(name) for name in missing)
        reason = f"an audit runs no code of a repository: the plug-ins that this names ({named}) are left out"
        return [Notice(config.file, config.lines.get("plugins", 1), 1, "plug-in", reason)]
