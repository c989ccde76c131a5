"""What a project declares in its configuration about people: who may see whom, and which findings are meant."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from cclint.finding import Level


class KnownAudience(NamedTuple):
    """An entry of `[[policy.known-audiences]]`: people who may see each other.

    Parameters
    ----------
    name: what reports call them.
    matches: what addresses come from: names of variables, functions, keys of settings and files, or `@domain`.
    reason: why they may see each other.
    """

    name: str
    matches: tuple[str, ...]
    reason: str


class Override(NamedTuple):
    """An entry of `[[policy.overrides]]`: another policy for some files.

    Parameters
    ----------
    paths: which files, as patterns of .gitignore files.
    rules: for which rules `level` is meant; all where there are none.
    max_visible: how many addresses may see each other there.
    level: what findings weigh there, whatever the persona says.
    reason: why.
    """

    paths: tuple[str, ...]
    rules: tuple[str, ...] = ()
    max_visible: int | None = None
    level: Level | None = None
    reason: str = ""


class Visibility(NamedTuple):
    """The `policy` table: who may see whom.

    Parameters
    ----------
    max_visible: how many addresses may see each other.
    internal_domains: domains whose people are colleagues; domains below them are, too.
    role_addresses: addresses that belong to a function and no person: `info@example.org`, or `support@` anywhere.
    known_audiences, overrides: the tables of these names.
    """

    max_visible: int = 1
    internal_domains: tuple[str, ...] = ()
    role_addresses: tuple[str, ...] = ()
    known_audiences: tuple[KnownAudience, ...] = ()
    overrides: tuple[Override, ...] = ()


class Allow(NamedTuple):
    """An entry of `[[allow]]`: findings that are meant, for files that cannot hold comments.

    Parameters
    ----------
    paths: which files, as patterns of .gitignore files.
    rules: which findings.
    reason: why.
    until: the last day on which this counts.
    line: where it stands in the configuration file.
    """

    paths: tuple[str, ...]
    rules: tuple[str, ...]
    reason: str
    until: dt.date | None = None
    line: int = 0


class Limits(NamedTuple):
    """What one run may cost; None leaves the choice to who does the work."""

    steps: int | None = None
    seconds: float | None = None
    file_seconds: float | None = None
    bytes: int | None = None
    tokens: int | None = None
    memory: int | None = None
    plugin_seconds: float | None = None
