"""`cclint plugins`: what is loaded, from where, and what it offers."""

from __future__ import annotations

from collections.abc import Sequence

from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import show
from cclint.plugins import load


def list_plugins(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.
    """
    parser = Parser("cclint plugins", "List the plug-ins that are loaded, from where, and what each of them offers.")
    add_configuration(parser)
    for one in load(configuration(parser.read(arguments), ["."])).loaded:
        show(f"{one.name}\n    from     {one.origin}\n")
        for word, names in (
            ("rules", one.rules),
            ("formats", one.reporters),
            ("files", one.frontends),
            ("stubs", one.models),
        ):
            if names:
                show(f"    {word:<9}{', '.join(names)}\n")
    return 0
