"""Sift and analysis, as a project asks for them: its stubs, its kinds of files, its limits, and what is remembered of it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from cclint.analysis import Analysis, Limits, analyse
from cclint.analysis.relevance.others import Other, Others
from cclint.analysis.relevance.sift import Sift, sifted
from cclint.config import Config
from cclint.config.roots import is_project
from cclint.discovery.paths import Discovery
from cclint.hooks import Frontend
from cclint.ir.source import Source
from cclint.judging import Judging
from cclint.models import StubError, load_models, load_needles
from cclint.plugins import Plugins
from cclint.refusal import Refused

if TYPE_CHECKING:
    from cclint.cache.memory import Memory

CACHE: Final = ".cclint_cache"
FEW: Final = 50
"""Files up to which a project without a cache is looked at without making one."""


def followed(
    sources: Sequence[Source],
    config: Config,
    plugins: Plugins,
    memory: Memory | None = None,
    watch: tuple[str, int] | None = None,
) -> Analysis:
    """Sift the files that can take part in sending; lower those, and follow values through them, if there are any.

    Parameters
    ----------
    sources: the files.
    config, plugins: as for `run`.
    memory: knows what the sift leaves.
    watch: as for `trace`.

    Raises
    ------
    Refused: a stub cannot be understood.
    """
    stubs, others = [*plugins.models, *config.models], others_of(plugins.frontends)
    try:
        kept = memory.files.sifted(sources) if memory else sifted(sources, load_needles(stubs), others)
        if not kept.relevant:
            return Analysis(notices=tuple(kept.notices))
        models = load_models(stubs)
    except StubError as error:
        raise Refused(error.seen_from(config.root)) from error
    return analyse(sources, config.root, models, limits_of(config), others=others, watch=watch, kept=kept)


def memory_of(found: Discovery, config: Config, plugins: Plugins, judging: Judging) -> Memory | None:
    """What earlier runs have found out about a project; None where that is not worth while, or cannot be told.

    Parameters
    ----------
    found, config, plugins, judging: as for `examine`.
    """
    root = os.path.abspath(config.root)
    exists = os.path.isdir(os.path.join(root, CACHE))
    # A few files are read faster than a record of them, and what has no project file is nobody's project.
    if not exists and (len(found.sources) < FEW or not is_project(root)):
        return None
    from cclint.cache.memory import Memory
    from cclint.cache.stamps import stamps

    stamped = stamps(config, plugins, judging.today.isoformat())
    if stamped is None:
        return None
    stubs = [*plugins.models, *config.models]
    return Memory(root, stamped, found.sources, lambda: Sift(load_needles(stubs)), others_of(plugins.frontends))


def others_of(frontends: Iterable[Frontend]) -> Others:
    """What lowers the files that are not Python's, and how they are told from others."""
    suffixes: dict[str, Other] = {}
    names: dict[str, Other] = {}
    interpreters: list[tuple[bytes, Other]] = []
    for kind in frontends:
        if kind.lower is None:
            continue
        other = Other(kind.lower, tuple(word.encode() for word in kind.words))
        suffixes.update(dict.fromkeys(kind.suffixes, other))
        names.update(dict.fromkeys(kind.filenames, other))
        interpreters += [(name.encode(), other) for name in kind.interpreters]
    return Others(suffixes, names, tuple(interpreters))


def limits_of(config: Config) -> Limits:
    """The analysis's own limits, where the configuration does not set others."""
    names = ("steps", "seconds", "file_seconds", "tokens", "memory")
    given: dict[str, Any] = {name: getattr(config.limits, name) for name in names}
    return Limits(**{name: value for name, value in given.items() if value is not None})
