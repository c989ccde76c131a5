"""An allowance, as a fact that rules judge: somebody's word that findings are meant, and what has become of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from cclint.finding import Place

NEEDLE: Final = "cclint:"
"""What every comment holds that addresses cclint."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment, or an entry of the configuration, that allows findings, after a run.

    Parameters
    ----------
    place: where it stands.
    rules: the rules that it names, by their present names.
    reason: its words; "" where it has none that tell anything.
    until: the last day on which it counts.
    expired: that day is over, so it allows nothing any more.
    unused: rules that it names, that have run, and that found nothing where it could have counted.
    fault: what is wrong with the way in which it is written; it allows nothing then. "" where nothing is.
    """

    place: Place
    rules: tuple[str, ...] = ()
    reason: str = ""
    until: dt.date | None = None
    expired: bool = False
    unused: tuple[str, ...] = ()
    fault: str = ""

    @property
    def names(self) -> str:
        """The rules, to be read in a sentence."""
        return " and ".join(self.rules)
