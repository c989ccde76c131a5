"""`cclint audit --repos FILE`: many repositories in one run, on this machine or on a cluster, and one report about all."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cclint.audit.formats import USUAL, with_repositories
from cclint.audit.hands import Hands
from cclint.audit.listing import Listed, listed
from cclint.audit.merging import merged
from cclint.audit.request import Request
from cclint.audit.running import Audited, audit
from cclint.audit.state import State
from cclint.cli.arguments import Parser, Words
from cclint.cli.check import many, outputs_of, status_of, summary_of
from cclint.cli.console import read_input, rendering, save, say, show
from cclint.config import Config, Persona, persona
from cclint.judging import Judging, today
from cclint.plugins import load
from cclint.refusal import Refused

DESCRIPTION = "Look at many repositories, and write one report about all of them."
EPILOG = """\
FILE holds a path a line: a work tree, a bare repository, or PATH@REF for one commit. Each repository's own configuration and
baseline hold. Nothing that a repository holds is executed.

exit status:
  0  everything was looked at, nothing was found (or only notes)
  1  there are findings
  2  no findings, but the job could not be done, or not wholly
"""
MOST: Final = 64


def audit_repositories(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.
    """
    options = parser().read(arguments)
    repositories = _listed(options.repos)
    found: list[Audited] = []
    plugins = with_repositories(load(Config(root=Path())), lambda: found)
    config = Config(
        root=Path(),
        select=options.select and (*options.select,),
        ignore=(*(options.ignore or ()),),
        output_format=USUAL,
    )
    Judging.of(config, plugins)  # a rule that is not there would be a failure of every repository
    outputs = outputs_of(options, config, plugins)
    state = State(options.state)
    hands = _hands(options, len(repositories))
    progress = _Progress(len(repositories), wanted=not options.quiet)
    try:
        found += audit(repositories, _asking(options), hands, state, options.retries, progress.tell)
    finally:
        progress.end()
        hands.close()
    report = merged(found, plugins)
    for reporter, file in outputs:
        text = reporter.render(report, rendering(addresses=False, to_file=bool(file)))
        if file:
            save(file, text)
        else:
            show(text)
    failed = sum(one.result is None for one in found)
    status, reason = status_of(report, exit_zero=options.exit_zero)
    if not options.quiet:
        could = f", {failed} of them could not be looked at" if failed else ""
        said = many(len(found), "repository", "repositories")
        say(f"{said}{could}; {summary_of(report)}; exit status {status}: {reason}")
    return status


def parser() -> Parser:
    """What the command understands."""
    made = Parser("cclint audit", DESCRIPTION, EPILOG)
    made.add_argument("--repos", metavar="FILE", required=True, help="names the repositories; - for standard input")
    work = made.add_argument_group("how the work is done")
    work.add_argument("--jobs", type=_number, metavar="N", help="processes on this machine (default: one for each CPU)")
    work.add_argument("--scheduler", metavar="ADDRESS", help="have a cluster of Dask do it, by its scheduler's address")
    work.add_argument("--state", default="", metavar="DIR", help="keep results there, and go on from those that hold")
    work.add_argument("--retries", type=_number, default=2, metavar="N", help="how often more what fails is tried (2)")
    work.add_argument(
        "--timeout", type=_number, default=0, metavar="SECONDS", help="how long one repository may take (no limit)"
    )
    choice = made.add_argument_group("what to look for")
    choice.add_argument(
        "--isolated", action="store_true", help="without the repositories' configurations and baselines"
    )
    choice.add_argument("--select", action=Words, metavar="RULE,...", help="only these rules")
    choice.add_argument("--ignore", action=Words, metavar="RULE,...", help="not these rules")
    choice.add_argument("--persona", metavar="|".join(item.value for item in Persona), help="for whom to judge")
    output = made.add_argument_group("output")
    output.add_argument(
        "--output-format",
        action="append",
        metavar="FORMAT[=FILE]",
        help=f"{USUAL} (default), json, sarif, markdown, html, and what else `cclint check` writes; may be repeated",
    )
    output.add_argument("--output-file", metavar="FILE", help="write the report to a file, whole or not at all")
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    output.add_argument("-q", "--quiet", action="store_true", help="nothing on standard error but mistakes")
    return made


def _number(word: str) -> int:
    if not word.isdigit():
        raise argparse.ArgumentTypeError(f"{word!r} is no whole number")
    return int(word)


def _listed(file: str) -> tuple[Listed, ...]:
    if file == "-":
        return listed(os.path.join(os.getcwd(), "standard input"), read_input())
    try:
        return listed(file, Path(file).read_bytes())
    except OSError as error:
        raise Refused(f"the list of repositories {file!r} cannot be read: {error.strerror}") from error


def _asking(options: argparse.Namespace) -> Request:
    """What is the same for all repositories."""
    if options.persona:
        persona(options.persona, "--persona: ")
    day = dt.datetime.combine(today(), dt.time(), dt.timezone.utc)
    return Request(
        "",
        "",
        int(day.timestamp()),
        seconds=options.timeout,
        isolated=options.isolated,
        persona=options.persona or "",
        select=options.select and (*options.select,),
        ignore=(*(options.ignore or ()),),
    )


def _hands(options: argparse.Namespace, number: int) -> Hands:
    if options.scheduler and options.jobs is not None:
        raise Refused("--jobs is for this machine: leave it out, or --scheduler")
    if options.scheduler:
        from cclint.audit.cluster import Cluster

        return Cluster(options.scheduler)
    from cclint.analysis.shares import processors
    from cclint.audit.processes import Processes

    wanted = processors() if options.jobs is None else options.jobs
    if not wanted:
        raise Refused("--jobs 0 would do nothing: name a number of processes")
    return Processes(min(wanted, number, MOST))


class _Progress:
    """Tells somebody who watches a terminal how far the work is.

    Parameters
    ----------
    number: how many repositories there are.
    wanted: False to be silent.
    """

    def __init__(self, number: int, *, wanted: bool) -> None:
        self.number = number
        self.began = time.monotonic()
        self.shown = False
        self.wanted = wanted and sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def tell(self, done: int, failed: int) -> None:
        """Say how many are done, and how many have failed."""
        if self.wanted:
            seconds = int(time.monotonic() - self.began)
            told = f", {failed} failed" if failed else ""
            sys.stderr.write(f"\r\x1b[Kcclint: {done} of {self.number} repositories{told} ({seconds} s)")
            sys.stderr.flush()
            self.shown = True

    def end(self) -> None:
        """Leave the line to others."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
