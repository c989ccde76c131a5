"""`cclint check PATH...`, or just `cclint PATH...`: look at files, write the report, say what was looked at."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from cclint.cli.arguments import Parser, Words, add_configuration, configuration
from cclint.cli.console import read_input, rendering, save, say, show
from cclint.cli.fixing import add_fixing, changes_files, fix, proposed
from cclint.config import BASELINE, Config, Persona, persona
from cclint.discovery.paths import STANDARD_INPUT, UNNAMED, Targets
from cclint.plugins import Plugins
from cclint.plugins import load as load_plugins
from cclint.refusal import Refused, suggestion
from cclint.report import Report, Reporter
from cclint.reporters.wording import path_text, policy_lines
from cclint.strangers import StrangerError

Outputs: TypeAlias = list[tuple[Reporter, str]]

DESCRIPTION = "Predict every e-mail message that a program can send, and report where many recipients see each other."
_BY: Final = {
    "comment": "comments",
    "configuration": "the configuration",
    "policy": "the policy",
    "baseline": "the baseline",
}
EPILOG = """\
commands:
  cclint [check] PATH...   look at files and folders
  cclint rules             list the rules
  cclint baseline          accept what is there, and see what is new
  cclint init              write the hook, the CI step and a policy for this repository
  cclint completion SHELL  complete commands and options in bash, zsh or fish
  cclint audit             many repositories in one run, and one report about all
  cclint clean             remove what earlier runs have kept in .cclint_cache
  cclint schema            the JSON schema of the configuration, for editors
  cclint explain RULE      tell what a rule objects to, why, and how to repair it
  cclint fix PATH...       go through the repairs, one by one
  cclint trace FILE:LINE   tell what is known at a place: values, counts, origins, messages
  cclint libraries         list the libraries that are known, and what becomes of lists
  cclint new-rule NAME     write a plug-in package with a rule, its page, its suite and its CI
  cclint test              run a plug-in's suites and the examples in its pages
  cclint plugins           list what is loaded, and from where
  cclint server            speak the Language Server Protocol, for editors

exit status:
  0  everything was looked at, nothing was found (or only notes)
  1  there are findings; with --diff, there is something to change
  2  no findings, but the job could not be done, or not wholly
"""


def check_paths(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.
    """
    options = parser().read(arguments)
    job = _Job.of(options)
    if options.show_files:
        return _show_files(job.targets, job.config, job.plugins)
    if changes_files(options):
        unwritten, finished = fix(job.targets, job.config, job.plugins, options)
        if finished:
            return unwritten
        return max(_look(job), unwritten)
    if not options.watch:
        return _look(job)
    if STANDARD_INPUT in job.targets.paths:
        raise Refused("standard input does not change: leave out - or --watch")
    from cclint.cli.watching import watch

    def prepare() -> tuple[list[str], Callable[[], object]]:
        try:
            again = _Job.of(options)  # the configuration may be what has changed
            return again.files(), lambda: _look(again)
        except Refused as refused:
            reason = str(refused)
            return job.files(), lambda: say(reason)

    watch(prepare, [file for _, file in job.outputs if file])
    return 0


@dataclass(slots=True, eq=False, repr=False)
class _Job:
    """What is asked for, once everything that says so has been read."""

    options: argparse.Namespace
    targets: Targets
    config: Config
    plugins: Plugins
    outputs: Outputs

    @classmethod
    def of(cls, options: argparse.Namespace) -> _Job:
        targets = _targets(options)
        config = _overridden(configuration(options, targets.places), options)
        plugins = load_plugins(config)
        return cls(options, targets, config, plugins, outputs_of(options, config, plugins))

    def files(self) -> list[str]:
        """What a change of which makes another run worth while; folders tell of files that come and go."""
        from cclint.engine import gather

        found = [str(source.file) for source in gather(self.targets, self.config, self.plugins).sources]
        own = [os.path.join(self.config.root, name) for name in ("pyproject.toml", "cclint.toml", self.config.file)]
        folders = {os.path.dirname(file) for file in found} | {str(self.config.root)}
        return [*found, *own, *sorted(folders), str(self.config.baseline or Path(self.config.root, BASELINE))]


def _look(job: _Job) -> int:
    """One run: its reports, and its exit status."""
    from cclint.cli.watching import progress
    from cclint.engine import run

    options, config, plugins = job.options, job.config, job.plugins
    with progress("looking", wanted=not options.quiet):
        # Remembered findings hold no address, so whoever asks for these has everything looked at.
        cached = not options.no_cache and not options.show_addresses
        if options.unsafe_fixes:
            report = proposed(job.targets, config, plugins)
        else:
            report = run(job.targets, config, plugins, cached=cached)
    for reporter, file in job.outputs:
        try:
            text = reporter.render(report, rendering(addresses=options.show_addresses, to_file=bool(file)))
        except StrangerError as error:
            raise Refused(f"there is no report: {error}") from error
        if file:
            save(file, text)
        elif not options.statistics:
            show(text)
    if options.statistics:
        show(_statistics(report))
    if options.verbose:
        _tell_more(report, config, plugins)
    status, reason = status_of(report, exit_zero=options.exit_zero)
    if not options.quiet:
        if (report.findings or not report.complete) and (folder := _elsewhere(config)):
            say(f"paths begin at {folder}")
        say(f"{summary_of(report)}; exit status {status}: {reason}")
    return status


def _statistics(report: Report) -> str:
    """How often which rule, in how many files, and how often it is allowed; the most frequent first."""
    rows = [("findings", "files", "allowed", "rule")]
    counts = Counter(one.rule for one in report.findings)
    allowed = Counter(one.finding.rule for one in report.suppressed)
    for rule in sorted({*counts, *allowed}, key=lambda name: (-counts[name], name)):
        files = {one.place.path for one in report.findings if one.rule == rule}
        rows.append((str(counts[rule]), str(len(files)), str(allowed[rule]), rule))
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = ["  ".join([*(cell.rjust(width) for cell, width in zip(row, widths)), row[3]]) for row in rows]
    return "".join(f"{line}\n" for line in lines) if len(rows) > 1 else ""


def parser() -> Parser:
    """What the command understands."""
    made = Parser("cclint", DESCRIPTION, EPILOG)
    made.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .); - reads standard input")
    choice = made.add_argument_group("what to look for")
    choice.add_argument("--select", action=Words, metavar="RULE,...", help="only these rules")
    choice.add_argument("--ignore", action=Words, metavar="RULE,...", help="not these rules")
    choice.add_argument("--persona", metavar="|".join(item.value for item in Persona), help="for whom to judge")
    output = made.add_argument_group("output")
    output.add_argument(
        "--output-format",
        action="append",
        metavar="FORMAT[=FILE]",
        help="full (default), concise, json, sarif, github, gitlab, rdjson, junit, markdown, html; may be repeated",
    )
    output.add_argument("--output-file", metavar="FILE", help="write the report to a file, whole or not at all")
    output.add_argument("--show-addresses", action="store_true", help="do not mask addresses that stand in the sources")
    output.add_argument("--show-files", action="store_true", help="list the files that would be looked at, and stop")
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 even if there are findings")
    output.add_argument("--statistics", action="store_true", help="how often which rule, instead of the findings")
    add_fixing(made)
    output.add_argument("--watch", action="store_true", help="run again whenever something has changed")
    loudness = output.add_mutually_exclusive_group()
    loudness.add_argument("-q", "--quiet", action="store_true", help="nothing on standard error but mistakes")
    loudness.add_argument(
        "-v", "--verbose", action="store_true", help="what counted, what is allowed, what was passed by"
    )
    files = made.add_argument_group("files and configuration")
    files.add_argument("--stdin-filename", metavar="FILE", help="what standard input stands for")
    files.add_argument("--baseline", metavar="FILE", help=f"findings that are accepted (default: {BASELINE}, if there)")
    files.add_argument("--no-baseline", action="store_true", help="show what the baseline accepts, too")
    files.add_argument("--no-suppressions", action="store_true", help="show what comments and [[allow]] entries allow")
    files.add_argument(
        "--skip-unknown", action="store_true", help="pass by named files of other kinds, as a hook needs it"
    )
    files.add_argument("--no-gitignore", action="store_true", help="look at what .gitignore files exclude, too")
    files.add_argument("--staged", action="store_true", help="look at what the next commit changes, as staged in git")
    files.add_argument(
        "--diff-base", metavar="REF", help="only what is new since this branch or commit, where work on it began"
    )
    files.add_argument("--diff-head", metavar="REF", help="with --diff-base: look at this commit, not the work tree")
    files.add_argument(
        "--no-cache", action="store_true", help="neither use what earlier runs have found out, nor keep it"
    )
    add_configuration(made)
    return made


def _targets(options: argparse.Namespace) -> Targets:
    paths = tuple(options.paths) or (".",)
    if options.stdin_filename and STANDARD_INPUT not in paths:
        raise Refused("--stdin-filename is for standard input: add - to the paths")
    if STANDARD_INPUT in paths and (options.staged or options.diff_head):
        raise Refused("standard input is in no commit: leave out - or --staged and --diff-head")
    if options.diff_head and (options.staged or not options.diff_base):
        raise Refused("--diff-head goes with --diff-base, and without --staged")
    for name in ("diff_base", "diff_head"):
        if getattr(options, name) == "":  # an unset variable of a CI job
            raise Refused(f"--{name.replace('_', '-')} is empty: name a branch or a commit")
    return Targets(
        paths,
        text=read_input() if STANDARD_INPUT in paths else b"",
        text_name=options.stdin_filename or UNNAMED,
        gitignore=not options.no_gitignore,
        strict=not options.skip_unknown,
        staged=options.staged,
        base=options.diff_base or "",
        head=options.diff_head or "",
    )


def _overridden(config: Config, options: argparse.Namespace) -> Config:
    """The configuration with what the command line says instead."""
    changes: dict[str, Any] = {}
    if options.select is not None:
        changes["select"] = tuple(options.select)
    if options.ignore is not None:
        changes["ignore"] = (*config.ignore, *options.ignore)
    if options.persona is not None:
        changes["persona"] = persona(options.persona, "--persona: ")
    if options.baseline and options.no_baseline:
        raise Refused("--baseline and --no-baseline contradict each other")
    if options.baseline:
        changes.update(baseline=Path(options.baseline).absolute(), baselined=True)
    if options.no_baseline:
        changes["baselined"] = False
    if options.no_suppressions:
        changes["suppressions"] = False
    said = {name.replace("_", "-") for name in changes}
    lines: Mapping[str, int] = {key: line for key, line in config.lines.items() if key not in said}
    return config._replace(**changes, lines=MappingProxyType(dict(lines)))


def outputs_of(options: argparse.Namespace, config: Config, plugins: Plugins) -> Outputs:
    """The formats, each with the file that it goes to; "" for standard output, which takes one.

    Raises
    ------
    Refused: a format is unknown, or two go to one place.
    """
    wanted = options.output_format or [config.output_format]
    where = "" if options.output_format else config.where("output-format")
    found: Outputs = []
    for word in wanted:
        name, _, file = word.partition("=")
        if name not in plugins.reporters:
            known, near = ", ".join(plugins.reporters), suggestion(name, plugins.reporters)
            raise Refused(f"{where}unknown output format {name!r} (known: {known}){near}")
        found.append((plugins.reporters[name], "" if file == "-" else file))
    if options.output_file not in (None, "-"):
        number = next((number for number, (_, file) in enumerate(found) if not file), None)
        if number is None:
            raise Refused("--output-file has no format left: every --output-format names a file of its own")
        found[number] = (found[number][0], options.output_file)
    places = [os.path.realpath(file) if file else file for _, file in found]
    if twice := next((place for place in places if places.count(place) > 1), None) if len(places) > 1 else None:
        raise Refused(f"two output formats go to the file {twice!r}")
    if places.count("") > 1:
        raise Refused(
            "two output formats go to standard output: give one a file, as in --output-format sarif=out.sarif"
        )
    return found


def _show_files(targets: Targets, config: Config, plugins: Plugins) -> int:
    from cclint.engine import gather

    found = gather(targets, config, plugins)
    show("".join(f"{source.path}\n" for source in found.sources if source.selected))
    fatal = [notice for notice in found.notices if notice.fatal]
    for notice in fatal:
        say(f"{notice.path}: {notice.reason}")
    return 2 if fatal else 0


def status_of(report: Report, *, exit_zero: bool) -> tuple[int, str]:
    """The exit status, and why it is that."""
    if report.failing and not exit_zero:
        return 1, "there are findings"
    if not report.complete:
        return 2, "not everything could be looked at"
    if report.failing:
        return 0, "there are findings, but --exit-zero is set"
    if report.findings:
        return 0, "the only findings are notes"
    return 0, "nothing was found" if report.figures.files else "there was nothing to look at"


def _elsewhere(config: Config) -> str:
    """Where the paths of a report begin, as seen from the working directory; "" if it is that."""
    try:
        folder = os.path.relpath(config.root)
    except ValueError:  # another drive
        folder = str(config.root)
    return "" if folder == os.curdir else os.path.join(path_text(folder), "")


def summary_of(report: Report) -> str:
    """What was looked at and found, on one line."""
    figures = report.figures
    said = [
        many(figures.files, "file", "files"),
        f"{figures.mailers} {'sends' if figures.mailers == 1 else 'send'} mail",
        f"{many(figures.messages, 'message', 'messages')} predicted",
        many(len(report.findings), "finding", "findings"),
        f"{report.not_read} not read",
    ]
    if report.base:
        said.append(f"{report.old} of old: they are in {report.base}, too" if report.old else f"since {report.base}")
    if report.suppressed:
        said += [f"{number} allowed by {_BY[by]}" for by, number in _counts(report).items()]
    if stale := sum(notice.kind == "stale" for notice in report.notices):
        said.append(f"{many(stale, 'entry', 'entries')} of the baseline stale (`cclint baseline prune`)")
    if figures.excluded:
        said.append(f"{many(figures.excluded, 'named path', 'named paths')} excluded")
    return ", ".join(said)


def _counts(report: Report) -> dict[str, int]:
    """How many findings are allowed, by what allows them."""
    counted = Counter(one.by for one in report.suppressed)
    return {by: counted[by] for by in _BY if counted[by]}


def many(number: int, one: str, several: str) -> str:
    """A number with its noun."""
    return f"{number} {one if number == 1 else several}"


def _tell_more(report: Report, config: Config, plugins: Plugins) -> None:
    say(f"configuration: {config.file or 'none'}; persona: {config.persona.value}")
    say(f"rules: {', '.join(rule.name for rule in report.rules) or 'none'}")
    say(f"plug-ins: {', '.join(one.name for one in plugins.loaded)}")
    for line in policy_lines(config):
        say(line)
    for one in report.suppressed:
        reason = one.reason or "no reason is given"
        until = f", until {one.until}" if one.until else ""
        say(f"{one.finding.place}: [{one.finding.rule}] is allowed by {_BY[one.by]} ({one.where}{until}): {reason}")
    for finding in report.findings:
        for decision in finding.decisions:
            say(f"{finding.place}: [{finding.rule}] {decision}")
    for notice in report.notices:
        if not notice.fatal:
            say(f"{notice.path}{f':{notice.line}' if notice.line else ''}: {notice.reason}")
