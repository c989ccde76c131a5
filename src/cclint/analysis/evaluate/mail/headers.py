"""Conditions about the header fields of a message: `"To" in message`, `message["To"] is None`, `message.get("To")`."""

from __future__ import annotations

from cclint.analysis.base.core import Core
from cclint.analysis.values.count import MANY, NONE, Count
from cclint.analysis.values.fields import LIBRARYS, Field
from cclint.analysis.values.heap import Mail, Sequence
from cclint.analysis.values.lattice import join_all, normal
from cclint.analysis.values.rope import Text
from cclint.analysis.values.value import Ref, Run, Value, alternatives
from cclint.ir import nodes as ir


class Headers(Core):
    """What is known of a message's header fields."""

    def fields_named(self, mail: Mail, name: str) -> Count:
        """How many fields of a name a message has."""
        found = NONE
        for run in self.header_runs(mail):
            options = [isinstance(one, Field) and one.name.lower() == name for one in alternatives(run.value)]
            if any(options):
                found += run.count if all(options) else run.count.optional
        return found + MANY if mail.received or name in LIBRARYS else found

    def has_header(self, value: Value, name: Value) -> bool | None:
        """`name in message`; None where it is not known, or the value is no message."""
        mail, known = self.mail_of(value), name.constant if isinstance(name, Text) else None
        if mail is None or known is None:
            return None
        found = self.fields_named(mail, known.lower())
        return True if found.least else False if found.most == 0 else None

    def narrow_header(self, message: ir.Expression, name: ir.Expression, *, present: bool) -> bool:
        """A message is known to have a field, or not to; False where that cannot be."""
        owner, key = self.expression(message), self.expression(name)
        mail, known = self.mail_of(owner), key.constant if isinstance(key, Text) else None
        if mail is None or known is None or mail.received:
            return True
        count = self.fields_named(mail, known.lower())
        if (present and count.most == 0) or (not present and count.least > 0):
            return False
        targets = [one for one in alternatives(mail.headers) if isinstance(one, Ref)]
        record = self.record(targets[0]) if len(targets) == 1 else None
        if not isinstance(record, Sequence) or targets[0].id in self.shared:
            return True
        runs, own = [], [run for run in record.runs if _is_named(run.value, known)]
        for run in record.runs:
            kept = [one for one in alternatives(run.value) if not _is_named(one, known)]
            if not present and kept:
                runs.append(Run(join_all(kept), run.count))
            elif present:
                certain = len(own) == 1 and run is own[0] and len(kept) < 1
                runs.append(Run(run.value, Count(max(run.count.least, 1), run.count.most)) if certain else run)
        self.state.set(targets[0].id, record.holding(normal(runs)))
        return True

    def header_asked(self, node: ir.Expression) -> tuple[ir.Expression, ir.Expression] | None:
        """The message and the name of `message[name]`, `message.get(name)`; None where it is something else."""
        if isinstance(node, ir.Subscript):
            owner, name = node.value, node.key
        elif (
            isinstance(node, ir.Call)
            and isinstance(node.function, ir.Attribute)
            and node.function.name in ("get", "has_key", "get_all", "__contains__")
            and len(node.arguments) == 1
        ):
            owner, name = node.function.value, node.arguments[0].value
        else:
            return None
        if not isinstance(owner, (ir.Name, ir.Attribute)) or self.mail_of(self.expression(owner)) is None:
            return None
        return owner, name


def _is_named(value: Value, name: str) -> bool:
    return any(isinstance(one, Field) and one.name.lower() == name.lower() for one in alternatives(value))
