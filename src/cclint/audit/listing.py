"""The file that names the repositories of an audit: a path a line, `@REF` behind it for one commit, `#` before a comment."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Final

from cclint.refusal import Refused

COMMENT: Final = re.compile(r"(?:^|\s)#.*")


@dataclass(frozen=True, slots=True, order=True)
class Listed:
    """A repository that is asked about.

    Parameters
    ----------
    name: how reports call it, and what paths in it begin with.
    path: where it is.
    reference: a branch, a tag or a commit; "" for what a work tree holds, or what a bare repository has as its HEAD.
    """

    name: str
    path: str
    reference: str = ""


def listed(file: str, text: bytes) -> tuple[Listed, ...]:
    """The repositories that a file names, by their names; one that it names twice is there once.

    A path is relative to the file's folder, and called as it lies there; one that lies elsewhere is called by all of its
    path.

    Parameters
    ----------
    file: the file.
    text: what it holds.

    Raises
    ------
    Refused: it names none.
    """
    folder = os.path.dirname(os.path.abspath(file))
    found: set[Listed] = set()
    for line in text.decode("utf-8-sig", "surrogateescape").splitlines():
        if words := COMMENT.sub("", line).strip():
            path, reference = _parted(folder, words)
            found.add(Listed(_name(folder, path) + (f"@{reference}" if reference else ""), path, reference))
    if not found:
        raise Refused(f"{file!r} names no repository: it takes one path a line")
    return tuple(sorted(found))


def _parted(folder: str, words: str) -> tuple[str, str]:
    """A path and a reference: both may hold an `@`, and what is there as a whole is a path."""
    whole = _place(folder, words)
    if os.path.lexists(whole):
        return whole, ""
    for at in (match.start() for match in re.finditer("@", words)):
        if at and os.path.isdir(_place(folder, words[:at])) and words[at + 1 :]:
            return _place(folder, words[:at]), words[at + 1 :]
    path, _, reference = words.rpartition("@")
    return (_place(folder, path), reference) if path and reference else (whole, "")


def _place(folder: str, path: str) -> str:
    return os.path.normpath(os.path.join(folder, os.path.expanduser(path)))


def _name(folder: str, path: str) -> str:
    inside = path.startswith(os.path.join(folder, ""))
    shown = os.path.relpath(path, folder) if inside else os.path.splitdrive(path)[1].lstrip(os.sep)
    return shown.replace(os.sep, "/") or os.path.basename(folder)
