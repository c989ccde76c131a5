"""An earlier version of the program in git, and what of a report is new against it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cclint.config import Config
from cclint.config.roots import existing_folder, repository
from cclint.discovery.paths import Discovery, Targets
from cclint.finding import Notice
from cclint.gate.compare import Version, fresh
from cclint.gate.git import Repository
from cclint.gate.objects import discover_commit
from cclint.hooks import Frontend
from cclint.ir.source import Source
from cclint.report import Report


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier version.

    Parameters
    ----------
    repository: where it is.
    commit: its whole name.
    name: how reports call it.
    """

    repository: Repository
    commit: str
    name: str

    @classmethod
    def of(cls, targets: Targets, config: Config) -> Base:
        """The version that the work left: the merge base of what is looked at and the reference that is named.

        Parameters
        ----------
        targets: name the two.
        config: the project's root.

        Raises
        ------
        Refused: it is not there.
        """
        kept = repository_of(targets, config)
        commit = kept.merge_base(targets.base, targets.head or "HEAD")
        return cls(kept, commit, f"{commit[:12]} ({targets.base})")

    def files(self, config: Config, frontends: Iterable[Frontend]) -> Discovery:
        """All its files: what is asked about now may have had another name then.

        Parameters
        ----------
        config: the present one, which judges both versions.
        frontends: the kinds of files.
        """
        everything = Targets((self.repository.top,))
        return discover_commit(everything, config, frontends, self.repository, self.commit)


def newer(report: Report, now: Sequence[Source], before: Report, then: Sequence[Source], name: str) -> Report:
    """What of a report is new against the report about an earlier version.

    Parameters
    ----------
    report: about the present version.
    now: its files.
    before: about the earlier version.
    then: that one's files.
    name: what that one is called.
    """
    # What could not be read before, and is as it was, is no news either; what has changed must be readable.
    unread = {notice.path for notice in report.notices if notice.fatal}
    present = {source.path: source for source in now if source.path in unread}
    unchanged = {source.path for source in then if source.path in present and _same(source, present)}
    notices = [replace(notice, fatal=notice.fatal and notice.path not in unchanged) for notice in report.notices]
    if lost := before.not_read:
        files = "1 file" if lost == 1 else f"{lost} files"
        reason = f"{files} of {name} could not be read: what they hold counts as new"
        notices.append(Notice(".", 0, 0, "base", reason, fatal=False))
    new = fresh(Version(report.findings, report.lines), Version(before.findings, before.lines))
    old = len(report.findings) - len(new)
    return replace(report, findings=new, notices=tuple(sorted(notices)), base=name, old=old)


def repository_of(targets: Targets, config: Config) -> Repository:
    """The repository that the project lies in, or else that of the first path.

    Parameters
    ----------
    targets: the paths.
    config: the project's root.

    Raises
    ------
    Refused: there is none.
    """
    root = os.path.abspath(config.root)
    return Repository.around(root if repository(root) else existing_folder(targets.places[0]))


def _same(source: Source, present: Mapping[str, Source]) -> bool:
    try:
        return present[source.path].read() == source.read()
    except OSError:
        return False
