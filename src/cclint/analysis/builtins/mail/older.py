"""What Python 2 had, and Python 3 has no more: functions of `string`, MimeWriter, rfc822, popen2; what six makes up for."""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.language.functions import FUNCTIONS
from cclint.analysis.builtins.language.texts import join
from cclint.analysis.builtins.mail.headers import fields_of, get, get_all, mail_of, names, put_back, set_item, without
from cclint.analysis.builtins.mail.mailboxes import get_addresses, parse_address
from cclint.analysis.builtins.mail.parsing import parsed
from cclint.analysis.builtins.system.processes import started
from cclint.analysis.builtins.system.streams import buffer_of
from cclint.analysis.builtins.system.streams import put as append
from cclint.analysis.values.code import WITH_METACLASS, Class, Partial
from cclint.analysis.values.heap import Instance, Mail
from cclint.analysis.values.rope import Text, text
from cclint.analysis.values.text import concat
from cclint.analysis.values.value import NOTHING, Opaque, Ref, Run, Seq, Value

SIX: Final = ("six", "django.utils.six")
"""Six itself, and the copy of it that Django had up to 2.2."""


def join_words(call: Invocation) -> Value:
    """`string.join(words, sep=" ")`."""
    words, separator = call.get(0, "words"), call.get(1, "sep")
    if words is None:
        return call.unknown()
    own = separator if separator is not None else text(" ")
    return join(Invocation(call.core, call.node, call.name, own, Arguments.of(words)))


def listed(call: Invocation) -> Value:
    """`map`, `filter` and `zip` give lists."""
    found = FUNCTIONS[call.name.rpartition(".")[2]](call)
    return call.core.new_list(call.core.iterate(found, call.node), call.node, found.trail)


def apply(call: Invocation) -> Value:
    """`apply(function, arguments, keywords)`."""
    function = call.get(0)
    if function is None:
        return call.unknown()
    given = call.get(1)
    positional = call.core.iterate(given, call.node) if given is not None else ()
    return call.core.call(function, Arguments(positional, rest=call.get(2)), call.node)


# MimeWriter: writes the header of a message, and those of its parts, to a file


def writer(call: Invocation) -> Value:
    """`MimeWriter.MimeWriter(file)`."""
    target = call.get(0, "fp")
    if isinstance(call.receiver, Ref) and target is not None:
        call.core.write((call.receiver.id, "file"), target)
    return NOTHING


def written(call: Invocation) -> Value | None:
    """The file that a writer writes to."""
    return call.core.cell(call.receiver.id, "file") if isinstance(call.receiver, Ref) else None


def added(call: Invocation, given: Text) -> None:
    target = written(call)
    found = buffer_of(call, target) if target is not None else None
    if found is not None:
        append(call, found[0], found[1], given)


def header(call: Invocation) -> Value:
    """`addheader(name, value)`: a line of the header."""
    name, value = call.get(0, "key"), call.get(1, "value")
    if name is not None and value is not None:
        shown = concat(call.core.string(name, call.node), text(": "))
        added(call, concat(concat(shown, call.core.string(value, call.node)), text("\n")))
    return NOTHING


def body(call: Invocation) -> Value:
    """`startbody(type)`, `startmultipartbody(subtype)`: the header ends; what is written from now on is none."""
    added(call, text("Content-Type: text/plain\n\n"))
    return written(call) or call.unknown()


def part(call: Invocation) -> Value:
    """`nextpart()`: a writer for a part, whose header stands in the body."""
    added(call, text("\n--\n"))
    return call.receiver or call.unknown()


def finished(_: Invocation) -> Value:
    return NOTHING


# rfc822: a message is read; setting a field replaces those of its name


def received(call: Invocation) -> Value:
    """`rfc822.Message(file)`."""
    found = mail_of(call)
    if found is not None:
        owner, mail = found
        record, read = call.core.record(owner), call.core.record(parsed(call, call.get(0, "fp")))
        assert isinstance(record, Instance)
        if isinstance(read, Instance) and isinstance(read.native, Mail):
            native = Mail(read.native.headers, mail.unique, received=read.native.received, born=mail.born)
            call.core.write(owner.id, Instance(record.cls, native, record.born))
    return NOTHING


def mailboxes_of(call: Invocation) -> Value:
    """`message.getaddrlist(name)`: a name and an address for each mailbox of a field."""
    value = get(call)
    held = Seq("tuple", () if value == NOTHING else (Run(value),))
    return get_addresses(Invocation(call.core, call.node, call.name, None, Arguments.of(held)))


def first_mailbox(call: Invocation) -> Value:
    """`message.getaddr(name)`: the name and the address of the first mailbox of a field."""
    return parse_address(Invocation(call.core, call.node, call.name, None, Arguments.of(get(call))))


def replace_field(call: Invocation) -> Value:
    """`message[name] = value`."""
    found = mail_of(call)
    if found is not None:
        owner, mail = found
        runs = fields_of(call, mail)
        for name in names(call.get(0)) or ():
            runs = without(runs, name)
        put_back(call, owner, mail, runs)
    return set_item(call)


# popen2


def child(call: Invocation) -> Value:
    """`popen2.Popen3(command)`: its pipes are attributes."""
    if isinstance(call.receiver, Ref):
        plain = Invocation(call.core, call.node, "popen2.popen2", None, call.arguments)
        call.core.write((call.receiver.id, "tochild"), started(plain))
    return NOTHING


def pipes(call: Invocation) -> Value:
    """`popen2.popen2(command)`: the pipe to read from comes first, that to write to second."""
    into = started(call)
    others = (Run(Opaque(("errors", call.node.at))),) if call.name.endswith("3") else ()
    return Seq("tuple", (Run(Opaque(("output", call.node.at))), Run(into), *others))


# six, which programs for both Python 2 and 3 use; https://six.readthedocs.io/#six.with_metaclass


def with_metaclass(call: Invocation) -> Value:
    """`with_metaclass(meta, *bases)`, among the bases of a class."""
    return Partial(WITH_METACLASS, tuple(run.value for run in call.arguments.positional), ())


def add_metaclass(call: Invocation, cls: Value) -> Value:
    """`@add_metaclass(meta)`, above a class."""
    meta = call.get(0, "metaclass")
    info = call.core.classes.get(cls.id) if isinstance(cls, Class) else None
    if info is not None and isinstance(meta, Class):
        info.meta = meta
        call.core.class_from_metaclass(info, call.node)
    return cls


HANDLERS: Final[dict[str, Handler]] = {
    "string.join": join_words,
    "string.joinfields": join_words,
    "builtins.apply": apply,
    **dict.fromkeys(("cclint.listed.map", "cclint.listed.filter", "cclint.listed.zip"), listed),
    "MimeWriter.MimeWriter.__init__": writer,
    "MimeWriter.MimeWriter.addheader": header,
    "MimeWriter.MimeWriter.startbody": body,
    "MimeWriter.MimeWriter.startmultipartbody": body,
    "MimeWriter.MimeWriter.nextpart": part,
    "MimeWriter.MimeWriter.lastpart": finished,
    "MimeWriter.MimeWriter.flushheaders": finished,
    "rfc822.Message.__init__": received,
    "rfc822.Message.__setitem__": replace_field,
    **dict.fromkeys([f"rfc822.Message.{name}" for name in ("get", "getheader", "getrawheader")], get),
    "rfc822.Message.getheaders": get_all,
    "rfc822.Message.getaddr": first_mailbox,
    "rfc822.Message.getaddrlist": mailboxes_of,
    "popen2.Popen3.__init__": child,
    **dict.fromkeys(("popen2.popen2", "popen2.popen3", "popen2.popen4"), pipes),
    **dict.fromkeys([f"{module}.with_metaclass" for module in SIX], with_metaclass),
}
DECORATORS: Final = dict.fromkeys([f"{module}.add_metaclass" for module in SIX], add_metaclass)
