"""The files of a folder, as programs go through them: those of the project stand for whatever will lie there.
https://docs.python.org/3/library/glob.html, https://docs.python.org/3/library/pathlib.html
"""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase
from typing import Final

from cclint.analysis.base.invocation import Handler, Invocation
from cclint.analysis.builtins.system.paths import near
from cclint.analysis.values.count import MANY
from cclint.analysis.values.lattice import join_all
from cclint.analysis.values.place import PathValue, as_path, spelt
from cclint.analysis.values.rope import plain, text
from cclint.analysis.values.value import STRING, Opaque, Run, Value

MOST: Final = 24
"""Files that are looked into; a folder of more is no folder of a few templates or settings."""
WILD: Final = frozenset("*?[")


def matching(call: Invocation, folder: str, pattern: str) -> list[str]:
    """The files below a folder that match a pattern, spelt as a path below it; none where there are too many.

    Parameters
    ----------
    folder: as the program spells it.
    pattern: as `glob` reads it; "**" stands for any number of folders.
    """
    names = call.core.project.files.below(folder, near(call.core))
    found = [name for name in names if _matches(name.split("/"), pattern.split("/"))]
    return found if len(found) <= MOST else []


def _matches(names: list[str], patterns: list[str]) -> bool:
    if not patterns or not names:
        return not patterns and not names
    if patterns[0] == "**":
        return _matches(names, patterns[1:]) or _matches(names[1:], patterns)
    hidden = names[0].startswith(".") and not patterns[0].startswith(".")
    return not hidden and fnmatchcase(names[0], patterns[0]) and _matches(names[1:], patterns[1:])


def listed(call: Invocation, found: list[Value], otherwise: Value) -> Value:
    """Any number of files that are known, and others by the time that the program is run."""
    runs = (Run(join_all(found), MANY), Run(otherwise, MANY)) if found else (Run(otherwise, MANY),)
    return call.core.new_list(runs, call.node)


def of_path(call: Invocation) -> Value:
    """`path.glob(pattern)`, `path.rglob(pattern)`, `path.iterdir()`."""
    shown = spelt(call.receiver)
    folder, given = shown.constant if shown is not None else None, plain(call.get(0, "pattern"))
    pattern = "*" if call.name.endswith("iterdir") else given
    names: list[str] = []
    if folder is not None and isinstance(pattern, str):
        names = matching(call, folder, f"**/{pattern}" if call.name.endswith("rglob") else pattern)
    found: list[Value] = [PathValue(text(posixpath.join(folder or "", name))) for name in names]
    return listed(call, found, as_path(Opaque(("file", call.node.at), STRING)))


def of_pattern(call: Invocation) -> Value:
    """`glob.glob(pattern)`, `glob.iglob(pattern)`."""
    shown, root = spelt(call.get(0, "pathname")), call.arguments.keywords.get("root_dir")
    whole = shown.constant if shown is not None and root is None else None
    parts = whole.split("/") if whole is not None else []
    fixed = next((number for number, part in enumerate(parts) if not WILD.isdisjoint(part)), len(parts))
    folder = "/".join(parts[:fixed])
    names = matching(call, folder, "/".join(parts[fixed:])) if fixed < len(parts) else []
    found: list[Value] = [text(posixpath.join(folder, name)) for name in names]
    return listed(call, found, Opaque(("file", call.node.at), STRING))


def names_in(call: Invocation) -> Value:
    """`os.listdir(folder)`."""
    shown = spelt(call.get(0, "path"))
    folder = "." if shown is None and call.get(0, "path") is None else shown.constant if shown is not None else None
    names = matching(call, folder, "*") if folder is not None else []
    return listed(call, [text(name) for name in names], Opaque(("file", call.node.at), STRING))


HANDLERS: Final[dict[str, Handler]] = {
    **{f"path.{name}": of_path for name in ("glob", "rglob", "iterdir")},
    "glob.glob": of_pattern, "glob.iglob": of_pattern, "os.listdir": names_in,
}  # fmt: skip
