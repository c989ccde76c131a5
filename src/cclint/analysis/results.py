"""What a run of the analysis has found."""

from __future__ import annotations

from dataclasses import dataclass

from cclint.analysis.facts import Send
from cclint.finding import Notice, Place


@dataclass(frozen=True, slots=True)
class Reveal:
    """What a call of `reveal` in a test suite shows: the count of its argument."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a run has found.

    Parameters
    ----------
    sends: the predicted messages, in the order of their places.
    notices: what could not be read, or not wholly.
    mailers: how many files send mail.
    read: how many files were looked at.
    """

    sends: tuple[Send, ...] = ()
    notices: tuple[Notice, ...] = ()
    mailers: int = 0
    read: int = 0
    reveals: tuple[Reveal, ...] = ()
