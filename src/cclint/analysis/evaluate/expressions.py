"""Expressions: one method for each kind of node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from cclint.analysis import comparing, operators
from cclint.analysis import runs as sequences
from cclint.analysis.code import Func
from cclint.analysis.count import ONE, Count
from cclint.analysis.evaluate.calls import Calls
from cclint.analysis.evaluate.core import Core
from cclint.analysis.evaluate.names import carries
from cclint.analysis.evaluate.paths import DEAD, Arguments, DivergesError
from cclint.analysis.formatting import specified
from cclint.analysis.heap import Entry, Mapping, Sequence
from cclint.analysis.lattice import join, join_all, normal
from cclint.analysis.rope import EMPTY, Part, Text, constant, text
from cclint.analysis.state import State
from cclint.analysis.text import entered, sliced
from cclint.analysis.value import (
    BOOLEAN,
    FALSE,
    NOTHING,
    STRING,
    TRUE,
    Opaque,
    Ref,
    Run,
    Runs,
    Seq,
    Value,
    alternatives,
    flat,
    truth,
)
from cclint.ir import nodes as ir

VALUE: Final = ("", "(value)")
"""The cell of an expression's value while paths meet."""


class Expressions(Core):
    """Evaluating expressions in the present state."""

    def expression(self, node: ir.Expression) -> Value:
        return EXPRESSIONS[type(node)](self, node)

    def on_constant(self, node: ir.Constant) -> Value:
        if node.memo is None:
            value = node.value
            if isinstance(value, str):
                node.memo = self.constant_text(value, node) if value else EMPTY
            else:
                node.memo = constant(value)
        memo: Value = node.memo
        return memo

    def on_name(self, node: ir.Name) -> Value:
        return self.lookup(node.id, node)

    def on_attribute(self, node: ir.Attribute) -> Value:
        return self.attribute(self.expression(node.value), node.name, node)

    def on_subscript(self, node: ir.Subscript) -> Value:
        value = self.expression(node.value)
        if isinstance(node.key, ir.Slice):
            return self.cut(value, node.key, node)
        return self.item(value, self.expression(node.key), node)

    def on_slice(self, node: ir.Slice) -> Value:
        return self.unknown(node, "call", "slice")

    def cut(self, value: Value, key: ir.Slice, node: ir.Node) -> Value:
        """`value[lower:upper:step]`."""
        bounds = [
            self.expression(bound) if bound is not None else NOTHING for bound in (key.lower, key.upper, key.step)
        ]
        made = self.cut_between(value, bounds, node)
        most = width(bounds, key)
        if most is None:
            return made
        kept = (self.limit(one, Count(0, most)) for one in alternatives(made))
        return join_all([one for one in kept if one is not None] or [made])

    def cut_between(self, value: Value, bounds: list[Value], node: ir.Node) -> Value:
        numbers = [operators.number(bound) for bound in bounds]
        known = all(number is not None or bound == NOTHING for number, bound in zip(numbers, bounds))
        return join_all(self.cut_one(one, numbers, node, known=known) for one in alternatives(value))

    def cut_one(self, value: Value, numbers: list[int | None], node: ir.Node, *, known: bool) -> Value:
        lower, upper, step = numbers
        if isinstance(value, Text):
            if known and step is None and (made := sliced(value, lower, upper)) is not None:
                return made
            if known and value.constant is not None:
                return text(value.constant[lower:upper:step], value.trail)
            return Opaque(("slice", value.identity, tuple(numbers)), STRING, born=self.running, trail=value.trail)
        if isinstance(value, Opaque) and (value.type is None or value.type == STRING):
            limit = upper if known and step is None and upper is not None and upper >= 0 and not lower else None
            if limit is not None and lower is not None:
                limit -= lower
            length = (
                value.length if limit is None else Count(min(value.length.least, limit), min(value.length.most, limit))
            )
            key = ("slice", value.key, tuple(numbers))
            return Opaque(key, value.type, value.count, length, value.born, value.trail)
        runs = operators.runs_of(self, value)
        if runs is None:
            if isinstance(value, Ref) and self.record(value) is not None:
                return self.unknown(node, "call", "slice")
            runs = self.iterate(value, node)
        made_runs = sequences.cut(runs, lower, upper, step) if known else sequences.any_of(runs, Count(0, _most(runs)))
        if isinstance(value, Seq):
            return Seq(value.kind if value.kind == "tuple" else "list", made_runs, value.trail)
        return self.new_list(made_runs, node, value.trail)

    def arguments(self, nodes: tuple[ir.Argument, ...]) -> Arguments:
        """Evaluate the arguments of a call, stars included."""
        positional: list[Run] = []
        keywords: dict[str, Value] = {}
        rest: Value | None = None
        for argument in nodes:
            value = self.expression(argument.value)
            if argument.stars == 1:
                positional.extend(self.iterate(value, argument.value))
            elif argument.stars == 2:
                for one in alternatives(value):
                    rest = self.spread(one, keywords, rest)
            elif argument.keyword is not None:
                keywords[argument.keyword] = value
            else:
                positional.append(Run(value))
        return Arguments(tuple(positional), keywords, rest)

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
                runs.extend(self.iterate(self.expression(item.value), item))
            else:
                runs.append(Run(self.expression(item)))
        made = tuple(runs) if node.kind == "tuple" and len(runs) <= 64 else normal(runs)
        trail = self.trail_of_elements(made, node)
        if node.kind == "tuple":
            return Seq("tuple", made, trail)
        if node.kind == "set":
            made = operators.distinct(made)
        return self.new_list(made, node, trail, node.kind)

    def trail_of_elements(self, runs: Runs, node: ir.Node) -> Any:
        """Where a display comes from: the place itself if its elements are constants, else what its first element came from."""
        telling = [run.value for run in runs if carries(run.value)]
        if not telling:
            return None
        if all(isinstance(value, Text) and value.constant is not None for value in telling):
            number = len(telling)
            return self.hop(node, "literal", "one address" if number == 1 else f"a fixed list of {number} addresses")
        return next((value.trail for value in telling if value.trail is not None), None)

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
            made.trail = self.trail_of_elements(record.values, node)
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
                parts.extend(self.on_slot(part).parts)
        trail = next((part.trail for part in parts if part.trail is not None), None)
        return Text(tuple(parts), trail)

    def on_slot(self, node: ir.Slot) -> Text:
        value = self.expression(node.value)
        spec = self.on_format(node.spec) if node.spec is not None else EMPTY
        known = spec.constant if isinstance(spec, Text) else None
        made = specified(self, value, node.conversion, known or "", node)
        return Text(entered(made.parts, lambda before: self.hop(node, "text", prev=before)), made.trail)

    def on_binary(self, node: ir.Binary) -> Value:
        spine, left = [node], node.left  # long sums lean to the left
        while isinstance(left, ir.Binary):
            spine.append(left)
            left = left.left
        value = self.expression(left)
        for link in reversed(spine):
            value = operators.binary(self, link.op, value, self.expression(link.right), link)
        return value

    def on_unary(self, node: ir.Unary) -> Value:
        value = self.expression(node.operand)
        return operators.unary(node.op, value, self.truth(value) if node.op == "not" else None)

    def on_logic(self, node: ir.Logic) -> Value:
        """`a and b`, `a or b`: the value of the operand that decides, each on its own path."""
        values: list[Value] = []
        with self.parting() as base:
            states = []
            self.state = base.fork()
            for index, operand in enumerate(node.operands):
                last = index == len(node.operands) - 1
                try:
                    value = self.expression(operand)
                except DivergesError:
                    break
                if last:
                    values.append(value)
                    states.append(self.state)
                    break
                stops = node.op == "or"
                known = self.truth(value)
                if known is stops:
                    values.append(value)
                    states.append(self.state)
                    break
                if known is None:
                    self.forks += 1
                    kept = [
                        one
                        for one in (self.turned(one, wanted=stops) for one in alternatives(value))
                        if one is not None
                    ]
                    inner = self.state
                    inner.pins += 1
                    stopped = self.narrow(inner.fork(), operand, wanted=stops)
                    self.state = stopped
                    if stops and stopped is not DEAD:
                        kept = [one for one in (self.kept_true(one, wanted=True) for one in kept) if one is not None]
                    going = self.narrow(inner.fork(), operand, wanted=not stops)
                    inner.pins -= 1
                    if kept and stopped is not DEAD:
                        values.append(join_all(kept))
                        states.append(stopped)
                    self.state = going
                    if not self.live():
                        break
            return self.met(base, states, values)

    def met(self, base: State, states: list[State], values: list[Value]) -> Value:
        """What an expression gives that was evaluated on several paths, where these meet.

        Raises
        ------
        DivergesError: none of the paths gets here.
        """
        if not values:
            self.state = DEAD
            raise DivergesError
        if len(values) == 1 or not any(isinstance(one, Ref) for value in values for one in alternatives(value)):
            self.state = self.join(base, states)
            return join_all(values)
        for state, value in zip(states, values):
            state.set(VALUE, value)  # so that it is joined together with what it leads to
        self.state = self.join(base, states)
        met = self.cell(*VALUE)
        self.state.set(VALUE, None)
        assert met is not None
        return met

    def turned(self, value: Value, *, wanted: bool) -> Value | None:
        """An alternative as it is where its truth is as wanted."""
        known = self.truth(value)
        if known is not None:
            return value if known is wanted else None
        if isinstance(value, Opaque) and not wanted:
            return FALSE if value.type in (None, BOOLEAN) else value.refined(count=Count(0, 0), length=Count(0, 0))
        if isinstance(value, Seq) and not wanted:
            return Seq(value.kind, (), value.trail)
        return value

    def on_compare(self, node: ir.Compare) -> Value:
        left = self.expression(node.operands[0])
        answers: list[bool | None] = []
        for op, operand in zip(node.operators, node.operands[1:]):
            right = self.expression(operand)
            answers.append(comparing.compare(self, op, left, right))
            left = right
        if False in answers:
            return FALSE
        return truth(None if None in answers else True, ("compare", self.path, node.at))

    def on_choice(self, node: ir.Choice) -> Value:
        values: list[Value] = []
        with self.parting() as base:
            self.state = base.fork()
            paths = zip(self.split(node.test), (node.then, node.otherwise))
            states = []
            for state, branch in paths:
                self.state = state
                if not self.live():
                    continue
                try:
                    values.append(self.expression(branch))
                    states.append(self.state)
                except DivergesError:
                    continue
            return self.met(base, states, values)

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
                self.clause(node, index + 1, made)
            self.activation.loops[-1].continues.extend(state for state in stopped if state is not DEAD)

        runs = self.iterate(self.expression(clause.iterable), clause.iterable)
        self.rounds(runs, turn)

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


def width(bounds: list[Value], key: ir.Slice) -> int | None:
    """How many elements a slice from `n` to `n + width` has at most; None where the bounds are others."""
    lower, upper = bounds[:2]
    if not isinstance(lower, Opaque) or not isinstance(upper, Opaque) or not isinstance(upper.key, tuple):
        return None
    spare = upper.key[-1]
    if not isinstance(spare, int) or spare < 0 or upper.key != flat(("+", lower.key, spare)):
        return None
    named = isinstance(key.upper, ir.Binary) and _same(key.lower, key.upper.left)
    return spare if named or lower.key != ("number",) else None


def _same(one: ir.Expression | None, other: ir.Expression) -> bool:
    """Whether two expressions read the same name, attribute or item."""
    if isinstance(one, ir.Name) and isinstance(other, ir.Name):
        return one.id == other.id
    if isinstance(one, ir.Attribute) and isinstance(other, ir.Attribute):
        return one.name == other.name and _same(one.value, other.value)
    return False


def _most(runs: Runs) -> int:
    return sum(run.count.most for run in runs)


EXPRESSIONS: Final[dict[type, Callable[[Any, Any], Value]]] = {
    ir.Constant: Expressions.on_constant,
    ir.Name: Expressions.on_name,
    ir.Attribute: Expressions.on_attribute,
    ir.Subscript: Expressions.on_subscript,
    ir.Slice: Expressions.on_slice,
    ir.Call: Calls.on_call,
    ir.Starred: Expressions.on_starred,
    ir.Display: Expressions.on_display,
    ir.DictDisplay: Expressions.on_dict,
    ir.Slot: Expressions.on_slot,
    ir.Format: Expressions.on_format,
    ir.Binary: Expressions.on_binary,
    ir.Unary: Expressions.on_unary,
    ir.Logic: Expressions.on_logic,
    ir.Compare: Expressions.on_compare,
    ir.Choice: Expressions.on_choice,
    ir.Lambda: Expressions.on_lambda,
    ir.Comprehension: Expressions.on_comprehension,
    ir.Await: Expressions.on_await,
    ir.Yield: Expressions.on_yield,
    ir.YieldFrom: Expressions.on_yield_from,
    ir.Bind: Expressions.on_bind,
}
