"""Reading the command line: argparse, with "did you mean", and every mistake one sentence and exit status 2."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from cclint.config import Config, load
from cclint.refusal import Refused, suggestion
from cclint.version import VERSION


class Parser(argparse.ArgumentParser):
    """A parser that refuses instead of exiting."""

    def __init__(self, prog: str, description: str, epilog: str = "") -> None:
        self._width: int | None = 80
        super().__init__(
            prog=prog, description=description, epilog=epilog, formatter_class=self._formatter, allow_abbrev=False
        )
        self.add_argument("--version", action="version", version=f"cclint {VERSION}", help="print the version")

    def _formatter(self, prog: str) -> argparse.HelpFormatter:
        return argparse.RawDescriptionHelpFormatter(prog, width=self._width)

    def format_help(self) -> str:
        """Called by argparse. How wide the terminal is, is asked here alone: `add_argument` makes formatters, too, and what
        tells the width (`shutil`) brings all ways to compress files along.
        """
        self._width = None
        return super().format_help()

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """Read the arguments, options and paths in any order.

        Raises
        ------
        Refused: an option is unknown or lacks its value.
        """
        known, unknown = self.parse_known_intermixed_args(arguments)
        if unknown:
            word = next((item for item in unknown if item.startswith("-")), unknown[0]).split("=", 1)[0]
            raise Refused(
                f"unknown option {word!r}{suggestion(word, self._option_string_actions)} (`{self.prog} --help`)"
            )
        return known

    def error(self, message: str) -> NoReturn:
        """Called by argparse."""
        raise Refused(f"{message} (`{self.prog} --help`)")


class Words(argparse.Action):
    """An option that takes several words, separated by commas, and may be given several times."""

    def __call__(
        self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: str | None = None
    ) -> None:
        """Called by argparse."""
        del parser, option_string
        words = [word.strip() for word in str(values).split(",") if word.strip()]
        setattr(namespace, self.dest, [*(getattr(namespace, self.dest) or ()), *words])


def add_configuration(parser: Parser) -> None:
    """The options that say which configuration counts."""
    parser.add_argument("--config", metavar="FILE", help="use this configuration file")
    parser.add_argument(
        "--isolated", action="store_true", help="use no configuration file, nor the plug-ins that one names"
    )


def configuration(options: argparse.Namespace, places: Sequence[str]) -> Config:
    """The configuration that the options ask for.

    Parameters
    ----------
    options: as `add_configuration` made them.
    places: the paths of the run.
    """
    if options.config and options.isolated:
        raise Refused("--config and --isolated contradict each other")
    return load(places, file=options.config, isolated=options.isolated)
