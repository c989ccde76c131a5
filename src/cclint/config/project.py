"""What a run is told by its project, as a value; reading.py makes it of a file."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from cclint.config.declared import Allow, Limits, Visibility

TEST_PATHS: Final = ("tests/", "test_*.py", "*_test.py", "tests.py", "tests_*.py", "conftest.py")

BASELINE: Final = "cclint-baseline.toml"
"""The usual name of a project's baseline, at its root."""


class Persona(enum.Enum):
    """For whom a run judges: the developer's is quiet about what is most often meant to be visible."""

    DEVELOPER = "developer"
    AUDITOR = "auditor"


class Config(NamedTuple):
    """What a run is told by its project. Patterns are those of .gitignore files, relative to the root.

    Parameters
    ----------
    root: the folder that all paths are relative to.
    home: the folder of the configuration file, which the plug-ins' paths are relative to.
    file: the configuration file, as messages name it; "" where there is none.
    select: the only rules to run; None for all but those in preview.
    ignore: rules not to run.
    exclude: what not to look at; None for `excludes.EXCLUDED`.
    extend_exclude: more of it.
    models: stub files, or folders of them, that describe the project's own helpers.
    plugins: names of modules, or paths of Python files.
    persona: for whom to judge.
    test_paths: which files are test code.
    output_format: the name of a reporter.
    suppressions, baselined: whether comments and `allow`, and whether the baseline counts; a run may say otherwise.
    allow: findings that are meant, with the reasons.
    baseline: the file of findings that were there before; None for `BASELINE` at the root, if there is one.
    policy, limits: the tables of these names.
    rules: options of single rules, by the rule's name; validated once the rules are known.
    lines: the line of every key that the file sets.
    """

    root: Path
    home: Path = Path()
    file: str = ""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    models: tuple[Path, ...] = ()
    plugins: tuple[str, ...] = ()
    persona: Persona = Persona.DEVELOPER
    test_paths: tuple[str, ...] = TEST_PATHS
    output_format: str = "full"
    suppressions: bool = True
    baselined: bool = True
    allow: tuple[Allow, ...] = ()
    baseline: Path | None = None
    policy: Visibility = Visibility()
    limits: Limits = Limits()
    rules: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    lines: Mapping[str, int] = MappingProxyType({})

    def where(self, key: str) -> str:
        """Where a key was set, to begin a message with: `cclint.toml:3: `, or nothing if it was not set in a file."""
        return f"{self.file}:{self.lines[key]}: " if key in self.lines else ""
