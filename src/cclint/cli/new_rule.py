"""`cclint new-rule`: writes a plug-in package with a rule, its page, its suite and its CI, all of which work at once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cclint.catalogue import NAME
from cclint.cli.arguments import Parser
from cclint.cli.console import save, say, show
from cclint.cli.scaffold import package
from cclint.refusal import Refused
from cclint.rules import cclint_rules


def make_package(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.

    Raises
    ------
    Refused: the name is no rule's name, belongs to a built-in rule, or the folder is there already.
    """
    parser = Parser("cclint new-rule", "Write a plug-in package with one rule, its page, its tests and its CI.")
    parser.add_argument("name", metavar="NAME", help="the rule's name: lower-case words with hyphens")
    parser.add_argument("--directory", metavar="DIR", help="where to write it (default: cclint-NAME)")
    options = parser.read(arguments)
    name: str = options.name
    if not NAME.fullmatch(name):
        raise Refused(f"{name!r}: a rule's name is lower-case words with hyphens, for the bad thing: outside-copies")
    if any(name in (one.name, *one.aliases) for one in cclint_rules()):
        raise Refused(f"{name!r} is a rule of cclint's own; a plug-in's rule needs another name")
    folder = Path(options.directory or f"cclint-{name}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is there already, and is not overwritten")
    for path, text in package(name).items():
        target = folder / path
        os.makedirs(target.parent, exist_ok=True)
        save(str(target), text)
        show(f"{target.as_posix()}\n")
    say(f"next: `cd {folder.as_posix()}`, `cclint test` (it passes), then write the rule and its suite")
    return 0
