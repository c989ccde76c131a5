"""The names that a file binds, and what stands for a value."""

from __future__ import annotations

import pytest

from cclint.allowing.bindings import assigned
from cclint.finding import Place

TEXT = """\
BOARD = [
    "ann@example.org",
    "bob@example.net",
]
ONE: str = "cem@example.com"
BOTH = TWO = BOARD
"""


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [(1, 4, {"BOARD"}), (2, 3, {"BOARD"}), (4, 4, {"BOARD"}), (5, 5, {"ONE"}), (6, 6, {"BOTH", "TWO"}), (3, 5, set())],
)
def test_a_value_is_called_what_is_assigned_to_it(first, last, names):
    assert assigned(Place("people.py", first, 1, last, 2), TEXT) == names
