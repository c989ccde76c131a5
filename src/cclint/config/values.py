"""The values of the configuration: a reader for each kind, which names what is wrong with its place and the remedy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from cclint.config.declared import Allow, KnownAudience, Limits, Override, Visibility
from cclint.config.project import Persona
from cclint.config.reasons import is_empty
from cclint.finding import Level
from cclint.refusal import Refused, suggestion

_Reader: TypeAlias = "Callable[[object, At], Any]"


class At(NamedTuple):
    """Where a value stands.

    Parameters
    ----------
    where: the file and line, to begin a message with.
    key: the key, with those of the tables around it.
    shown: the file, as messages name it.
    lines: those of the keys.
    folder: the folder that paths are relative to.
    """

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

    def below(self, key: str) -> At:
        full = f"{self.key}.{key}"
        line = self.lines.get(full, self.line)
        return At(f"{self.shown}:{line}: ", full, self.shown, {**self.lines, full: line}, self.folder)


def _words(value: object, at: At) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise at.wrong("a list of strings", value)
    return tuple(value)


def _word(value: object, at: At) -> str:
    if not isinstance(value, str) or not value:
        raise at.wrong("a string", value)
    return value


def _paths(value: object, at: At) -> tuple[Path, ...]:
    found = tuple(Path(at.folder, word) for word in _words(value, at))
    for path, word in zip(found, _words(value, at), strict=True):
        if not path.exists():
            raise Refused(f"{at.where}{at.key!r} names {word!r}, which does not exist")
    return found


def _persona(value: object, at: At) -> Persona:
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


def _whole(least: int) -> Callable[[object, At], int]:
    def read_whole(value: object, at: At) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise at.wrong(f"a whole number, {least} or more", value)
        return value

    return read_whole


def _seconds(value: object, at: At) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < float("inf"):
        raise at.wrong("a number of seconds above 0", value)
    return float(value)


def _section(kind: type[Any], **readers: _Reader) -> _Reader:
    """A reader for a table of known keys, which become the fields of a dataclass."""
    known = {name.replace("_", "-") for name in readers}

    def read_section(value: object, at: At) -> Any:
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

    def read_tables(value: object, at: At) -> tuple[Any, ...]:
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


def _reason(value: object, at: At) -> str:
    reason = _word(value, at)
    if is_empty(reason):
        raise at.wrong("a reason that tells somebody else why", value)
    return reason


def _day(value: object, at: At) -> dt.date:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise at.wrong("a day, as in 2027-03-31", value) from None


def _level(value: object, at: At) -> Level:
    known = [str(level) for level in Level]
    if value not in known:
        raise at.wrong(f"one of {', '.join(known)}", value)
    return Level[str(value).upper()]


def _file(value: object, at: At) -> Path:
    return Path(at.folder, _word(value, at))


def _domains(value: object, at: At) -> tuple[str, ...]:
    words = tuple(word.lower().removeprefix("@").removeprefix("*.") for word in _words(value, at))
    for word in words:
        if not re.fullmatch(r"[\w-]+(\.[\w-]+)+", word):
            raise at.wrong("a list of domains, as in 'example.org'", word)
    return words


def _roles(value: object, at: At) -> tuple[str, ...]:
    words = tuple(word.lower() for word in _words(value, at))
    for word in words:
        if not re.fullmatch(r"[^@\s]+@([\w-]+(\.[\w-]+)+)?", word):
            raise at.wrong("a list of addresses, as in 'info@example.org' or 'support@'", word)
    return words


def _options(value: object, at: At) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, dict):
        raise at.wrong("a table of tables", value)
    for name, options in value.items():
        if not isinstance(options, dict):
            raise at.below(name).wrong("a table of the rule's options", options)
    return MappingProxyType(value)


READERS: Final[Mapping[str, Callable[[object, At], Any]]] = MappingProxyType(
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
