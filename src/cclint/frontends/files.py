"""From a source to its lowered form, with notices about what is missing from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from cclint.finding import Notice, described
from cclint.frontends.decode import UndecodableError, decode
from cclint.frontends.python import lower as lower_python
from cclint.frontends.settings import MalformedError
from cclint.frontends.syntax import Trouble, parse
from cclint.ir import nodes as ir
from cclint.ir.source import Source
from cclint.strangers import OutOfTimeError, StrangerError

NOTEBOOK: Final = ".ipynb"
Lower: TypeAlias = Callable[[str, str], ir.Module]
"""What a front end does: from a path and a text to a module."""


def read_other(source: Source, lower: Lower) -> ir.Module | Notice:
    """Lower a source that is not Python's.

    Parameters
    ----------
    source: the file.
    lower: its front end.

    Returns
    -------
    The module; or a notice that says why there is none.
    """
    try:
        text = decode(source.read())
        return lower(source.path, text.content)
    except OSError as error:
        return Notice(source.path, 1, 1, "unreadable", f"the file cannot be read: {error.strerror or error}")
    except UndecodableError as error:
        return Notice(source.path, 1, 1, "encoding", str(error), fatal=False)
    except MalformedError as error:
        return Notice(source.path, error.line, error.column, "settings", str(error), fatal=False)
    except (RecursionError, MemoryError):
        return Notice(source.path, 1, 1, "cut", "the file is nested too deeply to be read", fatal=False)
    except OutOfTimeError as error:
        return Notice(source.path, 1, 1, "cut", f"the file was not read: {error}")
    except StrangerError as error:
        return Notice(source.path, 1, 1, "plugin", f"the file was not read: {error}")
    except Exception as error:  # noqa: BLE001 (a defect of ours must not end the run over all other files)
        return Notice(
            source.path, 1, 1, "internal", f"cclint failed to read the file, {described(error)}; please report it"
        )


TOKENS: Final = 250_000
"""Tokens of a file that are read where nothing else is said."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a source.

    Parameters
    ----------
    module: its lowered form, as far as it can be read; None where nothing of it can.
    notices: what could not be read, and why.
    """

    module: ir.Module | None = None
    notices: tuple[Notice, ...] = ()


def read(source: Source, tokens: int = TOKENS) -> Reading:
    """Lower a source.

    Parameters
    ----------
    source: a Python file, of any version.
    tokens: how many of a file are read; of a larger one the largest statements are left out.
    """
    path = source.path
    try:
        text = decode(source.read(), cookies=not path.endswith(NOTEBOOK))
    except OSError as error:
        return _not(path, "unreadable", f"the file cannot be read: {error.strerror or error}")
    except UndecodableError as error:
        return _not(path, "encoding", str(error), error.line)
    try:
        if path.endswith(NOTEBOOK):
            from cclint.frontends import notebooks  # few projects have any

            found, missing = notebooks.lower(path, text.content, tokens)
            return Reading(found, tuple(_notice(path, one, rest=bool(found.body.body)) for one in missing))
        parsed = parse(text.content, tokens)
        module = lower_python(path, text.content, parsed.tree, python2=parsed.python2)
    except MalformedError as error:
        return _not(path, "syntax", str(error), error.line, error.column)
    except (RecursionError, MemoryError):
        return _not(path, "cut", "the file is nested too deeply to be read")
    except Exception as error:  # noqa: BLE001 (a defect of a parser, or of ours, must not end the run over all other files)
        return _not(path, "internal", f"cclint failed to read the file, {described(error)}; please report it")
    known = bool(parsed.tree.body)
    notices = [_notice(path, trouble, rest=known, python2=parsed.python2) for trouble in parsed.troubles]
    if text.complaint:
        notices.append(Notice(path, text.line, 1, "encoding", text.complaint, fatal=False))
    return Reading(module, tuple(notices))


def _not(path: str, kind: str, reason: str, line: int = 1, column: int = 1) -> Reading:
    return Reading(None, (Notice(path, line, column, kind, reason),))


def _notice(path: str, trouble: Trouble, *, rest: bool, python2: bool = False) -> Notice:
    """What is said of lines that could not be read; `rest` is whether others could."""
    what = "this was not read" if trouble.cut else f"this is not valid Python{' 2' if python2 else ''}"
    first, last = trouble.first, trouble.last
    if not rest:
        told = "nothing of the file was looked at"
    elif first == last:
        told = f"line {first} was not looked at, the rest of the file was"
    else:
        told = f"lines {first} to {last} were not looked at, the rest of the file was"
    return Notice(
        path, trouble.line, trouble.column, "cut" if trouble.cut else "syntax", f"{what}: {trouble.reason}; {told}"
    )
