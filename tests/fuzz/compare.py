"""Holds what was predicted of a program against what it did."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from fuzz.oracle.delivery import Delivery, Run
from fuzz.prediction import Alarm, Prediction
from fuzz.program import Program


class Kind(enum.Enum):
    """How a prediction can be wrong."""

    MISSED = "missed"
    FALSE_ALARM = "false alarm"
    MISPLACED = "misplaced"
    COUNT = "wrong count"
    CUT = "cut short"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Difference:
    """A prediction that does not agree with what was seen.

    Parameters
    ----------
    kind: how it is wrong.
    role: of which header.
    what: in words.
    """

    kind: Kind
    role: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.role}: {self.what}"


def compare(prediction: Prediction, runs: Sequence[Run], program: Program) -> list[Difference]:
    """All differences, one for each kind and role.

    An exposure counts as seen when it left in any of the worlds; which are chosen so that every way that a program can
    take is taken in one of them. The place of a finding has to be a line that was executed when the header was
    written: that of a message object's field is known exactly, that of a text only as one of the program's lines.
    """
    found: dict[tuple[Kind, str], Difference] = {}

    def note(kind: Kind, role: str, what: str) -> None:
        found.setdefault((kind, role), Difference(kind, role, what))

    seen = [(run, delivery) for run in runs for delivery in run.deliveries]
    for notice in prediction.notices:
        note(Kind.CUT, "", notice)
    for run, delivery in seen:
        for role in delivery.exposing:
            alarms = [alarm for alarm in prediction.alarms if alarm.role == role]
            shown = ", ".join(delivery.shown[role])
            if not alarms:
                note(Kind.MISSED, role, f"{shown} were shown, sent at {at(delivery)}")
            elif not any(accounts(alarm, run, delivery) for alarm in alarms):
                note(
                    Kind.MISPLACED,
                    role,
                    f"{shown} were written at {written(delivery, role)}, not {'; '.join(map(str, alarms))}",
                )
            elif program.closed and not any(alarm.least <= len(delivery.shown[role]) <= alarm.most for alarm in alarms):
                note(Kind.COUNT, role, f"{shown} were shown, not {'; '.join(map(str, alarms))}")
    for alarm in prediction.alarms:
        exposing = [(run, one) for run, one in seen if alarm.role in one.exposing]
        if not any(accounts(alarm, run, one) for run, one in exposing):
            note(Kind.FALSE_ALARM, alarm.role, str(alarm) + (", though elsewhere some were shown" if exposing else ""))
    return list(found.values())


def accounts(alarm: Alarm, run: Run, delivery: Delivery) -> bool:
    """Whether an alarm's place can be where a delivered header was written."""
    lines = run.lines if delivery.raw else delivery.written.get(alarm.role) or run.lines
    return any(alarm.covers(line) for line in lines)


def at(delivery: Delivery) -> str:
    return " < ".join(f"{path}:{line}" for path, line in delivery.site) or "unknown"


def written(delivery: Delivery, role: str) -> str:
    return " < ".join(f"{path}:{line}" for path, line in delivery.written.get(role, ())) or "unknown"
