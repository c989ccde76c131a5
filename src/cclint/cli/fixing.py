"""Repairs on the command line: `cclint check --fix`, `--unsafe-fixes`, `--diff` and `--fix-only`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cclint.cli.arguments import Parser
from cclint.cli.console import say, show
from cclint.config import Config
from cclint.discovery.paths import STANDARD_INPUT, Targets
from cclint.plugins import Plugins
from cclint.privacy import masked_line
from cclint.refusal import Refused
from cclint.report import Report

if TYPE_CHECKING:
    from cclint.fixes.repairing import Repaired, Version


def add_fixing(made: Parser) -> None:
    """The options that change files, or show how they would be changed."""
    fixing = made.add_argument_group("repairs")
    fixing.add_argument(
        "--fix", action="store_true", help="apply the repairs that change nothing else, report the rest"
    )
    fixing.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: those that change who sees what, too; by itself: have reports bring them",
    )
    fixing.add_argument("--diff", action="store_true", help="show what would be changed, and change nothing")
    fixing.add_argument("--fix-only", action="store_true", help="apply repairs, and do not report what is left")


def changes_files(options: argparse.Namespace) -> bool:
    """Whether repairs are to be applied, or shown as if.

    Raises
    ------
    Refused: what is looked at cannot be changed.
    """
    wanted = options.fix or options.fix_only or options.diff
    if not wanted:
        return False
    if options.watch:
        raise Refused("--watch changes nothing: leave it out, or --fix, --fix-only and --diff")
    if options.staged or options.diff_head:
        raise Refused("repairs change the files of the work tree: leave out --staged and --diff-head")
    if STANDARD_INPUT in options.paths and not options.diff:
        raise Refused("standard input cannot be changed: add --diff to see how it would be")
    return True


def fix(targets: Targets, config: Config, plugins: Plugins, options: argparse.Namespace) -> tuple[int, bool]:
    """Repair, or show the repairs.

    Parameters
    ----------
    targets, config, plugins: as for `engine.run`.
    options: of the command line.

    Returns
    -------
    The exit status so far, and whether that is all: what is left is not to be reported.
    """
    from cclint.cli.watching import progress
    from cclint.fixes.repairing import Repairs

    with progress("repairing", wanted=not options.quiet):
        repaired = Repairs(targets, config, plugins, unsafe=options.unsafe_fixes).repair()
    if options.diff:
        show("".join(differences(repaired.before, repaired.after, addresses=options.show_addresses)))
        return (1 if repaired.changes else 0 if repaired.after.report.complete else 2), True
    left = write(repaired, quiet=options.quiet)
    if repaired.unsafe and not options.quiet:
        number = f"{repaired.unsafe} {'repair changes' if repaired.unsafe == 1 else 'repairs change'}"
        say(f"{number} who sees what: look at them with --diff --unsafe-fixes, apply them with --fix --unsafe-fixes")
    status = 2 if left or (options.fix_only and not repaired.after.report.complete) else 0
    return status, options.fix_only


def proposed(targets: Targets, config: Config, plugins: Plugins) -> Report:
    """The report whose findings bring their repairs.

    Parameters
    ----------
    targets, config, plugins: as for `engine.run`.
    """
    from cclint.fixes.repairing import Repairs

    return Repairs(targets, config, plugins, unsafe=True).proposed()


def write(repaired: Repaired, *, quiet: bool = False) -> bool:
    """Write what was repaired, and say so.

    Parameters
    ----------
    repaired: the program before and after.
    quiet: say only what could not be done.

    Returns
    -------
    Whether something was left alone that should have been changed.
    """
    from cclint.fixes.writing import write as write_files

    changes = repaired.changes
    names = {str(source.file): path for path, (source, _, _) in changes.items()}
    left = write_files({str(source.file): (old, new) for source, old, new in changes.values()})
    for file, reason in sorted(left.items()):
        say(f"{names[file]}: left alone: {reason}")
    for one in repaired.applied if not left and not quiet else ():
        say(f"{one.finding.place}: {one.finding.rule}: {one.fix.title}")
    return bool(left)


def differences(before: Version, after: Version, *, addresses: bool) -> Iterator[str]:
    """What is different between two versions of a program, as a unified diff.

    Parameters
    ----------
    before, after: the versions.
    addresses: show addresses as they are. Otherwise they are masked, and the diff is for reading, not for applying.
    """
    import difflib

    from cclint.report import lines_of

    for old, new in zip(before.found.sources, after.found.sources, strict=True):
        if old is new:
            continue
        lines = difflib.unified_diff(lines_of(old), lines_of(new), old.path, new.path, lineterm="")
        for line in lines:
            yield (line if addresses else masked_line(line, ())[0]) + "\n"
