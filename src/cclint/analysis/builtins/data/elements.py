"""XML files of the project: `xml.etree.ElementTree` and lxml. https://docs.python.org/3/library/xml.etree.elementtree.html"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.system.paths import located
from cclint.analysis.program.files import file_trail
from cclint.analysis.values.code import External
from cclint.analysis.values.heap import Buffer, Entry, Instance, Mapping, Sequence
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import Text, plain, text
from cclint.analysis.values.value import NOTHING, Ref, Run, Value, alternatives, each, lasting
from cclint.frontends.elements import Element, MarkupError
from cclint.frontends.elements import parse as parse_markup

CLASS: Final = lasting(External("xml.etree.ElementTree.Element"))
BUDGET: Final = 2_000
"""Elements of one file that become objects of the program; a file with more is not known."""


def parse(call: Invocation) -> Value:
    """`ET.parse(path or file)`, `ET.fromstring(text)`: the outermost element, which stands for its tree as well."""
    files = call.core.project.files
    made: list[Value] = []
    for one in alternatives(call.get(0, "source") or call.get(0, "text") or NOTHING):
        record = call.core.record(one)
        known, path = None, ""
        if isinstance(record, Buffer) and isinstance(record.command, Text) and record.command.trail is not None:
            path = record.command.trail.path
        elif isinstance(one, PathValue) or call.name.endswith(".parse"):
            path = next(iter(located(call.core, one)), "")
        elif isinstance(one, Text):
            trail = one.trail
            path = trail.path if trail is not None and trail.what == "file" and one == files.content(trail.path) else ""
            known = one.constant
        if path and files.content(path) is not None:
            known = files.text(path)
        root = _root(known) if known is not None else None
        if root is None:
            return call.core.call_stub(call)
        made.append(element(call, root, path))
    return join_all(made) if made else call.core.call_stub(call)


def _root(known: str) -> Element | None:
    try:
        root = parse_markup(known)
    except MarkupError:
        return None
    if sum(1 for _ in root.every()) > BUDGET:
        return None
    return root.inner[0] if root.inner else None


def element(call: Invocation, one: Element, path: str) -> Value:
    """An element as an object that holds those within it."""
    core = call.core
    children = tuple(Run(element(call, inner, path)) for inner in one.inner)
    record = Sequence("element", children, core.running)
    trail = file_trail(path, one.at, "file") if path else call.hop("literal", "a text")
    made = core.new(Instance(CLASS, record, core.running), call.node, trail)
    content = one.text if one.text.strip() or not one.inner else ""
    attributes = tuple(Entry(text(name), text(value, trail)) for name, value in one.attributes.items())
    core.state.set((made.id, "tag"), text(one.name))
    core.state.set((made.id, "text"), text(content, trail) if content else NOTHING)
    core.state.set((made.id, "attrib"), core.new(Mapping("dict", attributes), call.node))
    return made


def children(call: Invocation, value: Value) -> list[Value]:
    record = call.core.record(value)
    native = record.native if isinstance(record, Instance) else None
    return [run.value for run in native.runs] if isinstance(native, Sequence) else []


def below(call: Invocation, value: Value) -> Iterator[Value]:
    for one in children(call, value):
        yield one
        yield from below(call, one)


def tag(call: Invocation, value: Value) -> str:
    held = call.core.cell(value.id, "tag") if isinstance(value, Ref) else None
    return str(plain(held)) if held is not None else ""


def matching(call: Invocation, wanted: str) -> list[Value]:
    """The elements that a simple path leads to: names, `*`, `.`, `//`."""
    found = [call.receiver] if call.receiver is not None else []
    deep = False
    for step in wanted.removeprefix("./").replace(".//", "//").split("/"):
        if not step:
            deep = True
            continue
        if step == ".":
            continue
        name = step.partition("[")[0].rpartition("}")[2].rpartition(":")[2]
        inner = [one for owner in found for one in (below(call, owner) if deep else children(call, owner))]
        found = [one for one in inner if name in ("*", tag(call, one))]
        deep = False
    return found


def find_all(call: Invocation) -> Value:
    """`findall(path)`, `iterfind(path)`, `iter(tag)`."""
    wanted = plain(call.get(0, "path") or call.get(0, "tag") or NOTHING)
    if call.name.endswith("iter"):
        every = [*below(call, call.receiver)] if call.receiver is not None else []
        found = [one for one in every if wanted in (None, "*", tag(call, one))]
    elif isinstance(wanted, str):
        found = matching(call, wanted)
    else:
        return call.unknown()
    return call.core.new_list(each(found), call.node, call.receiver.trail if call.receiver is not None else None)


def find(call: Invocation) -> Value:
    wanted = plain(call.get(0, "path") or NOTHING)
    found = matching(call, wanted) if isinstance(wanted, str) else []
    return found[0] if found else NOTHING


def find_text(call: Invocation) -> Value:
    found = find(call)
    held = call.core.cell(found.id, "text") if isinstance(found, Ref) else None
    return held if held is not None else call.get(1, "default") or NOTHING


def attribute(call: Invocation) -> Value:
    """`element.get(name, default)`."""
    table = call.core.cell(call.receiver.id, "attrib") if isinstance(call.receiver, Ref) else None
    record = call.core.record(table) if table is not None else None
    entry = record.find(call.get(0) or NOTHING) if isinstance(record, Mapping) else None
    return entry.value if entry is not None else call.get(1, "default") or NOTHING


def itself(call: Invocation) -> Value:
    return call.receiver or call.unknown()


def of_file(handler: Handler) -> Handler:
    """What is known of the elements of a file; of any others the stub says all there is to say."""

    def call(invocation: Invocation) -> Value:
        record = invocation.core.record(invocation.receiver) if invocation.receiver is not None else None
        known = isinstance(record, Instance) and isinstance(record.native, Sequence)
        return handler(invocation) if known else invocation.core.call_stub(invocation)

    return call


METHODS: Final[dict[str, Handler]] = {
    **dict.fromkeys(("findall", "iterfind", "iter"), find_all),
    "find": find,
    "findtext": find_text,
    "get": attribute,
    "getroot": itself,
}
MODULES: Final = ("xml.etree.ElementTree", "xml.etree.cElementTree", "lxml.etree", "defusedxml.ElementTree")
HANDLERS: Final[dict[str, Handler]] = {
    **{f"{module}.{name}": parse for module in MODULES for name in ("parse", "fromstring", "XML")},
    **{f"element.{name}": handler for name, handler in METHODS.items()},
    **{f"{CLASS.name}.{name}": of_file(handler) for name, handler in METHODS.items()},
}
