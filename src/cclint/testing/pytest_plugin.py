"""Collects Markdown suites: `pytest_plugins = ["cclint.testing.pytest_plugin"]` in conftest.py is all that it takes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest

from cclint.refusal import Refused
from cclint.testing.mdtest import Case, SuiteError, examine, parse, problems, snapshot_of

UPDATE = "CCLINT_UPDATE"
"""The environment variable that has snapshots rewritten."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Called by pytest."""
    default = ["*.md"]
    parser.addini("cclint_suites", "patterns of the names of Markdown suites", type="args", default=default)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Called by pytest."""
    patterns = parent.config.getini("cclint_suites")
    if file_path.name != "README.md" and any(fnmatch(file_path.name, pattern) for pattern in patterns):
        suite: Suite = Suite.from_parent(parent, path=file_path)
        return suite
    return None


class Suite(pytest.File):
    """A Markdown file."""

    def collect(self) -> Iterable[pytest.Item]:
        """Called by pytest."""
        try:
            cases = parse(self.path.read_text(encoding="utf-8"), self.path.stem)
        except SuiteError as error:
            raise self.CollectError(str(error)) from error
        for case in cases:
            test: Test = Test.from_parent(self, name=case.name, case=case)
            yield test


class Test(pytest.Item):
    """A heading with its files."""

    __test__ = False  # the class is no test of whoever imports it

    def __init__(self, *, case: Case, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case

    def runtest(self) -> None:
        """Called by pytest."""
        with tempfile.TemporaryDirectory() as folder:
            report = examine(self.case, Path(folder).resolve())
            differences = problems(self.case, report)
            shown = snapshot_of(report)
        if self.case.snapshot is not None and shown != self.case.snapshot.text:
            if os.environ.get(UPDATE):
                self.rewrite(shown)
            else:
                line = self.case.snapshot.first
                differences.append(f"line {line}: the snapshot differs, {UPDATE}=1 rewrites it; the report is\n{shown}")
        if differences:
            raise DifferenceError(differences)

    def rewrite(self, shown: str) -> None:
        """Replace the snapshot; those of other tests may have moved its lines, so the suite is read again."""
        text = self.path.read_text(encoding="utf-8")
        case = next(case for case in parse(text, self.path.stem) if case.name == self.case.name)
        if case.snapshot is not None:
            lines = text.split("\n")
            lines[case.snapshot.first : case.snapshot.last] = shown.rstrip("\n").split("\n")
            self.path.write_text("\n".join(lines), encoding="utf-8")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Called by pytest."""
        if isinstance(excinfo.value, (DifferenceError, Refused)):
            return f"{self.path.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Called by pytest."""
        return self.path, self.case.line - 1, self.case.name


class DifferenceError(AssertionError):
    """What was found is not what the suite expects."""

    def __init__(self, differences: Iterable[str]) -> None:
        super().__init__("\n".join(differences))
