"""The outside of a program: what its files, variables and arguments hold, in the several worlds that it is run in."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from fuzz.program import World

MOST: Final = 24
"""Worlds of one program."""


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    active: str


People = tuple[Person, ...]
Fill = Callable[[People], World]


def person(name: str, number: int, domain: str) -> Person:
    """Somebody; of those called Zoe, the first is not active."""
    active = "no" if name == "zoe" and number == 1 else "yes"
    return Person(f"{name.title()} {number}", f"{name}{number}@{domain}", active)


def fillings(number: int) -> list[People]:
    """What one input can hold: several people of one kind, of another kind, of both, one, nobody."""
    domain = f"out{number}.example"
    anns = tuple(person("ann", one, domain) for one in range(1, 5))
    elsewhere = tuple(person("ann", one, f"sub.{domain}") for one in range(5, 7))
    zoes = tuple(person("zoe", one, domain) for one in range(1, 4))
    return [anns, anns[:1], (), zoes, (zoes[0], anns[0], anns[1], zoes[1], *elsewhere), anns[:2], zoes[:1]]


@dataclass(slots=True)
class Outside:
    """All inputs of a program.

    Parameters
    ----------
    plural: inputs that hold any number of people.
    single: inputs that hold one person.
    flags: inputs that are there or not.
    needs: see `Program.needs`.
    """

    plural: list[Fill] = field(default_factory=list)
    single: list[Fill] = field(default_factory=list)
    flags: list[World] = field(default_factory=list)
    needs: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def inputs(self) -> int:
        return len(self.plural) + len(self.single)

    def worlds(self) -> tuple[World, ...]:
        """The worlds that tell what the program can do: every input takes each of its sizes, and each flag both values."""
        ones = [fill((person("one", number, f"solo{number}.example"),)) for number, fill in enumerate(self.single, 1)]
        made = []
        for sizes, flags in itertools.product(self.sizes(), itertools.product((True, False), repeat=len(self.flags))):
            parts = [*ones]
            parts += [fill(fillings(number)[size]) for number, (fill, size) in enumerate(zip(self.plural, sizes), 1)]
            parts += [flag for flag, on in zip(self.flags, flags) if on]
            made.append(united(parts))
        return tuple(made[:MOST])

    def sizes(self) -> Iterator[tuple[int, ...]]:
        number = len(self.plural)
        kinds = range(len(fillings(1)))
        if number <= 1:
            yield from itertools.product(kinds, repeat=number)
            return
        yield from ((kind,) * number for kind in kinds)
        for odd in range(number):
            for other in (1, 2, 3):
                yield tuple(other if place == odd else 0 for place in range(number))
                yield tuple(0 if place == odd else other for place in range(number))


def united(parts: list[World]) -> World:
    """One world of several parts; arguments stand one after the other."""
    return World(
        files={name: text for part in parts for name, text in part.files.items()},
        tables={name: rows for part in parts for name, rows in part.tables.items()},
        environment={name: text for part in parts for name, text in part.environment.items()},
        arguments=tuple(word for part in parts for word in part.arguments),
        stdin="".join(part.stdin for part in parts),
    )


# What inputs look like


def csv_file(name: str, *, header: bool = True) -> Fill:
    def fill(people: People) -> World:
        lines = ["name,email,active"] if header else []
        lines += [f"{one.name},{one.email},{one.active}" for one in people]
        return World(files={name: "".join(f"{line}\n" for line in lines)})

    return fill


def line_file(name: str) -> Fill:
    return lambda people: World(files={name: "".join(f"{one.email}\n" for one in people)})


def word_file(name: str) -> Fill:
    return lambda people: World(files={name: people[0].email + "\n"})


def json_file(name: str, shape: Callable[[People], object]) -> Fill:
    return lambda people: World(files={name: json.dumps(shape(people), indent=1)})


def ini_file(name: str) -> Fill:
    return lambda people: World(files={name: "[mail]\nto = " + ", ".join(one.email for one in people) + "\n"})


def toml_file(name: str) -> Fill:
    return lambda people: World(files={name: "[mail]\nto = " + json.dumps([one.email for one in people]) + "\n"})


def xml_file(name: str) -> Fill:
    def fill(people: People) -> World:
        rows = "".join(
            f'<person email="{one.email}"><name>{one.name}</name><mail>{one.email}</mail></person>' for one in people
        )
        return World(files={name: f"<people>{rows}</people>\n"})

    return fill


def table(name: str) -> Fill:
    return lambda people: World(tables={name: tuple((one.name, one.email, one.active) for one in people)})


def variable(name: str, separator: str = ",") -> Fill:
    return lambda people: World(environment={name: separator.join(one.email for one in people)})


def words(option: str = "") -> Fill:
    """Arguments of the command line."""
    return lambda people: World(arguments=((option,) if option and people else ()) + tuple(one.email for one in people))


def options(option: str) -> Fill:
    """An option that is repeated."""
    return lambda people: World(arguments=tuple(word for one in people for word in (option, one.email)))


def lines_in() -> Fill:
    return lambda people: World(stdin="".join(f"{one.email}\n" for one in people))
