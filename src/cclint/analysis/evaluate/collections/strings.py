"""What `str` gives of values: the text that a value becomes when it is put into another one."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.base.paths import Arguments
from cclint.analysis.operations.formatting import represented
from cclint.analysis.values.classes import TEXT
from cclint.analysis.values.code import Bound, Class, is_function
from cclint.analysis.values.heap import Buffer, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Piece, Text, text
from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import STRING, Const, Opaque, Ref, Run, Runs, Seq, Union, Value
from cclint.ir import nodes as ir


class Strings(Core):
    """Values as texts."""

    def string(self, value: Value, node: ir.Node) -> Text:
        """`str(value)` as a rope."""
        match value:
            case Text():
                return value
            case Const():
                return text(str(value.value))
            case PathValue():
                return value.spelt
            case Union():
                found = join_all(
                    self.string(one, node) if not isinstance(one, Opaque) else one for one in value.alternatives
                )
                return found if isinstance(found, Text) else _as_hole(found)
            case Seq():
                items = self.listed(value.runs, value.trail, node)
                opening, closing = ("(", ")") if value.kind == "tuple" else ("[", "]")
                return Text((Piece(opening), *items.parts, Piece(closing)), value.trail)
            case Ref():
                return self.string_of_record(value, node)
        return _as_hole(value)

    def listed(self, runs: Runs, trail: Trail | None, node: ir.Node) -> Text:
        """The elements of a collection as it is written out: this is where they come into a text."""
        from cclint.analysis.values.entering import entered
        from cclint.analysis.values.text import join as join_text

        def hop(before: Trail | None) -> Trail | None:
            inner = before or trail
            return self.hop(node, "text", prev=inner) if inner is not None else None

        spelt = [(represented(self, run.value, node), run.count) for run in runs]
        inside = tuple(Run(Text(entered(one.parts, hop), one.trail), count) for one, count in spelt)
        return join_text(text(", "), inside, None)

    def string_of_record(self, value: Ref, node: ir.Node) -> Text:
        record = self.record(value)
        if isinstance(record, Sequence) and record.kind != "iterator":
            return Text((Piece("["), *self.listed(record.runs, value.trail, node).parts, Piece("]")), value.trail)
        if isinstance(record, Mapping):
            return Text((Piece("{"), *self.listed(record.keys, value.trail, node).parts, Piece("}")), value.trail)
        if isinstance(record, Buffer) and record.kind == "header":
            return record.text
        found = self.called_string(value, node)
        return found if isinstance(found, Text) else _as_hole(found)

    def called_string(self, value: Ref, node: ir.Node) -> Value:
        record = self.record(value)
        if isinstance(record, Instance):
            order: tuple[Value, ...] = (record.cls,)
            if isinstance(record.cls, Class) and record.cls.id in self.classes:
                order = self.classes[record.cls.id].order
            for name in ("__str__", "__unicode__", "__repr__"):
                found = self.in_order(order, name)
                if is_function(found):
                    return self.call(Bound(found, value), Arguments(), node)
                if name == "__str__" and (content := self.cell(value.id, TEXT)) is not None:
                    return content
            return self.library_string(value, record, node)
        return Opaque(("text of", value.id), STRING, born=self.running, trail=value.trail)


def _as_hole(value: Value) -> Text:
    from cclint.analysis.values.entering import parts_of

    return Text(parts_of(value), value.trail)
