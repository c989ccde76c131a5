"""The state of a program under construction, and tables of weighted productions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TypeVar

from fuzz.grammar.emit import Emitter, stems_of
from fuzz.grammar.values import Kind, Value
from fuzz.grammar.worlds import Outside
from fuzz.program import Program

NAMES = (
    "ann",
    "bob",
    "cleo",
    "dan",
    "eve",
    "fay",
    "gus",
    "hal",
    "ida",
    "jon",
    "kim",
    "leo",
    "mia",
    "ned",
    "ola",
    "pat",
)
DOMAINS = ("lit.example", "lit.example", "lit.example", "corp.lit.example", "lit.test")


class Gen(Emitter):
    """A program under construction."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.outside = Outside()
        self.given = 0
        self.smtp: Value | None = None

    # Addresses

    def address(self) -> str:
        """An address that the program names, another one each time."""
        name = NAMES[self.given % len(NAMES)] + ("" if self.given < len(NAMES) else str(self.given))
        self.given += 1
        return f"{name}@{self.pick(DOMAINS)}"

    def addresses(self, number: int) -> list[str]:
        return [self.address() for _ in range(number)]

    def quoted(self) -> str:
        return f'"{self.address()}"'

    # What decides

    def flag(self) -> str:
        """A condition that input decides."""
        from fuzz.program import World

        self.tag("flag")
        name = self.name("DRY_RUN", "URGENT", "TO_ALL", "VERBOSE")
        self.outside.flags.append(World(environment={name: "1"}))
        return self.pick(
            (
                f'os.environ.get("{name}")',
                f'"{name}" in os.environ',
                f'os.environ.get("{name}", "") == "1"',
                f'os.getenv("{name}") is not None',
            )
        )

    @property
    def can_flag(self) -> bool:
        return len(self.outside.flags) < 2

    def done(self) -> Program:
        return Program(self.files(), self.outside.worlds(), tuple(self.features), tuple(self.outside.needs))


Produce = Callable[[Gen, Value], Value]
P = TypeVar("P", bound=Callable[..., object])


@dataclass(slots=True)
class Entry:
    weight: float
    kinds: Collection[Kind] | None
    when: Callable[[Gen, Value], bool]
    produce: Produce


def always(g: Gen, value: Value) -> bool:
    return True


@dataclass(slots=True)
class Table:
    """Productions from a value to another one, of which those that fit are chosen by weight."""

    name: str
    entries: list[Entry] = field(default_factory=list)

    def add(
        self, weight: float = 1, kinds: Collection[Kind] | None = None, when: Callable[[Gen, Value], bool] = always
    ) -> Callable[[P], P]:
        """A decorator for a production."""

        def register(produce: P) -> P:
            self.entries.append(Entry(weight, kinds, when, produce))  # type: ignore[arg-type]
            return produce

        return register

    def template(
        self, code: str, weight: float = 1, kinds: Collection[Kind] | None = None, gives: Kind | None = None,
        size: Callable[[Value], tuple[int, int]] = lambda value: (value.least, value.most),
        when: Callable[[Gen, Value], bool] = always,
    ) -> None:  # fmt: skip
        """A production that is one expression over `{x}`, which is evaluated once unless it stands there twice."""

        def produce(g: Gen, value: Value) -> Value:
            if 'f"' in code or "f'" in code:  # no quotes within quotes before Python 3.12
                held = value if value.expr.isidentifier() else g.hold(value, *stems_of(value))
            else:
                held = g.hold(value) if code.count("{x}") > 1 else g.maybe_hold(value)
            least, most = size(held)
            return held.to(filled(g, code, held.expr), gives, least=least, most=most)

        produce.__name__ = code
        self.entries.append(Entry(weight, kinds, when, produce))

    def fitting(self, g: Gen, value: Value) -> list[tuple[float, Produce]]:
        return [
            (entry.weight, entry.produce)
            for entry in self.entries
            if (entry.kinds is None or value.kind in entry.kinds) and entry.when(g, value)
        ]

    def choose(self, g: Gen, value: Value) -> Value:
        """Apply one production that fits; the value itself where none does."""
        fitting = self.fitting(g, value)
        if not fitting:
            return value
        produce = g.weighted(fitting)
        g.tag(f"{self.name}: {produce.__name__}")
        return produce(g, value)


def filled(g: Gen, code: str, expr: str = "") -> str:
    """A template with its places filled: `{x}` the value, `{a}` a new address, quoted, `{v}` a new name for an element."""
    if "{v}" in code:
        code = code.replace("{v}", g.name("one", "each", "who", "x", "item"))
    while "{a}" in code:
        code = code.replace("{a}", g.quoted(), 1)
    return code.replace("{x}", expr)
