"""How deep a text is nested, by a look at its tokens: libcst's parser recurses on the machine's stack, and would overflow it."""

from __future__ import annotations

from typing import Final

from cclint.frontends.scan import BRACKETS, tokens

HELD: Final = 1_000
"""Operators that hold what follows them (`not not x`, `lambda: lambda: x`, `a ** b ** c`), one inside the other."""
STRUNG: Final = 2_000
"""Operators and accesses in one expression: libcst's time grows with the square of their number."""
HOLDING: Final = frozenset({"not", "lambda", "else", "await", "if", "**", ":=", "-", "+", "~"})
APART: Final = frozenset({",", ";", "="})


def too_deep(text: str) -> int | None:
    """The line on which a text is nested more deeply, or strung together more lengthily, than libcst can take; None if none is.

    It counts too much rather than too little: what no person writes may be refused, what overflows must be.
    """
    levels: list[tuple[int, int]] = []
    held = strung = 0
    for token in tokens(text):
        if token.kind == "open":
            levels.append((held, strung + 1))
            held = strung = 0
        elif token.kind == "close":
            held, strung = levels.pop() if levels else (0, 0)
        elif (token.kind == "end" and not levels) or token.text in APART:
            held = strung = 0
        elif token.text in HOLDING or (token.kind == "sign" and len(token.text) > 2):
            held += len(token.text) if token.kind == "sign" else 1
            strung += 1
        elif token.kind == "sign":
            strung += 1
        elif token.kind == "string" and "f" in token.text.lower():
            held += text.count("{", token.start, token.end) // 4
        if len(levels) > BRACKETS or held > HELD or strung > STRUNG:
            return 1 + text.count("\n", 0, token.start)
    return None
