"""Where the analysis stops, so that it always does."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Where the analysis stops, so that it always does.

    Parameters
    ----------
    steps: statements and calls that one entry may take.
    whole: those that all entries of a run may take together; what comes after gets very few.
    depth: calls inside calls.
    rounds: elements up to which a loop is run one by one.
    seconds: wall time for one entry.
    file_seconds: wall time for all entries of one file; what comes after is left out.
    tokens: those of one file that are read; memory goes with them, about 700 bytes each.
    memory: megabytes that all entries of one file may add to what the process has taken; where the system tells that.
    """

    steps: int = 10_000
    whole: int = 200_000
    depth: int = 40
    rounds: int = 64
    seconds: float = 10.0
    file_seconds: float = 8.0
    tokens: int = 250_000
    memory: int = 1024
