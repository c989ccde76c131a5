"""`with`: what is entered, the block, and what is left again."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.paths import Arguments
from cclint.analysis.evaluate.calls.dispatch import Calls
from cclint.analysis.values.code import External
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.value import NOTHING, Opaque, Ref, Value
from cclint.ir import nodes as ir
from cclint.ir.walking import walk

SUPPRESSING: Final = "contextlib.suppress"
STACKS: Final = frozenset({"contextlib.ExitStack", "contextlib.AsyncExitStack"})
ENTERING: Final = frozenset({"enter_context", "enter_async_context"})
"""The methods of a stack that enter a manager, which is left when the stack is."""
TAKEN_AWAY: Final = "pop_all"
"""The method that leaves what was entered to another stack."""


class Entering(Calls):
    """Context managers: of libraries, of the project's classes, and generators."""

    def on_with(self, node: ir.With) -> None:
        called = self.expression(node.context.function) if isinstance(node.context, ir.Call) else None
        if isinstance(called, External) and called.name == SUPPRESSING and isinstance(node.context, ir.Call):
            kinds = tuple(argument.value for argument in node.context.arguments)
            handler = ir.Handler(node.at, ir.Display(node.at, "tuple", kinds), None, ())
            self.statement(ir.Try(node.at, node.body, (handler,), (), ()))
            return
        context = self.expression(node.context)
        if self.managed(context, node):
            return
        entered = self.entered(context, node)
        if node.target is not None:
            self.assign(node.target, entered)
        if isinstance(context, Opaque) and context.type is not None and context.type.name in STACKS:
            self.block(_unfolded(node))
        else:
            self.block(node.body)
        if self.live():
            self.left(context, node)

    def entered(self, context: Value, node: ir.Node) -> Value:
        record = self.record(context)
        if isinstance(context, Ref) and isinstance(record, Instance):
            method = self.special_method(context, record, "__enter__") or self.special_method(
                context, record, "__aenter__"
            )
            if method is not None:
                return self.call(method, Arguments(), node)
        if isinstance(context, Opaque) and context.type is not None:
            member = self.models.member(context.type.name, "__enter__")
            if member is not None:
                return self.call_attribute(context, "__enter__", Arguments(), node)
        return context

    def left(self, context: Value, node: ir.With) -> None:
        record = self.record(context)
        if isinstance(context, Ref) and isinstance(record, Instance):
            method = self.special_method(context, record, "__exit__") or self.special_method(
                context, record, "__aexit__"
            )
            if method is not None:
                self.call(method, Arguments.of(NOTHING, NOTHING, NOTHING), node)
        elif isinstance(context, Ref) and record is not None:
            handler = next(
                (self.handlers[name] for f in self.families(context) if (name := f"{f}.__exit__") in self.handlers),
                None,
            )
            if handler is not None:
                self.call_attribute(context, "__exit__", Arguments(), node)


def _unfolded(node: ir.With) -> ir.Block:
    """The block of a stack of managers, with a `with` of its own for each that is entered by a statement of the block: they
    are left in turn, the last one first, where the block ends.
    https://docs.python.org/3/library/contextlib.html#contextlib.ExitStack
    """
    stack = node.target if node.target is not None else node.context
    if not isinstance(stack, ir.Name):
        return node.body
    if any(isinstance(one, ir.Attribute) and one.name == TAKEN_AWAY for one in walk(node.body)):
        return node.body
    return _within(node.body, stack.id)


def _within(block: ir.Block, stack: str) -> ir.Block:
    for number, statement in enumerate(block):
        if isinstance(statement, ir.Assign) and len(statement.targets) == 1:
            target: ir.Expression | None = statement.targets[0]
        elif isinstance(statement, ir.Evaluate):
            target = None
        else:
            continue
        called = statement.value.value if isinstance(statement.value, ir.Await) else statement.value
        match called:
            case ir.Call(
                function=ir.Attribute(value=ir.Name(id=name), name=method), arguments=(ir.Argument(value=context),)
            ) if name == stack and method in ENTERING:
                rest = _within(block[number + 1 :], stack)
                return (*block[:number], ir.With(statement.at, context, target, rest))
    return block
