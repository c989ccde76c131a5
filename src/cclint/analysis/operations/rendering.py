"""Templates as functions of their context: a tree of `cclint.frontends.templates` and a context become a text.

What a template writes remembers the place in the template where it became part of the text.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from cclint.analysis.base.paths import Activation, DivergesError
from cclint.analysis.values import text as ropes
from cclint.analysis.values.code import External, Frame
from cclint.analysis.values.count import ONE
from cclint.analysis.values.entering import entered, parts_of
from cclint.analysis.values.heap import Instance
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import EMPTY, Hole, Joined, Piece, Text, text
from cclint.analysis.values.rope import Part as RopePart
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import FALSE, TRUE, Const, Opaque, Run, Runs, Value
from cclint.frontends.templates.nodes import (
    CALLED,
    FILTER,
    LOOKUP,
    Block,
    Condition,
    Data,
    Imported,
    Include,
    Loop,
    Macro,
    Node,
    Output,
    Part,
    Setting,
    Tree,
)
from cclint.ir import nodes as ir
from cclint.ir.walking import walk

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core

DEEP: Final = 12
"""How deeply templates may include and extend each other."""
SPELT_OUT: Final = 24
"""Elements of a list that a loop goes through one by one."""
Source: TypeAlias = tuple[Tree, str]
"""A template and the file that its places are in."""


@dataclass
class Rendering:
    """One rendering.

    Parameters
    ----------
    core: the evaluator.
    node: the call that renders.
    context: what the template is given.
    load: finds a template by its name.
    fixed: a place that stands for all places of the template, where it is a text in the program.
    """

    core: Core
    node: ir.Node
    context: dict[str, Value]
    load: Callable[[str], Source | None]
    fixed: bool = False
    names: set[str] = field(default_factory=set)
    moved: dict[int, ir.Expression] = field(default_factory=dict)
    blocks: dict[str, list[tuple[Block, str]]] = field(default_factory=dict)
    macros: dict[str, tuple[Macro, str]] = field(default_factory=dict)
    frame: int = 0
    depth: int = 0

    def text(self, source: Source) -> Text:
        """The text that a template becomes."""
        core = self.core
        self.frame = core.allocate(("template", source[1]))
        for name in (LOOKUP, CALLED, FILTER):
            self.bind(name, External(name))
        for name, value in self.context.items():
            self.bind(name, value)
        return self.template(source)

    def template(self, source: Source) -> Text:
        """A template, or what it extends with the blocks that it replaces."""
        tree, path = source
        self.depth += 1
        for name, block in tree.blocks.items():
            self.blocks.setdefault(name, []).append((block, path))
        parent = None
        if tree.extends is not None and self.depth < DEEP:
            self.part([one for one in tree.body if isinstance(one, (Setting, Macro, Imported))], path)
            parent = self.named(tree.extends, path)
        made = self.part(tree.body, path) if parent is None else self.template(parent)
        self.depth -= 1
        return made

    def named(self, name: ir.Expression, path: str) -> Source | None:
        """The template that an expression names."""
        value = self.value(name, path)
        return self.load(value.constant) if isinstance(value, Text) and value.constant else None

    # Names and values

    def bind(self, name: str, value: Value) -> None:
        self.names.add(name)
        self.core.state.set((self.frame, name), value)

    def within(self, path: str) -> Activation:
        """The activation in which expressions of a file are evaluated."""
        scope = ir.Function(self.node.at, "<template>", "", locals=self.names, path=path)
        return Activation(Frame(self.frame, scope, None))

    def value(self, node: ir.Expression, path: str) -> Value:
        """The value of an expression; what would fail is empty, as an undefined name is."""
        core = self.core
        if isinstance(node, ir.Call) and (macro := self.macros.get(_called(node.function))) is not None:
            made = self.expanded(node, *macro, caller=path)
            given = tuple(_returned(part, macro[0].name, path, node) for part in made.parts)
            return Text(given, made.trail)
        caller, core.activation = core.activation, self.within(path)
        try:
            with core.parting() as base:
                core.state = base.fork()
                try:
                    return core.expression(self.placed(node))
                except DivergesError:
                    core.state = base.fork()
                    return EMPTY
        finally:
            core.activation = caller

    def placed(self, node: ir.Expression) -> ir.Expression:
        """An expression with the place of the call, where the template is a text in the program: its own places are not the
        file's.
        """
        if not self.fixed:
            return node
        made = self.moved.get(id(node))
        if made is None:
            made = self.moved[id(node)] = copy.deepcopy(node)
            for one in walk(made):
                one.at = self.node.at
        return made

    def hop(self, node: Node, path: str, what: str, *detail: str, prev: Trail | None = None) -> Trail:
        if self.fixed:
            return self.core.hop(self.node, what, *detail, prev=prev)
        return Trail(path, node.at, what, detail, prev, loops=self.core.running)

    # Parts

    def part(self, nodes: Part, path: str) -> Text:
        made = EMPTY
        for one in nodes:
            made = ropes.concat(made, self.one(one, path))
        return made

    def one(self, node: Node, path: str) -> Text:
        match node:
            case Data():
                trail = self.hop(node, path, "literal", f"“{node.text.strip()}”") if "@" in node.text else None
                return text(node.text, trail)
            case Output():
                return self.output(node, path)
            case Condition():
                return self.condition(node, path)
            case Loop():
                return self.loop(node, path)
            case Setting():
                value = self.value(node.value, path) if node.value is not None else self.part(node.body, path)
                self.assign(node.target, value)
            case Block():
                block, home = self.blocks.get(node.name, [(node, path)])[0]
                return self.part(block.body, home)
            case Include():
                source = self.named(node.name, path) if self.depth < DEEP else None
                return self.included(source) if source is not None else EMPTY
            case Macro():
                self.macros[node.name] = (node, path)
            case Imported():
                self.imported(node, path)
        return EMPTY

    def included(self, source: Source) -> Text:
        self.depth += 1
        made = self.part(source[0].body, source[1])
        self.depth -= 1
        return made

    def output(self, node: Output, path: str) -> Text:
        call = node.value
        if isinstance(call, ir.Call) and isinstance(call.function, ir.Name) and call.function.id == "super":
            return self.inherited(node, path)
        value = self.value(call, path)
        spelt = EMPTY if isinstance(value, Const) and value.value is None else self.core.string(value, self.node)
        return Text(entered(spelt.parts, lambda before: self.hop(node, path, "text", prev=before)), spelt.trail)

    def imported(self, node: Imported, path: str) -> None:
        """The macros of another template; each can call the others of its own."""
        source = self.named(node.name, path) if self.depth < DEEP else None
        if source is None:
            return
        tree, home = source
        found = {one.name: (one, home) for one in tree.body if isinstance(one, Macro)}
        self.depth += 1
        for one in tree.body:
            if isinstance(one, (Setting, Imported)):
                self.one(one, home)
        self.depth -= 1
        for name, macro in found.items():
            self.macros.setdefault(name, macro)
            if node.alias:
                self.macros[f"{node.alias}.{name}"] = macro
        self.macros.update((alias, found[name]) for name, alias in node.members if name in found)

    def inherited(self, node: Node, path: str) -> Text:
        """`{{ super() }}`: the same block of the template that is extended."""
        for blocks in self.blocks.values():
            for (block, home), (above, there) in pairwise(blocks):
                if home == path and _covers(block, node):
                    return self.part(above.body, there)
        return EMPTY

    def expanded(self, call: ir.Call, macro: Macro, path: str, *, caller: str) -> Text:
        """A call of a macro."""
        if self.depth >= DEEP:
            return EMPTY
        given = [one.value for one in call.arguments if one.keyword is None]
        named = {one.keyword: one.value for one in call.arguments if one.keyword}
        for index, (name, default) in enumerate(macro.parameters):
            value = given[index] if index < len(given) else named.get(name)
            if value is not None:
                self.bind(name, self.value(value, caller))
            elif default is not None:
                self.bind(name, self.value(default, path))
        self.depth += 1
        made = self.part(macro.body, path)
        self.depth -= 1
        return made

    def condition(self, node: Condition, path: str) -> Text:
        known = self.core.truth(self.value(node.test, path))
        if known is not None:
            return self.part(node.then if known else node.otherwise, path)
        ways = [self.part(node.then, path), self.part(node.otherwise, path)]
        return Text(parts_of(join_all(ways)), ways[0].trail or ways[1].trail)

    def loop(self, node: Loop, path: str) -> Text:
        source = self.value(node.iterable, path)
        runs = self.elements(source)
        separator = self.part(node.separator, path)
        exact = all(run.count == ONE for run in runs) and len(runs) <= SPELT_OUT
        made: list[Run] = []
        for index, run in enumerate(runs):
            self.assign(node.target, run.value)
            self.bind_loop(index if exact else None, len(runs))
            test = self.core.truth(self.value(node.test, path)) if node.test is not None else True
            if test is False:
                continue
            rendered = self.part(node.body, path)
            made.append(Run(rendered, run.count if test else run.count.optional))
        if not runs:
            return self.part(node.otherwise, path)
        trail = self.hop(node, path, "text", prev=source.trail)
        return ropes.join(separator, tuple(made), trail)

    def elements(self, source: Value) -> Runs:
        core = self.core
        with core.parting() as base:
            core.state = base.fork()
            try:
                return core.iterate(source, self.node)
            except DivergesError:
                core.state = base.fork()
                return ()

    def bind_loop(self, index: int | None, length: int) -> None:
        """What `loop` and `forloop` tell in a round."""
        made = self.core.new(Instance(External("cclint.loop")), self.node)
        facts: dict[str, Value] = {}
        if index is not None:
            facts = {
                "first": TRUE if index == 0 else FALSE, "last": TRUE if index == length - 1 else FALSE,
                "index": Const(index + 1), "counter": Const(index + 1), "index0": Const(index),
                "counter0": Const(index), "length": Const(length),
            }  # fmt: skip
        for name, value in facts.items():
            self.core.state.set((made.id, name), value)
        self.bind("loop", made)
        self.bind("forloop", made)

    def assign(self, target: ir.Expression, value: Value) -> None:
        if isinstance(target, ir.Name):
            self.bind(target.id, value)
        elif isinstance(target, ir.Display):
            runs = self.elements(value)
            exact = all(run.count == ONE for run in runs) and len(runs) == len(target.items)
            for index, item in enumerate(target.items):
                part: Value = Opaque(("part of", index, value.token), trail=value.trail)
                self.assign(item, runs[index].value if exact else part)


def _returned(part: RopePart, name: str, path: str, node: ir.Call) -> RopePart:
    """A part of what a macro gives: it becomes part of the caller's text once more."""
    if part.trail is None:
        return part
    trail = Trail(path, node.at, "returned", (name,), part.trail)
    if isinstance(part, Piece):
        return Piece(part.text, trail)
    return Hole(part.value, trail) if isinstance(part, Hole) else Joined(part.separator, part.runs, trail, part.source)


def _called(function: ir.Expression) -> str:
    """The name that a call spells: `macro`, `module.macro`."""
    if isinstance(function, ir.Attribute) and isinstance(function.value, ir.Name):
        return f"{function.value.id}.{function.name}"
    return function.id if isinstance(function, ir.Name) else ""


def _covers(block: Block, node: Node) -> bool:
    """Whether a node stands in a block."""
    pending: list[Sequence[Node]] = [block.body]
    while pending:
        for one in pending.pop():
            if one is node:
                return True
            pending += [part for name in ("body", "then", "otherwise") if (part := getattr(one, name, None))]
    return False
