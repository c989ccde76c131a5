"""The command line: which command, and what becomes of whatever goes wrong. Nothing else prints, nothing else exits."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from cclint.refusal import Refused, suggestion

COMMANDS: Final = (
    "check",
    "baseline",
    "clean",
    "completion",
    "explain",
    "fix",
    "init",
    "libraries",
    "rules",
    "schema",
    "trace",
)

NOT_DONE: Final = 2
INTERRUPTED: Final = 130
"""What shells report for a program that Ctrl-C ended: 128 and the signal's number."""


def entry() -> NoReturn:
    """The console script."""
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Run a command.

    Parameters
    ----------
    arguments: those of the command line, without the program's name.

    Returns
    -------
    The exit status: 0 everything was looked at and nothing found; 1 findings; 2 no findings, but the job could not be
    done, or not wholly; 130 interrupted.
    """
    from cclint.cli.console import say

    try:
        return _dispatch(list(arguments))
    except Refused as refused:
        say(f"{refused}; exit status {NOT_DONE}: the job could not be done")
        return NOT_DONE
    except KeyboardInterrupt:
        say(f"interrupted; exit status {INTERRUPTED}")
        return INTERRUPTED
    except Exception:  # noqa: BLE001 (a crash is said in one sentence, with the way to report it)
        import traceback

        say(traceback.format_exc())
        say(f"this is a bug in cclint; exit status {NOT_DONE}: nothing is known about the files")
        return NOT_DONE


def _dispatch(arguments: list[str]) -> int:
    first = arguments[0] if arguments else ""
    if first == "rules":
        from cclint.cli.rules import list_rules

        return list_rules(arguments[1:])
    if first == "libraries":
        from cclint.cli.libraries import list_libraries

        return list_libraries(arguments[1:])
    if first == "baseline":
        from cclint.cli.baseline import keep_baseline

        return keep_baseline(arguments[1:])
    if first == "init":
        from cclint.cli.init import set_up

        return set_up(arguments[1:])
    if first == "completion":
        from cclint.cli.completion import complete

        return complete(arguments[1:])
    if first == "clean":
        from cclint.cli.clean import clean_up

        return clean_up(arguments[1:])
    if first == "schema":
        from cclint.cli.schema import show_schema

        return show_schema(arguments[1:])
    if first == "explain":
        from cclint.cli.explain import explain_rules

        return explain_rules(arguments[1:])
    if first == "fix":
        from cclint.cli.stepping import step_through

        return step_through(arguments[1:])
    if first == "trace":
        from cclint.cli.trace import trace_place

        return trace_place(arguments[1:])
    if first and not first.startswith("-") and first not in COMMANDS and not os.path.lexists(first):
        near = suggestion(first, COMMANDS)
        if near:
            raise Refused(f"there is no command {first!r}, nor a file or folder of that name{near}")
    from cclint.cli.check import check_paths

    return check_paths(arguments[1:] if first == "check" else arguments)
