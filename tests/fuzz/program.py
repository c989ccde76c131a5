"""What the grammar makes: a program of a few files, and the worlds that it is run in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.spelling import spelled

MAIN = "main.py"


@dataclass(frozen=True, slots=True)
class World:
    """What a program meets outside of its own text, in one run.

    Parameters
    ----------
    files: text files beside the program, by name.
    tables: SQLite databases beside the program, by name: the rows (name, email, active) of the table `people`.
    environment: variables that are set.
    arguments: the words after the program's name.
    stdin: what can be read from standard input.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, tuple[tuple[str, str, str], ...]] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    stdin: str = ""


@dataclass(frozen=True, slots=True)
class Program:
    """A generated program.

    Parameters
    ----------
    files: its modules, by path; `main.py` is what is run.
    worlds: what it is run in. The first one it must survive without an exception. There is one only where everything
        that decides about addresses stands in the program: then a prediction can be exact, and has to be. Where there
        are several, input decides, and the prediction has to cover all of them.
    features: the productions that took part.
    needs: texts of which one must be in the program for its worlds to be fair: a variable that holds several addresses
        is only list-like because the program splits it.
    spelling: it is read as Python 2 spells it, in one of many ways; 0 leaves it as it is run.
    """

    files: Mapping[str, str]
    worlds: tuple[World, ...] = (World(),)
    features: tuple[str, ...] = ()
    needs: tuple[tuple[str, ...], ...] = ()
    spelling: int = 0

    @property
    def read(self) -> Mapping[str, str]:
        """The modules as cclint gets to see them."""
        return spelled(self.files, self.spelling) if self.spelling else self.files

    @property
    def closed(self) -> bool:
        """Whether all addresses stand in the program."""
        return len(self.worlds) == 1

    @property
    def fair(self) -> bool:
        text = "\n".join(self.files.values())
        return all(any(word in text for word in words) for words in self.needs)

    def write(self, folder: Path) -> None:
        """Write the modules below a folder."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def __str__(self) -> str:
        """All files in one text, each below its name."""
        if list(self.files) == [MAIN]:
            return self.read[MAIN]
        return "".join(f"# ---- {name}\n{text}" for name, text in sorted(self.read.items()))
