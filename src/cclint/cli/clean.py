"""`cclint clean [PATH...]`: remove what earlier runs have kept in `.cclint_cache`."""

from __future__ import annotations

from collections.abc import Sequence

from cclint.cache.folder import NAME, clean
from cclint.cli.arguments import Parser, add_configuration, configuration
from cclint.cli.console import say
from cclint.refusal import Refused

DESCRIPTION = f"Remove the folder {NAME} of the project that some paths lie in."


def clean_up(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments: those of the command line, without the command.

    Returns
    -------
    The exit status.

    Raises
    ------
    Refused: the folder cannot be removed.
    """
    options = parser().read(arguments)
    root = str(configuration(options, options.paths or ["."]).root)
    try:
        removed = clean(root)
    except OSError as error:
        raise Refused(f"{NAME} cannot be removed: {error.strerror}") from error
    say(f"{NAME} is removed" if removed else f"there is no {NAME}")
    return 0


def parser() -> Parser:
    """What the command understands."""
    made = Parser("cclint clean", DESCRIPTION)
    made.add_argument("paths", nargs="*", metavar="PATH", help="files and folders of the project (default: .)")
    add_configuration(made)
    return made
