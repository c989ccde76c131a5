"""`cclint fix PATH...`: go through the repairs one by one, each with its diff and with who sees whom before and after it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

from cclint.cli.arguments import Parser, Words, add_configuration, configuration
from cclint.cli.console import rendering, say, show
from cclint.cli.fixing import differences, write
from cclint.config import Persona, persona
from cclint.discovery.paths import STANDARD_INPUT, Targets
from cclint.finding import Finding, Fix
from cclint.fixes.repairing import EnoughError, Repairs, Version
from cclint.plugins import load as load_plugins
from cclint.refusal import Refused
from cclint.report import Rendering
from cclint.reporters.wording import people, private, sight, size

DESCRIPTION = "Go through the repairs one by one: what changes, and who sees whom before and after."
EPILOG = """\
answers:
  y  make this repair
  n  do not make it, go on with the next one (or with the next best way)
  a  make this one and all others
  q  stop here; what was agreed to is written

exit status:
  0  everything was looked at, and nothing is left to report (or only notes)
  1  there are findings left
  2  the job could not be done, or not wholly
"""


def step_through(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.
    """
    made = Parser("cclint fix", DESCRIPTION, EPILOG)
    made.add_argument("paths", nargs="*", metavar="PATH", help="files and folders (default: .)")
    made.add_argument("--select", action=Words, metavar="RULE,...", help="only these rules")
    made.add_argument("--persona", metavar="|".join(item.value for item in Persona), help="for whom to judge")
    made.add_argument("--show-addresses", action="store_true", help="do not mask addresses that stand in the sources")
    add_configuration(made)
    options = made.read(arguments)
    paths = tuple(options.paths) or (".",)
    if STANDARD_INPUT in paths:
        raise Refused("standard input is for the answers: name files or folders")
    config = configuration(options, paths)
    if options.select is not None:
        config = config._replace(select=tuple(options.select))
    if options.persona is not None:
        config = config._replace(persona=persona(options.persona, "--persona: "))
    asking = _Asking(rendering(addresses=options.show_addresses, to_file=False))
    repaired = Repairs(Targets(paths), config, load_plugins(config), unsafe=True).repair(asking.wanted)
    left = write(repaired)
    report = repaired.after.report
    number = len(report.findings)
    say(f"{len(repaired.applied)} repaired, {number} {'finding' if number == 1 else 'findings'} left")
    return 2 if left else 1 if report.failing else 0 if report.complete else 2


@dataclass(slots=True)
class _Asking:
    """Shows repairs and reads answers."""

    rendering: Rendering
    everything: bool = field(default=False)

    def wanted(self, finding: Finding, fix: Fix, now: Version, after: Version) -> bool:
        if self.everything:
            return True
        show(self.page(finding, fix, now, after))
        while True:
            show("Make this repair? [y]es, [n]o, [a]ll, [q]uit: ")
            answer = sys.stdin.readline()
            match answer.strip().lower()[:1]:
                case "y":
                    return True
                case "n":
                    return False
                case "a":
                    self.everything = True
                    return True
                case "q":
                    raise EnoughError
            if not answer:
                show("\n")
                raise EnoughError

    def page(self, finding: Finding, fix: Fix, now: Version, after: Version) -> str:
        message = self.rendering.spelt(private(finding.message, self.rendering))
        lines = [f"{finding.place}: {finding.level}[{finding.rule}]: {message}"]
        lines += ["", fix.title, f"  {fix.reason}", ""]
        lines += [line.rstrip("\n") for line in differences(now, after, addresses=self.rendering.addresses)]
        for title, version in (("before", now), ("after", after)):
            lines += ["", f"who sees whom {title}"]
            for rows in version.shown(finding)[:5]:
                for row in rows:
                    shown = f"  {row.role:<9} {size(row):<28} {sight(row):<24} {people(row, self.rendering)}"
                    lines.append(shown.rstrip())
        return "\n".join([*lines, "", ""])
