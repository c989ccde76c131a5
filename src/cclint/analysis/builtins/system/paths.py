"""Paths: `os.path`, `pathlib`, and what leads to a file inside a package. Only texts are computed; no file is touched."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.program.files import ROOT
from cclint.analysis.values.code import Module
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue, as_path, divided, joined, spelt
from cclint.analysis.values.rope import EMPTY, Text, plain, text
from cclint.analysis.values.value import STRING, TRUE, Opaque, Seq, Value, alternatives, each, truth

if TYPE_CHECKING:
    from cclint.analysis.base.core import Core


def near(core: Core) -> Iterator[str]:
    """The files whose folders a relative path may start from: the one that is running, and those that called it."""
    yield core.path
    for activation in reversed(core.stack):
        yield activation.frame.scope.path


def located(core: Core, value: Value | None) -> list[str]:
    """The files of the project that a path can mean."""
    found: dict[str, None] = {}
    for one in alternatives(value) if value is not None else ():
        shown = spelt(one)
        known = shown.constant if shown is not None else None
        path = core.project.files.find(known, near(core)) if known is not None else None
        if path is not None:
            found[path] = None
    return list(found)


# os.path


def _computed(compute: Callable[[str], str]) -> Handler:
    """A function of `os.path` from one path to another."""

    def handler(call: Invocation) -> Value:
        value = call.get(0, "path") or call.get(0, "p") or call.get(0, "filename")
        if value is None:
            return call.unknown()
        made = []
        for one in alternatives(value):
            shown = spelt(one)
            known = shown.constant if shown is not None else None
            made.append(
                text(compute(known))
                if known is not None
                else Opaque((call.name, one.identity), STRING, trail=one.trail)
            )
        return join_all(made)

    return handler


def _absolute(path: str) -> str:
    """A path made absolute from a working directory that is not known stays as it is."""
    return posixpath.normpath(path) if path else path


def joined_paths(call: Invocation) -> Value:
    """`os.path.join(a, b, ...)`."""
    parts = [run.value for run in call.arguments.positional]
    made: Value = parts[0] if parts else EMPTY
    for part in parts[1:]:
        made = join_all(joined(one, other) for one in alternatives(made) for other in alternatives(part))
    return made.spelt if isinstance(made, PathValue) else made


def split_path(call: Invocation) -> Value:
    """`os.path.split`, `os.path.splitext`."""
    shown = spelt(call.get(0))
    known = shown.constant if shown is not None else None
    if known is None:
        return Seq("tuple", each((Opaque(("head", call.node.at), STRING), Opaque(("tail", call.node.at), STRING))))
    pair = posixpath.splitext(known) if call.name.endswith("splitext") else posixpath.split(known)
    return Seq("tuple", each(map(text, pair)))


def exists(call: Invocation) -> Value:
    """Whether a file is there: what lies in the project is."""
    value = call.receiver if isinstance(call.receiver, PathValue) else call.get(0, "path")
    known = located(call.core, value)
    key = value.identity if value is not None else call.node.at
    return TRUE if known and len(known) == len(alternatives(value or EMPTY)) else truth(None, (call.name, key))


def working_directory(call: Invocation) -> Value:
    return PathValue(text(".")) if call.name.startswith("pathlib") else text(".")


def unchanged(call: Invocation) -> Value:
    value = call.get(0, "path")
    return value if value is not None else call.unknown()


# pathlib


def path(call: Invocation) -> Value:
    """`Path(a, b, ...)`."""
    if not call.arguments.positional:
        return PathValue(text("."))
    joined = joined_paths(call)
    return join_all(as_path(one) for one in alternatives(joined))


def own(call: Invocation) -> tuple[Text, str | None]:
    """The path whose method is called, and its constant text."""
    shown = spelt(call.receiver) or EMPTY
    return shown, shown.constant


def _derived(compute: Callable[[str], str], *, path: bool = True) -> Handler:
    """An attribute or a method of `Path` that gives another path, or a text."""

    def handler(call: Invocation) -> Value:
        shown, known = own(call)
        if known is None:
            made: Value = Opaque((call.name, shown.identity), STRING)
        else:
            made = text(compute(known))
        return as_path(made) if path else made

    return handler


def parents(call: Invocation) -> Value:
    _, known = own(call)
    found = []
    while known is not None and known not in ("", ".", ROOT, "/", "//"):
        known = posixpath.dirname(known) or "."
        found.append(PathValue(text(known)))
    return Seq("tuple", each(found))


def join_path(call: Invocation) -> Value:
    made = call.receiver or EMPTY
    for run in call.arguments.positional:
        made = join_all(divided(one, other) for one in alternatives(made) for other in alternatives(run.value))
    return made


def with_name(call: Invocation) -> Value:
    _, known = own(call)
    given = [plain(one) for one in alternatives(call.get(0) or EMPTY)]
    if known is None or not all(isinstance(one, str) for one in given):
        return as_path(Opaque((call.name, call.node.at), STRING))
    folder, name = posixpath.split(known)
    stem, suffix = posixpath.splitext(name)
    made = {"with_name": "{0}", "with_suffix": stem + "{0}", "with_stem": "{0}" + suffix}[call.name.rpartition(".")[2]]
    return join_all(PathValue(text(posixpath.join(folder, made.replace("{0}", one)))) for one in given)


def package_files(call: Invocation) -> Value:
    """`importlib.resources.files(package)`: the package's folder, where it is one of the project."""
    value = call.get(0, "anchor") or call.get(0, "package")
    found = call.core.project.resolve(plain(value), call.core.path) if isinstance(plain(value), str) else None
    if isinstance(value, Module):
        found = value.path
    if value is None:
        found = call.core.path
    if found is None:
        return call.unknown()
    return PathValue(text(f"{ROOT}/{found.rpartition('/')[0]}"))


def package_file(call: Invocation) -> Value:
    """`importlib.resources.path(package, name)` and its kin: a file beside the package's modules."""
    folder = package_files(call)
    name = call.get(1, "resource") or call.get(1, "name")
    return divided(folder, name) if isinstance(folder, PathValue) and name is not None else call.unknown()


def same(call: Invocation) -> Value:
    return call.receiver or call.unknown()


METHODS: Final[dict[str, Handler]] = {
    "joinpath": join_path, "with_name": with_name, "with_suffix": with_name, "with_stem": with_name,
    **dict.fromkeys(("resolve", "absolute", "expanduser", "__enter__", "relative_to"), same),
    "as_posix": _derived(str, path=False), "__str__": _derived(str, path=False),
    **dict.fromkeys(("exists", "is_file"), exists),
    "@parent": _derived(lambda name: posixpath.dirname(name) or "."), "@parents": parents,
    "@name": _derived(posixpath.basename, path=False),
    "@stem": _derived(lambda name: posixpath.splitext(posixpath.basename(name))[0], path=False),
    "@suffix": _derived(lambda name: posixpath.splitext(name)[1], path=False),
}  # fmt: skip
"""What a path offers; attributes that are no methods have a sign before them."""
HANDLERS: Final[dict[str, Handler]] = {
    **{f"path.{name}": handler for name, handler in METHODS.items()},
    **dict.fromkeys(("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib2.Path", "anyio.Path"), path),
    "pathlib.Path.cwd": working_directory, "os.getcwd": working_directory, "os.getcwdu": working_directory,
    "os.path.dirname": _computed(posixpath.dirname), "os.path.basename": _computed(posixpath.basename),
    "os.path.normpath": _computed(posixpath.normpath),
    **dict.fromkeys(("os.path.abspath", "os.path.realpath"), _computed(_absolute)),
    **dict.fromkeys(("os.path.expanduser", "os.path.expandvars", "os.path.normcase"), _computed(str)),
    "os.path.join": joined_paths, "os.path.split": split_path, "os.path.splitext": split_path,
    **dict.fromkeys(("os.path.exists", "os.path.isfile", "os.path.lexists"), exists),
    **dict.fromkeys(("os.fspath", "os.fsdecode"), lambda call: spelt(call.get(0)) or unchanged(call)),
    "importlib.resources.files": package_files, "importlib_resources.files": package_files,
    **dict.fromkeys( ("importlib.resources.path", "pkg_resources.resource_filename"), package_file ),
}  # fmt: skip
