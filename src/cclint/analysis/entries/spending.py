"""What the entries of a run may take, and have taken: steps, time and memory."""

from __future__ import annotations

import time
from collections import Counter, defaultdict

from cclint.analysis import memory
from cclint.analysis.evaluate.machine import Machine
from cclint.finding import Notice

FIRST, LEAST = 3_000, 1_000
"""Steps that an entry may take at first, and when those of the whole run are used up."""
FAR, FAR_STEPS = 2, 50_000
"""Calls between an entry and a mail API from which on it is far away: the values that matter mostly come from nearby. And the
steps that all such entries may take together.
"""


class Spending:
    """Gives each entry its budget, and writes down what it has taken of that.

    Parameters
    ----------
    machine: the evaluator.
    notices: where it is said that a file takes too much.
    """

    def __init__(self, machine: Machine, notices: list[Notice]) -> None:
        self.machine = machine
        self.notices = notices
        self.dear: set[str] = set()  # modules that take more than an entry has at first, or import one that does
        self._far = 0  # the steps that far entries have taken
        self._taken: Counter[str] = Counter()  # the milliseconds that the entries of a file have taken
        self._added: defaultdict[str, float] = defaultdict(float)  # the megabytes that they have added
        self._begun = (0.0, 0.0, 0)  # what had been taken when the present entry began: time, memory and steps

    def at_first(self, distance: int, path: str) -> int:
        """The steps that an entry may take at first.

        Parameters
        ----------
        distance: how far a mail API is.
        path: the entry's file.
        """
        return self._nearby(distance, self.machine.limits.steps if path in self.dear else FIRST)

    def at_last(self, distance: int) -> int:
        """The steps that an entry may take which needs more."""
        return self._nearby(distance, self.machine.limits.steps)

    def _nearby(self, distance: int, steps: int) -> int:
        """How many of some steps an entry may take: half of them for each call that it is farther away than others."""
        if distance < FAR:
            return steps
        return min(steps, self.machine.limits.steps >> (distance - FAR + 1)) if self._far < FAR_STEPS else LEAST

    def begin(self, path: str, steps: int) -> bool:
        """Give an entry its budget, of what there is left for its file and for the run: whether there is any."""
        machine = self.machine
        limits = machine.limits
        left = limits.file_seconds - self._taken[path] / 1000
        room = limits.memory - self._added[path]
        if left <= 0 or room <= 0:
            self._leave_out(path)
            return False
        before = memory.taken()
        self._begun = (time.thread_time(), before, machine.taken)
        machine.seconds = min(limits.seconds, left)
        machine.ceiling_of_memory = before + room
        machine.ration = max(min(steps, limits.whole - machine.taken), LEAST)
        return True

    def end(self, distance: int, path: str) -> None:
        """Write down what the entry has taken."""
        machine = self.machine
        begun, before, taken = self._begun
        machine.taken += machine.steps
        self._far += machine.taken - taken if distance >= FAR else 0
        self._taken[path] += round((time.thread_time() - begun) * 1000)
        self._added[path] += memory.taken() - before

    def more_than(self, steps: int, distance: int) -> bool:
        """Whether the entry may take more at another time."""
        machine = self.machine
        return steps < self.at_last(distance) and machine.taken < machine.limits.whole

    def _leave_out(self, path: str) -> None:
        """Say once that a file takes too long, or too much."""
        self.machine.hurried = True
        limits = self.machine.limits
        seconds, megabytes = (
            f"{limits.file_seconds:g} seconds (limits.file-seconds)",
            f"{limits.memory} megabytes (limits.memory)",
        )
        after = megabytes if self._added[path] >= limits.memory else seconds
        notice = Notice(path, 1, 1, "cut", f"the analysis of this file was cut short after {after}", fatal=False)
        if notice not in self.notices:
            self.notices.append(notice)
