"""The projects that an editor has open: files as they are on disk, and in front of them the texts that are being written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cclint.analysis import Analysis
from cclint.config import Config, load
from cclint.discovery.paths import Targets
from cclint.engine import examine, gather
from cclint.finding import Finding, Fix, Notice
from cclint.fixes.repairing import Repairs, Version
from cclint.following import followed
from cclint.ir.source import Source
from cclint.judging import Judging
from cclint.plugins import Plugins
from cclint.plugins import load as load_plugins


@dataclass(slots=True)
class Opened:
    """A project as an editor has it, at one moment.

    Parameters
    ----------
    config, plugins: those of the project.
    version: its files, the open ones with the texts of the editor, and what is found in them.
    paths: for the name of each open file the path that findings have.
    """

    config: Config
    plugins: Plugins
    version: Version
    paths: Mapping[str, str]

    @classmethod
    def of(cls, texts: Mapping[str, str], *, trusted: bool) -> Opened:
        """Find a project's files.

        Parameters
        ----------
        texts: what the editor has open of it, by the names of files.
        trusted: whether plug-ins that the project's configuration names are run.

        Raises
        ------
        Refused: the configuration is wrong.
        """
        names = tuple(sorted(texts))
        config = load(names)
        if not trusted:  # to open a folder must not mean to run what lies in it
            config = config._replace(plugins=())
        plugins = load_plugins(config)
        judging = Judging.of(config, plugins)
        found = gather(Targets(tuple(filter(os.path.lexists, names)), strict=False), config, plugins)
        written = {known: text for name, text in texts.items() for known in (name, os.path.realpath(name))}
        sources = tuple(_as_written(source, written) for source in found.sources)
        paths = {name: _path(config, name) for name in names}
        version = Version(found._replace(sources=sources), lambda found: examine(found, config, plugins, judging))
        return cls(config, plugins, version, paths)

    def findings(self, name: str) -> list[Finding]:
        """What is found in an open file."""
        return [one for one in self.version.report.findings if one.place.path == self.paths.get(name)]

    def notices(self, name: str) -> list[Notice]:
        """What of an open file could not be looked at."""
        return [one for one in self.version.report.notices if one.path == self.paths.get(name)]

    def repairs(self, finding: Finding) -> list[Fix]:
        """The repairs of a finding that hold, the best first."""
        repairs = Repairs(Targets(), self.config, self.plugins, unsafe=True)
        return list(repairs.ways(finding, self.version))

    def known(self, name: str, line: int) -> Analysis:
        """What the analysis knows at a line of an open file."""
        return followed(self.version.found.sources, self.config, self.plugins, watch=(self.paths[name], line))


def _as_written(source: Source, written: Mapping[str, str]) -> Source:
    text = written.get(str(source.file))
    if text is None:
        return source
    return Source(source.path, source.file, source.selected, text.encode("utf-8", "surrogatepass"), source.largest)


def _path(config: Config, name: str) -> str:
    return Path(os.path.relpath(os.path.realpath(name), os.path.realpath(config.root))).as_posix()
