"""What a run of the analysis has found."""

from __future__ import annotations

from dataclasses import dataclass

from cclint.analysis.count import Count
from cclint.analysis.facts import Send
from cclint.finding import Notice, Place, Step


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a call of `reveal` in a test suite shows: the count of its argument."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Known:
    """What was known of one name at the line that is watched.

    Parameters
    ----------
    place: the statement.
    calls: the functions that are running, the outermost first.
    name: the name, attribute or item, as it is written.
    kind: what its value is.
    count: how many addresses it holds.
    steps: where these come from.
    """

    place: Place
    calls: tuple[str, ...]
    name: str
    kind: str
    count: Count
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a run has found.

    Parameters
    ----------
    sends: the predicted messages, in the order of their places.
    notices: what could not be read, or not wholly.
    mailers: how many files send mail.
    read: how many files were looked at.
    reveals: what test suites asked for.
    known: what is known at the line that is watched, in the order in which it became known.
    """

    sends: tuple[Send, ...] = ()
    notices: tuple[Notice, ...] = ()
    mailers: int = 0
    read: int = 0
    reveals: tuple[Reveal, ...] = ()
    known: tuple[Known, ...] = ()
