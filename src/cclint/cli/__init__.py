"""The command line: which command, and what becomes of whatever goes wrong. Nothing else prints, nothing else exits."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from cclint.refusal import Refused, suggestion

COMMANDS: Final = {
    "check": "check:check_paths",
    "audit": "audit:audit_repositories",
    "baseline": "baseline:keep_baseline",
    "clean": "clean:clean_up",
    "completion": "completion:complete",
    "explain": "explain:explain_rules",
    "fix": "stepping:step_through",
    "init": "init:set_up",
    "libraries": "libraries:list_libraries",
    "new-rule": "new_rule:make_package",
    "plugins": "plugins:list_plugins",
    "rules": "rules:list_rules",
    "schema": "schema:show_schema",
    "server": "server:serve",
    "test": "suites:run_suites",
    "trace": "trace:trace_place",
}
"""Where each command is: nothing of the others is imported."""

NOT_DONE: Final = 2
INTERRUPTED: Final = 130
"""What shells report for a program that Ctrl-C ended: 128 and the signal's number."""


def entry() -> NoReturn:
    """The console script.

    What a run has made is left to the system at the end: taking it apart object by object would cost a sixth of a run.
    """
    status = main(sys.argv[1:])
    gc.freeze()
    sys.exit(status)


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
    first, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if first in COMMANDS:
        from importlib import import_module

        module, _, function = COMMANDS[first].partition(":")
        return int(getattr(import_module(f"cclint.cli.{module}"), function)(rest))
    if first and not first.startswith("-") and not os.path.lexists(first):
        near = suggestion(first, COMMANDS)
        if near:
            raise Refused(f"there is no command {first!r}, nor a file or folder of that name{near}")
    from cclint.cli.check import check_paths

    return check_paths(arguments)
