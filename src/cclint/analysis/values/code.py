"""Values that can be called or looked into: functions, methods, classes, modules, things of libraries."""

from __future__ import annotations

from typing import Any, Final, TypeGuard

from cclint.analysis.values.trail import Trail
from cclint.analysis.values.value import TRUE, Runs, Union, Value, lasting
from cclint.ir import nodes as ir


class Frame:
    """The activation of a scope: whose names live under `id` (of a module: its path), and which scopes it sees."""

    __slots__ = ("id", "owner", "parent", "scope")

    def __init__(self, id: int | str, scope: ir.Function, parent: Frame | None, owner: int = 0) -> None:
        self.id = id
        self.scope = scope
        self.parent = parent
        self.owner = owner  # the class that a method was found in, for `super`

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frame) and self.id == other.id

    def __hash__(self) -> int:
        return hash(self.id)


COROUTINE: Final = "coroutine"
CACHED: Final = "@cached"
"""What `Func.given` tells of a function that keeps its results; no parameter has that name."""


class Func(Value):
    """A function of the project, with the frame that it was defined in and its defaults.

    `kind` is "function", "static", "class", "property", or "coroutine", which waits for what it yields; `given` holds
    what a decorator of a command-line library passes.
    """

    __slots__ = ("defaults", "frame", "given", "kind", "owner", "scope")

    def __init__(
        self,
        scope: ir.Function,
        frame: Frame,
        defaults: tuple[tuple[str, Value], ...] = (),
        kind: str = "function",
        owner: int = 0,
        given: tuple[tuple[str, Value], ...] = (),
        trail: Trail | None = None,
    ) -> None:
        self.scope = scope
        self.frame = frame
        self.defaults = defaults
        self.kind = kind
        self.owner = owner
        self.given = given
        self.trail = trail

    @property
    def identity(self) -> Any:
        defaults, given = (tuple((name, value.token) for name, value in table) for table in (self.defaults, self.given))
        return (id(self.scope), self.frame.id, defaults, self.kind, given)

    def __repr__(self) -> str:
        return f"Func({self.scope.qualname})"

    def altered(
        self, *, kind: str | None = None, owner: int = 0, given: tuple[tuple[str, Value], ...] | None = None
    ) -> Func:
        """The same function, wrapped by a decorator that is known."""
        return Func(
            self.scope, self.frame, self.defaults, kind or self.kind, owner or self.owner,
            self.given if given is None else given, self.trail,
        )  # fmt: skip

    def cached(self) -> Func:
        """The same function, as a decorator makes it that keeps its results."""
        return self.altered(given=(*self.given, (CACHED, TRUE)))

    @property
    def is_cached(self) -> bool:
        return any(name == CACHED for name, _ in self.given)


class Bound(Value):
    """A method and its receiver."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Value, receiver: Value, trail: Trail | None = None) -> None:
        self.function = function
        self.receiver = receiver
        self.trail = trail

    @property
    def identity(self) -> Any:
        return (self.function.token, self.receiver.token)


class Method(Value):
    """A method of the language or of a library, by name, and its receiver."""

    __slots__ = ("name", "receiver")

    def __init__(self, receiver: Value, name: str, trail: Trail | None = None) -> None:
        self.receiver = receiver
        self.name = name
        self.trail = trail

    @property
    def identity(self) -> Any:
        return (self.name, self.receiver.token)


class Partial(Value):
    """A callable with some of its arguments given; `more` are those behind `positional`, of which it is not known how many."""

    __slots__ = ("function", "keywords", "more", "positional")

    def __init__(
        self,
        function: Value,
        positional: tuple[Value, ...],
        keywords: tuple[tuple[str, Value], ...],
        trail: Trail | None = None,
        more: Runs = (),
    ) -> None:
        self.function = function
        self.more = more
        self.positional = positional
        self.keywords = keywords
        self.trail = trail

    @property
    def identity(self) -> Any:
        keywords = tuple((name, value.token) for name, value in self.keywords)
        more = tuple(run.identity for run in self.more)
        return (self.function.token, tuple(value.token for value in self.positional), keywords, more)


class Class(Value):
    """A class of the project; `id` is its object, under which its attributes live."""

    __slots__ = ("id",)

    def __init__(self, id: int, trail: Trail | None = None) -> None:
        self.id = id
        self.trail = trail

    @property
    def identity(self) -> Any:
        return self.id


class Module(Value):
    """A module of the project, by the path of its file."""

    __slots__ = ("path",)

    def __init__(self, path: str, trail: Trail | None = None) -> None:
        self.path = path
        self.trail = trail

    @property
    def identity(self) -> Any:
        return self.path


class External(Value):
    """Something of a library, by its dotted name."""

    __slots__ = ("name",)

    def __init__(self, name: str, trail: Trail | None = None) -> None:
        self.name = name
        self.trail = trail

    @property
    def identity(self) -> Any:
        return self.name

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by when it is used as a list."""
        return ("outside", self.name)

    def along(self, trail: Trail | None) -> External:
        return External(self.name, trail)


class Pending(Value):
    """A name that an import binds; looked up when it is first read, so that cycles of imports do no harm."""

    __slots__ = ("member", "module")

    def __init__(self, module: str, member: str, trail: Trail | None = None) -> None:
        self.module = module
        self.member = member
        self.trail = trail

    @property
    def identity(self) -> Any:
        return (self.module, self.member)


class Super(Value):
    """`super()`: the classes behind `owner` in the order of the receiver's class."""

    __slots__ = ("owner", "receiver")

    def __init__(self, owner: int, receiver: Value, trail: Trail | None = None) -> None:
        self.owner = owner
        self.receiver = receiver
        self.trail = trail

    @property
    def identity(self) -> Any:
        return (self.owner, self.receiver.token)


ANNOTATED: Final = lasting(External("typing.Annotated"))
"""`Annotated[...]` as a value is this, applied to what stands between its brackets."""
WITH_METACLASS: Final = lasting(External("cclint.with_metaclass"))
"""Six's `with_metaclass(meta, *bases)` as a value is this, applied to what it is given."""
DEPENDENCIES: Final = frozenset({
    "fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "fastapi.param_functions.Depends",
})  # fmt: skip
"""What says in a parameter's default or hint that FastAPI fills it in."""


def is_function(value: Value | None) -> TypeGuard[Func | Union]:
    """Whether what a class has is a function, or may be one: what a branch or a loop has defined, or put in its place."""
    return isinstance(value, Func) or (
        isinstance(value, Union) and any(isinstance(one, Func) for one in value.alternatives)
    )
