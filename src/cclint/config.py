"""Configuration: the only reader of `[tool.cclint]` in pyproject.toml and of cclint.toml, and what finds the project's
root.

Every mistake in a file is named with its place and ends the run: a key that is silently ignored is a leak that is not
found.
"""

from __future__ import annotations

import enum
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from cclint.refusal import Refused, suggestion
from cclint.roots import ancestors, existing_folder, root_without_configuration

TEST_PATHS: Final = ("tests/", "test_*.py", "*_test.py", "conftest.py")


class Persona(enum.Enum):
    """For whom a run judges: the developer's is quiet about what is most often meant to be visible."""

    DEVELOPER = "developer"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Limits:
    """What one run may cost; None leaves the choice to the analysis."""

    steps: int | None = None
    seconds: float | None = None
    file_seconds: float | None = None
    bytes: int | None = None
    tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Visibility:
    """The `policy` table: how many addresses may see each other."""

    max_visible: int = 1


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
    exclude: what not to look at; None for `discover.EXCLUDED`.
    extend_exclude: more of it.
    models: stub files, or folders of them, that describe the project's own helpers.
    plugins: names of modules, or paths of Python files.
    persona: for whom to judge.
    test_paths: which files are test code.
    output_format: the name of a reporter.
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
        return Config(root=Path(root_without_configuration(base)))
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
    table, text, prefix = _table(file)
    shown = os.path.relpath(file, root)
    shown = os.path.basename(file) if shown.startswith(os.pardir) else shown.replace(os.sep, "/")
    lines = _lines_of_keys(text, prefix)
    home = os.path.dirname(os.path.abspath(file))
    known = {
        name.replace("_", "-")
        for name in (item.name for item in fields(Config))
        if name not in ("root", "home", "file", "lines")
    }
    values: dict[str, Any] = {}
    for key, value in (table or {}).items():
        where = f"{shown}:{lines.get(key, 1)}: "
        if key not in known:
            raise Refused(f"{where}unknown key {key!r}{suggestion(key, known)}")
        values[key.replace("-", "_")] = _READERS[key](value, _At(where, key, shown, lines, home))
    return Config(root=Path(root), home=Path(home), file=shown, lines=MappingProxyType(lines), **values)


# Readers: one for each kind of value


@dataclass(frozen=True, slots=True)
class _At:
    where: str
    key: str
    shown: str
    lines: Mapping[str, int]
    folder: str

    def wrong(self, wanted: str, value: object) -> Refused:
        return Refused(f"{self.where}{self.key!r} must be {wanted}, not {value!r}")

    def below(self, key: str) -> _At:
        full = f"{self.key}.{key}"
        return _At(
            f"{self.shown}:{self.lines.get(full, self.lines.get(self.key, 1))}: ",
            full,
            self.shown,
            self.lines,
            self.folder,
        )


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


def _section(kind: type[Any], **readers: Callable[[object, _At], object]) -> Callable[[object, _At], Any]:
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
        "policy": _section(Visibility, max_visible=_whole(1)),
        "limits": _section(
            Limits, steps=_whole(1), seconds=_seconds, file_seconds=_seconds, bytes=_whole(1), tokens=_whole(1)
        ),
        "rules": _options,
    }
)


# Files


def _table(file: str) -> tuple[dict[str, Any] | None, str, str]:
    """The table that counts, the text that it stands in, and the dotted name of the table in that text."""
    import tomli

    try:
        text = _bytes(file).decode("utf-8-sig").replace("\r\n", "\n")
        whole = tomli.loads(text)
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{os.path.relpath(file)}: is not TOML: {error}") from error
    if os.path.basename(file) != "pyproject.toml":
        return whole, text, ""
    table = whole.get("tool", {}).get("cclint")
    if table is not None and not isinstance(table, dict):
        raise Refused(f"{os.path.relpath(file)}: tool.cclint must be a table")
    return table, text, "tool.cclint"


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise Refused(f"{os.path.relpath(file)}: cannot be read: {error.strerror}") from error


_HEADER: Final = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")


def _lines_of_keys(text: str, prefix: str) -> dict[str, int]:
    """The line of each key below a table: TOML parsers tell no places, and a message without one is little help.

    Keys are those of the table, `policy.max-visible` for nested ones. A line inside a multi-line string could be taken
    for a key; nothing but the line number in a message depends on this.
    """
    lines: dict[str, int] = {}
    inside = prefix == ""
    table: tuple[str, ...] = ()
    wanted = tuple(prefix.split(".")) if prefix else ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _parts(header[1])
            inside = table[: len(wanted)] == wanted
            names = table[len(wanted) :]
        elif inside and (key := _KEY.match(line)):
            names = (*table[len(wanted) :], *_parts(key[1]))
        else:
            continue
        for depth in range(1, len(names) + 1) if inside else ():
            lines.setdefault(".".join(names[:depth]), number)
    return lines


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))


# Places


def _nearest(folder: str) -> str | None:
    """The configuration file that is nearest to a folder; cclint.toml comes before a pyproject.toml beside it."""
    for place in ancestors(folder):
        own = os.path.join(place, "cclint.toml")
        if os.path.isfile(own):
            return own
        shared = os.path.join(place, "pyproject.toml")
        # Most of these files are not about us: only one that names us is worth the parser.
        if os.path.isfile(shared) and b"cclint" in _bytes(shared) and _table(shared)[0] is not None:
            return shared
    return None
