"""Expressions: one method for each kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DEAD, Arguments, DivergesError
from cclint.analysis.evaluate.calls.dispatch import Calls
from cclint.analysis.evaluate.collections.slicing import Slicing
from cclint.analysis.evaluate.conditions.bounds import drops_blanks
from cclint.analysis.evaluate.conditions.choosing import Choosing
from cclint.analysis.operations import comparing, operators
from cclint.analysis.operations.comparing import is_data
from cclint.analysis.operations.formatting import specified
from cclint.analysis.values.carrying import carries, led, taken
from cclint.analysis.values.code import External, Func
from cclint.analysis.values.count import ONE
from cclint.analysis.values.entering import entered
from cclint.analysis.values.heap import Entry, Mapping, Sequence
from cclint.analysis.values.lattice import join, join_all, normal
from cclint.analysis.values.rope import EMPTY, Part, Parts, Text, constant
from cclint.analysis.values.text import bounded
from cclint.analysis.values.trail import WHOLE, Trail
from cclint.analysis.values.value import (
    FALSE,
    NOTHING,
    TRUE,
    Const,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Union,
    Value,
    alternatives,
    truth,
)
from cclint.ir import nodes as ir

DIVIDING: Final = frozenset({"/", "//", "%"})


class Expressions(Core):
    """Evaluating expressions in the present state."""

    foreign: dict[int, bool]

    def expression(self, node: ir.Expression) -> Value:
        return EXPRESSIONS[type(node)](self, node)

    def on_constant(self, node: ir.Constant) -> Value:
        if node.memo is None:
            value = node.value
            if isinstance(value, str):
                node.memo = self.constant_text(value, node) if value else EMPTY
            elif isinstance(value, bytes) and b"@" in value:
                node.memo = constant(value, self.hop(node, "literal", f"“{value.decode('latin-1')}”"))
            else:
                node.memo = constant(value)
        memo: Value = node.memo
        return memo

    def on_name(self, node: ir.Name) -> Value:
        return self.loaded_value(self.lookup(node.id, node), node)

    def on_attribute(self, node: ir.Attribute) -> Value:
        owner = self.expression(node.value)
        value = self.loaded_value(self.attribute(owner, node.name, node), node)
        return taken(value, owner) if isinstance(owner, (Ref, Union)) else value

    def loaded_value(self, value: Value, node: ir.Node) -> Value:
        """What a name or an attribute holds: what a module has that is not in sight begins its way here."""
        kind = type(value)
        if kind is Opaque:
            return self.taken_for(value) if self.foreign else value
        if isinstance(value, External) and value.trail is None and is_data(value, self.models):
            return value.along(self.hop(node, "name", value.name))
        return value

    def arguments(self, nodes: tuple[ir.Argument, ...]) -> Arguments:
        """Evaluate the arguments of a call, stars included."""
        positional: list[Run] = []
        keywords: dict[str, Value] = {}
        rest: Value | None = None
        for argument in nodes:
            value = self.expression(argument.value)
            if argument.stars == 1:
                positional.extend(led(self.iterate(value, argument.value), value))
            elif argument.stars == 2:
                rest = self.spread_any(alternatives(value), keywords, rest)
            elif argument.keyword is not None:
                keywords[argument.keyword] = value
            else:
                positional.append(Run(value))
        return Arguments(tuple(positional), keywords, rest)

    def spread_any(self, options: tuple[Value, ...], keywords: dict[str, Value], rest: Value | None) -> Value | None:
        """`**value`, where it can be one of several: a name that not all of them have may be missing."""
        if len(options) == 1:
            return self.spread(options[0], keywords, rest)
        tables: list[dict[str, Value]] = []
        for one in options:
            words: dict[str, Value] = {}
            rest = self.spread(one, words, rest)
            if isinstance(self.record(one), Mapping):
                tables.append(words)
        for name in dict.fromkeys(name for words in tables for name in words if not name.startswith("?")):
            held = [words[name] for words in tables if name in words]
            keywords[name] = join_all(held if name not in keywords else [keywords[name], *held])
            if len(held) < len(tables) or any(f"?{name}" in words for words in tables):
                keywords[f"?{name}"] = TRUE
        return rest

    def spread(self, value: Value, keywords: dict[str, Value], rest: Value | None) -> Value | None:
        """`**value`: known keys become keywords, the others remain."""
        record = self.record(value)
        if isinstance(record, Mapping):
            for entry in record.entries:
                name = entry.key.constant if isinstance(entry.key, Text) else None
                if name is not None:
                    before = keywords.get(name)
                    keywords[name] = entry.value if before is None or entry.certain else join(before, entry.value)
                    if not entry.certain:
                        keywords[f"?{name}"] = TRUE  # may be missing: the parameter's default counts too
            if record.rest is not None and record.value is not None:
                return value if rest is None else join(rest, value)
            return rest
        return value if rest is None else join(rest, value)

    def on_display(self, node: ir.Display) -> Value:
        runs: list[Run] = []
        for item in node.items:
            if isinstance(item, ir.Starred):
                spread = self.expression(item.value)
                runs.extend(led(self.iterate(spread, item), spread))
            else:
                runs.append(Run(self.expression(item)))
        made = tuple(runs) if node.kind == "tuple" and len(runs) <= 64 else normal(runs)
        trail = self.trail_of_elements(made, node)
        if node.kind == "tuple":
            return Seq("tuple", made, self.made_of(trail, node))
        if node.kind == "set":
            made = operators.distinct(made)
        return self.new_list(made, node, trail, node.kind)

    def trail_of_elements(self, runs: Runs, node: ir.Node) -> Trail | None:
        """Where a display comes from: the place itself if its elements are constants, else what its first element came from."""
        telling = [run.value for run in runs if carries(run.value)]
        if not telling:
            return None
        if all(isinstance(value, Text) and value.constant is not None for value in telling):
            number = len(telling)
            return self.hop(node, "literal", "one address" if number == 1 else f"a fixed list of {number} addresses")
        return next((value.trail for value in telling if value.trail is not None), None)

    def made_of(self, trail: Trail | None, node: ir.Node) -> Trail | None:
        """The way of something whose elements are different things: that of its first element is not that of the others."""
        return self.hop(node, "made", prev=trail) if trail is not None and trail.what in WHOLE else trail

    def on_dict(self, node: ir.DictDisplay) -> Value:
        made = self.new(Mapping("dict"), node)
        if all(key is not None for key, _ in node.items):
            entries: dict[Value, Entry] = {}
            others: list[tuple[Value, Value]] = []
            for key_node, value_node in node.items:
                assert key_node is not None
                key = self.expression(key_node)
                value = self.under_key(key, self.expression(value_node), value_node)
                if operators.is_constant(key):
                    entries[key] = Entry(key, value)
                else:
                    others.append((key, value))
            record = Mapping("dict", tuple(entries.values()), born=self.running)
            for key, value in others:
                record = record.opened(key, value, ONE)
            self.state.set(made.id, record)
            made.trail = self.made_of(self.trail_of_elements(record.values, node), node)
            return made
        for key_node, value_node in node.items:
            if key_node is None:
                operators.update(self, made, self.expression(value_node), node)
            else:
                self.set_item(made, self.expression(key_node), self.expression(value_node), node)
        return made

    def on_format(self, node: ir.Format) -> Value:
        parts: list[Part] = []
        for part in node.parts:
            if isinstance(part, ir.Constant):
                value = self.on_constant(part)
                parts.extend(value.parts if isinstance(value, Text) else ())
            else:
                parts.extend(self.on_slot(part, tuple(parts)).parts)
        trail = next((part.trail for part in parts if part.trail is not None), None)
        return Text(bounded(tuple(parts)), trail)

    def on_slot(self, node: ir.Slot, in_front: Parts = ()) -> Text:
        value = self.expression(node.value)
        spec = self.on_format(node.spec) if node.spec is not None else EMPTY
        known = spec.constant if isinstance(spec, Text) else None
        made = specified(self, value, node.conversion, known or "", node)
        return Text(entered(made.parts, lambda before: self.hop(node, "text", prev=before), in_front), made.trail)

    def on_binary(self, node: ir.Binary) -> Value:
        spine, left = [node], node.left  # long sums lean to the left
        while isinstance(left, ir.Binary):
            spine.append(left)
            left = left.left
        value = self.expression(left)
        for link in reversed(spine):
            right = self.expression(link.right)
            if link.op in DIVIDING and not isinstance(value, Text):
                self.divides_by(right)
            value = operators.binary(self, link.op, value, right, link)
        return value

    def divides_by(self, right: Value) -> None:
        """A division raises where it is by zero, and may where its divisor is not known."""
        if isinstance(right, Const) and right.value == 0:
            self.raises(External("builtins.ZeroDivisionError"))
            raise DivergesError
        self.hazards += not isinstance(right, Const)

    def on_unary(self, node: ir.Unary) -> Value:
        value = self.expression(node.operand)
        own = self.signed(node.op, value, node) if isinstance(value, Ref) else None
        if own is not None:
            return own
        return operators.unary(node.op, value, self.truth(value) if node.op == "not" else None)

    def on_compare(self, node: ir.Compare) -> Value:
        left = self.comparand(node.operands[0])
        answers: list[bool | None] = []
        for op, operand in zip(node.operators, node.operands[1:]):
            right = self.comparand(operand)
            known = comparing.compare(self, op, self.spoken(left), self.spoken(right))
            if isinstance(left, Ref) or isinstance(right, Ref):
                own = self.compared_by_method(op, left, right, node)
                known = known if own is None else own
            answers.append(known)
            left = right
        if False in answers:
            return FALSE
        return truth(None if None in answers else True, ("compare", self.path, node.at))

    def on_lambda(self, node: ir.Lambda) -> Value:
        return self.function_value(node.function)

    def function_value(self, function: ir.Function) -> Func:
        """A function as a value: with its defaults, which are evaluated now."""
        defaults = tuple(
            (parameter.name, self.expression(parameter.default))
            for parameter in function.parameters
            if parameter.default is not None
        )
        return Func(function, self.frame, defaults)

    def on_comprehension(self, node: ir.Comprehension) -> Value:
        """A loop that fills a new object."""
        kind = {"list": "list", "set": "set", "generator": "list"}.get(node.kind)
        made = self.new_list((), node, kind=kind) if kind else self.new(Mapping("dict"), node)
        self.clause(node, 0, made)
        if not self.live():
            raise DivergesError
        record = self.record(made)
        if isinstance(record, Sequence):
            made.trail = next((run.value.trail for run in record.runs if run.value.trail is not None), None)
            if node.kind == "generator":
                return self.new_list(record.runs, node, made.trail, "iterator")
        return made

    def clause(self, node: ir.Comprehension, index: int, made: Ref) -> None:
        if index == len(node.clauses):
            value = self.expression(node.element)
            if node.key is not None:
                self.set_item(made, self.expression(node.key), value, node)
            else:
                self.add_element(made, value)
            return
        clause = node.clauses[index]

        def turn(element: Value) -> None:
            self.assign(clause.target, element)
            stopped = []
            for test in clause.conditions:
                holds, fails = self.split(test)
                stopped.append(fails)
                self.state = holds
                if not self.live():
                    break
            if self.live():
                try:
                    self.clause(node, index + 1, made)
                except DivergesError:  # on the path on which the element is wanted
                    if all(state is DEAD for state in stopped):
                        raise
                    self.state = DEAD
            self.activation.loops[-1].continues.extend(state for state in stopped if state is not DEAD)

        iterable = self.expression(clause.iterable)
        runs = led(self.iterate(iterable, clause.iterable), iterable)
        self.rounds(runs, turn)
        if node.kind == "list" and len(node.clauses) == 1 and all(map(drops_blanks, clause.conditions)):
            self.parted_alike(iterable, made)

    def add_element(self, target: Ref, value: Value) -> None:
        """Put an element at the end of a list, or into a set."""
        record = self.record(target)
        if isinstance(record, Sequence):
            runs = normal((*record.runs, Run(value)))
            self.write(target.id, record.holding(operators.distinct(runs) if record.kind == "set" else runs))

    def on_await(self, node: ir.Await) -> Value:
        return self.expression(node.value)

    def on_yield(self, node: ir.Yield) -> Value:
        value = self.expression(node.value) if node.value is not None else NOTHING
        self.hazards += 1
        if self.activation.yields is not None:
            return self.activation.yields(value)
        return self.unknown(node, "call", "send")

    def on_yield_from(self, node: ir.YieldFrom) -> Value:
        value = self.expression(node.value)
        runs = self.iterate(value, node.value)
        if self.activation.yields is not None:
            hook = self.activation.yields
            self.rounds(runs, lambda element: (hook(element), None)[1])
        return NOTHING

    def on_bind(self, node: ir.Bind) -> Value:
        value = self.expression(node.value)
        self.store(node.target.id, value)
        return value

    def on_starred(self, node: ir.Starred) -> Value:
        return self.expression(node.value)


EXPRESSIONS: Final[dict[type, Callable[[Any, Any], Value]]] = {
    ir.Constant: Expressions.on_constant,
    ir.Name: Expressions.on_name,
    ir.Attribute: Expressions.on_attribute,
    ir.Subscript: Slicing.on_subscript,
    ir.Slice: Slicing.on_slice,
    ir.Call: Calls.on_call,
    ir.Starred: Expressions.on_starred,
    ir.Display: Expressions.on_display,
    ir.DictDisplay: Expressions.on_dict,
    ir.Slot: Expressions.on_slot,
    ir.Format: Expressions.on_format,
    ir.Binary: Expressions.on_binary,
    ir.Unary: Expressions.on_unary,
    ir.Logic: Choosing.on_logic,
    ir.Compare: Expressions.on_compare,
    ir.Choice: Choosing.on_choice,
    ir.Lambda: Expressions.on_lambda,
    ir.Comprehension: Expressions.on_comprehension,
    ir.Await: Expressions.on_await,
    ir.Yield: Expressions.on_yield,
    ir.YieldFrom: Expressions.on_yield_from,
    ir.Bind: Expressions.on_bind,
}
