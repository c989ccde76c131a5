"""The values that leave the analysis: places, steps, findings and notices. Data only, no behaviour of the pipeline."""

from __future__ import annotations

import enum
import os
from dataclasses import dataclass
from typing import Final


class Level(enum.IntEnum):
    """How much a finding weighs; `note` never fails a run. The order is that of SARIF 2.1.0, section 3.27.10."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A region of a file: lines and columns count from 1, columns count characters, the end is exclusive.

    `path` is relative to the project's root and uses forward slashes on every system.
    """

    path: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def last_line(self) -> int:
        return max(self.line, self.end_line)


HANDS_ON: Final = "is passed to `"
"""How the words for a step begin that gives the addresses to a function."""


@dataclass(frozen=True, slots=True)
class Step:
    """One hop of a trace: what happened to the addresses, and where."""

    place: Place
    text: str

    @property
    def hands_on(self) -> bool:
        """Whether a function of the program is given the addresses."""
        return self.text.startswith(HANDS_ON)


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of "who sees whom": a role of the message, who is in it, and whether the readers see them.

    `most` is None where nothing bounds the number. `addresses` are those that stand in the sources; reporters mask
    them. `apart` roles are hidden because each of their recipients gets a message of their own.
    """

    role: str
    visible: bool
    least: int
    most: int | None
    origin: str = ""
    addresses: tuple[str, ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Edit:
    """A region of a file and what is to stand there instead, with LF line ends; a region without extent is a gap."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair that is ready to be applied.

    Parameters
    ----------
    title: what it does, in the imperative.
    edits: the changes, which do not overlap.
    safe: the program goes on doing exactly what it did; whatever changes who sees what is not safe.
    reason: why it is labelled so, and what is different afterwards.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule objects to.

    Parameters
    ----------
    rule: the rule's name.
    level: error, warning or note, before policy and persona have their say.
    message: one sentence in plain words, without addresses.
    place: where the addresses become visible.
    role: which role of the message the rule objects to, where it objects to one.
    who: "who sees whom", one entry for each role of the message.
    trace: the steps from the origin to the header, in the order in which they happen.
    advice: how to repair it, the regulators' preferred way first.
    scope: the qualified name of the enclosing function or class, "" at module level.
    sink: the source text of the place, normalised; part of the identity that survives moved lines.
    origin: the kind of the origin ("literal", "query", "file", "parameter", ...), the third part of that identity.
    others: traces of further calling contexts that expose at the same place.
    decisions: what the project's policy says of it, a sentence each.
    fix: the repair, where one is at hand and was asked for.
    """

    rule: str
    level: Level
    message: str
    place: Place
    role: str = ""
    who: tuple[Shown, ...] = ()
    trace: tuple[Step, ...] = ()
    advice: tuple[str, ...] = ()
    scope: str = ""
    sink: str = ""
    origin: str = ""
    others: tuple[tuple[Step, ...], ...] = ()
    decisions: tuple[str, ...] = ()
    fix: Fix | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """The key that findings are sorted by, everywhere."""
        return (self.place.path, self.place.line, self.place.column, self.rule, self.message)


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """Something that was not, or not wholly, looked at; never a finding, and never silence.

    `kind` is a word for machines ("syntax", "encoding", "unreadable", "cut", "config"), `reason` a sentence for people.
    `fatal` notices make the run incomplete (exit status 2 where there are no findings).
    """

    path: str
    line: int
    column: int
    kind: str
    reason: str
    fatal: bool = True


def described(error: BaseException) -> str:
    """An exception that nobody expected, and where it was raised: what its report has to say."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace is not None else ""
    return f"{type(error).__name__}: {error}{where}"
