"""The small language that every front end produces and the analysis reads.

It is Python's own core with the sugar taken out: comprehensions bind names of their own, `elif` is a nested `Branch`,
asynchronous forms are the plain ones. Nodes are plain data, compared by identity; `at` is where they stand.

It is long because a language has many constructs, and whoever reads or writes one looks it up here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Span: TypeAlias = tuple[int, int, int, int]
"""Line, column, last line, column behind the end; all from 1, columns in characters."""


@dataclass(slots=True, eq=False)
class Node:
    """Anything that stands somewhere in a file."""

    at: Span


# Expressions


@dataclass(slots=True, eq=False)
class Constant(Node):
    """A literal. `value` is a str, bytes, int, float, complex, bool, None or Ellipsis.

    `memo` is for the analysis, which makes its value once.
    """

    value: Any
    memo: Any = None


@dataclass(slots=True, eq=False)
class Name(Node):
    id: str


@dataclass(slots=True, eq=False)
class Attribute(Node):
    value: Expression
    name: str


@dataclass(slots=True, eq=False)
class Subscript(Node):
    value: Expression
    key: Expression


@dataclass(slots=True, eq=False)
class Slice(Node):
    lower: Expression | None
    upper: Expression | None
    step: Expression | None


@dataclass(slots=True, eq=False)
class Argument:
    """An argument of a call: `stars` is 1 for `*value`, 2 for `**value`."""

    value: Expression
    keyword: str | None = None
    stars: int = 0


@dataclass(slots=True, eq=False)
class Call(Node):
    function: Expression
    arguments: tuple[Argument, ...]


@dataclass(slots=True, eq=False)
class Starred(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class Display(Node):
    """A list, tuple or set display; `kind` says which."""

    kind: str
    items: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class DictDisplay(Node):
    """A dict display; a key of None is `**value`."""

    items: tuple[tuple[Expression | None, Expression], ...]


@dataclass(slots=True, eq=False)
class Slot(Node):
    """A replacement field of an f-string or of a template: `{value!conversion:spec}`."""

    value: Expression
    conversion: str = ""
    spec: Format | None = None


@dataclass(slots=True, eq=False)
class Format(Node):
    """An f-string, or a rendered template: constant text and slots."""

    parts: tuple[Constant | Slot, ...]


@dataclass(slots=True, eq=False)
class Binary(Node):
    """`op` is the operator as it is written: "+", "%", "|", ..."""

    op: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Unary(Node):
    """`op` is "not", "-", "+" or "~"."""

    op: str
    operand: Expression


@dataclass(slots=True, eq=False)
class Logic(Node):
    """`and` or `or` over two or more operands."""

    op: str
    operands: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Compare(Node):
    """A chain of comparisons: `operators[i]` stands between `operands[i]` and `operands[i + 1]`."""

    operators: tuple[str, ...]
    operands: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Choice(Node):
    """`then if test else otherwise`."""

    test: Expression
    then: Expression
    otherwise: Expression


@dataclass(slots=True, eq=False)
class Lambda(Node):
    function: Function


@dataclass(slots=True, eq=False)
class Clause(Node):
    """One `for target in iterable if ...` of a comprehension."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Comprehension(Node):
    """`kind` is "list", "set", "dict" or "generator"; `key` is set for dicts only.

    The front end gives its targets names that clash with no other, so that it needs no scope.
    """

    kind: str
    key: Expression | None
    element: Expression
    clauses: tuple[Clause, ...]


@dataclass(slots=True, eq=False)
class Await(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class Yield(Node):
    value: Expression | None


@dataclass(slots=True, eq=False)
class YieldFrom(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class Bind(Node):
    """`target := value`."""

    target: Name
    value: Expression


Expression: TypeAlias = (
    Constant
    | Name
    | Attribute
    | Subscript
    | Slice
    | Call
    | Starred
    | Display
    | DictDisplay
    | Slot
    | Format
    | Binary
    | Unary
    | Logic
    | Compare
    | Choice
    | Lambda
    | Comprehension
    | Await
    | Yield
    | YieldFrom
    | Bind
)


# Statements


@dataclass(slots=True, eq=False)
class Evaluate(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class Assign(Node):
    """`targets = value`; `value` is None for a bare annotation `target: annotation`."""

    targets: tuple[Expression, ...]
    value: Expression | None
    annotation: Expression | None = None


@dataclass(slots=True, eq=False)
class Augment(Node):
    target: Expression
    op: str
    value: Expression


@dataclass(slots=True, eq=False)
class Delete(Node):
    targets: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Return(Node):
    value: Expression | None


@dataclass(slots=True, eq=False)
class Raise(Node):
    value: Expression | None


@dataclass(slots=True, eq=False)
class Assert(Node):
    test: Expression


@dataclass(slots=True, eq=False)
class Pass(Node):
    pass


@dataclass(slots=True, eq=False)
class Break(Node):
    pass


@dataclass(slots=True, eq=False)
class Continue(Node):
    pass


@dataclass(slots=True, eq=False)
class Branch(Node):
    test: Expression
    then: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class While(Node):
    test: Expression
    body: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class For(Node):
    target: Expression
    iterable: Expression
    body: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class Handler(Node):
    """`except kind as name`; `kind` is None for a bare except."""

    kind: Expression | None
    name: str | None
    body: Block


@dataclass(slots=True, eq=False)
class Try(Node):
    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    final: Block


@dataclass(slots=True, eq=False)
class With(Node):
    """One context manager; several of them are nested."""

    context: Expression
    target: Expression | None
    body: Block


@dataclass(slots=True, eq=False)
class Import(Node):
    """`import module as name`: without `as`, the name is bound to the topmost package.

    `level` counts the leading dots of a relative import, `member` is the name that is taken from the module ("*" for
    all).
    """

    module: str
    name: str
    member: str | None = None
    level: int = 0
    whole: bool = True


@dataclass(slots=True, eq=False)
class Define(Node):
    function: Function
    decorators: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class ClassDefinition(Node):
    name: str
    bases: tuple[Expression, ...]
    keywords: tuple[tuple[str, Expression], ...]
    scope: Function
    decorators: tuple[Expression, ...]


# Patterns of match


@dataclass(slots=True, eq=False)
class ValuePattern(Node):
    value: Expression


@dataclass(slots=True, eq=False)
class SequencePattern(Node):
    items: tuple[Pattern, ...]


@dataclass(slots=True, eq=False)
class StarPattern(Node):
    name: str | None


@dataclass(slots=True, eq=False)
class MappingPattern(Node):
    keys: tuple[Expression, ...]
    patterns: tuple[Pattern, ...]
    rest: str | None


@dataclass(slots=True, eq=False)
class ClassPattern(Node):
    cls: Expression
    positional: tuple[Pattern, ...]
    keywords: tuple[tuple[str, Pattern], ...]


@dataclass(slots=True, eq=False)
class CapturePattern(Node):
    """`pattern as name`; both None is the wildcard."""

    pattern: Pattern | None
    name: str | None


@dataclass(slots=True, eq=False)
class AnyPattern(Node):
    """`one | other`."""

    patterns: tuple[Pattern, ...]


Pattern: TypeAlias = (
    ValuePattern | SequencePattern | StarPattern | MappingPattern | ClassPattern | CapturePattern | AnyPattern
)


@dataclass(slots=True, eq=False)
class Case(Node):
    pattern: Pattern
    guard: Expression | None
    body: Block


@dataclass(slots=True, eq=False)
class Match(Node):
    subject: Expression
    cases: tuple[Case, ...]


Statement: TypeAlias = (
    Evaluate
    | Assign
    | Augment
    | Delete
    | Return
    | Raise
    | Assert
    | Pass
    | Break
    | Continue
    | Branch
    | While
    | For
    | Try
    | With
    | Import
    | Define
    | ClassDefinition
    | Match
)
Block: TypeAlias = Sequence[Statement]


# Scopes


@dataclass(slots=True, eq=False)
class Parameter(Node):
    """`kind` is "positional", "any", "keyword", "star" or "stars"."""

    name: str
    kind: str
    default: Expression | None
    annotation: Expression | None


@dataclass(slots=True, eq=False)
class Function(Node):
    """A function, a lambda, a class's body or a module's body: a scope with parameters and a block.

    Parameters
    ----------
    name: its own name; "<lambda>", "<module>" for those that have none.
    qualname: with the enclosing functions and classes, as Python spells it without `<locals>`.
    locals: the names that the scope binds.
    named: the names that stand by themselves in the body, nested functions included, and that it does not bind; what
    relevance is judged by.
    taken: the attributes that do, and what texts name as such.
    selves: those attributes that it takes from `self`, `cls` or `super()`, and from nothing that is not known.
    made: those that it takes from what a name gives when it is called, `Report(people).send()`, each behind that name.
    read: those names from which it only reads something, `Order.PAID` or `Order.objects.get(number)`: it calls neither them nor
    what it takes from them itself, and hands none of them on.
    own: names and attributes, as far as they stand in its own statements, nested functions and classes left out.
    """

    name: str
    qualname: str
    parameters: tuple[Parameter, ...] = ()
    body: Block = ()
    returns: Expression | None = None
    locals: set[str] = field(default_factory=set)
    outer: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)
    taken: set[str] = field(default_factory=set)
    selves: set[str] = field(default_factory=set)
    made: set[tuple[str, str]] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    decorators: tuple[Expression, ...] = ()
    kind: str = "function"
    generator: bool = False
    asynchronous: bool = False
    path: str = ""
    inner: list[Function] = field(default_factory=list)

    @property
    def mentions(self) -> set[str]:
        """All that it names."""
        return self.named | self.taken


@dataclass(slots=True, eq=False)
class Module:
    """A lowered file: its body as a function of no arguments.

    Parameters
    ----------
    lines: its lines, for the source text of a place.
    imports: every import in it, those inside functions included.
    classes: every class in it.
    led: what is taken from what it imports.
    handed: by the qualified name of a function, "" for the module itself, the names of imports from which nothing is taken
    where they stand there.
    based: the names of imports that it does nothing with but to derive classes from them.
    prose: the first and the last lines of texts that nothing is done with, such as docstrings.
    python2: whether only Python 2 can read it.
    """

    path: str
    body: Function
    lines: Sequence[str]
    imports: Sequence[Import] = ()
    classes: Sequence[ClassDefinition] = ()
    led: frozenset[str] = frozenset()
    handed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    based: frozenset[str] = frozenset()
    prose: tuple[tuple[int, int], ...] = ()
    python2: bool = False
