"""A file of Python that only assigns literals, as Flask's `from_pyfile` reads one: settings, with places.

Nothing of it is run; what is no literal is left out.
"""

from __future__ import annotations

import ast
import warnings

from cclint.frontends.settings.reading import Reading, unique
from cclint.ir.data import Data, Entry, Items, Scalar, Table
from cclint.ir.nodes import Span


def parse(reading: Reading) -> tuple[Data, ...]:
    """The names that the file assigns literals to.

    Raises
    ------
    MalformedError: it is not Python.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(reading.text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise reading.error(0, f"this is not valid Python: {error}") from error
    entries = []
    for one in tree.body:
        if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
            value = _data(reading, one.value)
            if value is not None:
                entries.append(Entry(_at(one.targets[0]), one.targets[0].id, value))
    return (Table(reading.whole, unique(entries)),)


def _data(reading: Reading, node: ast.expr) -> Data | None:
    """A literal as settings have it; None for what is none."""
    reading.count()
    if isinstance(node, ast.Constant):
        plain = isinstance(node.value, (str, int, float, bool)) or node.value is None
        return Scalar(_at(node), node.value) if plain else None  # type: ignore[arg-type]
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        items = [_data(reading, one) for one in node.elts]
        return Items(_at(node), [one for one in items if one is not None]) if None not in items else None
    if isinstance(node, ast.Dict):
        entries = []
        for key, value in zip(node.keys, node.values):
            data = _data(reading, value)
            if not isinstance(key, ast.Constant) or not isinstance(key.value, str) or data is None:
                return None
            entries.append(Entry(_at(key), key.value, data))
        return Table(_at(node), tuple(entries))
    return None


def _at(node: ast.expr) -> Span:
    return (node.lineno, node.col_offset + 1, node.end_lineno or node.lineno, (node.end_col_offset or 0) + 1)
