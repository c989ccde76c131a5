"""What is known at one line of the sources, noted while it is evaluated: for `cclint trace`."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.evaluate.conditions.predicates import paths_in
from cclint.analysis.evaluate.running.statements import Statements
from cclint.analysis.messages.frozen import frozen
from cclint.analysis.messages.recipients import recipients
from cclint.analysis.results import Known
from cclint.analysis.values.addresses import read_value
from cclint.analysis.values.code import Bound, Class, External, Func, Method, Module
from cclint.analysis.values.heap import Buffer, Generator, Instance, Mail, Mapping, Sequence
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import Const, Opaque, Seq, Value, alternatives
from cclint.finding import Place
from cclint.ir import nodes as ir

CODE: Final = (Func, Bound, Class, External, Module, Method)
"""Values that hold no addresses."""


class Watching(Core):
    """Noting values at a line."""

    def statement(self, node: ir.Statement) -> None:
        if self.watched is None or self.watched != (self.path, node.at[0]):
            Statements.statement(self, node)  # type: ignore[arg-type]
            return
        self.note(node, header(node))
        Statements.statement(self, node)  # type: ignore[arg-type]
        if self.live() and isinstance(node, (ir.Assign, ir.Augment)):
            self.note(node, node.targets if isinstance(node, ir.Assign) else (node.target,))

    def note(self, node: ir.Statement, parts: tuple[ir.Node, ...]) -> None:
        """Note what the names, attributes and items in some expressions hold."""
        paths = list(dict.fromkeys((spelt(path), path) for part in parts for path in paths_in(part)))
        for name, path in paths:
            if not name:
                continue
            kept, sends, hazards = self.state, len(self.sends), self.hazards
            self.state = kept.fork()
            try:
                value = self.expression(path)
                held = recipients(frozen(self, value, path)) if not isinstance(value, CODE) else None
            except DivergesError:
                held = None
            self.state, self.hazards = kept, hazards
            del self.sends[sends:]
            if held is None:
                continue
            reading = read_value(held)
            calls = tuple(activation.frame.scope.qualname for activation in self.stack)
            steps = tuple(step for trail in reading.trails[:3] for step in trail.steps())
            place = Place(self.path, *node.at)
            self.noted.append(
                Known(place, calls, name, self.described(value), reading.count, tuple(dict.fromkeys(steps)))
            )

    def described(self, value: Value) -> str:
        """What a value is, in a word or two."""
        return " or ".join(dict.fromkeys(self.word(one) for one in alternatives(value)))

    def word(self, value: Value) -> str:
        match value:
            case Text():
                return "a text" if value.constant is None else "a constant text"
            case Const():
                return str(value.value) if isinstance(value.value, (bool, int, float, type(None))) else "a constant"
            case Seq():
                return f"a {value.kind}"
            case Opaque():
                return f"unknown, of type {value.type.name}" if value.type is not None else "unknown"
        record = self.record(value)
        if isinstance(record, Instance) and isinstance(record.native, Mail):
            return "a message"
        if isinstance(record, Instance) and isinstance(record.cls, Class) and record.cls.id in self.classes:
            return f"an instance of {self.classes[record.cls.id].name}"
        if isinstance(record, Sequence):
            return f"a {record.kind}" if record.kind != "iterator" else "an iterator"
        kinds = {Mapping: "a dictionary", Generator: "a generator", Buffer: "something that text is written to"}
        return next((word for kind, word in kinds.items() if isinstance(record, kind)), "an object")


def header(node: ir.Statement) -> tuple[ir.Node, ...]:
    """The expressions that a statement evaluates itself, without the blocks inside of it."""
    match node:
        case ir.Branch() | ir.While():
            return (node.test,)
        case ir.For():
            return (node.iterable,)
        case ir.With():
            return (node.context,)
        case ir.Match():
            return (node.subject,)
        case ir.Assign():
            return () if node.value is None else (node.value,)
        case ir.Evaluate() | ir.Augment() | ir.Return() | ir.Raise() | ir.Assert():
            return (node,)
    return ()


def spelt(node: ir.Node) -> str:
    """A path as it is written; empty where it is none."""
    if isinstance(node, ir.Name):
        return node.id
    if isinstance(node, ir.Attribute):
        return f"{spelt(node.value)}.{node.name}"
    if isinstance(node, ir.Subscript) and isinstance(node.key, ir.Constant):
        return f"{spelt(node.value)}[{node.key.value!r}]"
    return ""
