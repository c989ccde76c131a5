"""The shipped stubs, read once and kept in a form that loads at once, where Python keeps its own compiled modules.

What is kept lies in `__pycache__` beside this module: whoever can write there can change cclint itself, so it is as
trustworthy as the code. It counts only while every stub and every module that reads stubs has the bytes that it was
made from. Where the folder cannot be written to, or Python was told to write no such files, stubs are read each time.
"""

from __future__ import annotations

import marshal
import os
import sys
from functools import cache
from importlib.util import cache_from_source, source_hash
from typing import TYPE_CHECKING, Any, NamedTuple

from cclint.models.needles import Library, Needles, needles_of
from cclint.models.shipped import FOLDERS, HOME
from cclint.version import VERSION

if TYPE_CHECKING:
    from cclint.models.library import Models


class _Kept(NamedTuple):
    """What a file of the shelf holds: what it was made from, the words of the sift, and the models, still packed."""

    key: tuple[object, ...]
    needles: Needles
    packed: bytes


@cache
def shipped_needles() -> Needles:
    """The words that the shipped stubs sift by."""
    kept = _kept()
    return kept.needles if kept is not None else needles_of(shipped_models())


@cache
def shipped_models() -> Models:
    """What the shipped stubs say, which does not change while a process lives.

    Raises
    ------
    StubError: a stub cannot be read or understood.
    """
    kept = _kept()
    if kept is not None:
        from cclint.models.packing import unpacked

        return unpacked(marshal.loads(kept.packed))  # noqa: S302 (as trustworthy as the modules beside it)
    from cclint.models.load import load_described
    from cclint.models.packing import packed

    models = load_described()[0]
    _keep(_Kept(_key(), needles_of(models), marshal.dumps(packed(models))))
    return models


def _place() -> str:
    """The file of the shelf; "" where Python keeps no compiled modules."""
    try:
        return cache_from_source(os.path.join(HOME, "stubs.py"))
    except NotImplementedError:
        return ""


@cache
def _key() -> tuple[object, ...]:
    """What the models are made from: the version, the stubs, and the modules that read them."""
    made_from = []
    for folder in ("", *FOLDERS):
        suffix = ".pyi" if folder else ".py"
        for name in sorted(os.listdir(os.path.join(HOME, folder))):
            if name.endswith(suffix):
                with open(os.path.join(HOME, folder, name), "rb") as file:
                    made_from.append((folder, name, source_hash(file.read())))
    return (VERSION, sys.version_info[:3], tuple(made_from))


@cache
def _kept() -> _Kept | None:
    """What lies on the shelf, if it is whole and up to date."""
    try:
        with open(_place(), "rb") as file:
            key, (names, groups), packed = marshal.loads(file.read())  # noqa: S302 (see above)
        return _Kept(key, Needles(names, tuple(Library(*group) for group in groups)), packed) if key == _key() else None
    except (OSError, EOFError, ValueError, TypeError):
        return None


def _keep(kept: _Kept) -> None:
    """Put models on the shelf, whole or not at all; nobody's loss where that cannot be done."""
    place = _place()
    if sys.dont_write_bytecode or not place:
        return
    temporary = f"{place}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(temporary, "xb") as file:
            file.write(_dumped(kept))
        os.replace(temporary, place)
    except OSError:
        return


def _dumped(kept: _Kept) -> bytes:
    needles = (kept.needles.names, tuple(map(tuple, kept.needles.groups)))
    plain: Any = (kept.key, needles, kept.packed)
    return marshal.dumps(plain)
