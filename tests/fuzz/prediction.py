"""What cclint predicts of a program: the exposures that an auditor would be shown."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from cclint.analysis import Limits, analyse
from cclint.analysis.facts import Audience, Send
from cclint.ir.source import Source
from cclint.models import load_models
from cclint.models.library import Models
from fuzz.oracle.delivery import Line
from fuzz.program import Program

LIMITS = {"To": 1, "Cc": 1, "Bcc": 0}


@dataclass(frozen=True, slots=True)
class Alarm:
    """A role of a predicted message that shows too many.

    Parameters
    ----------
    role: the header.
    path, first, last: the lines to blame.
    least, most: how many addresses.
    api: what the message is sent with.
    """

    role: str
    path: str
    first: int
    last: int
    least: int
    most: float
    api: str

    def covers(self, line: Line) -> bool:
        return line[0] == self.path and self.first <= line[1] <= self.last

    def __str__(self) -> str:
        return f"{self.role} [{self.least}, {self.most}] at {self.path}:{self.first} by {self.api}"


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that cclint says of a program."""

    alarms: tuple[Alarm, ...]
    sends: tuple[Send, ...]
    notices: tuple[str, ...]


@functools.cache
def models() -> Models:
    return load_models()


def predict(program: Program) -> Prediction:
    """Analyse a program, in memory."""
    root = Path("/nowhere")
    sources = [Source(path, root / path, True, text.encode()) for path, text in sorted(program.read.items())]
    analysis = analyse(sources, root, models(), Limits())
    alarms = dict.fromkeys(
        Alarm(role, place.path, place.line, place.last_line, audience.count.least, audience.count.most, send.api)
        for send in analysis.sends
        for role, audience in judged(send)
        if audience.count.most > LIMITS[role]
        for place in [audience.widest.place]
    )
    return Prediction(tuple(alarms), tuple(analysis.sends), tuple(map(str, analysis.notices)))


def judged(send: Send) -> list[tuple[str, Audience]]:
    return [("To", send.audience("To")), ("Cc", send.audience("Cc")), ("Bcc", send.bcc_on_the_wire)]
