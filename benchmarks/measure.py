"""Whole processes, measured by the operating system: wall and CPU seconds, and the memory of the largest process."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds of wall and of CPU (children included), and megabytes at the peak."""

    wall: float
    cpu: float
    memory: float


@dataclass(frozen=True)
class Subject:
    """A command that is measured.

    Parameters
    ----------
    name: what the table calls it.
    command: the program and its arguments.
    folder: where it runs.
    before: what is done before each run, unmeasured.
    """

    name: str
    command: Sequence[str]
    folder: Path
    before: Callable[[], object] = lambda: None


def once(subject: Subject) -> Cost:
    """Run a command to its end; what it prints is thrown away, and any exit status will do."""
    subject.before()
    begun = time.perf_counter()
    process = subprocess.Popen(
        subject.command,
        cwd=subject.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(subjects: Sequence[Subject], runs: int) -> dict[str, Cost]:
    """The median cost of each command: all run in turn, so that what else the machine does meets all alike.

    Parameters
    ----------
    subjects: the commands, each of which is run once beforehand, unmeasured.
    runs: how often each is measured.
    """
    for subject in subjects:
        once(subject)
    costs: dict[str, list[Cost]] = {subject.name: [] for subject in subjects}
    for _ in range(runs):
        for subject in subjects:
            costs[subject.name].append(once(subject))
    return {
        name: Cost(
            median(one.wall for one in all_), median(one.cpu for one in all_), median(one.memory for one in all_)
        )
        for name, all_ in costs.items()
    }


def table(title: str, costs: dict[str, Cost]) -> str:
    """Costs as lines of text; ratios are those to the first command."""
    first = next(iter(costs.values()))
    lines = [f"{title}", f"  {'':34} {'wall s':>8} {'CPU s':>8} {'MB':>6} {'wall':>8} {'CPU':>8}"]
    for name, cost in costs.items():
        ratios = f"{cost.wall / first.wall:7.2f}x {cost.cpu / max(first.cpu, 0.001):7.2f}x"
        lines.append(f"  {name:34} {cost.wall:8.3f} {cost.cpu:8.3f} {cost.memory:6.0f} {ratios}")
    return "\n".join(lines) + "\n"
