"""Objects whose makers and callers are not in sight, in every state in which their own methods can leave them."""

from __future__ import annotations

from typing import Final

from cclint.analysis.code import COROUTINE, Bound, Class, Func
from cclint.analysis.evaluate.machine import Machine
from cclint.analysis.evaluate.paths import DEAD, Arguments, DivergesError
from cclint.analysis.state import State, join_states, widen_states
from cclint.analysis.value import Ref, Value
from cclint.analysis.walking import changed_attributes, self_attributes
from cclint.ir import nodes as ir

ROUNDS: Final = 3
"""How often the methods of a class are called one after the other, until its attributes hold all that they can."""


class Instances:
    """The objects of one run, made and prepared once for each class."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.known: dict[tuple[int, tuple[int, ...]], tuple[Ref, State] | None] = {}

    def made(self, cls: Class, node: ir.Node) -> Value:
        """Make an instance with arguments that are not known."""
        machine = self.machine
        init = machine.in_order(machine.classes[cls.id].order, "__init__")
        arguments = machine.any_arguments(init, 1) if isinstance(init, Func) else Arguments()
        return machine.instantiate(cls, arguments, node)

    def prepared(self, cls: Class, method: Func | None, node: ir.Node) -> tuple[Ref, State] | None:
        """An instance for a method to be called on, and the state that it is in.

        The methods that change what others use have been called any number of times, but for the method itself, whose
        first call is the one that matters.

        Returns
        -------
        None where no instance can be made.
        """
        changing = [one for one in self.changing(cls) if method is None or one.scope is not method.scope]
        key = (cls.id, tuple(id(one.scope) for one in changing))
        if key not in self.known:
            self.known[key] = None
            made = self.made(cls, node)
            if isinstance(made, Ref):
                state = self.machine.state
                self.known[key] = (made, state)
                if changing:
                    self.changed(made, changing, node)
                    self.known[key] = (made, self.machine.state)
        return self.known[key]

    def changing(self, cls: Class) -> list[Func]:
        """The methods that change an attribute which a method that can take part in sending uses."""
        machine = self.machine
        info = machine.classes[cls.id]
        own = [machine.classes[one.id] for one in info.order if isinstance(one, Class) and one.id in machine.classes]
        methods = [inner for one in own for inner in one.scope.inner if inner.kind == "function"]
        relevant = [one for one in methods if machine.relevant is None or id(one) in machine.relevant]
        mentioned = {name for one in relevant for name in one.mentions}
        used = {name for one in methods if one in relevant or one.name in mentioned for name in self_attributes(one)}
        found = []
        for inner in methods:
            if inner.name in ("__init__", "__new__", "__del__") or used.isdisjoint(changed_attributes(inner)):
                continue
            value = machine.in_order(info.order, inner.name)
            if isinstance(value, Func) and value.kind in ("function", COROUTINE) and value.scope is inner:
                found.append(value)
        return found

    def changed(self, made: Ref, methods: list[Func], node: ir.Node) -> None:
        """Call methods in any order and number: the state at the end covers what they can leave behind."""
        machine = self.machine
        with machine.parting() as base:
            head = base.fork()
            for number in range(ROUNDS):
                sends = len(machine.sends)
                states = [head]
                head.pins += 1
                for method in methods:
                    machine.state = head.fork()
                    try:
                        done = self.changed_by(method, made, len(methods), node)
                    except DivergesError:
                        continue
                    if done and machine.state is not DEAD:
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

    def changed_by(self, method: Func, made: Ref, among: int, node: ir.Node) -> bool:
        """Call one of so many methods, which leave something to each other and to what comes after: whether it ended."""
        machine = self.machine
        arguments = machine.any_arguments(method, 1)
        share = (machine.ceiling - machine.steps) // (among + 2)
        return machine.within(share, lambda: machine.call(Bound(method, made), arguments, node)) is not None
