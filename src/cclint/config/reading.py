"""The only reader of `[tool.cclint]` in pyproject.toml and of cclint.toml, and what finds the project's root.

Every mistake in a file is named with its place and ends the run: a key that is silently ignored is a leak that is not
found.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from cclint.config.project import Config
from cclint.config.roots import ancestors, existing_folder, root_without_configuration
from cclint.config.tomlfile import bytes_of, lines_of_keys, table_of
from cclint.config.values import READERS, At
from cclint.refusal import Refused, suggestion


def load(paths: Sequence[str], *, file: str | None = None, isolated: bool = False) -> Config:
    """Find and read the configuration for some paths.

    Parameters
    ----------
    paths: the files and folders that the run was asked about; they need not exist.
    file: the configuration file to use, whatever lies beside the paths.
    isolated: read no configuration at all.

    Raises
    ------
    Refused: the file is missing or wrong, or the paths belong to different configurations.
    """
    folders = [existing_folder(path) for path in paths] or [os.getcwd()]
    base = (
        os.path.commonpath(folders) if len({os.path.splitdrive(folder)[0] for folder in folders}) == 1 else folders[0]
    )
    if isolated:
        return Config(root=Path(root_without_configuration(base)), baselined=False)
    if file is not None:
        if not os.path.isfile(file):
            raise Refused(f"there is no configuration file {file!r}")
        # A shared file from elsewhere says nothing about where the project begins; one above the paths does.
        home = os.path.dirname(os.path.abspath(file))
        return read(file, root=home if os.path.commonpath([home, base]) == home else root_without_configuration(base))
    found = sorted({near for folder in set(folders) if (near := _nearest(folder))})
    if len(found) > 1:
        names = " and ".join(os.path.relpath(name) for name in found[:2])
        raise Refused(
            f"the paths belong to two configurations, {names}: run cclint for each, or choose one with --config"
        )
    if found:
        return read(found[0], root=os.path.dirname(found[0]))
    return Config(root=Path(root_without_configuration(base)))


def read(file: str, *, root: str) -> Config:
    """Read one configuration file.

    Parameters
    ----------
    file: a pyproject.toml, whose table `tool.cclint` counts, or any other TOML file, which counts as a whole.
    root: the project's root.

    Raises
    ------
    Refused: it cannot be read, is not TOML, or holds a key or value that means nothing.
    """
    table, text, prefix = table_of(file)
    shown = os.path.relpath(file, root)
    shown = os.path.basename(file) if shown.startswith(os.pardir) else shown.replace(os.sep, "/")
    lines = lines_of_keys(text, prefix)
    home = os.path.dirname(os.path.abspath(file))
    known = {
        name.replace("_", "-")
        for name in Config._fields
        if name not in ("root", "home", "file", "lines", "suppressions", "baselined")
    }
    values: dict[str, Any] = {}
    for key, value in (table or {}).items():
        where = f"{shown}:{lines.get(key, 1)}: "
        if key not in known:
            raise Refused(f"{where}unknown key {key!r}{suggestion(key, known)}")
        values[key.replace("-", "_")] = READERS[key](value, At(where, key, shown, lines, home))
    return Config(root=Path(root), home=Path(home), file=shown, lines=MappingProxyType(lines), **values)


def _nearest(folder: str) -> str | None:
    """The configuration file that is nearest to a folder; cclint.toml comes before a pyproject.toml beside it."""
    for place in ancestors(folder):
        own = os.path.join(place, "cclint.toml")
        if os.path.isfile(own):
            return own
        shared = os.path.join(place, "pyproject.toml")
        # Most of these files are not about us: only one that names us is worth the parser.
        if os.path.isfile(shared) and b"cclint" in bytes_of(shared) and table_of(shared)[0] is not None:
            return shared
    return None
