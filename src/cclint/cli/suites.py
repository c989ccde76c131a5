"""`cclint test`: runs Markdown suites, and the examples in the pages of rules, without any test runner beside it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import say, show
from cclint.plugins import load
from cclint.plugins.loading import configured
from cclint.refusal import Refused
from cclint.strangers import SECONDS

if TYPE_CHECKING:
    from cclint.testing.mdtest import Case


def run_suites(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status: 0 if every test passes, 1 if one does not.

    Raises
    ------
    Refused: a path is not there, a suite cannot be read, or there is no test.
    """
    parser = Parser(
        "cclint test",
        "Run Markdown suites, and the examples in the pages of the rules that plug-ins bring.",
        "A heading is a test, a fenced block a file, a comment such as `# error: [rule]` an expectation.",
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="suites, or folders of them (default: tests)")
    add_configuration(parser)
    options = parser.read(arguments)
    config = configuration(options, ["."])
    # A test has a configuration of its own, in a folder of its own: what the project names is handed on to it.
    named = [(one.name, one.plugin) for one in configured(config, config.limits.plugin_seconds or SECONDS)]
    plugins = load(config)
    failed = passed = 0
    strange = [plugins.rules[name] for name in plugins.origins]
    for title, case in [*_suites(options.paths or ["tests"]), *_pages([(one.name, one.page) for one in strange])]:
        differences = _run(case, named)
        failed, passed = failed + bool(differences), passed + (not differences)
        if differences:
            show(f"{title}:{case.line}: {case.name}\n" + "".join(f"    {line}\n" for line in differences))
    if not failed + passed:
        raise Refused("there is no test: a suite is a Markdown file with headings and fenced blocks below tests/")
    say(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


def _suites(paths: Iterable[str]) -> Iterator[tuple[str, Case]]:
    from cclint.testing.mdtest import SuiteError, parse

    for path in paths:
        top = Path(path)
        if not top.exists():
            raise Refused(f"there is no {path}")
        for file in [top] if top.is_file() else sorted(top.rglob("*.md")):
            if file.name == "README.md" and file != top:
                continue
            try:
                cases = parse(file.read_text(encoding="utf-8"), file.stem)
            except (SuiteError, UnicodeDecodeError, OSError) as error:
                raise Refused(f"{file} cannot be read: {error}") from error
            yield from ((str(file), case) for case in cases)


def _pages(pages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, Case]]:
    from cclint.testing.mdtest import SuiteError, parse

    for name, page in pages:
        try:
            yield from ((f"the page of {name}", case) for case in parse(page, name))
        except SuiteError as error:
            raise Refused(f"the page of {name} cannot be read: {error}") from error


def _run(case: Case, extra: Sequence[tuple[str, object]]) -> list[str]:
    from cclint.testing.mdtest import examine, problems, snapshot_of

    with tempfile.TemporaryDirectory() as folder:
        try:
            report = examine(case, Path(folder).resolve(), extra)
        except Refused as refused:
            return [str(refused)]
    found = problems(case, report)
    if case.snapshot is not None and snapshot_of(report) != case.snapshot.text:
        found.append(f"line {case.snapshot.first}: the snapshot differs; the report is")
        found += snapshot_of(report).splitlines()
    return found
