"""From a source to its lowered form, or to a notice that says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from cclint.finding import Notice
from cclint.frontends.decode import UndecodableError, decode
from cclint.frontends.python import lower
from cclint.frontends.settings import MalformedError
from cclint.ir import nodes as ir
from cclint.ir.source import Source

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


def read(source: Source) -> ir.Module | Notice:
    """Lower a source.

    Parameters
    ----------
    source: a Python file.

    Returns
    -------
    The module; or a notice that names the place and the reason where the file cannot be read as one.
    """
    try:
        data = source.read()
    except OSError as error:
        return Notice(source.path, 1, 1, "unreadable", f"the file cannot be read: {error.strerror or error}")
    try:
        text = decode(data, cookies=not source.path.endswith(NOTEBOOK))
    except UndecodableError as error:
        return Notice(source.path, 1, 1, "encoding", str(error))
    try:
        if source.path.endswith(NOTEBOOK):
            from cclint.frontends import notebooks  # few projects have any

            return notebooks.lower(source.path, text.content)
        return lower(source.path, text.content)
    except MalformedError as error:
        return Notice(source.path, error.line, error.column, "syntax", str(error))
    except SyntaxError as error:
        return Notice(
            source.path, error.lineno or 1, error.offset or 1, "syntax", f"this is not valid Python: {error.msg}"
        )
    except ValueError as error:
        return Notice(source.path, 1, 1, "syntax", f"this is not valid Python: {error}")
    except (RecursionError, MemoryError):
        return Notice(source.path, 1, 1, "cut", "the file is nested too deeply to be read")
