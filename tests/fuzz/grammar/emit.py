"""Writes programs: modules, functions, blocks, names, imports; and makes every choice, from one seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TypeVar

from fuzz.grammar.values import Kind, Value
from fuzz.program import MAIN

T = TypeVar("T")

LIBRARIES = (
    "collections", "configparser", "contextlib", "copy", "csv", "dataclasses", "email.header", "email.headerregistry",
    "email.message", "email.mime.multipart", "email.mime.text", "email.parser", "email.policy", "email.utils",
    "email.generator", "email.mime.message", "email", "asyncio", "logging.handlers", "tomllib", "xml.etree.ElementTree",
    "argparse", "atexit", "concurrent.futures", "enum", "functools", "heapq", "io", "itertools", "json", "operator",
    "os", "pathlib", "pickle", "queue", "random", "re", "smtplib", "sqlite3", "string", "subprocess", "sys", "textwrap", "threading",
    "types", "typing",
)  # fmt: skip
LIBRARY = re.compile(
    r"(?<![\w.\"'])(?<!\w@)("
    + "|".join(re.escape(name) for name in sorted(LIBRARIES, key=len, reverse=True))
    + r")\.([A-Za-z_]\w*)"
)
WHOLE = {
    "os",
    "sys",
    "re",
    "json",
    "copy",
    "email",
    "email.policy",
    "logging.handlers",
    "tomllib",
    "asyncio",
    "random",
    "types",
}
"""Modules that people import whole."""


@dataclass(slots=True)
class Module:
    """A file under construction."""

    imports: dict[str, None] = field(default_factory=dict)
    definitions: list[list[str]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = sorted(self.imports, key=lambda line: (line.startswith("from ."), line))
        for block in self.definitions:
            lines += ["", "", *block] if lines else block
        if self.body:
            lines += ["", "", *self.body] if lines else self.body
        return "\n".join(lines) + "\n"


@dataclass(slots=True)
class Scope:
    """Where the next line goes.

    Parameters
    ----------
    module: the file.
    lines: the block of lines that is being written.
    depth: how far it is indented.
    function: `return` is possible.
    loop: `continue` is possible.
    running: an event loop is running already.
    """

    module: str
    lines: list[str]
    depth: int = 0
    function: bool = False
    loop: bool = False
    running: bool = False


class Emitter:
    """Choices and code.

    Parameters
    ----------
    seed: what every choice comes from.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.features: dict[str, None] = {}
        self.layers = self.pick(
            (("main",), ("main", "helpers"), ("main", "mailer", "people"), ("main", "lib/mail", "lib/data"))
        )
        self.modules = {layer: Module() for layer in self.layers}
        self.scope = Scope("main", self.modules["main"].body)
        self.counters: dict[str, int] = {}
        self.depth = 0

    # Choices

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def pick(self, options: Sequence[T]) -> T:
        return options[self.random.randrange(len(options))]

    def weighted(self, options: Sequence[tuple[float, T]]) -> T:
        return self.random.choices([option for _, option in options], [weight for weight, _ in options])[0]

    def number(self, least: int, most: int) -> int:
        return self.random.randint(least, most)

    def tag(self, feature: str) -> None:
        """Note that a production takes part."""
        self.features[feature] = None

    # Names

    def name(self, *stems: str) -> str:
        """A name that nothing else has."""
        stem = self.pick(stems)
        number = self.counters.get(stem, 0) + 1
        self.counters[stem] = number
        return stem if number == 1 else f"{stem}{number}"

    # Lines

    def emit(self, *lines: str) -> None:
        for line in lines:
            self.scope.lines.append("    " * self.scope.depth + self.lib(line) if line else "")

    @contextmanager
    def suite(self, header: str, *, loop: bool = False) -> Iterator[None]:
        """A compound statement."""
        self.emit(header)
        outer = self.scope
        self.scope = replace(outer, depth=outer.depth + 1, loop=loop or outer.loop)
        before = len(outer.lines)
        try:
            yield
            if len(outer.lines) == before:
                self.emit("pass")
        finally:
            self.scope = outer

    @contextmanager
    def function(self, *headers: str, module: str | None = None, running: bool | None = None) -> Iterator[None]:
        """A definition, at the top of a module, or nested where no module is given; the last header ends in a colon."""
        outer = self.scope
        target = outer if module is None else Scope(module, [], running=outer.running)
        self.scope = target
        self.emit(*headers)
        self.scope = replace(
            target,
            depth=target.depth + 1,
            function=True,
            loop=False,
            running=target.running if running is None else running,
        )
        before = len(target.lines)
        try:
            yield
            if len(target.lines) == before:
                self.emit("pass")
        finally:
            self.scope = outer
            if module is not None:
                self.modules[module].definitions.append(target.lines)

    @contextmanager
    def defining(self, module: str) -> Iterator[None]:
        """Lines that stand between the definitions of a module: constants, classes."""
        outer = self.scope
        self.scope = Scope(module, [], running=outer.running)
        try:
            yield
        finally:
            self.modules[module].definitions.append(self.scope.lines)
            self.scope = outer

    @contextmanager
    def methods(self) -> Iterator[None]:
        """The body of a class, within `defining` or a block."""
        outer = self.scope
        self.scope = replace(outer, depth=outer.depth + 1, function=False, loop=False)
        try:
            yield
        finally:
            self.scope = outer

    def captured(self, write: Callable[[], T], *, function: bool = False) -> tuple[T, list[str]]:
        """What something writes, at no indentation, kept back."""
        outer = self.scope
        self.scope = replace(
            outer, lines=[], depth=0, function=function or outer.function, loop=outer.loop and not function
        )
        try:
            result = write()
            return result, self.scope.lines
        finally:
            self.scope = outer

    def hold(self, value: Value, *stems: str) -> Value:
        """The value in a variable, so that it can be used twice."""
        if value.atom and not stems:
            return value
        name = self.name(*(stems or stems_of(value)))
        self.emit(f"{name} = {value.expr}")
        return value.to(name)

    def maybe_hold(self, value: Value) -> Value:
        return self.hold(value) if self.chance(0.6) else value

    # Imports

    def lib(self, code: str) -> str:
        """Code in which names of the standard library are imported in one of the usual ways."""
        return LIBRARY.sub(lambda match: self.library(match[1], match[2]), code)

    def library(self, module: str, name: str) -> str:
        imports = self.modules[self.scope.module].imports
        whole, single = f"import {module}", f"from {module} import {name}"
        if single in imports:
            return name
        if whole in imports or module in WHOLE or self.chance(0.4):
            imports[whole] = None
            return f"{module}.{name}"
        if name in (
            "open",
            "copy",
            "header",
            "message",
            "path",
            "policy",
            "run",
            "sleep",
            "time",
            "filter",
            "sub",
            "repeat",
            "count",
            "chain",
            "compress",
        ):
            imports[whole] = None
            return f"{module}.{name}"
        imports[single] = None
        return name

    def below(self) -> str:
        """A module that code of the present one may import from, or the present one."""
        here = self.layers.index(self.scope.module)
        return self.pick(self.layers[here:])

    def reference(self, module: str, name: str) -> str:
        """How the present module names a definition of another one, which it imports."""
        here = self.scope.module
        if module == here:
            return name
        dotted = module.replace("/", ".")
        imports = self.modules[here].imports
        package, _, last = module.rpartition("/")
        forms = ["from", "from", "module", "alias"]
        if package:
            forms += ["parent", "relative"] if here.startswith(package + "/") else ["parent", "export"]
        if self.scope.function:
            forms.append("local")
        form = self.pick(forms)
        self.tag(f"import {form}")
        match form:
            case "from":
                imports[f"from {dotted} import {name}"] = None
                return name
            case "module":
                imports[f"import {dotted}"] = None
                return f"{dotted}.{name}"
            case "alias":
                other = self.name(f"{last}_{name}")
                imports[f"from {dotted} import {name} as {other}"] = None
                return other
            case "parent":
                imports[f"from {package} import {last}"] = None
                return f"{last}.{name}"
            case "relative":
                imports[f"from .{last} import {name}"] = None
                return name
            case "export":
                init = self.modules.setdefault(f"{package}/__init__", Module())
                init.imports[f"from .{last} import {name}"] = None
                imports[f"from {package} import {name}"] = None
                return name
            case _:
                self.emit(f"from {dotted} import {name}")
                return name

    def files(self) -> dict[str, str]:
        """The finished modules."""
        used = {
            name: module
            for name, module in self.modules.items()
            if name == "main" or module.definitions or module.imports
        }
        packages = {name.rpartition("/")[0] for name in used if "/" in name}
        texts = {f"{name}.py": module.text() for name, module in used.items()}
        for package in packages:
            texts.setdefault(f"{package}/__init__.py", "")
        assert MAIN in texts
        return dict(sorted(texts.items()))


def stems_of(value: Value) -> tuple[str, ...]:
    """Names that people give to such a value."""
    match value.kind:
        case Kind.ADDRESS:
            return ("address", "person", "target", "recipient", "who")
        case Kind.TEXT:
            return ("line", "joined", "header", "listed")
        case Kind.MESSAGE:
            return ("message", "msg", "mail", "letter")
        case Kind.RAW:
            return ("text", "content", "payload")
        case Kind.SMTP:
            return ("smtp", "server", "connection")
        case Kind.DICT:
            return ("directory", "book", "contacts")
        case Kind.OTHER:
            return ("thing", "item", "result")
    if value.item.value == "address":
        return ("people", "recipients", "members", "addresses", "emails", "team", "to")
    return ("rows", "records", "entries", "users")
