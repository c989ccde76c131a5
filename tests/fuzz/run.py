"""One program through the oracle and through cclint, and the two held against each other."""

from __future__ import annotations

import traceback
from dataclasses import dataclass

from fuzz.compare import Difference, Kind, compare
from fuzz.grammar.shapes import generate
from fuzz.oracle.client import Oracle
from fuzz.prediction import predict
from fuzz.program import Program
from fuzz.shrink import shrink


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a program.

    Parameters
    ----------
    program: it.
    invalid: why it says nothing: it does not survive its first world, or sends nothing.
    exposed: whether it exposed anybody in any world.
    failures: the exceptions that ended it in its worlds.
    shown: the roles that showed anybody.
    differences: what was predicted wrongly.
    """

    program: Program
    invalid: str = ""
    exposed: bool = False
    failures: frozenset[str] = frozenset()
    shown: frozenset[str] = frozenset()
    differences: tuple[Difference, ...] = ()


def examine(program: Program, oracle: Oracle) -> Outcome:
    """Run a program, predict it, compare."""
    runs = oracle.observe(program)
    if isinstance(runs, str):
        return Outcome(program, runs)
    if runs[0].failure:
        return Outcome(program, runs[0].failure)
    if not any(run.deliveries for run in runs):
        return Outcome(program, "nothing was sent")
    exposed = any(delivery.exposing for run in runs for delivery in run.deliveries)
    failures = frozenset(run.failure.partition(":")[0] for run in runs if run.failure)
    shown = frozenset(role for run in runs for one in run.deliveries for role, held in one.shown.items() if held)
    try:
        prediction = predict(program)
    except Exception:
        return Outcome(
            program, "", exposed, failures, shown, (Difference(Kind.CRASH, "", traceback.format_exc(limit=-3)),)
        )
    return Outcome(program, "", exposed, failures, shown, tuple(compare(prediction, runs, program)))


def shrunk(outcome: Outcome, oracle: Oracle, *, budget: int = 600) -> Program:
    """The smallest program that is still wrong in the way of an outcome's first difference."""
    first = outcome.differences[0]

    def holds(program: Program) -> bool:
        got = examine(program, oracle)
        return (
            not got.invalid
            and got.failures <= outcome.failures
            and any(one.kind is first.kind and one.role == first.role for one in got.differences)
        )

    return shrink(outcome.program, holds, budget=budget)


def outcome_of(seed: int, oracle: Oracle) -> Outcome:
    return examine(generate(seed), oracle)
