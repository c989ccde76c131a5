"""Values that modules of the analysis keep for all runs are known to last: they are compared anew in each run."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from typing import Any

import cclint.analysis
from cclint.analysis.values import value as values
from cclint.analysis.values.value import Value


def _held(content: Any) -> Iterator[Value]:
    if isinstance(content, Value):
        yield content
    elif isinstance(content, Mapping):
        for key, one in content.items():
            yield from (*_held(key), *_held(one))
    elif isinstance(content, (tuple, list, set, frozenset)):
        for one in content:
            yield from _held(one)


def test_what_modules_keep_lasts() -> None:
    found = [info.name for info in pkgutil.walk_packages(cclint.analysis.__path__, "cclint.analysis.")]
    modules = [importlib.import_module(name) for name in found]
    lasting = set(map(id, values._lasting))
    forgotten = set()
    for module in modules:
        for name, content in vars(module).items():
            if name.isupper() and any(id(one) not in lasting for one in _held(content)):
                forgotten.add(f"{module.__name__}.{name}")
    assert not sorted(forgotten)


def test_no_module_looks_values_up_by_their_hash() -> None:
    """The hash of a value is its token, which another run gives it anew."""
    hashed = set()
    for info in pkgutil.walk_packages(cclint.analysis.__path__, "cclint.analysis."):
        for name, content in vars(importlib.import_module(info.name)).items():
            keys = content if name.isupper() and isinstance(content, (set, frozenset, Mapping)) else ()
            if any(True for key in keys for _ in _held(key)):
                hashed.add(f"{info.name}.{name}")
    assert not sorted(hashed)
