"""What a plug-in may offer: four hooks, each of which returns a list. Built-in rules and reporters come through them,
too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pluggy

if TYPE_CHECKING:
    from cclint.catalogue import Rule
    from cclint.ir.nodes import Module
    from cclint.report import Reporter

PROJECT: Final = "cclint"
"""The name of the hooks' namespace, and of the group of entry points that plug-ins are found by."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@dataclass(frozen=True, slots=True)
class Frontend:
    """A kind of file: how to recognise it, and how it becomes the small language.

    Parameters
    ----------
    name: one word for the kind.
    suffixes: how names of such files end, with the dot.
    filenames: whole names of such files; `cron.d/*` is every file without a suffix in a folder of that name,
        `Jenkinsfile.*` one with any suffix.
    interpreters: what the first line of such a file names where its own name has no suffix.
    lower: from a path and a text to a module; None for what the analysis reads by itself.
    words: patterns, one of which must be found in a file for it to be read at all; none where every file is.
    """

    name: str
    suffixes: tuple[str, ...] = ()
    filenames: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    lower: Callable[[str, str], Module] | None = None
    words: tuple[str, ...] = ()


@hookspec
def cclint_rules() -> list[Rule]:  # type: ignore[empty-body]
    """Rules, as the decorator `rule` makes them."""


@hookspec
def cclint_models() -> list[Path]:  # type: ignore[empty-body]
    """Folders of annotated stubs, or single ones, that describe what libraries do."""


@hookspec
def cclint_frontends() -> list[Frontend]:  # type: ignore[empty-body]
    """Kinds of files."""


@hookspec
def cclint_reporters() -> list[Reporter]:  # type: ignore[empty-body]
    """Output formats."""
