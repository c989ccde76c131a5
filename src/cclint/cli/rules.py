"""`cclint rules`: the rules that there are, built-in ones and those of plug-ins."""

from __future__ import annotations

from collections.abc import Sequence

from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import show
from cclint.plugins import load


def list_rules(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.
    """
    parser = Parser("cclint rules", "List the rules; `cclint explain RULE` tells more about one.")
    add_configuration(parser)
    plugins = load(configuration(parser.read(arguments), ["."]))
    name = max(len(rule.name) for rule in plugins.rules.values())
    level = max(len(str(rule.level)) for rule in plugins.rules.values())
    for rule in plugins.rules.values():
        remarks = ["preview"] if rule.preview else []
        remarks += [f"from {plugins.origins[rule.name]}"] if rule.name in plugins.origins else []
        remark = f" ({', '.join(remarks)})" if remarks else ""
        show(f"{rule.name:<{name}}  {rule.level!s:<{level}}  {rule.summary}{remark}\n")
    return 0
