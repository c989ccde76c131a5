"""Files that are opened: one of the project holds what it holds, one that is written to takes text, any other is unknown.

What is read stays text with the places of its lines; what loaders make of it is in `loading`.
"""

from __future__ import annotations

from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.base.paths import DivergesError
from cclint.analysis.builtins.system.paths import located, package_file
from cclint.analysis.values import text as ropes
from cclint.analysis.values.count import MANY, SOME
from cclint.analysis.values.heap import Buffer
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue
from cclint.analysis.values.rope import EMPTY, Text, plain, text
from cclint.analysis.values.value import NOTHING, STRING, Opaque, Ref, Run, Runs, Value, total
from cclint.ir.types import Type

WRITING: Final = ("w", "a", "x", "+")


def opened(call: Invocation) -> Value:
    """`open(path, mode)`, `path.open(mode)`, `argparse.FileType`."""
    method = isinstance(call.receiver, PathValue)
    path = call.receiver if method else call.get(0, "file") or call.get(0, "filename")
    mode = plain(call.get(0 if method else 1, "mode") or text("r"))
    if isinstance(mode, str) and any(sign in mode for sign in WRITING):
        call.core.project.files.written.update(located(call.core, path))
        return call.core.new(Buffer("file"), call.node)
    return input_of(call, path)


def temporary(call: Invocation) -> Value:
    """`TemporaryFile()`: there is nothing in it that the program does not write."""
    return call.core.new(Buffer("file"), call.node)


def input_of(call: Invocation, path: Value | None) -> Value:
    """A file that is opened for reading: of the project where one of the paths that are possible leads to one."""
    found = [content for name in located(call.core, path) if (content := call.core.project.files.content(name))]
    if found:
        return join_all(call.core.new(Buffer("input", one, one), call.node, one.trail) for one in found)
    shown = plain(path) if path is not None else ...
    if isinstance(path, PathValue):
        shown = plain(path.spelt)
    name = f"`{shown}`" if isinstance(shown, str) else "a file"
    key = ("file", shown if isinstance(shown, str) else call.core.path, call.node.at)
    return Opaque(key, Type("io.TextIOWrapper"), length=MANY, born=call.core.running, trail=call.hop("file", name))


def content(call: Invocation) -> Value:
    """`path.read_text()`, `importlib.resources.read_text(package, name)`: all of a file, as one text."""
    path = call.receiver if isinstance(call.receiver, PathValue) else package_file(call)
    found = [held for name in located(call.core, path) if (held := call.core.project.files.content(name))]
    if found:
        return join_all(found)
    shown = plain(path.spelt) if isinstance(path, PathValue) else ...
    name = f"`{shown}`" if isinstance(shown, str) else "a file"
    key = ("content", "file", shown if isinstance(shown, str) else call.node.at)
    return Opaque(key, STRING, born=call.core.running, trail=call.hop("file", name))


def record_of(call: Invocation) -> tuple[Ref, Buffer] | None:
    record = call.core.record(call.receiver) if isinstance(call.receiver, Ref) else None
    return (call.receiver, record) if isinstance(call.receiver, Ref) and isinstance(record, Buffer) else None


def read(call: Invocation) -> Value:
    found = record_of(call)
    return found[1].text if found is not None else call.unknown()


def lines_of(record: Buffer) -> Runs:
    return ropes.lines(record.text, record.text.trail)


def line(call: Invocation) -> Value:
    """`readline()`, `next(file)`: the first of the lines that are left."""
    found = record_of(call)
    if found is None:
        return call.unknown()
    target, record = found
    runs = lines_of(record)
    if not runs:
        if call.name.endswith("__next__"):
            call.core.raises(None)
            raise DivergesError
        return EMPTY
    first = runs[0]
    if total(runs).exact and record.text.constant is not None:
        kept = ropes.sliced(record.text, len(record.text.constant.partition("\n")[0]) + 1, None)
        call.core.write(target.id, record.altered(text=_rest(record.text) or kept or EMPTY))
    return first.value


def _rest(whole: Text) -> Text | None:
    """A text without its first part, where that is a line."""
    first = getattr(whole.parts[0], "text", "") if whole.parts else ""
    if first.endswith("\n") and first.count("\n") == 1:
        return Text(whole.parts[1:], whole.trail)
    return None


def lines(call: Invocation) -> Value:
    """`readlines()`."""
    found = record_of(call)
    if found is None:
        return call.unknown()
    runs = lines_of(found[1])
    if any(run.count == SOME for run in runs):
        runs = tuple(Run(run.value, MANY) for run in runs)
    return call.core.new_list(runs, call.node, found[1].text.trail)


def rewind(call: Invocation) -> Value:
    found = record_of(call)
    if found is not None and isinstance(found[1].command, Text):
        call.core.write(found[0].id, found[1].altered(text=found[1].command))
    return NOTHING


def itself(call: Invocation) -> Value:
    return call.receiver or call.unknown()


def nothing(call: Invocation) -> Value:
    return NOTHING


def file_type(call: Invocation) -> Value:
    """`argparse.FileType(mode)`: what `type=` makes of a word or a default is an open file."""
    from cclint.analysis.values.code import External, Partial

    mode = call.get(0, "mode")
    keywords = (("mode", mode),) if mode is not None else ()
    return Partial(External("builtins.open"), (), keywords)


def write_text(call: Invocation) -> Value:
    call.core.project.files.written.update(located(call.core, call.receiver))
    return NOTHING


INPUT: Final[dict[str, Handler]] = {
    "read": read, "readline": line, "__next__": line, "next": line, "readlines": lines, "seek": rewind,
    "__enter__": itself, "close": nothing, "flush": nothing,
}  # fmt: skip
HANDLERS: Final[dict[str, Handler]] = {
    **{f"input.{name}": handler for name, handler in INPUT.items()},
    **dict.fromkeys(("builtins.open", "io.open", "codecs.open", "builtins.file", "path.open", "gzip.open",
                     "importlib.resources.open_text", "importlib.resources.open_binary"), opened),
    **dict.fromkeys(("tempfile.TemporaryFile", "tempfile.NamedTemporaryFile", "tempfile.SpooledTemporaryFile"), temporary),
    **dict.fromkeys(("path.read_text", "path.read_bytes", "importlib.resources.read_text",
                     "importlib.resources.read_binary", "pkgutil.get_data", "pkg_resources.resource_string"), content),
    **dict.fromkeys(("path.write_text", "path.write_bytes"), write_text),
    "argparse.FileType": file_type,
}  # fmt: skip
