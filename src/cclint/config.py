"""Configuration: the only reader of `[tool.cclint]` in pyproject.toml and of cclint.toml, and what finds the project's
root.

Every mistake in a file is named with its place and ends the run: a key that is silently ignored is a leak that is not
found.
"""

from __future__ import annotations

import datetime as dt
import enum
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from cclint.declared import Allow, KnownAudience, Limits, Override, Visibility
from cclint.finding import Level
from cclint.reasons import is_empty
from cclint.refusal import Refused, suggestion
from cclint.roots import ancestors, existing_folder, root_without_configuration
from cclint.tomlfile import bytes_of, lines_of_keys, table_of

TEST_PATHS: Final = ("tests/", "test_*.py", "*_test.py", "conftest.py")

BASELINE: Final = "cclint-baseline.toml"
"""The usual name of a project's baseline, at its root."""


class Persona(enum.Enum):
    """For whom a run judges: the developer's is quiet about what is most often meant to be visible."""

    DEVELOPER = "developer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Config:
    """What a run is told by its project. Patterns are those of .gitignore files, relative to the root.

    Parameters
    ----------
    root: the folder that all paths are relative to.
    home: the folder of the configuration file, which the plug-ins' paths are relative to.
    file: the configuration file, as messages name it; "" where there is none.
    select: the only rules to run; None for all but those in preview.
    ignore: rules not to run.
    exclude: what not to look at; None for `excludes.EXCLUDED`.
    extend_exclude: more of it.
    models: stub files, or folders of them, that describe the project's own helpers.
    plugins: names of modules, or paths of Python files.
    persona: for whom to judge.
    test_paths: which files are test code.
    output_format: the name of a reporter.
    suppressions, baselined: whether comments and `allow`, and whether the baseline counts; a run may say otherwise.
    allow: findings that are meant, with the reasons.
    baseline: the file of findings that were there before; None for `BASELINE` at the root, if there is one.
    policy, limits: the tables of these names.
    rules: options of single rules, by the rule's name; validated once the rules are known.
    lines: the line of every key that the file sets.
    """

    root: Path
    home: Path = Path()
    file: str = ""
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    models: tuple[Path, ...] = ()
    plugins: tuple[str, ...] = ()
    persona: Persona = Persona.DEVELOPER
    test_paths: tuple[str, ...] = TEST_PATHS
    output_format: str = "full"
    suppressions: bool = True
    baselined: bool = True
    allow: tuple[Allow, ...] = ()
    baseline: Path | None = None
    policy: Visibility = field(default_factory=Visibility)
    limits: Limits = field(default_factory=Limits)
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=lambda: MappingProxyType({}))
    lines: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def where(self, key: str) -> str:
        """Where a key was set, to begin a message with: `cclint.toml:3: `, or nothing if it was not set in a file."""
        return f"{self.file}:{self.lines[key]}: " if key in self.lines else ""


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
        for name in (item.name for item in fields(Config))
        if name not in ("root", "home", "file", "lines", "suppressions", "baselined")
    }
    values: dict[str, Any] = {}
    for key, value in (table or {}).items():
        where = f"{shown}:{lines.get(key, 1)}: "
        if key not in known:
            raise Refused(f"{where}unknown key {key!r}{suggestion(key, known)}")
        values[key.replace("-", "_")] = _READERS[key](value, _At(where, key, shown, lines, home))
    return Config(root=Path(root), home=Path(home), file=shown, lines=MappingProxyType(lines), **values)


# Readers: one for each kind of value


_Reader: TypeAlias = "Callable[[object, _At], Any]"


@dataclass(frozen=True, slots=True)
class _At:
    where: str
    key: str
    shown: str
    lines: Mapping[str, int]
    folder: str

    def wrong(self, wanted: str, value: object) -> Refused:
        return Refused(f"{self.where}{self.key!r} must be {wanted}, not {value!r}")

    @property
    def line(self) -> int:
        return self.lines.get(self.key, 1)

    def below(self, key: str) -> _At:
        full = f"{self.key}.{key}"
        line = self.lines.get(full, self.line)
        return _At(f"{self.shown}:{line}: ", full, self.shown, {**self.lines, full: line}, self.folder)


def _words(value: object, at: _At) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise at.wrong("a list of strings", value)
    return tuple(value)


def _word(value: object, at: _At) -> str:
    if not isinstance(value, str) or not value:
        raise at.wrong("a string", value)
    return value


def _paths(value: object, at: _At) -> tuple[Path, ...]:
    found = tuple(Path(at.folder, word) for word in _words(value, at))
    for path, word in zip(found, _words(value, at), strict=True):
        if not path.exists():
            raise Refused(f"{at.where}{at.key!r} names {word!r}, which does not exist")
    return found


def _persona(value: object, at: _At) -> Persona:
    return persona(_word(value, at), at.where)


def persona(word: str, where: str = "") -> Persona:
    """The persona of that name.

    Raises
    ------
    Refused: there is none; the message begins with `where`.
    """
    try:
        return Persona(word)
    except ValueError:
        known = [item.value for item in Persona]
        raise Refused(f"{where}unknown persona {word!r} (known: {', '.join(known)}){suggestion(word, known)}") from None


def _whole(least: int) -> Callable[[object, _At], int]:
    def read_whole(value: object, at: _At) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise at.wrong(f"a whole number, {least} or more", value)
        return value

    return read_whole


def _seconds(value: object, at: _At) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        raise at.wrong("a number of seconds above 0", value)
    return float(value)


def _section(kind: type[Any], **readers: _Reader) -> _Reader:
    """A reader for a table of known keys, which become the fields of a dataclass."""
    known = {name.replace("_", "-") for name in readers}

    def read_section(value: object, at: _At) -> Any:
        if not isinstance(value, dict):
            raise at.wrong("a table", value)
        for key in value:
            if key not in known:
                raise Refused(f"{at.below(key).where}unknown key {at.key}.{key}{suggestion(key, known)}")
        return kind(
            **{
                key.replace("-", "_"): readers[key.replace("-", "_")](item, at.below(key))
                for key, item in value.items()
            }
        )

    return read_section


def _tables(kind: type[Any], *needed: str, placed: bool = False, **readers: _Reader) -> _Reader:
    """A reader for a list of tables; each must have the keys that are needed, and may know its line."""

    def read_tables(value: object, at: _At) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise at.wrong("a list of tables", value)
        made = []
        for number, item in enumerate(value):
            here = at.below(str(number))
            found = _section(dict, **readers)(item, here)
            if missing := [key for key in needed if not found.get(key)]:
                raise Refused(f"{here.where}an entry of {at.key!r} needs {missing[0]!r}")
            made.append(kind(**found, **({"line": here.line} if placed else {})))
        return tuple(made)

    return read_tables


def _reason(value: object, at: _At) -> str:
    reason = _word(value, at)
    if is_empty(reason):
        raise at.wrong("a reason that tells somebody else why", value)
    return reason


def _day(value: object, at: _At) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise at.wrong("a day, as in 2027-03-31", value) from None


def _level(value: object, at: _At) -> Level:
    known = [str(level) for level in Level]
    if value not in known:
        raise at.wrong(f"one of {', '.join(known)}", value)
    return Level[str(value).upper()]


def _file(value: object, at: _At) -> Path:
    return Path(at.folder, _word(value, at))


def _domains(value: object, at: _At) -> tuple[str, ...]:
    words = tuple(word.lower().removeprefix("@").removeprefix("*.") for word in _words(value, at))
    for word in words:
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", word):
            raise at.wrong("a list of domains, as in 'example.org'", word)
    return words


def _roles(value: object, at: _At) -> tuple[str, ...]:
    words = tuple(word.lower() for word in _words(value, at))
    for word in words:
        if not re.fullmatch(r"[^@\s]+@([\w-]+(\.[\w-]+)+)?", word):
            raise at.wrong("a list of addresses, as in 'info@example.org' or 'support@'", word)
    return words


def _options(value: object, at: _At) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, dict):
        raise at.wrong("a table of tables", value)
    for name, options in value.items():
        if not isinstance(options, dict):
            raise at.below(name).wrong("a table of the rule's options", options)
    return MappingProxyType(value)


_READERS: Final[Mapping[str, Callable[[object, _At], Any]]] = MappingProxyType(
    {
        "select": _words,
        "ignore": _words,
        "exclude": _words,
        "extend-exclude": _words,
        "models": _paths,
        "plugins": _words,
        "persona": _persona,
        "test-paths": _words,
        "output-format": _word,
        "allow": _tables(
            Allow, "paths", "rules", "reason", paths=_words, rules=_words, reason=_reason, until=_day, placed=True
        ),
        "baseline": _file,
        "policy": _section(
            Visibility,
            max_visible=_whole(1),
            internal_domains=_domains,
            role_addresses=_roles,
            known_audiences=_tables(
                KnownAudience, "name", "matches", "reason", name=_word, matches=_words, reason=_reason
            ),
            overrides=_tables(
                Override, "paths", paths=_words, rules=_words, max_visible=_whole(1), level=_level, reason=_reason
            ),
        ),
        "limits": _section(
            Limits,
            steps=_whole(1),
            seconds=_seconds,
            file_seconds=_seconds,
            bytes=_whole(1),
            tokens=_whole(1),
            memory=_whole(1),
            plugin_seconds=_seconds,
        ),
        "rules": _options,
    }
)


# Places


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
