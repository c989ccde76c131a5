"""What a run of the analysis has found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from cclint.analysis.facts import Send
from cclint.analysis.values.count import Count
from cclint.finding import Notice, Place, Step


class Reveal(NamedTuple):
    """What a call of `reveal` in a test suite shows: the count of its argument."""

    place: Place
    text: str


class Known(NamedTuple):
    """What was known of one name at the line that is watched.

    Parameters
    ----------
    place: the statement.
    calls: the functions that are running, the outermost first.
    name: the name, attribute or item, as it is written.
    kind: what its value is.
    addresses: how many it holds.
    steps: where these come from.
    """

    place: Place
    calls: tuple[str, ...]
    name: str
    kind: str
    addresses: Count
    steps: tuple[Step, ...] = ()


class Inputs(NamedTuple):
    """What a run's result depends on, besides the paths of the files, the stubs and the limits.

    Parameters
    ----------
    contents: the files of the run whose text has become part of the result.
    texts: further files of the project that were read.
    probed: paths that were looked for, with whether there was such a file.
    searches: patterns that all files were searched for; those that hold one are among `contents`.
    helpers: by path, the names by which further files would take part that import them.
    hurried: something was cut short because it took too long, and a quieter machine would say more.
    """

    contents: frozenset[str] = frozenset()
    texts: frozenset[str] = frozenset()
    probed: Mapping[str, bool] = MappingProxyType({})
    searches: tuple[re.Pattern[bytes], ...] = ()
    helpers: Mapping[str, set[str]] = MappingProxyType({})
    hurried: bool = False


class Analysis(NamedTuple):
    """What a run has found.

    Parameters
    ----------
    sends: the predicted messages, in the order of their places.
    notices: what could not be read, or not wholly.
    mailers: how many files send mail.
    read: how many files were looked at.
    reveals: what test suites asked for.
    known: what is known at the line that is watched, in the order in which it became known.
    inputs: what all this depends on.
    """

    sends: tuple[Send, ...] = ()
    notices: tuple[Notice, ...] = ()
    mailers: int = 0
    read: int = 0
    reveals: tuple[Reveal, ...] = ()
    known: tuple[Known, ...] = ()
    inputs: Inputs = Inputs()


class Found(NamedTuple):
    """What following a part of a program has come to.

    Parameters
    ----------
    sends, notices, reveals, known: as in `Analysis`.
    modules: the paths of those that were looked at.
    files, rendered: the paths of those that programs read, and of the templates that they render.
    probed, searches, hurried: as in `Inputs`; each pattern with the paths of those that hold it.
    """

    sends: tuple[Send, ...] = ()
    notices: tuple[Notice, ...] = ()
    reveals: tuple[Reveal, ...] = ()
    known: tuple[Known, ...] = ()
    modules: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    rendered: frozenset[str] = frozenset()
    probed: Mapping[str, bool] = MappingProxyType({})
    searches: Mapping[re.Pattern[bytes], list[str]] = MappingProxyType({})
    hurried: bool = False

    def and_also(self, other: Found) -> Found:
        """What both have come to."""
        return Found(
            self.sends + other.sends,
            self.notices + other.notices,
            self.reveals + other.reveals,
            self.known + other.known,
            self.modules | other.modules,
            self.files | other.files,
            self.rendered | other.rendered,
            {**self.probed, **other.probed},
            {
                one: self.searches.get(one, []) + other.searches.get(one, [])
                for one in {**self.searches, **other.searches}
            },
            self.hurried or other.hurried,
        )
