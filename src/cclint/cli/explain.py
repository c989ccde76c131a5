"""`cclint explain RULE`: a rule's page, which is its docstring."""

from __future__ import annotations

from collections.abc import Sequence

from cclint.catalogue import by_name
from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import tell
from cclint.plugins import load


def explain_rules(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.

    Raises
    ------
    Refused: there is no rule of a name.
    """
    parser = Parser("cclint explain", "Tell what a rule objects to, why, and how to repair it.")
    parser.add_argument("rules", nargs="+", metavar="RULE")
    add_configuration(parser)
    options = parser.read(arguments)
    plugins = load(configuration(options, ["."]))
    found = [by_name(plugins.rules, name) for name in options.rules]
    pages = []
    for rule in found:
        facts = [f"level: {rule.level}"]
        facts += [f"since version {rule.since}"] if rule.since else []
        facts += ["in preview: runs only where it is selected"] if rule.preview else []
        facts += [f"from the plug-in {plugins.origins[rule.name]}"] if rule.name in plugins.origins else []
        pages.append(f"# {rule.name}\n\n{rule.page}\n\n({'; '.join(facts)})\n")
    tell("\n".join(pages))
    return 0
