"""Grammar that is newer than the running interpreter: libcst reads it, and its tree becomes one of `ast`.

libcst knows Python 3.0 to 3.15 whatever it runs under: PEP 654 (`except*`), 695 and 696 (type parameters), 701 (strings in
strings), 750 (t-strings), 758 (`except A, B:`), 798 (unpacking in comprehensions), 810 (lazy imports).
"""

from __future__ import annotations

import ast

from cclint.frontends.newer.depth import too_deep
from cclint.frontends.places import Places, UnreadableError


def read(text: str) -> ast.Module:
    """Parse a text of Python 3.

    Parameters
    ----------
    text: with LF line ends.

    Returns
    -------
    A tree of `ast`, every node where it stood. What `ast` of the running version has no node for is said with those that it
    has: `except*` is `except`, a t-string an f-string, `type X = Y` an assignment; type parameters are left out.

    Raises
    ------
    UnreadableError: the text is not Python 3, or it would overflow the parser's stack.
    RecursionError: it is nested too deeply.
    """
    import libcst
    from libcst.metadata import MetadataWrapper, PositionProvider

    from cclint.frontends.newer.statements import Statements

    if (line := too_deep(text)) is not None:
        raise UnreadableError(line, 1, "it is nested too deeply", deep=True)
    try:
        module = libcst.parse_module(text)
    except libcst.ParserSyntaxError as error:
        raise UnreadableError(error.raw_line, error.raw_column + 1, _reason(error.message)) from error
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    return Statements(Places(text.split("\n")), wrapper.resolve(PositionProvider)).module(module)


def _reason(message: str) -> str:
    """What libcst objects to, without the list of all that it would have taken."""
    return message.partition(": expected")[0].partition("expected one of")[0].strip().rstrip(":;,") or "invalid syntax"
