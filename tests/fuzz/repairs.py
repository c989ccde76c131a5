"""Generated programs, repaired: what they send before and after, held against each other in every world."""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from cclint.config import Config, Persona
from cclint.discovery.paths import Targets
from cclint.fixes.repairing import Repaired, Repairs
from cclint.plugins import load
from fuzz.oracle.client import Oracle
from fuzz.oracle.delivery import Run
from fuzz.program import Program


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a program.

    Parameters
    ----------
    before, after: the program.
    applied: the rules whose findings were repaired, with what was done.
    left: how many findings are left.
    faults: what is wrong with the repaired program.
    """

    before: Program
    after: Program
    applied: tuple[tuple[str, str], ...] = ()
    left: int = 0
    faults: tuple[str, ...] = ()


def repaired(program: Program) -> tuple[Program, Repaired]:
    """A program with all repairs that hold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        program.write(folder)
        config = Config(root=folder, persona=Persona.AUDITOR)
        result = Repairs(Targets((name,)), config, load(config), unsafe=True).repair()
        files = {**program.files, **{path: new.decode() for path, (_, _, new) in result.changes.items()}}
        assert result.after.report is not None  # made while the files are there
    return replace(program, files=files), result


def examine(program: Program, oracle: Oracle) -> Outcome | None:
    """Run a program, repair it, run it again; None where there is nothing to repair, or it cannot be run."""
    runs = oracle.observe(program)
    if isinstance(runs, str) or runs[0].failure or not any(run.deliveries for run in runs):
        return None
    after, result = repaired(program)
    applied = tuple((one.finding.rule, one.fix.title) for one in result.applied)
    left = len(result.after.report.findings)
    if not applied:
        return Outcome(program, after, left=left) if left else None
    again = oracle.observe(after)
    if isinstance(again, str):
        return Outcome(program, after, applied, left, (again,))
    rules = {rule for rule, _ in applied}
    faults = [
        fault for old, new in zip(runs, again, strict=True) for fault in compare(old, new, left=left, rules=rules)
    ]
    return Outcome(program, after, applied, left, tuple(faults))


def compare(old: Run, new: Run, *, left: int, rules: set[str]) -> list[str]:
    """What is wrong with a repaired program in one world.

    Parameters
    ----------
    old, new: what was sent before and after.
    left: how many findings are left.
    rules: those whose findings were repaired. Where a list had grown, each message went to the recipients of earlier rounds as
        well; where To had piled up, `send_message` sent all of them to the first. Neither was meant.
    """
    if old.failure:
        return []
    if new.failure:
        return [f"it fails: {new.failure}"]
    faults = []
    if not left and any(one.exposing for one in new.deliveries):
        faults.append(f"it exposes: {[one.shown for one in new.deliveries if one.exposing]}")
    was, now = received(old), received(new)
    same = now == was
    if "growing-recipients" in rules:
        same = same or (now <= was and now.keys() == was.keys())
    if "reused-message" in rules:
        same = same or (sum(now.values()) == sum(was.values()) and was.keys() <= now.keys())
    if not same:
        faults.append(f"lost {dict(was - now)}, more {dict(now - was)}")
    return faults


def received(run: Run) -> Counter[str]:
    """How many messages everybody gets."""
    return Counter(address for one in run.deliveries for address in dict.fromkeys(one.envelope))
