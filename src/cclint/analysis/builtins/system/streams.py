"""Things that text is written to and read from: `io.StringIO`, files, `print(file=...)`, `sys.stdin`."""

from __future__ import annotations

import textwrap
from typing import Final

from cclint.analysis.base.core import STANDARD_OUTPUT
from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import Arguments
from cclint.analysis.builtins.language.functions import dictionary
from cclint.analysis.operations.formatting import braces, dollar, specified
from cclint.analysis.values import text as ropes
from cclint.analysis.values.code import Class, External
from cclint.analysis.values.count import MANY
from cclint.analysis.values.heap import Buffer, Instance
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.rope import EMPTY, Part, Piece, Text, plain, text
from cclint.analysis.values.text import concat
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Run, Value, alternatives


def buffer_of(call: Invocation, value: Value | None = None) -> tuple[Ref, Buffer] | None:
    """The buffer that is written to."""
    receiver = value if value is not None else call.receiver
    record = call.core.record(receiver) if isinstance(receiver, Ref) else None
    return (receiver, record) if isinstance(receiver, Ref) and isinstance(record, Buffer) else None


def put(call: Invocation, target: Ref, record: Buffer, added: Text) -> None:
    """Write text to the end of a buffer."""
    hopped = concat(record.text, added, lambda before: call.hop("text", prev=before))
    call.core.write(target.id, record.altered(text=hopped))


def memory(call: Invocation) -> Value:
    """`StringIO(initial)`, `BytesIO(initial)`."""
    initial = call.get(0, "initial_value") or call.get(0, "initial_bytes")
    start = call.core.string(initial, call.node) if initial is not None and initial != NOTHING else EMPTY
    return call.core.new(Buffer("memory", start), call.node, initial.trail if initial is not None else None)


def write(call: Invocation) -> Value:
    found, value = buffer_of(call), call.get(0)
    if found is not None and value is not None:
        target, record = found
        put(call, target, record, call.core.string(value, call.node))
    return NOTHING


def write_lines(call: Invocation) -> Value:
    found = buffer_of(call)
    if found is not None:
        target, record = found
        put(call, target, record, ropes.join(EMPTY, call.runs(0), None))
    return NOTHING


def value_of(call: Invocation) -> Value:
    """`getvalue()`, `read()` of a buffer in memory."""
    found = buffer_of(call)
    return found[1].text if found is not None else call.unknown()


def position(call: Invocation) -> Value:
    """`tell()` of a buffer in memory: how much has been written to it."""
    found = buffer_of(call)
    if found is None:
        return call.unknown()
    return call.core.call(External("builtins.len"), Arguments.of(found[1].text), call.node)


def lines_of(call: Invocation) -> Value:
    found = buffer_of(call)
    if found is None:
        return call.unknown()
    return call.core.new_list(ropes.lines(found[1].text, None), call.node)


def truncate(call: Invocation) -> Value:
    found = buffer_of(call)
    if found is not None:
        call.core.write(found[0].id, found[1].altered(text=EMPTY))
    return NOTHING


def print_(call: Invocation) -> Value:
    """`print(..., file=buffer)`: what is written is what `str` gives of each, with blanks between."""
    target = call.arguments.keywords.get("file")
    if target is None or target == NOTHING:
        target = call.core.cell(*STANDARD_OUTPUT)
    found = buffer_of(call, target) if target is not None else None
    if found is None:
        return NOTHING
    separator = call.arguments.keywords.get("sep")
    end = call.arguments.keywords.get("end")
    between = separator if isinstance(separator, Text) else text(" ")
    closing = end if isinstance(end, Text) else text("\n")
    spelt = tuple(Run(call.core.string(run.value, call.node), run.count) for run in call.arguments.positional)
    put(call, found[0], found[1], concat(ropes.join(between, spelt, None), closing))
    return NOTHING


def redirected(call: Invocation) -> Value:
    """`with redirect_stdout(buffer)`: within it, `sys.stdout` is the buffer.
    https://docs.python.org/3/library/contextlib.html#contextlib.redirect_stdout
    """
    made = call.core.new(Instance(External("contextlib.redirect_stdout"), None, call.core.running), call.node)
    call.core.write((made.id, "new_target"), call.get(0, "new_target"))
    return made


def redirect(call: Invocation) -> Value:
    """`sys.stdout` is another one from here on."""
    if not isinstance(call.receiver, Ref):
        return call.unknown()
    target = call.core.cell(call.receiver.id, "new_target")
    call.core.write((call.receiver.id, "old_target"), call.core.cell(*STANDARD_OUTPUT))
    call.core.write(STANDARD_OUTPUT, target)
    return target or call.unknown()


def redirected_back(call: Invocation) -> Value:
    """`sys.stdout` is what it was before."""
    if isinstance(call.receiver, Ref):
        call.core.write(STANDARD_OUTPUT, call.core.cell(call.receiver.id, "old_target"))
    return NOTHING


def content(call: Invocation) -> Value:
    """`file.read()`, `path.read_text()`: one text."""
    receiver = call.receiver
    if isinstance(receiver, Opaque):
        return Opaque(
            ("content", receiver.key), STRING, born=receiver.born, trail=receiver.trail or call.hop("file", "a file")
        )
    return call.unknown()


def line(call: Invocation) -> Value:
    """`readline()`: one line, another one each time."""
    receiver = call.receiver
    trail = receiver.trail if receiver is not None else None
    key = receiver.identity if receiver is not None else call.node.at
    return Opaque(("line", key), STRING, born=call.core.running, trail=trail or call.hop("file", "a file"))


def all_lines(call: Invocation) -> Value:
    """`readlines()`, and what iterating over a file gives: any number of lines."""
    one = line(call)
    return call.core.new_list(
        (Run(one, MANY),), call.node, one.trail, "iterator" if call.name.endswith("__iter__") else "list"
    )


def itself(call: Invocation) -> Value:
    return call.receiver or call.unknown()


def nothing(call: Invocation) -> Value:
    return NOTHING


def dedent(call: Invocation) -> Value:
    """`textwrap.dedent`: the margin that all lines of the constant text share goes away."""
    value = call.get(0, "text")
    return call.unknown() if value is None else join_all(map(_dedented, alternatives(value)))


def _dedented(value: Value) -> Value:
    if not isinstance(value, Text):
        return value
    known = value.constant
    if known is not None:
        return text(textwrap.dedent(known), value.trail)
    # holes stand for something: the margin is taken from a text with a word in place of each
    marked = "".join(part.text if isinstance(part, Piece) else "\x00" for part in value.parts)
    pieces = textwrap.dedent(marked).split("\x00")
    holes = [part for part in value.parts if not isinstance(part, Piece)]
    parts: list[Part] = []
    for index, piece in enumerate(pieces):
        if piece:
            parts.append(Piece(piece, value.trail))
        if index < len(holes):
            parts.append(holes[index])
    return Text(tuple(parts), value.trail)


def template(call: Invocation) -> Value:
    """`string.Template(text)`: remembers the text."""
    if isinstance(call.receiver, Ref):
        call.core.write((call.receiver.id, "template"), call.get(0, "template") or EMPTY)
    return NOTHING


def substitute(call: Invocation) -> Value:
    """`Template.substitute(mapping, **keywords)`."""
    own = call.core.cell(call.receiver.id, "template") if isinstance(call.receiver, Ref) else None
    if own is None:
        return call.unknown()
    named = dictionary(call)
    record = call.core.record(call.receiver) if call.receiver is not None else None
    given = None
    if isinstance(record, Instance) and isinstance(record.cls, Class):
        given = plain(call.core.attribute(record.cls, "delimiter", call.node))
    delimiter = given if isinstance(given, str) and given else "$"
    safe = call.name.endswith("safe_substitute")
    return join_all(
        dollar(call.core, one, named, call.node, safe=safe, delimiter=delimiter)
        if isinstance(one, Text)
        else call.unknown()
        for one in alternatives(own)
    )


def formatted(call: Invocation) -> Value:
    """`string.Formatter().format(template, ...)`, `vformat(template, args, kwargs)`: as the class of the formatter has it."""
    own = call.get(0, "format_string")
    if own is None:
        return call.unknown()
    if call.name.endswith("vformat"):
        rest = call.get(2, "kwargs")
        given = Arguments(call.runs(1, "args"), {}, rest)
    else:
        given = Arguments(call.arguments.positional[1:], call.arguments.keywords, call.arguments.rest)
    return braces(call.core, call.core.string(own, call.node), given, call.node, call.receiver)


def field_value(call: Invocation) -> Value:
    """`Formatter.get_value(key, args, kwargs)`."""
    key, args, words = (call.get(position) for position in range(3))
    if key is None or args is None or words is None:
        return call.unknown()
    return call.core.item(words if isinstance(plain(key), str) else args, key, call.node)


def field_text(call: Invocation) -> Value:
    """`Formatter.format_field(value, format_spec)`."""
    value, spec = call.get(0, "value"), plain(call.get(1, "format_spec"))
    return call.unknown() if value is None else specified(call.core, value, "", str(spec or ""), call.node)


def unchanged(call: Invocation) -> Value:
    """A function that gives back the text that it is given, as far as addresses go: quoting, encoding, wrapping."""
    return call.get(0) or next(iter(call.arguments.keywords.values()), call.unknown())


WRITING: Final[dict[str, Handler]] = {
    "write": write, "writelines": write_lines, "getvalue": value_of, "tell": position, "read": value_of, "readlines": lines_of,
    "truncate": truncate,
    "seek": nothing, "flush": nothing, "close": nothing, "__enter__": itself,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"memory.{name}": handler for name, handler in WRITING.items()},
    **{f"file.{name}": handler for name, handler in WRITING.items()},
    **dict.fromkeys(("io.StringIO", "io.BytesIO", "StringIO.StringIO", "cStringIO.StringIO"), memory),
    "builtins.print": print_, "contextlib.redirect_stdout": redirected,
    "contextlib.redirect_stdout.__enter__": redirect, "contextlib.redirect_stdout.__exit__": redirected_back,
    "io.TextIOWrapper.read": content, "io.TextIOWrapper.readline": line, "io.TextIOWrapper.readlines": all_lines,
    "io.TextIOWrapper.__iter__": all_lines, "io.TextIOWrapper.__enter__": itself, "io.TextIOWrapper.xreadlines":
    all_lines,
    "unknown.read": content, "unknown.readlines": all_lines, "unknown.readline": line, "unknown.read_text": content,
    "unknown.__enter__": itself,
    "textwrap.dedent": dedent, "inspect.cleandoc": dedent,
    "string.Formatter.format": formatted, "string.Formatter.vformat": formatted,
    "string.Formatter.get_value": field_value, "string.Formatter.format_field": field_text,
    "string.Template.__init__": template, "string.Template.substitute": substitute, "string.Template.safe_substitute":
    substitute,
    **dict.fromkeys((
        "textwrap.fill", "textwrap.indent", "textwrap.shorten",
        "html.escape", "html.unescape", "xml.sax.saxutils.escape", "cgi.escape",
        "base64.b64encode",
        "base64.urlsafe_b64encode", "base64.encodebytes", "base64.encodestring", "base64.standard_b64encode",
        "urllib.parse.quote",
        "urllib.parse.quote_plus", "urllib.quote", "urllib.parse.unquote", "quopri.encodestring", "typing.cast",
        "markupsafe.escape",
        "django.utils.html.strip_tags", "django.utils.encoding.force_str", "django.utils.encoding.force_text",
        "django.utils.encoding.smart_str", "six.text_type", "six.ensure_str", "six.u", "unicodedata.normalize",
        "email.charset.Charset.header_encode", "sys.intern", "shlex.quote", "pipes.quote",
    ), unchanged),
    "typing.cast": lambda call: call.get(1) or call.unknown(),
    "unicodedata.normalize": lambda call: call.get(1) or call.unknown(),
}  # fmt: skip
