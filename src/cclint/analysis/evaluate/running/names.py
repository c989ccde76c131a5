"""Names and targets: where a name lives, what an assignment does."""

from __future__ import annotations

import builtins
from collections.abc import Sequence

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.program.files import ROOT
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.carrying import carries, led
from cclint.analysis.values.code import External, Pending
from cclint.analysis.values.count import Count
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import Text, constant
from cclint.analysis.values.value import Const, Opaque, Ref, Run, Seq, Union, Value, alternatives, total
from cclint.ir import nodes as ir

BUILTIN = frozenset(dir(builtins)) | {"reveal"}
"""Names that are there without being bound."""
LISTING = frozenset({"map", "filter", "zip"})
"""Functions that give a list in Python 2, and an iterator in Python 3."""
SPECIAL = frozenset({"reveal", "__name__", "__file__", "__package__"})
BODILY = frozenset({"__module__", "__qualname__"})
"""Names that the body of a class has besides: https://docs.python.org/3/reference/datamodel.html#creating-the-class-object"""
FUNCTIONS = frozenset({"function", "lambda"})


class Names(Core):
    """Looking names up, and assigning to them and to everything else that can stand on the left."""

    def home(self, name: str) -> int | str:
        """The owner of the cell in which a name lives, seen from the present scope."""
        own = self.activation.frame
        if name in own.scope.locals:
            return own.id
        frame = own.parent
        while frame is not None:
            scope = frame.scope
            if name in scope.locals and scope.kind in FUNCTIONS:
                return frame.id
            frame = frame.parent
        return own.scope.path

    def lookup(self, name: str, node: ir.Node) -> Value:
        """The value of a name; built-in names are externals, names that nothing binds are unknown."""
        owner = self.home(name)
        value = self.cell(owner, name)
        if value is None and self.frame.scope.kind == "class" and owner != self.path:
            value = self.cell(self.path, name)
        if value is None:
            if f"builtins.{name}" in self.models or name in SPECIAL:
                return self.special(name)
            if name in BODILY and self.frame.scope.kind == "class":
                return self.special(name)
            self.hazards += 1
            return self.unknown(node, "name", name)
        if isinstance(value, Pending) or (
            isinstance(value, Union) and any(isinstance(v, Pending) for v in value.alternatives)
        ):
            value = join_all(self.arrived(one) for one in alternatives(value))
            self.write((owner, name), value)
        return value

    def special(self, name: str) -> Value:
        """A name that every module has, or that Python itself offers."""
        if name == "__name__":
            here = constant(self.module_name())
            # What a function's call gives is remembered for both ways in which its module may be run.
            return here if self.frame.scope.kind != "function" else join_all((here, constant("__main__")))
        if name == "__package__":
            own = self.project.dotted(self.path)
            return constant(own if self.path.endswith("__init__.py") else own.rpartition(".")[0])
        if name == "__file__":
            return constant(f"{ROOT}/{self.path}")
        if name in BODILY:
            return constant(self.frame.scope.qualname if name == "__qualname__" else self.module_name())
        self.hazards += name not in BUILTIN
        if name in LISTING and (module := self.project.module(self.path)) is not None and module.python2:
            return External(f"cclint.listed.{name}")
        return External(f"builtins.{name}")

    def store(self, name: str, value: Value | None) -> None:
        """Bind a name in the present scope, or where `global` and `nonlocal` say."""
        owner = self.home(name)
        if self.running:
            self.replaces(owner, name, value)
        self.write((owner, name), value)

    def replaces(self, owner: int | str, name: str, value: Value | None) -> None:
        """A name or an attribute that leads to a list in a loop is given another one: that one is left behind."""
        if isinstance(value, (Ref, Opaque, Seq)) and isinstance(before := self.cell(owner, name), (Ref, Union)):
            for one in alternatives(before):
                if isinstance(one, Ref) and one != value:
                    self.abandons(one.id)

    # Targets

    def assign(self, target: ir.Expression, value: Value, site: ir.Node | None = None) -> None:
        """Bind a target to a value; `site` is the statement that does it, for what is told of an item's assignment."""
        match target:
            case ir.Name():
                self.store(target.id, value)
            case ir.Attribute():
                owner = self.expression(target.value)
                kept = (
                    value.along(self.hop(target, "stored", _spelt(target), prev=value.trail))
                    if carries(value)
                    else value
                )
                if self.running and isinstance(owner, Ref):
                    self.replaces(owner.id, target.name, kept)
                self.set_attribute(owner, target.name, kept, target)
            case ir.Subscript():
                owner = self.expression(target.value)
                if isinstance(target.key, ir.Slice):
                    self.set_slice(owner, target.key, value, target)
                else:
                    self.set_item(owner, self.expression(target.key), value, site or target)
            case ir.Display():
                self.unpack(target, value, site)
            case ir.Starred():
                self.assign(target.value, value, site)

    def unpack(self, target: ir.Display, value: Value, site: ir.Node | None) -> None:
        """Assign the elements of a value to several targets.

        Raises
        ------
        DivergesError: there cannot be as many as there are targets.
        """
        star = next((index for index, item in enumerate(target.items) if isinstance(item, ir.Starred)), None)
        if isinstance(value, Union):
            rows = [one for one in value.alternatives if isinstance(one, (Seq, Ref, Text))]
            if len(rows) > 1 and all(isinstance(one, Seq) and one.items is not None for one in rows):
                self.unpack_rows(target, star, rows, value, site)
                return
        runs = led(self.iterate(value, target), value)
        size = total(runs)
        self.hazards += size.least < len(target.items) - (star is not None) or (star is None and not size.exact)
        if star is None:
            exact = sequences.exactly(runs, len(target.items))
            if exact is None:
                if total(runs).exact:
                    self.raises(None)
                    raise DivergesError
                exact = runs
            for index, item in enumerate(target.items):
                element = sequences.at(exact, index)
                if isinstance(value, Opaque) and value.type is None and isinstance(element, Opaque):
                    # As `row[index]` is: that one column is a list tells nothing of the others.
                    element = element.known_as(("item", value.key, Const(index)))
                self.assign(item, element if element is not None else self.unknown(target, "element"), site)
            return
        after = len(target.items) - star - 1
        parts = sequences.unpack(runs, star, after)
        if parts is None:
            self.raises(None)
            raise DivergesError
        front, rest, back = parts
        values = [*front, self.new_list(rest, target, value.trail), *back]
        for item, element in zip(target.items, values):
            self.assign(item, element if element is not None else self.unknown(target, "element"), site)

    def unpack_rows(
        self, target: ir.Display, star: int | None, rows: Sequence[Value], value: Value, site: ir.Node | None
    ) -> None:
        """Several rows that are known each: column by column, so that columns are not mixed up."""
        columns = [row.items for row in rows if isinstance(row, Seq) and row.items is not None]
        fitting = [
            row
            for row in columns
            if (len(row) == len(target.items) if star is None else len(row) >= len(target.items) - 1)
        ]
        if not fitting:
            self.raises(None)
            raise DivergesError
        if star is not None:
            width = len(target.items)
            for index, item in enumerate(target.items):
                if index == star:
                    rests = [row[star : len(row) - (width - star - 1)] for row in fitting]
                    length = Count(min(map(len, rests)), max(map(len, rests)))
                    found = [one for rest in rests for one in rest]
                    runs = (Run(join_all(found), length),) if found else ()
                    self.assign(item, self.new_list(runs, target, value.trail), site)
                else:
                    self.assign(item, join_all(row[index if index < star else index - width] for row in fitting), site)
            return
        for index, item in enumerate(target.items):
            self.assign(item, join_all(row[index] for row in fitting), site)

    def remove(self, target: ir.Expression) -> None:
        """`del target`."""
        match target:
            case ir.Name():
                self.store(target.id, None)
            case ir.Attribute():
                self.set_attribute(self.expression(target.value), target.name, None, target)
            case ir.Subscript():
                owner = self.expression(target.value)
                if isinstance(target.key, ir.Slice):
                    self.set_slice(owner, target.key, Seq("tuple", ()), target)
                else:
                    key = self.expression(target.key)
                    self.hazards += any(self.is_missing(one, key) for one in alternatives(owner))
                    self.set_item(owner, key, None, target)
            case ir.Display():
                for item in target.items:
                    self.remove(item)


def _spelt(target: ir.Attribute) -> str:
    return f"{target.value.id}.{target.name}" if isinstance(target.value, ir.Name) else f".{target.name}"
