"""Python 2, and Python 3 from before `async` was a keyword: fissix reads them, and its tree becomes one of `ast`."""

from __future__ import annotations

import ast

from cclint.frontends.older.grammar import parse
from cclint.frontends.older.statements import Statements
from cclint.frontends.places import Places, UnreadableError
from cclint.frontends.scan import BRACKETS, too_nested


def read(text: str, *, python2: bool = True, print_statement: bool = True) -> ast.Module:
    """Parse a text of Python 2.4 to 3.6.

    Parameters
    ----------
    text: with LF line ends.
    python2: whether `exec` is a statement, and strings are those of Python 2.
    print_statement: whether `print` is one, in Python 2.

    Returns
    -------
    A tree of `ast` that has what Python 3 has for what stands there, every node where it stood: `print >>f, x` is a call of
    `print`, backticks one of `repr`, a parameter that is a tuple is unpacked in the body's first statement.

    Raises
    ------
    UnreadableError: the text is not of this grammar.
    RecursionError: it is nested too deeply.
    """
    if (line := too_nested(text, BRACKETS)) is not None:
        raise UnreadableError(line, 1, "it is nested too deeply", deep=True)
    statements = {"exec", "print"} if print_statement else {"exec"}
    places = Places(text.split("\n"))
    return Statements(places, python2=python2).module(parse(text, frozenset(statements if python2 else ())))
