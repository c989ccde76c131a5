"""What functions leave behind that are called in any order, and any number of times, by callers that are not in sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cclint.analysis.base.paths import DEAD, DivergesError
from cclint.analysis.evaluate.calls.memo import Memo
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.values.code import Bound, Func
from cclint.analysis.values.count import MANY
from cclint.analysis.values.state import join_states, widen_states
from cclint.analysis.values.value import NOTHING, Run, Value
from cclint.ir import nodes as ir

ROUNDS: Final = 3
"""How often the functions are called one after the other, until what they fill holds all that it can."""


def in_any_order(machine: Machine, functions: Sequence[tuple[Func | Bound, int]], node: ir.Node) -> set[int]:
    """Call functions with arguments that are not known: the state at the end covers what they can leave behind. They count as
    not called: who is called so is still to be judged.

    Parameters
    ----------
    machine: the evaluator, in the state before.
    functions: with how many of its first parameters each is given by how it is called.
    node: where they are called, for traces.

    Returns
    -------
    The numbers of those that have come to an end.
    """
    ended: set[int] = set()
    reached, completed, memo = {*machine.reached}, {*machine.completed}, machine.memo
    overspent, too_dear = {**machine.overspent}, {**machine.too_dear}
    machine.memo = Memo()  # what is remembered of a call has its messages with it, and those are not taken down here
    try:
        with machine.parting() as base:
            head = base.fork()
            for number in range(ROUNDS):
                sends = len(machine.sends)
                states = [head]
                head.pins += 1
                for place, (function, own) in enumerate(functions):
                    machine.state = head.fork()
                    try:
                        done = _ends(machine, function, own, len(functions), node)
                    except DivergesError:
                        continue
                    if done and machine.state is not DEAD:
                        ended.add(place)
                        states.append(machine.state)
                head.pins -= 1
                after = join_states(head, states) or head
                if number == 0:
                    joined = join_states(base, [head, after])
                    assert joined is not None
                    head = joined
                    del machine.sends[sends:]
                    continue
                head, grown = widen_states(base, head, after)
                if not grown:
                    break
                del machine.sends[sends:]
            machine.state = head.fork()
    finally:
        machine.reached, machine.completed, machine.memo = reached, completed, memo
        machine.overspent, machine.too_dear = overspent, too_dear
    return ended


def in_a_loop(machine: Machine, function: Func | Bound, own: int, node: ir.Node) -> None:
    """Call a function any number of times with arguments that are not known, as a loop out of sight does.

    Parameters
    ----------
    machine, node: as for `in_any_order`.
    function: with how many of its first parameters it is given by how it is called.
    """
    overspent, too_dear = {**machine.overspent}, {**machine.too_dear}

    def turn(_: Value) -> None:
        if not _ends(machine, function, own, ROUNDS, node):
            raise DivergesError

    try:
        machine.rounds((Run(NOTHING, MANY),), turn)
    finally:
        machine.overspent, machine.too_dear = overspent, too_dear


def _ends(machine: Machine, function: Func | Bound, own: int, among: int, node: ir.Node) -> bool:
    """Call one of so many functions, which leave something to each other and to what comes after: whether it ended."""
    target = function.function if isinstance(function, Bound) else function
    assert isinstance(target, Func)
    arguments = machine.any_arguments(target, own)
    share = (machine.ceiling - machine.steps) // (among + 2)
    return machine.within(share, lambda: machine.call(function, arguments, node)) is not None
