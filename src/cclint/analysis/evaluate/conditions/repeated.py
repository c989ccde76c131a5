"""Conditions that a block asks for twice, with nothing in between that changes the answer.

    if use_sendmail:
        message["Bcc"] = people
    ...
    if not use_sendmail:
        smtp.sendmail(sender, people, message.as_string())

The paths that part at the first do not meet before the second. That costs the statements in between twice, so it is
done where the first writes recipients to a message, and for few conditions at a time.
"""

from __future__ import annotations

from typing import Any, Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, Assumption
from cclint.analysis.messages.sending import ROLES
from cclint.analysis.program.walking import walk
from cclint.ir import nodes as ir

AT_ONCE: Final = 2
"""How many conditions are held apart at the same time: the paths are twice as many for each."""
LONGEST: Final = 80
"""Statements of a block between which a condition is looked for again."""
CHANGING: Final = frozenset({
    "append", "add", "extend", "insert", "update", "setdefault", "appendleft", "extendleft", "remove", "discard", "pop",
    "popleft", "popitem", "clear",
})  # fmt: skip
"""Methods that change a list, set or dictionary."""
WRITING: Final = frozenset({"add_header", "replace_header", "__setitem__", "setdefault", "update"})


class Repeated(Core):
    """Holding the outcomes of a condition apart."""

    def held_apart(self, statements: ir.Block, index: int) -> int:
        """Evaluate a branch together with the statements up to the last that asks for its condition again.

        Returns
        -------
        The index behind what has been evaluated; the same one where that is nothing.
        """
        node = statements[index]
        if not isinstance(node, ir.Branch) or len(self.assumptions) >= AT_ONCE or index + 1 >= len(statements):
            return index
        last = self.asked_again(statements, index)
        if last <= index:
            return index
        self.step()
        shape, same = plain_shape(node.test)
        paths = tuple(paths_in(node.test))
        with self.parting() as base:
            self.state = base.fork()
            holds, fails = self.split(node.test)
            apart = holds is not DEAD and fails is not DEAD
            ends, before = [], self.assumptions
            for outcome, state, arm in ((True, holds, node.then), (False, fails, node.otherwise)):
                self.state = state
                if state is DEAD:
                    continue
                if apart:
                    held = self.held_by(paths)
                    self.assumptions = (*before, Assumption(self.frame.id, shape, outcome is same, paths, held))
                try:
                    self.block(arm)
                    self.block(statements[index + 1 : last + 1])
                finally:
                    self.assumptions = before
                ends.append(self.state)
            self.state = self.join(base, ends)
        return last + 1

    def asked_again(self, statements: ir.Block, index: int) -> int:
        """The last statement of a block in which a branch asks for the condition of another; that one itself if none does."""
        key = (id(statements), index)
        known = self.repeats.get(key)
        if known is None:
            self.repeats[key] = known = (statements, last_asking(statements, index))
        return known[1]

    def outcome_of(self, test: ir.Expression) -> bool | None:
        """The outcome of a condition that has been decided on the present path, where what it speaks of is still the same."""
        if not self.assumptions:
            return None
        shape, same = plain_shape(test)
        for one in self.assumptions:
            if one.frame == self.frame.id and one.shape == shape and self.held_by(one.paths) == one.held:
                return one.outcome is same
        return None

    def held_by(self, paths: tuple[ir.Expression, ...]) -> tuple[object, ...]:
        values = [self.expression(path) for path in paths]
        return tuple((value.token, self.record(value)) for value in values)


def last_asking(statements: ir.Block, index: int) -> int:
    """The last statement in which a branch asks again for the condition of the branch at an index."""
    node = statements[index]
    assert isinstance(node, ir.Branch)
    shape, _ = plain_shape(node.test)
    if shape is None or not writes_recipients(node):
        return index
    for last in range(min(len(statements), index + LONGEST) - 1, index, -1):
        for one in walk(statements[last]):
            if isinstance(one, ir.Branch) and plain_shape(one.test)[0] == shape:
                paths, between = {shape_of(path) for path in paths_in(node.test)}, statements[index : last + 1]
                # On each path there would be a class of its own.
                twice = any(isinstance(one, ir.ClassDefinition) for one in between)
                return index if twice or is_filled(paths, between) else last
    return index


def is_filled(paths: set[object], statements: ir.Block) -> bool:
    """Whether a list or dictionary that one of some paths may lead to is changed where it is."""
    for one in walk(statements):
        if isinstance(one, ir.Call) and isinstance(one.function, ir.Attribute) and one.function.name in CHANGING:
            held: list[ir.Expression] = [one.function.value]
        elif isinstance(one, (ir.Assign, ir.Delete)):
            held = [target.value for target in one.targets if isinstance(target, ir.Subscript)]
        else:
            continue
        if not paths.isdisjoint(map(shape_of, held)):
            return True
    return False


def writes_recipients(node: ir.Branch) -> bool:
    """Whether a branch writes a header field that holds recipients."""
    for one in walk((node.then, node.otherwise)):
        if isinstance(one, ir.Assign):
            keys = [target.key for target in one.targets if isinstance(target, ir.Subscript)]
        elif isinstance(one, ir.Call) and isinstance(one.function, ir.Attribute) and one.function.name in WRITING:
            keys = [argument.value for argument in one.arguments[:1]]
        else:
            continue
        if any(isinstance(key, ir.Constant) and str(key.value).lower() in ROLES for key in keys):
            return True
    return False


NEGATED: Final = {"!=": "==", "is not": "is", "not in": "in"}


def plain_shape(test: ir.Expression) -> tuple[object, bool]:
    """A condition as something that can be compared, and whether it is that or its opposite; None for what can change."""
    same = True
    while isinstance(test, ir.Unary) and test.op == "not":
        test, same = test.operand, not same
    if isinstance(test, ir.Compare) and len(test.operators) == 1 and test.operators[0] in NEGATED:
        operands = tuple(map(shape_of, test.operands))
        return (None if None in operands else (NEGATED[test.operators[0]], *operands)), not same
    return shape_of(test), same


def shape_of(node: ir.Expression) -> Any:
    """An expression of names, attributes and constants as something that can be compared; None for any other."""
    parts: tuple[Any, ...]
    match node:
        case ir.Name():
            return ("name", node.id)
        case ir.Constant():
            return ("constant", repr(node.value))
        case ir.Attribute():
            parts = (shape_of(node.value), node.name)
        case ir.Subscript():
            parts = ("item", shape_of(node.value), shape_of(node.key))
        case ir.Unary():
            parts = (node.op, shape_of(node.operand))
        case ir.Compare():
            parts = (*node.operators, *map(shape_of, node.operands))
        case ir.Logic():
            parts = (node.op, *map(shape_of, node.operands))
        case ir.Call(function=ir.Name(id="len" | "bool" | "isinstance")):
            parts = (shape_of(node.function), *(shape_of(one.value) for one in node.arguments))
        case _:
            return None
    return None if None in parts else parts


def paths_in(node: ir.Expression) -> list[ir.Expression]:
    """The names, attributes and items that a condition is made of, as whole as they are."""
    match node:
        case ir.Name() | ir.Attribute() | ir.Subscript():
            return [node]
        case ir.Unary():
            return paths_in(node.operand)
        case ir.Compare() | ir.Logic():
            return [path for one in node.operands for path in paths_in(one)]
        case ir.Call():
            return [path for one in node.arguments for path in paths_in(one.value)]
    return []
