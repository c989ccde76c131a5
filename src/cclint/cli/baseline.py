"""`cclint baseline create|update|prune|show`: what was there before the gate, accepted with a reason."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import save, say, show
from cclint.config import BASELINE, Config, persona
from cclint.config.reasons import is_empty
from cclint.discovery.paths import Targets
from cclint.finding import Level
from cclint.gate.baseline import Baseline, Entry, entries_of, joined, read, stale, written
from cclint.plugins import load
from cclint.refusal import Refused
from cclint.report import Report

ACTIONS: Final = ("create", "update", "prune", "show")
DESCRIPTION = "Accept the findings that are there, so that only new ones fail a run."
EPILOG = """\
  cclint baseline create --reason TEXT   accept everything that is found now
  cclint baseline update [--reason TEXT] accept what is new, too, and drop what is gone
  cclint baseline prune                  drop what is gone; never accepts anything
  cclint baseline show                   list what is accepted, and why

The whole project is looked at. An entry has no line numbers and no addresses; `update` keeps its reason.
"""


def keep_baseline(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status: 1 for `prune --check` where something is stale, 2 where not everything could be read.

    Raises
    ------
    Refused: there is a baseline already, or none, or a reason is missing.
    """
    options = parser().read(arguments)
    config = configuration(options, ["."])
    if options.persona:
        config = config._replace(persona=persona(options.persona, "--persona: "))
    file = Path(options.baseline).absolute() if options.baseline else config.baseline
    file = file or Path(os.path.abspath(config.root), BASELINE)
    name = os.path.relpath(file)
    if options.reason is not None and is_empty(options.reason):
        raise Refused(f"--reason {options.reason!r} does not tell anybody why these findings are accepted")
    if options.action == "create":
        if file.exists():
            raise Refused(f"there is a baseline {name!r} already: `cclint baseline update` changes it")
        if options.reason is None:
            raise Refused("say why these findings are accepted: --reason 'found when cclint came; see ticket 12'")
    elif not file.is_file():
        raise Refused(f"there is no baseline {name!r}: `cclint baseline create` makes one")
    known = Baseline(name) if options.action == "create" else read(str(file), name)
    if options.action == "show":
        show("".join(f"{_described(entry)}\n" for entry in known.entries))
        say(f"{_many(sum(entry.count for entry in known.entries))} accepted by {name}")
        return 0
    return _changed(options, config, file, known)


def parser() -> Parser:
    """What the command understands."""
    made = Parser("cclint baseline", DESCRIPTION, EPILOG)
    made.add_argument("action", choices=ACTIONS, metavar="|".join(ACTIONS))
    made.add_argument("--reason", metavar="TEXT", help="why new entries are accepted")
    made.add_argument("--baseline", metavar="FILE", help=f"the file (default: {BASELINE} at the project's root)")
    made.add_argument("--persona", metavar="developer|auditor", help="for whom to judge")
    made.add_argument("--check", action="store_true", help="with prune: change nothing; exit status 1 if it would")
    add_configuration(made)
    return made


def _changed(options: argparse.Namespace, config: Config, file: Path, known: Baseline) -> int:
    """Look at the project, and write what becomes of the baseline."""
    from cclint.engine import gather, run

    targets = Targets((os.path.abspath(config.root),))
    plugins = load(config)
    report = run(targets, config._replace(baselined=False), plugins)
    files = {source.path: source.selected for source in gather(targets, config, plugins).sources}
    matching = known.match(report.findings, files)
    gone = stale(matching, report, files)
    new = () if options.action == "prune" else tuple(one for one in matching.new if one.level > Level.NOTE)
    plain = {(one.rule, one.place, one.role): one for one in report.findings}
    added = entries_of((plain[one.rule, one.place, one.role] for one in new), options.reason or "")
    if added and not options.reason:
        listed = "".join(f"\n  {_described(entry)}" for entry in added)
        raise Refused(f"say why these are accepted, with --reason TEXT:{listed}")
    kept = [replace(entry, count=entry.count - gone.get(entry, 0)) for entry in known.entries]
    moved = [
        replace(entry, key=entry.key._replace(path=silenced.finding.place.path), count=1)
        for entry, silenced in zip(matching.entries, matching.accepted)
        if entry.key.path != silenced.finding.place.path
    ]
    for entry in moved:
        old = next(one for one in kept if one.key._replace(path=entry.key.path) == entry.key and one.count)
        kept[kept.index(old)] = replace(old, count=old.count - 1)
    entries = joined([entry for entry in (*kept, *moved, *added) if entry.count], add=True)
    for entry in added:
        say(f"accepted: {_described(entry)}")
    for entry, left in gone.items():
        say(f"dropped: {_described(replace(entry, count=left))}")
    for entry in moved:
        say(f"moved: {_described(entry)}")
    if options.check:
        return _ended(report, 1 if gone else 0)
    save(str(file), written(entries))
    say(f"{_many(sum(entry.count for entry in entries))} accepted by {known.name}")
    return _ended(report, 0)


def _ended(report: Report, status: int) -> int:
    for notice in report.notices:
        if notice.fatal:
            say(f"{notice.path}: {notice.reason}")
    if not report.complete:
        say("exit status 2: not everything could be looked at, so the baseline may lack findings")
        return 2
    return status


def _described(entry: Entry) -> str:
    shows = "an unbounded number of" if entry.shows is None else entry.shows
    ways = f", {entry.ways} ways" if entry.ways > 1 else ""
    scope = f" in {entry.key.scope}" if entry.key.scope else ""
    count = f" ({entry.count} times)" if entry.count > 1 else ""
    what = f"shows {shows} addresses{ways}" if entry.shows != 0 else "shows nobody"
    return f"{entry.key.path}{scope}: [{entry.key.rule}] {entry.key.sink} {what}{count}: {entry.reason or '?'}"


def _many(number: int) -> str:
    return f"{number} finding" if number == 1 else f"{number} findings"
