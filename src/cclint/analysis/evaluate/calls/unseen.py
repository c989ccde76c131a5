"""Calls of things that are not in sight, judged by their names and by what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from cclint.analysis.base.invocation import Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.base.pending import PendingField
from cclint.analysis.evaluate.calls.dispatch import Calls, asked_for
from cclint.analysis.evaluate.calls.outside import SHOWING
from cclint.analysis.facts import Sending
from cclint.analysis.messages.sending import take_down
from cclint.analysis.operations.operators import is_constant
from cclint.analysis.program.walking import last_name
from cclint.analysis.values import runs as sequences
from cclint.analysis.values.addresses import read_value
from cclint.analysis.values.count import MANY, ONE
from cclint.analysis.values.heap import Sequence
from cclint.analysis.values.lattice import join
from cclint.analysis.values.rope import Joined, Piece, Text
from cclint.analysis.values.value import NOTHING, STRING, Const, Opaque, Ref, Seq, Value, alternatives, is_list
from cclint.ir import nodes as ir
from cclint.ir.types import Type

DATA: Final = (Const, Text, Seq)
LOOKING_UP: Final = frozenset({"get", "pop", "setdefault"})
"""Methods that give what stands under a key, or what they are given besides where there is no such key."""
SEVERAL: Final = frozenset({
    "getlist",  # of Django's QueryDict and Werkzeug's MultiDict
    "getall",  # of multidict, WebOb and Bottle
    "get_arguments", "get_query_arguments", "get_body_arguments",  # of Tornado's RequestHandler
    "aslist",  # of pyramid.settings and paste.deploy.converters: it takes a text apart
    "smembers", "sinter", "sunion", "lrange", "zrange", "hvals",  # of Redis
    "col_values", "row_values",  # of gspread's and xlrd's worksheets
})  # fmt: skip
"""Methods that give several texts whatever they belong to: all fields of a name, all members of a set, a column."""
ROWS: Final = frozenset({
    "distinct",  # of MongoDB's collections, and of queries, which then have rows
    "values_list", "flat_values",  # of Django's managers, and of what is made like them
    "find_all", "findAll", "findall",  # of Beautiful Soup and of trees of XML
    "scalars",  # of SQLAlchemy's results
})  # fmt: skip
"""Methods that give several things, which may be texts, rows or objects."""


KEEPING: Final = frozenset({
    "all", "dicts", "execute", "fetchall", "iterator", "mappings", "objects", "order_by", "scalars", "tuples", "unique", "where",
})  # fmt: skip
"""Methods of queries and their results that give no more rows than there are."""
SHOWN: Final = frozenset({"stdout", "stderr"})
"""Attributes whose `write` does the same, as those of Django's commands."""
MAILING: Final = re.compile(r"_?(async_)?(send|deliver|dispatch|queue)_?([a-z]+_)?e?mails?(_async)?", re.IGNORECASE)
"""How functions are called that send a mail. `sendmail` is none of them: it is the envelope that SMTP's is given."""
RECIPIENTS: Final = {
    re.compile(
        r"to|(to|mail_?to|e?mail_?to)(_?(addr|address|e?mail)(e?s)?)?|recipients?|recipient_list|receivers?"
    ): "To",
    re.compile(r"cc|cc_?(addr|address|e?mail|list|recipient)(e?s)?"): "Cc",
}
"""What arguments for recipients are called, and the header that they stand for."""
SEPARATORS: Final = re.compile(r"[\s,;]*[,;][\s,;]*")


class Unseen(Calls):
    """Methods of unknown objects, and functions of libraries that no stub describes."""

    def call_opaque_method(self, receiver: Opaque, name: str, arguments: Arguments, node: ir.Node) -> Value:
        """A method of something of which at most the type is known, judged by its name and arguments."""
        handler = self.handlers.get(f"unknown.{name}")
        if handler is not None:
            return handler(Invocation(self, node, f"unknown.{name}", receiver, arguments))
        if self.called_foreign(receiver, name, arguments, node):
            return NOTHING
        if receiver.type is None or receiver.type.name not in self.models.classes:
            found = self.lookalike(name, arguments)
            if found is not None:
                return self.call_library(found, receiver, arguments, node)
        if name in KEEPING and is_list(receiver.type):
            return receiver
        if not _shows(receiver, name):
            self.handed_over(arguments, node, name)
        first, default = (sequences.at(arguments.positional, index) for index in (0, 1))
        key: tuple[Any, ...] = ("call", receiver.key, name, self.path, node.at, asked_for(arguments))
        nothing = default is None or default == NOTHING or (isinstance(default, Text) and default.constant == "")
        if name == "get" and isinstance(first, Text) and is_constant(first) and nothing:
            # Where it is a dictionary, `info.get("to", "")` is `info["to"]`; `get("mail", "to")` is asked of a section.
            key = ("item", receiver.key, first)
        made = Opaque(
            key,
            length=receiver.length if name in KEEPING else MANY,
            born=self.running,
            trail=receiver.trail or self.hop(node, "call", name),
        )
        return self.as_asked(made, name, arguments)

    def lookalike(self, name: str, arguments: Arguments) -> str | None:
        """The method of a library that a call on something unknown looks like: it gives all that has to be given by keyword."""
        for signature in self.models.lookalikes.get(name, ()):
            if signature.required <= arguments.keywords.keys():
                return signature.name
        return None

    def undescribed(self, invocation: Invocation) -> Value:
        """A call of something of a library that no stub describes."""
        owner, _, name = invocation.name.rpartition(".")
        arguments, node = invocation.arguments, invocation.node
        if owner and invocation.receiver is None and self.is_method(name, arguments):
            thing = Opaque(("name", owner), born=self.running, trail=self.hop(node, "name", owner))
            return self.call_opaque_method(thing, name, arguments, node)
        if MAILING.fullmatch(name) and name.lower() != "sendmail":
            self.mailed(invocation)
        if name not in SHOWING:
            self.handed_over(arguments, node, invocation.name)
            if invocation.receiver is not None:
                self.used(invocation.receiver, node)
        made = self.unasked(invocation)
        return self.as_asked(made, name, arguments) if owner else made

    def unasked(self, invocation: Invocation) -> Opaque:
        """What a call gives of which nothing is known but what it was asked for."""
        key = (self.path, invocation.node.at, "call", invocation.name, asked_for(invocation.arguments))
        return self.unknown(invocation.node, "call", invocation.name, key=key)

    def mailed(self, invocation: Invocation) -> None:
        """A function that sends mail by its name is given a text with several addresses: that is one header field. A list
        tells nothing, for nobody knows whether each of its people is sent a message.
        """
        node, fields = invocation.node, []
        for role, value in self.for_recipients(invocation):
            if any(isinstance(one, Text) and _enumerates(one) for one in alternatives(value)):
                entered = self.hop(node, "header", role, prev=value.trail)
                fields.append(PendingField(role, value, ONE, entered))
        if fields:
            take_down(self, node, invocation.name, Sending.MESSAGE, tuple(fields))

    def for_recipients(self, invocation: Invocation) -> Iterator[tuple[str, Value]]:
        """The arguments that are recipients by their keywords, or by the names that the program has for them: what stands
        at which place is not known, and a subject or a body may enumerate something, too.
        """
        arguments, node = invocation.arguments, invocation.node
        named = list(arguments.keywords.items())
        written = [one for one in node.arguments if one.keyword is None] if isinstance(node, ir.Call) else []
        if len(written) == len(arguments.positional) and not any(one.stars for one in written):
            named += [(last_name(one.value), run.value) for one, run in zip(written, arguments.positional)]
        for name, value in named:
            for pattern, role in RECIPIENTS.items():
                if pattern.fullmatch(name.lower()):
                    yield role, value

    def is_method(self, name: str, arguments: Arguments) -> bool:
        """Whether `library.name(...)` is a method of a value that the library offers, and no function of a module:
        `conf.PEOPLE.split(",")` is; `numpy.split(numbers, 3)` is not.
        """
        if f"unknown.{name}" not in self.handlers:
            return False
        given = [run.value for run in arguments.positional]
        if name == "join":
            return len(given) == 1 and not arguments.keywords and self.is_collection(given[0])
        return all(isinstance(one, DATA) and is_constant(one) for one in (*given, *arguments.keywords.values()))

    def as_asked(self, made: Opaque, name: str, arguments: Arguments) -> Value:
        """The result of a call as far as the way tells in which it is asked for: `get("people", [])` wants a list."""
        if name in SEVERAL:
            return made.refined(type=Type("list", (STRING,)))
        if name in ROWS:
            return made.refined(type=Type("list"))
        first, default = (sequences.at(arguments.positional, index) for index in (0, 1))
        default = arguments.keywords.get("default", default)
        if name not in LOOKING_UP or default is None or not isinstance(first, Text):
            return made
        if self.is_collection(default) or (isinstance(default, Text) and default.constant and "@" in default.constant):
            return self.or_default(made, default)
        return made

    def or_default(self, made: Opaque, default: Value) -> Value:
        """Something that is not known, or what there is instead of it: who would have a list else expects a list."""
        if made.type is None and self.is_collection(default):
            return join(Opaque(made.key, Type("list"), born=made.born, trail=made.trail), default)
        return join(made, default)

    def is_collection(self, value: Value) -> bool:
        """Whether a value is a list, or something of that kind."""
        match value:
            case Seq():
                return True
            case Opaque():
                return is_list(value.type)
            case Ref():
                return isinstance(self.record(value), Sequence)
        return False


def _shows(receiver: Opaque, name: str) -> bool:
    """Whether a method shows who runs the program what it is given."""
    key = receiver.key
    return name in SHOWING or (
        name == "write" and isinstance(key, tuple) and key[0] == "attribute" and key[-1] in SHOWN
    )


def _enumerates(value: Text) -> bool:
    """Whether a text is several addresses with separators between them, and nothing else."""
    several = False
    for part in value.parts:
        match part:
            case Piece():
                if "@" in part.text:
                    several = several or "," in part.text or ";" in part.text
                elif not SEPARATORS.fullmatch(part.text):
                    return False
                else:
                    several = True
            case Joined():
                constants = [one.text for one in part.separator if isinstance(one, Piece)]
                if len(constants) != len(part.separator) or not SEPARATORS.fullmatch("".join(constants)):
                    return False
                several = True
    return several and read_value(value).count.most > 1
